"""Questions at the counter that nobody answered: after two minutes the clerk is told that nothing was taken."""

from __future__ import annotations

from apscheduler.triggers.interval import IntervalTrigger

from membership import deductions
from tasks.jobs import Duty, Job

BATCH = 50


async def lapse(duty: Duty) -> None:
    while await duty.db.write(deductions.lapse, limit=BATCH, now=duty.now) == BATCH:
        pass


JOBS = (Job("deductions.lapse", lambda _program: IntervalTrigger(seconds=10), lapse),)
