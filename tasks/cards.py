"""The clock's work on paid cards: terms that are over, and what is told before."""

from __future__ import annotations

from apscheduler.triggers.cron import CronTrigger

from membership import card_reminders, cards
from tasks.jobs import Duty, Job

BATCH = 100


async def end(duty: Duty) -> None:
    """Close the terms that are over, in small transactions."""
    while await duty.db.write(cards.end_due, limit=BATCH, program=duty.program, now=duty.now) == BATCH:
        pass


async def remind(duty: Duty) -> None:
    """Tell whose card ends soon, in small transactions."""
    while (
        await duty.db.write(card_reminders.remind, limit=BATCH, program=duty.program, now=duty.now) == BATCH
    ):
        pass


JOBS = (
    Job("cards.end", lambda program: CronTrigger(minute=5, timezone=program.time_zone), end),
    Job("cards.remind", lambda program: CronTrigger(hour=10, minute=15, timezone=program.time_zone), remind),
)
