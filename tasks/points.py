"""Nightly work on the ledger: points whose time has come expire."""

from __future__ import annotations

from apscheduler.triggers.cron import CronTrigger

from membership import points
from tasks.jobs import Duty, Job

BATCH = 200


async def expire(duty: Duty) -> None:
    """Expire overdue lots in small transactions until none is left."""
    while await duty.db.write(points.expire, limit=BATCH, program=duty.program, now=duty.now) == BATCH:
        pass


JOBS = (
    Job("points.expire", lambda program: CronTrigger(hour=3, minute=10, timezone=program.time_zone), expire),
)
