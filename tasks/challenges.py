"""Posts each group's task of the day at the group's own hour."""

from __future__ import annotations

from apscheduler.triggers.interval import IntervalTrigger

from membership import challenges
from tasks.jobs import Duty, Job


async def open_daily(duty: Duty) -> None:
    """Open what is due; the sender of posts does the rest."""
    await duty.db.write(challenges.open_due, program=duty.program, now=duty.now)


# Groups choose their own hours, so the question is asked often; the answer is a row a group and day.
JOBS = (Job("challenges.daily", lambda _program: IntervalTrigger(seconds=20), open_daily),)
