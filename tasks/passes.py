"""What the counter no longer needs: codes of the minute that opened nothing, and old wrong codes."""

from __future__ import annotations

from apscheduler.triggers.cron import CronTrigger

from membership import guesses, passes
from tasks.jobs import Duty, Job

BATCH = 500


async def forget(duty: Duty) -> None:
    """Delete in small transactions until nothing old is left."""
    while await duty.db.write(passes.forget, limit=BATCH, now=duty.now) == BATCH:
        pass
    while await duty.db.write(guesses.forget, limit=BATCH, now=duty.now) == BATCH:
        pass


JOBS = (
    Job("passes.forget", lambda program: CronTrigger(hour=3, minute=50, timezone=program.time_zone), forget),
)
