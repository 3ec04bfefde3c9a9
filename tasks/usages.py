"""Operators are told when the model's cap of the day is reached."""

from __future__ import annotations

from apscheduler.triggers.cron import CronTrigger

from membership import usages
from tasks.jobs import Duty, Job, desk


async def watch(duty: Duty) -> None:
    """Tell the support chat, or each operator, once a day that answers come without the model from now on."""
    caps: usages.Caps | None = duty.services["assistant"].caps
    if caps is None or caps.everybody is None:
        return
    reached = await duty.db.read(
        usages.exhausted, telegram_id=usages.NOBODY, caps=caps, program=duty.program, now=duty.now
    )
    if reached == "everybody":
        chats = await desk(duty)
        await duty.db.write(usages.tell_operators, chats=chats, caps=caps, program=duty.program, now=duty.now)


JOBS = (Job("usages.watch", lambda program: CronTrigger(minute="*/5", timezone=program.time_zone), watch),)
