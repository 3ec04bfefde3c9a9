"""Gives back what nobody came for."""

from __future__ import annotations

from apscheduler.triggers.interval import IntervalTrigger

from membership import redemptions
from tasks.jobs import Duty, Job

BATCH = 200


async def time_out(duty: Duty) -> None:
    """Give overdue redemptions back, each in a transaction of its own; one that fails stops no other.

    Raises RuntimeError at the end with the ids of those that failed.
    """
    failed: dict[int, Exception] = {}
    while True:
        late = await duty.db.read(redemptions.overdue, now=duty.now, limit=BATCH + len(failed))
        waiting = [redemption_id for redemption_id in late if redemption_id not in failed]
        if not waiting:
            break
        for redemption_id in waiting:
            try:
                await duty.db.write(
                    redemptions.time_out, redemption_id=redemption_id, program=duty.program, now=duty.now
                )
            except Exception as error:  # noqa: BLE001 - whatever it is, others' points come back
                failed[redemption_id] = error
    if failed:
        ids = ", ".join(str(redemption_id) for redemption_id in failed)
        raise RuntimeError(f"redemptions not given back: {ids}") from next(iter(failed.values()))


# Holding ends at midnight of the program's zone; asked each minute, the points are back soon after.
JOBS = (Job("redemptions.time_out", lambda _program: IntervalTrigger(minutes=1), time_out),)
