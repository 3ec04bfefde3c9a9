"""Posts each group's leaderboard once a week."""

from __future__ import annotations

from apscheduler.triggers.cron import CronTrigger

from core.program import Program
from membership import leaderboards
from tasks.jobs import Duty, Job


async def open_weekly(duty: Duty) -> None:
    """Open the week's boards; a slot that was missed until the next day is left out."""
    await duty.db.write(leaderboards.open_weekly, slot=duty.slot, program=duty.program, now=duty.now)


def _weekly(program: Program) -> CronTrigger:
    rules = program.groups
    return CronTrigger(
        day_of_week=rules.leaderboard_weekday,
        hour=rules.leaderboard_at.hour,
        minute=rules.leaderboard_at.minute,
        timezone=program.time_zone,
    )


JOBS = (Job("leaderboards.weekly", _weekly, open_weekly),)
