"""Counts the whole ledger again each night, a few members a time, and names what does not add up."""

from __future__ import annotations

import structlog
from apscheduler.triggers.cron import CronTrigger

from bot.measures import LEDGER_FAULTS
from membership import invariants
from tasks.jobs import Duty, Job, desk

log = structlog.get_logger(__name__)


async def check(duty: Duty) -> None:
    """Read-only, on a consistent view a batch; O(members) in all, with nothing held between batches."""
    faults: list[invariants.Fault] = []
    after: int | None = 0
    while after is not None:
        checked = await duty.db.read(invariants.check, after=after)
        faults += checked.faults
        after = checked.last
    LEDGER_FAULTS.set(len(faults))
    if not faults:
        return
    log.error("ledger does not add up", count=len(faults), faults=[str(one) for one in faults[:100]])
    chats = await desk(duty)
    await duty.db.write(
        invariants.report,
        faults=tuple(faults),
        chat_ids=chats,
        key=f"invariants:{duty.slot:%Y%m%d%H%M}",
        now=duty.now,
    )


JOBS = (
    Job(
        "invariants.check", lambda program: CronTrigger(hour=4, minute=30, timezone=program.time_zone), check
    ),
)
