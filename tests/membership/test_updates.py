from __future__ import annotations

import asyncio
from datetime import timedelta

from db.engine import Database
from membership import updates
from tests.conftest import NOW

DEAD = timedelta(seconds=updates.ALIVE_SECONDS)


def some(*ids: int) -> list[dict[str, object]]:
    return [{"update_id": one, "message": {"text": f"消息 {one}"}} for one in ids]


async def test_an_update_is_kept_once_and_repeats_are_not_given_out_again(db: Database) -> None:
    first = await db.write(updates.keep, updates=some(1, 2, 2), owner="worker:a", now=NOW)
    again = await db.write(updates.keep, updates=some(2, 3), owner="worker:a", now=NOW)
    assert [one.update_id for one in first] == [1, 2]
    assert [one.update_id for one in again] == [3]
    assert again[0].payload == some(3)[0]


async def test_after_a_crash_open_updates_come_back_and_done_ones_do_not(db: Database) -> None:
    await db.write(updates.keep, updates=some(1, 2, 3), owner="worker:a", now=NOW)
    await db.write(updates.finish, done=[1], failed={2: "ValueError: x"})
    assert [one.update_id for one in await db.write(updates.take_over, owner="worker:b", now=NOW)] == [3]
    assert await db.write(updates.keep, updates=some(1, 2), owner="worker:a", now=NOW) == ()


async def test_an_update_that_kills_the_process_each_time_is_set_aside(db: Database) -> None:
    await db.write(updates.keep, updates=some(1), owner="worker:a", now=NOW)
    starts = [
        len(await db.write(updates.take_over, owner=f"worker:{start}", now=NOW + start * DEAD))
        for start in range(updates.ATTEMPTS + 2)
    ]
    assert starts == [1] * updates.ATTEMPTS + [0, 0]


async def test_only_finished_updates_of_old_days_are_purged(db: Database) -> None:
    await db.write(updates.keep, updates=some(1, 2), owner="worker:a", now=NOW - timedelta(days=3))
    await db.write(updates.keep, updates=some(3), owner="worker:a", now=NOW)
    await db.write(updates.finish, done=[1, 3], failed={})
    assert await db.write(updates.purge, before=NOW - timedelta(days=2)) == 1
    assert [one.update_id for one in await db.write(updates.take_over, owner="worker:b", now=NOW)] == [2]


async def test_updates_of_a_process_that_lives_are_left_to_it(db: Database) -> None:
    await db.write(updates.take_over, owner="worker:a", now=NOW)
    await db.write(updates.keep, updates=some(1), owner="worker:a", now=NOW)

    early = await db.write(updates.take_over, owner="worker:b", now=NOW + DEAD / 2)
    late = await db.write(updates.take_over, owner="worker:b", now=NOW + DEAD)

    assert early == ()
    assert [one.update_id for one in late] == [1]


async def test_of_two_processes_one_takes_over(db: Database) -> None:
    await db.write(updates.keep, updates=some(*range(50)), owner="worker:dead", now=NOW)

    told = await asyncio.gather(
        *(db.write(updates.take_over, owner=f"worker:{one}", now=NOW) for one in range(6)),
    )

    assert sorted(one.update_id for taken in told for one in taken) == list(range(50))
