from __future__ import annotations

import asyncio
import itertools
import subprocess
import sys
from collections import Counter
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from aiogram import Bot
from apscheduler.triggers.cron import CronTrigger
from apscheduler.triggers.interval import IntervalTrigger

from bot.context import ProgramInUse
from bot.pace import Pace
from core.clock import Clock
from core.program import Program
from core.settings import ROOT
from core.texts import Catalogue
from db.engine import Database
from membership import schedule
from tasks.jobs import Duty, Job
from tasks.scheduler import LEASE, Scheduler, due_slots

DAY = timedelta(days=1)
BERLIN = ZoneInfo("Europe/Berlin")


class Office:
    """Makes schedulers (processes) over one database, and notes what their job did."""

    def __init__(self, db: Database, program: Program, catalogue: Catalogue, clock: Clock) -> None:
        self.db = db
        self.clock = clock
        self._program = program
        self._catalogue = catalogue
        self.ran: list[datetime] = []
        self.opened: list[Scheduler] = []
        self.during: Callable[[], Any] = lambda: asyncio.sleep(0)

    async def _run(self, duty: Duty) -> None:
        self.ran.append(duty.slot)
        await self.during()

    def job(self, catch_up: Any = "last", **when: Any) -> Job:
        zone = self._program.time_zone
        when = when or {"hour": 10, "minute": 0}
        return Job("test.job", lambda _program: CronTrigger(**when, timezone=zone), self._run, catch_up)

    def scheduler(self, *jobs: Job) -> Scheduler:
        self.opened.append(
            Scheduler(
                jobs or (self.job(),),
                db=self.db,
                bot=Bot("42:TEST"),
                pace=Pace(),
                program=ProgramInUse(self._program),
                catalogue=self._catalogue,
                clock=self.clock,
                services={},
            ),
        )
        return self.opened[-1]

    async def leading(self, *jobs: Job) -> Scheduler:
        made = self.scheduler(*jobs)
        await made._renew()
        assert made.leads
        return made


@pytest.fixture
async def office(db: Database, program: Program, catalogue: Catalogue, clock: Clock) -> AsyncIterator[Office]:
    office = Office(db, program, catalogue, clock)
    yield office
    for one in office.opened:
        await one.stop()


async def test_of_two_schedulers_one_leads_until_it_stops(office: Office) -> None:
    first, second = office.scheduler(), office.scheduler()
    await first.start()
    await second.start()
    assert (first.leads, second.leads) == (True, False)
    office.clock.advance(DAY)
    await second.tick()
    assert office.ran == []
    await first.stop()
    await second._renew()
    assert second.leads
    await second.tick()
    assert len(office.ran) == 1


async def test_a_lease_whose_holder_died_is_taken_when_it_has_ended(office: Office, db: Database) -> None:
    real = Clock().now()
    await db.write(schedule.hold_lease, name=LEASE, owner="dead", now=real)
    heir = office.scheduler()
    await heir._renew()
    assert not heir.leads
    long_ago = real - timedelta(seconds=schedule.LEASE_SECONDS + 1)
    await db.write(schedule.hold_lease, name=LEASE, owner="dead", now=long_ago)
    await heir._renew()
    assert heir.leads


async def test_a_leader_that_slept_too_long_stops_leading(office: Office, db: Database) -> None:
    sleeper = await office.leading()
    until = Clock().now() + timedelta(seconds=schedule.LEASE_SECONDS + 1)
    assert await db.write(schedule.hold_lease, name=LEASE, owner="other", now=until)
    await sleeper._renew()
    assert not sleeper.leads
    office.clock.advance(DAY)
    await sleeper.tick()
    assert office.ran == []


@pytest.mark.parametrize(("catch_up", "days"), [("all", [1, 2, 3]), ("last", [3]), ("none", [])])
async def test_slots_that_nobody_ran_are_caught_up_as_the_job_wants(
    office: Office, catch_up: str, days: list[int]
) -> None:
    first = await office.leading(office.job(catch_up))
    office.clock.advance(DAY)
    await first.tick()
    await first.stop()
    begun = datetime(2026, 11, 19, 2, 0, tzinfo=UTC)
    assert office.ran == ([] if catch_up == "none" else [begun])
    office.ran.clear()
    office.clock.advance(3 * DAY)
    second = await office.leading(office.job(catch_up))
    await second.tick()
    await second.tick()
    assert office.ran == [begun + day * DAY for day in days]


async def test_a_missed_slot_of_a_job_that_wants_none_is_still_run_within_minutes(office: Office) -> None:
    minute = office.clock.now().astimezone(office._program.time_zone)
    job = office.job("none", hour=minute.hour, minute=minute.minute)
    office.clock.advance(timedelta(minutes=5))
    await (await office.leading(job)).tick()
    assert office.ran == [minute.astimezone(UTC)]


async def test_a_clock_that_jumps_by_days_runs_what_lies_between(office: Office) -> None:
    scheduler = await office.leading(office.job("all"))
    office.clock.advance(DAY)
    await scheduler.tick()
    office.clock.advance(5 * DAY)
    await scheduler.tick()
    await scheduler.tick()
    assert len(office.ran) == len(set(office.ran)) == 6
    assert office.ran == sorted(office.ran)


async def test_after_a_very_long_pause_only_the_newest_slots_are_caught_up(office: Office) -> None:
    scheduler = await office.leading(office.job("all"))
    office.clock.advance(1_000 * DAY)
    await scheduler.tick()
    assert len(office.ran) == 31
    assert office.clock.now() - office.ran[-1] < DAY


async def test_a_slot_that_its_process_did_not_finish_is_run_by_the_next_leader(office: Office) -> None:
    office.during = lambda: asyncio.Event().wait()
    first = await office.leading()
    office.clock.advance(DAY)
    running = asyncio.ensure_future(first.tick())
    while not office.ran:  # noqa: ASYNC110
        await asyncio.sleep(0.005)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    await first.stop()
    office.during = lambda: asyncio.sleep(0)
    second = await office.leading()
    await second.tick()
    await second.tick()
    assert office.ran == [office.ran[0]] * 2


async def test_a_job_that_fails_is_not_repeated_and_does_not_stop_the_others(office: Office) -> None:
    others: list[datetime] = []

    async def fine(duty: Duty) -> None:
        others.append(duty.slot)

    def broken() -> Any:
        raise RuntimeError("no")

    office.during = broken
    every = Job("test.other", lambda _program: IntervalTrigger(seconds=1), fine)
    scheduler = await office.leading(office.job(), every)
    office.clock.advance(DAY)
    await scheduler.tick()
    office.clock.advance(timedelta(seconds=1))
    await scheduler.tick()
    assert len(office.ran) == 1
    assert len(others) == 2
    office.clock.advance(DAY)
    await scheduler.tick()
    assert len(office.ran) == 2


async def test_stopping_waits_for_the_job_that_runs(office: Office) -> None:
    ended: list[bool] = []

    async def slow() -> None:
        await asyncio.sleep(0.2)
        ended.append(True)

    office.during = slow
    scheduler = await office.leading()
    office.clock.advance(DAY)
    running = asyncio.ensure_future(scheduler.tick())
    while not office.ran:  # noqa: ASYNC110
        await asyncio.sleep(0.005)
    await scheduler.stop()
    assert ended == [True]
    await running


@pytest.mark.parametrize(
    "begin", [datetime(2026, 3, 26, 22, 59, 30, tzinfo=UTC), datetime(2026, 10, 22, 21, 59, 30, tzinfo=UTC)]
)
@pytest.mark.parametrize(("hour", "minute"), [(0, 0), (0, 30), (1, 59), (2, 0), (2, 30), (3, 0), (23, 59)])
def test_a_daily_slot_comes_once_a_day_when_clocks_change(
    program: Program, begin: datetime, hour: int, minute: int
) -> None:
    async def run(_duty: Duty) -> None: ...

    when = CronTrigger(hour=hour, minute=minute, timezone=BERLIN)
    slots = due_slots(
        Job("test.job", lambda _program: when, run, catch_up="all"),
        program,
        begin,
        (begin.astimezone(BERLIN) + 6 * DAY),
    )
    days = Counter(slot.astimezone(BERLIN).date() for slot in slots)
    assert len(slots) == 6
    assert set(days.values()) == {1}
    # Asked again from each slot, as the ticks of a day do, nothing else comes.
    job = Job("test.job", lambda _program: when, run, catch_up="all")
    for earlier, later in itertools.pairwise(slots):
        assert due_slots(job, program, earlier, later) == [later]


def test_a_weekly_slot_after_midnight_survives_the_change_of_clocks(program: Program) -> None:
    async def run(_duty: Duty) -> None: ...

    when = CronTrigger(day_of_week="mon", hour=0, minute=30, timezone=BERLIN)
    begin = datetime(2026, 3, 23, tzinfo=UTC)
    slots = due_slots(Job("test.job", lambda _program: when, run, "all"), program, begin, begin + 10 * DAY)
    assert [slot.astimezone(BERLIN).day for slot in slots] == [30]


class Process:
    def __init__(self, db: Database, file: Path, *, heedless: bool = False) -> None:
        command = [sys.executable, "-m", "tests.tasks.clock_process", db.url, str(file)]
        self._process = subprocess.Popen(
            command + ["--heedless"] * heedless, cwd=ROOT, stdin=subprocess.PIPE, stderr=subprocess.PIPE
        )
        self.pid = str(self._process.pid)

    def kill(self) -> None:
        self._process.kill()
        self._process.communicate()

    def end(self) -> None:
        _, told = self._process.communicate(b"\n", timeout=90)
        assert self._process.returncode == 0, told.decode()


def noted(file: Path, what: str) -> list[tuple[str, datetime]]:
    if not file.exists():
        return []
    lines = [line.split() for line in file.read_text(encoding="ascii").splitlines()]
    return [(line[1], datetime.fromisoformat(line[2])) for line in lines if line[0] == what]


async def until(holds: Callable[[], bool]) -> None:
    async with asyncio.timeout(120):
        while not holds():  # noqa: ASYNC110
            await asyncio.sleep(0.05)


async def test_two_processes_that_both_think_they_lead_run_each_slot_once(
    db: Database, tmp_path: Path
) -> None:
    file = tmp_path / "notes"
    both = [Process(db, file, heedless=True) for _ in range(2)]
    await until(lambda: len(noted(file, "ready")) == 2)
    # A start takes over what it finds unfinished, which here is what the other one is at: count from after both.
    both_up = max(at for _, at in noted(file, "ready")) + timedelta(minutes=8)

    def since() -> list[datetime]:
        return [slot for _, slot in noted(file, "began") if slot > both_up]

    await until(lambda: len(since()) >= 12)
    for one in both:
        one.end()
    slots = Counter(since())
    assert set(slots.values()) == {1}
    assert len(slots) >= 12


async def test_when_the_leading_process_is_killed_the_other_goes_on_without_a_gap(
    db: Database, tmp_path: Path
) -> None:
    file = tmp_path / "notes"
    both = {one.pid: one for one in (Process(db, file), Process(db, file))}
    await until(lambda: len(noted(file, "ready")) == 2 and len(noted(file, "ended")) >= 4)
    (leader,) = {pid for pid, _ in noted(file, "began")}
    both.pop(leader).kill()
    (heir,) = both
    await until(lambda: sum(pid == heir for pid, _ in noted(file, "ended")) >= 8)
    both[heir].end()
    slots = sorted({slot for _, slot in noted(file, "ended")})
    assert all(later - earlier == timedelta(minutes=1) for earlier, later in itertools.pairwise(slots))
    # At most the slot in which the leader died was begun twice.
    assert sum(count - 1 for count in Counter(slot for _, slot in noted(file, "began")).values()) <= 1
