"""Answers that channels got are forgotten when nobody asks for them again."""

from __future__ import annotations

from apscheduler.triggers.cron import CronTrigger

from membership import requests
from tasks.jobs import Duty, Job

BATCH = 1_000


async def prune(duty: Duty) -> None:
    """Forget answers of two weeks ago, in small transactions."""
    while await duty.db.write(requests.prune, limit=BATCH, now=duty.now) == BATCH:
        pass


JOBS = (
    Job("requests.prune", lambda program: CronTrigger(hour=4, minute=30, timezone=program.time_zone), prune),
)
