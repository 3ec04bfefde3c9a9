"""What the clock does for the desk: reminders, ends of silent tickets, the morning list."""

from __future__ import annotations

from apscheduler.triggers.cron import CronTrigger
from apscheduler.triggers.interval import IntervalTrigger

from core.program import Program
from membership import reminders, tickets
from tasks.jobs import Duty, Job


async def watch(duty: Duty) -> None:
    """Remind the desk, warn silent members, and end the tickets of those who were warned."""
    for ticket_id in await duty.db.write(reminders.watch, program=duty.program, now=duty.clock.now()):
        try:
            await duty.db.write(tickets.expire, ticket_id=ticket_id, now=duty.clock.now())
        except tickets.NoTicket:
            # Somebody closed it meanwhile.
            continue


async def morning(duty: Duty) -> None:
    """Tell the desk who waits as it opens."""
    support: int | None = duty.services["support"]
    if support is not None:
        await duty.db.write(reminders.morning, program=duty.program, support=support, now=duty.now)


def _opening(program: Program) -> CronTrigger:
    opens = program.support.opens
    return CronTrigger(hour=opens.hour, minute=opens.minute, timezone=program.time_zone)


JOBS = (
    Job("desks.watch", lambda _program: IntervalTrigger(seconds=30), watch),
    Job("desks.morning", _opening, morning),
)
