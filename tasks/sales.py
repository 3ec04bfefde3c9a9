"""Announces flash sales, to groups and to members who want offers."""

from __future__ import annotations

from apscheduler.triggers.interval import IntervalTrigger

from membership import sales
from tasks.jobs import Duty, Job

BATCH = 500


async def announce(duty: Duty) -> None:
    """Queue the announcement of each window that is near, some members a transaction, until all are dealt with."""
    for sale, opens_at in sales.to_announce(program=duty.program, now=duty.now):
        if await duty.db.read(sales.is_announced, sale=sale, opens_at=opens_at):
            continue
        while await duty.db.write(
            sales.announce, sale=sale, opens_at=opens_at, limit=BATCH, program=duty.program, now=duty.now
        ):
            pass


JOBS = (Job("sales.announce", lambda _program: IntervalTrigger(minutes=1), announce),)
