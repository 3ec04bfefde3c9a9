"""Finds groups of unanswered questions every night, and tells operators of them every Monday."""

from __future__ import annotations

from apscheduler.triggers.cron import CronTrigger

from knowledge.gaps import find_gaps
from membership import gaps
from tasks.jobs import Duty, Job


async def find(duty: Duty) -> None:
    """Make the list anew: what was erased, answered or decided since is on it no more."""
    await find_gaps(duty.services["assistant"], duty.db, now=duty.now)


async def tell(duty: Duty) -> None:
    await find(duty)
    await duty.db.write(gaps.tell, operators=duty.services["operators"], now=duty.now)


JOBS = (
    Job("gaps.find", lambda program: CronTrigger(hour=4, minute=40, timezone=program.time_zone), find),
    Job(
        "gaps.tell",
        lambda program: CronTrigger(day_of_week="mon", hour=9, minute=30, timezone=program.time_zone),
        tell,
    ),
)
