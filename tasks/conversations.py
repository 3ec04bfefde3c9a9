"""Talks with the assistant are forgotten in time, and so is what single persons' questions cost."""

from __future__ import annotations

from apscheduler.triggers.cron import CronTrigger

from membership import conversations, usages
from tasks.jobs import Duty, Job

BATCH = 1_000


async def prune(duty: Duty) -> None:
    """Forget talks that ended two weeks ago, in small transactions."""
    while await duty.db.write(conversations.prune, limit=BATCH, now=duty.now) == BATCH:
        pass
    await duty.db.write(usages.prune, program=duty.program, now=duty.now)


JOBS = (
    Job(
        "conversations.prune",
        lambda program: CronTrigger(hour=4, minute=40, timezone=program.time_zone),
        prune,
    ),
)
