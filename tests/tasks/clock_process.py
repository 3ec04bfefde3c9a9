"""One process with a clock of its own: `python -m tests.tasks.clock_process URL FILE [--heedless]`.

A minute of its time lasts a quarter of a second; each slot that it runs is a line `began pid slot` and a line
`ended pid slot` in FILE. A heedless one doesn't ask for the lease, as if two believed they lead.
"""

from __future__ import annotations

import asyncio
import os
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

from aiogram import Bot
from apscheduler.triggers.cron import CronTrigger

from bot.context import ProgramInUse
from bot.pace import Pace
from core.clock import Clock
from core.program import load_program
from core.settings import ROOT
from core.texts import Catalogue
from db.engine import open_database
from membership import schedule
from tasks import scheduler
from tasks.jobs import Duty, Job
from tasks.scheduler import Scheduler

SPEED = 240.0
SHARED_BEGIN = datetime(2026, 11, 18, tzinfo=UTC)
# Real processes agree on the time; here it is counted from an agreed moment, so that all see the same slots.
EPOCH = datetime(2026, 11, 22, tzinfo=UTC)


class FastClock(Clock):
    def now(self) -> datetime:
        return SHARED_BEGIN + (super().now() - EPOCH) * SPEED


async def live(url: str, file: Path, *, heedless: bool) -> None:
    def note(what: str, slot: datetime) -> None:
        with file.open("a", encoding="ascii") as notes:
            notes.write(f"{what} {os.getpid()} {slot.isoformat()}\n")

    async def run(duty: Duty) -> None:
        note("began", duty.slot)
        await asyncio.sleep(0.02)
        note("ended", duty.slot)

    # A lease of half a minute would make the test as long.
    scheduler._RENEW_SECONDS = 0.2  # type: ignore[assignment]
    scheduler.TICK_SECONDS = 0.05  # type: ignore[assignment]
    schedule.LEASE_SECONDS = 1
    db = open_database(url)
    jobs = Scheduler(
        [Job("test.minute", lambda _program: CronTrigger(second=0, timezone=UTC), run, catch_up="all")],
        db=db,
        bot=Bot("42:TEST"),
        pace=Pace(),
        program=ProgramInUse(load_program(ROOT / "program")),
        catalogue=Catalogue(),
        clock=FastClock(),
        services={},
    )
    if heedless:
        jobs._renew = _led(jobs)  # type: ignore[method-assign]
    jobs._began = FastClock().now() + scheduler.FIRST_LOOK_BACK - timedelta(seconds=1)
    await jobs.start()
    note("ready", FastClock().now())
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.readline)
    await jobs.stop()
    await db.close()


def _led(jobs: Scheduler):  # type: ignore[no-untyped-def]  # noqa: ANN202
    async def renew() -> None:
        jobs._leads = True

    return renew


if __name__ == "__main__":
    asyncio.run(live(sys.argv[1], Path(sys.argv[2]), heedless="--heedless" in sys.argv))
