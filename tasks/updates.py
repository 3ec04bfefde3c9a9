"""Nightly tidying of the inbox."""

from __future__ import annotations

from datetime import timedelta

from apscheduler.triggers.cron import CronTrigger

from membership import updates
from tasks.jobs import Duty, Job

KEPT = timedelta(days=2)


async def purge(duty: Duty) -> None:
    """Delete what was finished two days ago and longer."""
    await duty.db.write(updates.purge, before=duty.now - KEPT)


JOBS = (
    Job("updates.purge", lambda program: CronTrigger(hour=4, minute=0, timezone=program.time_zone), purge),
)
