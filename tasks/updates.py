"""Nightly tidying of the inbox and of the leases of processes that are gone."""

from __future__ import annotations

from datetime import timedelta

from apscheduler.triggers.cron import CronTrigger

from core.clock import Clock
from membership import schedule, updates
from tasks.jobs import Duty, Job

KEPT = timedelta(days=2)


async def purge(duty: Duty) -> None:
    """Delete what was finished two days ago and longer, and leases that ended then (those run in real time)."""
    await duty.db.write(updates.purge, before=duty.now - KEPT)
    await duty.db.write(schedule.purge_leases, before=Clock().now() - KEPT)


JOBS = (
    Job("updates.purge", lambda program: CronTrigger(hour=4, minute=0, timezone=program.time_zone), purge),
)
