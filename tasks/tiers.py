"""The tiers' nights: terms that ended are judged before points expire, and those about to end are pointed out."""

from __future__ import annotations

from apscheduler.triggers.cron import CronTrigger

from membership import reviews
from tasks.jobs import Duty, Job

BATCH = 100


async def review(duty: Duty) -> None:
    """Judge terms and floors that have ended, a few members a transaction, until none is left."""
    while (
        await duty.db.write(reviews.review, limit=BATCH, program=duty.program, now=duty.now)
    ).looked_at == BATCH:
        pass


async def warn(duty: Duty) -> None:
    """Say what is missing to those whose term ends soon, while there is time to do something about it."""
    while await duty.db.write(reviews.warn, limit=BATCH, program=duty.program, now=duty.now):
        pass


JOBS = (
    Job("tiers.review", lambda program: CronTrigger(hour=2, minute=40, timezone=program.time_zone), review),
    Job("tiers.warn", lambda program: CronTrigger(hour=10, minute=20, timezone=program.time_zone), warn),
)
