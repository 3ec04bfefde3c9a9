"""The ledger's days: points arrive, those about to end are pointed out, and those whose time has come end."""

from __future__ import annotations

from apscheduler.triggers.cron import CronTrigger
from apscheduler.triggers.interval import IntervalTrigger

from membership import points
from tasks.jobs import Duty, Job

BATCH = 200


async def expire(duty: Duty) -> None:
    """Expire overdue lots in small transactions until none is left."""
    while await duty.db.write(points.expire, limit=BATCH, program=duty.program, now=duty.now) == BATCH:
        pass


async def remind(duty: Duty) -> None:
    """Point out what will end soon, a few members a transaction."""
    while await duty.db.write(points.remind, limit=BATCH, program=duty.program, now=duty.now) == BATCH:
        pass


async def arrive(duty: Duty) -> None:
    """Tell of points that were on their way and are there now."""
    while await duty.db.write(points.arrive, limit=BATCH, now=duty.now) == BATCH:
        pass


JOBS = (
    Job("points.expire", lambda program: CronTrigger(hour=3, minute=10, timezone=program.time_zone), expire),
    Job("points.remind", lambda program: CronTrigger(hour=10, minute=5, timezone=program.time_zone), remind),
    Job("points.arrive", lambda _program: IntervalTrigger(minutes=10), arrive),
)
