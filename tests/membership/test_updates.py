from __future__ import annotations

from datetime import timedelta

from db.engine import Database
from membership import updates
from tests.conftest import NOW


def some(*ids: int) -> list[dict[str, object]]:
    return [{"update_id": one, "message": {"text": f"消息 {one}"}} for one in ids]


async def test_an_update_is_kept_once_and_repeats_are_not_given_out_again(db: Database) -> None:
    first = await db.write(updates.keep, updates=some(1, 2, 2), now=NOW)
    again = await db.write(updates.keep, updates=some(2, 3), now=NOW)
    assert [one.update_id for one in first] == [1, 2]
    assert [one.update_id for one in again] == [3]
    assert again[0].payload == some(3)[0]


async def test_after_a_crash_open_updates_come_back_and_done_ones_do_not(db: Database) -> None:
    await db.write(updates.keep, updates=some(1, 2, 3), now=NOW)
    await db.write(updates.finish, done=[1], failed={2: "ValueError: x"})
    assert [one.update_id for one in await db.write(updates.left_open)] == [3]
    assert await db.write(updates.keep, updates=some(1, 2), now=NOW) == ()


async def test_an_update_that_kills_the_process_each_time_is_set_aside(db: Database) -> None:
    await db.write(updates.keep, updates=some(1), now=NOW)
    starts = [len(await db.write(updates.left_open)) for _ in range(updates.ATTEMPTS + 2)]
    assert starts == [1] * updates.ATTEMPTS + [0, 0]


async def test_only_finished_updates_of_old_days_are_purged(db: Database) -> None:
    await db.write(updates.keep, updates=some(1, 2), now=NOW - timedelta(days=3))
    await db.write(updates.keep, updates=some(3), now=NOW)
    await db.write(updates.finish, done=[1, 3], failed={})
    assert await db.write(updates.purge, before=NOW - timedelta(days=2)) == 1
    assert [one.update_id for one in await db.write(updates.left_open)] == [2]
