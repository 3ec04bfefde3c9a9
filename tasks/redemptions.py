"""Gives back what nobody came for."""

from __future__ import annotations

from apscheduler.triggers.interval import IntervalTrigger

from membership import redemptions
from tasks.jobs import Duty, Job

BATCH = 200


async def time_out(duty: Duty) -> None:
    """Give overdue redemptions back, each in a transaction of its own, until none is left."""
    while late := await duty.db.read(redemptions.overdue, now=duty.now, limit=BATCH):
        for redemption_id in late:
            await duty.db.write(
                redemptions.time_out, redemption_id=redemption_id, program=duty.program, now=duty.now
            )


# Holding ends at midnight of the program's zone; asked each minute, the points are back soon after.
JOBS = (Job("redemptions.time_out", lambda _program: IntervalTrigger(minutes=1), time_out),)
