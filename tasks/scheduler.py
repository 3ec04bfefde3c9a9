"""The clock's edge: APScheduler ticks on the holder of the lease, slots are rows, missed ones are caught up."""

from __future__ import annotations

import asyncio
import os
import secrets
import socket
from collections import deque
from collections.abc import Awaitable, Callable, Iterator, Sequence
from copy import copy
from datetime import UTC, datetime, timedelta
from typing import Any

import structlog
from aiogram import Bot
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.interval import IntervalTrigger

from bot.context import ProgramInUse
from bot.measures import JOBS_RUN
from bot.pace import Pace
from core.clock import Clock
from core.program import Program
from core.texts import Catalogue
from db.engine import Database
from membership import schedule
from tasks.jobs import Duty, Job

log = structlog.get_logger(__name__)

LEASE = "clock"
TICK_SECONDS = 1
_RENEW_SECONDS = 10
# A job that has never run looks back this far: a restart just after a daily slot still does it.
FIRST_LOOK_BACK = timedelta(minutes=10)
_MOST_CAUGHT_UP = 31


class Scheduler:
    """Runs jobs while this process holds the lease; `tick` may also be called by hand (a moved clock).

    `recover` is awaited whenever the lease comes to this process, before any job: what its last holder left.
    """

    def __init__(
        self,
        jobs: Sequence[Job],
        *,
        db: Database,
        bot: Bot,
        pace: Pace,
        program: ProgramInUse,
        catalogue: Catalogue,
        clock: Clock,
        services: dict[str, Any],
        recover: Callable[[], Awaitable[None]] | None = None,
    ) -> None:
        self._jobs = jobs
        self._db = db
        self._bot = bot
        self._pace = pace
        self._program = program
        self._catalogue = catalogue
        self._clock = clock
        self._services = services
        self._recover = recover
        self._owner = f"{socket.gethostname()[:32]}:{os.getpid()}:{secrets.token_hex(4)}"
        self._leads = False
        self._stopping = False
        self._locks = {job.id: asyncio.Lock() for job in jobs}
        self._last: dict[str, datetime] = {}
        self._began = clock.now()
        self._ticker = AsyncIOScheduler(timezone=UTC)

    @property
    def leads(self) -> bool:
        """Whether this process holds the lease."""
        return self._leads

    async def start(self) -> None:
        await self._renew()
        options: dict[str, Any] = {"coalesce": True, "misfire_grace_time": None, "max_instances": 1}
        self._ticker.add_job(self._renew, IntervalTrigger(seconds=_RENEW_SECONDS), **options)
        for job in self._jobs:
            self._ticker.add_job(self._run_due, IntervalTrigger(seconds=TICK_SECONDS), args=[job], **options)
        self._ticker.start()

    async def stop(self) -> None:
        """Stop ticking, wait for the running jobs, and give the lease up."""
        self._stopping = True
        if self._ticker.running:
            self._ticker.pause()
        for lock in self._locks.values():
            async with lock:
                pass
        if self._ticker.running:
            self._ticker.shutdown(wait=False)
        if self._leads:
            self._leads = False
            await self._db.write(schedule.release_lease, name=LEASE, owner=self._owner)

    async def tick(self) -> None:
        """Run every slot that is due now, the calendar's first (they queue what the senders then send)."""
        for job in sorted(self._jobs, key=lambda job: _is_interval(job, self._program)):
            await self._run_due(job)

    async def _renew(self) -> None:
        held = await self._db.write(schedule.hold_lease, name=LEASE, owner=self._owner, now=Clock().now())
        if held != self._leads:
            log.info("clock lease", held=held)
            self._last.clear()
            if held and self._recover:
                await self._recover()
        self._leads = held

    async def _run_due(self, job: Job) -> None:
        async with self._locks[job.id]:
            if not self._leads or self._stopping:
                return
            now = self._clock.now()
            if _is_interval(job, self._program):
                await self._run_interval(job, now)
                return
            last = self._last.get(job.id)
            if last is None:
                for run_id, slot in await self._db.read(schedule.unfinished, job=job.id):
                    await self._finish(run_id, await self._run(job, slot))
                last = await self._db.read(schedule.last_slot, job=job.id)
            for slot in due_slots(job, self._program.current, last or self._began - FIRST_LOOK_BACK, now):
                taken: int | None = await self._db.write(schedule.take_slot, job=job.id, slot=slot, now=now)
                if taken is not None:
                    await self._finish(taken, await self._run(job, slot))
                last = slot
            if last is not None:
                self._last[job.id] = last

    async def _finish(self, run_id: int, outcome: str) -> None:
        await self._db.write(schedule.finish_slot, run_id=run_id, outcome=outcome, now=self._clock.now())

    async def _run_interval(self, job: Job, now: datetime) -> None:
        """Intervals leave no rows: what they find due is rows itself, and a second run finds nothing."""
        trigger: Any = job.when(self._program.current)
        if job.id not in self._last or now - self._last[job.id] >= trigger.interval:
            self._last[job.id] = now
            await self._run(job, now)

    async def _run(self, job: Job, slot: datetime) -> str:
        duty = Duty(
            self._db,
            self._bot,
            self._pace,
            self._program.current,
            self._catalogue,
            self._clock,
            slot,
            self._clock.now(),
            self._services,
        )
        try:
            await job.run(duty)
            outcome = "done"
        except Exception as error:
            log.exception("job failed", job=job.id, slot=slot.isoformat())
            outcome = f"failed: {error!r}"
        JOBS_RUN.labels(job=job.id, outcome=outcome.partition(":")[0]).inc()
        return outcome


def _is_interval(job: Job, program: ProgramInUse) -> bool:
    return isinstance(job.when(program.current), IntervalTrigger)


def due_slots(job: Job, program: Program, last: datetime, now: datetime) -> list[datetime]:
    """Return the slots after `last` up to `now` that the job's catch-up policy wants run, oldest first."""
    slots: deque[datetime] = deque(maxlen=_MOST_CAUGHT_UP)
    for slot in _slots_after(job.when(program), last):
        if slot > now:
            break
        slots.append(slot)
    if job.catch_up == "last":
        return list(slots)[-1:]
    if job.catch_up == "none":
        return [slot for slot in list(slots)[-1:] if now - slot <= FIRST_LOOK_BACK]
    return list(slots)


def _slots_after(trigger: Any, last: datetime) -> Iterator[datetime]:
    """Return the trigger's instants after `last`, one for each wall time that it names.

    APScheduler adds wall time differences to instants: it loses midnight slots on the day after a clock change,
    and stands still in an hour that the clock repeats. So it is asked in plain wall time, without a zone.
    """
    zone = trigger.timezone
    plain = copy(trigger)
    plain.timezone = UTC
    after = last.astimezone(zone).replace(tzinfo=UTC, fold=0)
    while (wall := plain.get_next_fire_time(after, after + timedelta(microseconds=1))) is not None:
        after = wall
        slot = wall.replace(tzinfo=zone).astimezone(UTC)
        if slot > last:
            yield slot
