"""Brings after a merge what was written behind it, by a transaction that had begun before."""

from __future__ import annotations

from apscheduler.triggers.cron import CronTrigger

from membership import merges
from tasks.jobs import Duty, Job


async def gather(duty: Duty) -> None:
    await duty.db.write(merges.gather, program=duty.program, now=duty.now)


JOBS = (Job("merges.gather", lambda program: CronTrigger(minute=35, timezone=program.time_zone), gather),)
