from __future__ import annotations

import asyncio
from datetime import timedelta

from db.engine import Database, open_database
from membership import schedule
from tests.conftest import NOW

LEASE = timedelta(seconds=schedule.LEASE_SECONDS)


async def test_one_process_holds_the_clock_until_it_stops_renewing(db: Database) -> None:
    async def hold(owner: str, at: timedelta) -> bool:
        return await db.write(schedule.hold_lease, name="clock", owner=owner, now=NOW + at)

    assert await hold("a", timedelta(0))
    assert not await hold("b", timedelta(seconds=5))
    assert await hold("a", timedelta(seconds=20))
    assert not await hold("b", timedelta(seconds=40))
    assert await hold("b", timedelta(seconds=20) + LEASE)
    assert not await hold("a", timedelta(seconds=21) + LEASE)


async def test_a_lease_given_up_is_free_at_once_but_only_by_its_holder(db: Database) -> None:
    assert await db.write(schedule.hold_lease, name="clock", owner="a", now=NOW)
    await db.write(schedule.release_lease, name="clock", owner="b")
    assert not await db.write(schedule.hold_lease, name="clock", owner="b", now=NOW)
    await db.write(schedule.release_lease, name="clock", owner="a")
    assert await db.write(schedule.hold_lease, name="clock", owner="b", now=NOW)


async def test_of_many_that_want_a_lease_at_once_one_gets_it(db: Database) -> None:
    got = await asyncio.gather(
        *(db.write(schedule.hold_lease, name="clock", owner=f"p{n}", now=NOW) for n in range(8))
    )
    assert sum(got) == 1


async def test_each_slot_is_taken_once_by_two_processes(db: Database) -> None:
    other = open_database(db.url)
    slots = [NOW + timedelta(hours=n) for n in range(16)]
    claims = await asyncio.gather(
        *(
            one.write(schedule.take_slot, job="points.expire", slot=slot, now=NOW)
            for slot in slots
            for one in (db, other)
        )
    )
    await other.close()
    runs = [run for run in claims if run is not None]
    assert len(runs) == len(set(runs)) == 16
    assert await db.read(schedule.last_slot, job="points.expire") == slots[-1]
    assert await db.read(schedule.last_slot, job="other") is None


async def test_what_was_begun_and_never_finished_can_be_found(db: Database) -> None:
    first = await db.write(schedule.take_slot, job="j", slot=NOW, now=NOW)
    second = await db.write(schedule.take_slot, job="j", slot=NOW + timedelta(days=1), now=NOW)
    assert first is not None
    assert second is not None
    await db.write(schedule.finish_slot, run_id=first, outcome="ok" * 200, now=NOW)
    assert await db.read(schedule.unfinished, job="j") == ((second, NOW + timedelta(days=1)),)
