"""The clock's work on invitations: finding the friends' orders, paying what is due, closing what came to nothing."""

from __future__ import annotations

import structlog
from apscheduler.triggers.cron import CronTrigger

from core.errors import Refusal
from membership import referrals
from tasks.jobs import Duty, Job

log = structlog.get_logger(__name__)

BATCH = 200


async def settle(duty: Duty) -> None:
    """Match, then settle each due referral in a transaction of its own."""
    while await duty.db.write(referrals.match, limit=BATCH, program=duty.program) == BATCH:
        pass
    last = 0
    while due := await duty.db.read(referrals.due, after=last, limit=BATCH, now=duty.now):
        for referral_id in due:
            await _settle(duty, referral_id)
        last = due[-1]


async def _settle(duty: Duty, referral_id: int) -> None:
    try:
        await duty.db.write(referrals.settle, referral_id=referral_id, program=duty.program, now=duty.now)
    except Refusal:
        # One that the program can't pay (its coupon is gone) must not keep the others waiting.
        log.exception("referral not settled", referral=referral_id)


async def expire(duty: Duty) -> None:
    await duty.db.write(referrals.expire, now=duty.now)


JOBS = (
    Job("referrals.settle", lambda program: CronTrigger(minute="*/10", timezone=program.time_zone), settle),
    Job(
        "referrals.expire", lambda program: CronTrigger(hour=3, minute=50, timezone=program.time_zone), expire
    ),
)
