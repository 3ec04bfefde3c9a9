"""Each morning after the quiet hours: birthday gifts of the month, then greetings of the day."""

from __future__ import annotations

from apscheduler.triggers.cron import CronTrigger

from membership import birthdays
from tasks.jobs import Duty, Job

BATCH = 100


async def celebrate(duty: Duty) -> None:
    """Give what is due this month, then greet whose day it is, a few members a transaction."""
    for rule in (birthdays.give, birthdays.greet):
        after, count = 0, BATCH
        while count == BATCH:
            done = await duty.db.write(rule, after=after, limit=BATCH, program=duty.program, now=duty.now)
            after, count = done.last, done.count


JOBS = (
    Job(
        "birthdays.celebrate",
        lambda program: CronTrigger(hour=9, minute=30, timezone=program.time_zone),
        celebrate,
    ),
)
