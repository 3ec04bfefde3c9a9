"""Texts of old tickets are not kept for ever."""

from __future__ import annotations

from apscheduler.triggers.cron import CronTrigger

from membership import tickets
from tasks.jobs import Duty, Job


async def forget(duty: Duty) -> None:
    """Blank what was said in tickets that ended longer ago than the program keeps it."""
    await duty.db.write(tickets.forget_texts, program=duty.program, now=duty.now)


JOBS = (
    Job("tickets.forget", lambda program: CronTrigger(hour=4, minute=20, timezone=program.time_zone), forget),
)
