"""Refunds that wait for their order: looked at again every few minutes, given up after a month."""

from __future__ import annotations

import structlog
from apscheduler.triggers.cron import CronTrigger
from apscheduler.triggers.interval import IntervalTrigger

from membership import waiting
from tasks.jobs import Duty, Job

log = structlog.get_logger(__name__)

BATCH = 100


async def catch_up(duty: Duty) -> None:
    """Carry out refunds that came at the same moment as their order."""
    while await duty.db.write(waiting.catch_up, limit=BATCH, program=duty.program, now=duty.now) == BATCH:
        pass


async def drop(duty: Duty) -> None:
    """Give up what has waited too long, a batch a message, and write each down."""
    operators = duty.services.get("operators", ())
    while dropped := await duty.db.write(waiting.drop, limit=BATCH, operators=operators, now=duty.now):
        for one in dropped:
            log.warning("refund dropped", channel=one.channel, order=one.order_ref, refund=one.ref)


JOBS = (
    Job("waiting.catch_up", lambda _program: IntervalTrigger(minutes=5), catch_up),
    Job("waiting.drop", lambda program: CronTrigger(hour=4, minute=40, timezone=program.time_zone), drop),
)
