"""Tells operators in time that a partner's codes run out."""

from __future__ import annotations

from apscheduler.triggers.interval import IntervalTrigger

from membership import partner_codes
from tasks.jobs import Duty, Job


async def alarm(duty: Duty) -> None:
    """Queue a message for each operator; one a delivery of codes, however often this runs."""
    await duty.db.write(
        partner_codes.alarm, chats=duty.services["operators"], program=duty.program, now=duty.now
    )


JOBS = (Job("partner_codes.alarm", lambda _program: IntervalTrigger(minutes=10), alarm),)
