"""Asks members for more of themselves after something good, hourly by day."""

from __future__ import annotations

from apscheduler.triggers.cron import CronTrigger

from membership import asks
from tasks.jobs import Duty, Job

BATCH = 200


async def ask(duty: Duty) -> None:
    """Ask one by one, each in a small transaction of its own, so that a rush of orders holds nothing up."""
    last = 0
    while some := await duty.db.read(asks.due, after=last, limit=BATCH, program=duty.program, now=duty.now):
        for member_id in some:
            await duty.db.write(asks.ask, member_id=member_id, program=duty.program, now=duty.now)
        last = some[-1]


# By day only: nobody is asked for a birthday at night.
JOBS = (
    Job(
        "asks.ask",
        lambda program: CronTrigger(hour="10-20", minute=20, timezone=program.time_zone),
        ask,
    ),
)
