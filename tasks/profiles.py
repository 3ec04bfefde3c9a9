"""Puts month and day beside birthdays that were sealed before there was a column for them."""

from __future__ import annotations

from apscheduler.triggers.cron import CronTrigger

from membership import profiles
from tasks.jobs import Duty, Job

BATCH = 200


async def date_birthdays(duty: Duty) -> None:
    """Go through what is left in small transactions; one that can't be opened is passed over."""
    last: int | None = 0
    while last is not None:
        last = await duty.db.write(
            profiles.date_birthdays, after=last, limit=BATCH, vault=duty.services["vault"]
        )


# Before the birthdays of the day are looked up.
JOBS = (
    Job(
        "profiles.date-birthdays",
        lambda program: CronTrigger(hour=2, minute=50, timezone=program.time_zone),
        date_birthdays,
    ),
)
