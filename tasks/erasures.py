"""Forgets the blinded accounts of people who were erased a year ago."""

from __future__ import annotations

from apscheduler.triggers.cron import CronTrigger

from membership import erasures
from tasks.jobs import Duty, Job


async def forget(duty: Duty) -> None:
    await duty.db.write(erasures.forget, now=duty.now)


JOBS = (
    Job("erasures.forget", lambda program: CronTrigger(hour=4, minute=5, timezone=program.time_zone), forget),
)
