"""Brings the index up to what operators published, should the one who published have been cut off in between."""

from __future__ import annotations

from apscheduler.triggers.interval import IntervalTrigger

from tasks.jobs import Duty, Job


async def catch_up(duty: Duty) -> None:
    await duty.services["assistant"].catch_up()


JOBS = (Job("articles.catch_up", lambda _program: IntervalTrigger(minutes=5), catch_up, catch_up="none"),)
