"""Coupons and the calendar: what ends soon is told in the morning, what is over expires at night."""

from __future__ import annotations

from apscheduler.triggers.cron import CronTrigger

from membership import coupon_ends
from tasks.jobs import Duty, Job

EXPIRED_AT_ONCE = 500
REMINDED_AT_ONCE = 100


async def expire(duty: Duty) -> None:
    """Expire coupons in small transactions until none is left that should."""
    while await duty.db.write(coupon_ends.expire, limit=EXPIRED_AT_ONCE, now=duty.now) == EXPIRED_AT_ONCE:
        pass


async def remind(duty: Duty) -> None:
    """Remind members of what ends soon, some at a time; whoever was reminded is not found again."""
    while await duty.db.write(coupon_ends.remind, limit=REMINDED_AT_ONCE, program=duty.program, now=duty.now):
        pass


JOBS = (
    Job("coupons.expire", lambda program: CronTrigger(hour=3, minute=20, timezone=program.time_zone), expire),
    Job("coupons.remind", lambda program: CronTrigger(hour=10, minute=0, timezone=program.time_zone), remind),
)
