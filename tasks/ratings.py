"""Takes the people off old questions, and deletes very old ones."""

from __future__ import annotations

from apscheduler.triggers.cron import CronTrigger

from knowledge.privacy import mask
from membership import ratings
from tasks.jobs import Duty, Job

_BATCH = 500


async def retire(duty: Duty) -> None:
    """Mask and detach what has been kept as it was said for long enough, in many small transactions."""
    await duty.db.write(ratings.forget, now=duty.now)
    while aged := await duty.db.read(ratings.aged, limit=_BATCH, now=duty.now):
        masked = {answer_id: mask(question) for answer_id, question in aged.items()}
        await duty.db.write(ratings.detach, masked=masked, now=duty.now)


JOBS = (
    Job("ratings.retire", lambda program: CronTrigger(hour=4, minute=20, timezone=program.time_zone), retire),
)
