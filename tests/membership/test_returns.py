from __future__ import annotations

import asyncio
from datetime import datetime, timedelta

import pytest

from core.program import Program
from db.engine import Database
from membership import points
from tests.builders import a_member, some_points
from tests.conftest import NOW

LONG_AGO = NOW - timedelta(days=350)  # points of then end in four weeks
ENDED = NOW + timedelta(days=60)


async def balance(db: Database, member_id: int, now: datetime = NOW) -> points.Balance:
    return await db.read(points.balance, member_id=member_id, now=now)


async def spend(db: Database, program: Program, member_id: int, amount: int) -> points.Spent:
    return await db.write(
        points.spend, member_id=member_id, amount=amount, key="s", source="t", program=program, now=NOW
    )


async def give_back(
    db: Database, program: Program, spent: points.Spent, amount: int, key: str = "r", now: datetime = NOW
) -> points.Returned:
    return await db.write(
        points.return_spent,
        entry_id=spent.entry_id,
        amount=amount,
        key=key,
        source="redeem:cancelled",
        program=program,
        now=now,
    )


async def test_returned_points_go_to_the_lots_that_paid_the_last_first(
    db: Database, program: Program
) -> None:
    member = (await a_member(db, program, now=NOW)).member_id
    await some_points(db, program, member_id=member, amount=10, at=LONG_AGO, now=NOW)
    await some_points(db, program, member_id=member, amount=10, now=NOW)
    before = await balance(db, member)
    spent = await spend(db, program, member, 15)
    assert (await give_back(db, program, spent, 5)).balance == 10
    (late,) = (await balance(db, member)).expiring
    assert (late.amount, late.at) == (10, points.expires_at(NOW, program=program))
    assert (await give_back(db, program, spent, 10, key="r2")).balance == 20
    after = await balance(db, member)
    assert (after.expiring, after.spent) == (before.expiring, 0)


async def test_returns_never_come_to_more_than_was_spent(db: Database, program: Program) -> None:
    member = (await a_member(db, program, now=NOW)).member_id
    await some_points(db, program, member_id=member, amount=10, now=NOW)
    spent = await spend(db, program, member, 8)
    await give_back(db, program, spent, 5)
    with pytest.raises(points.ReturnTooLarge) as told:
        await give_back(db, program, spent, 4, key="r2")
    assert told.value.values == {"amount": 4, "left": 3}
    await give_back(db, program, spent, 3, key="r2")
    with pytest.raises(points.ReturnTooLarge):
        await give_back(db, program, spent, 1, key="r3")
    assert (await balance(db, member)).available == 10


async def test_returns_at_once_give_no_more_than_was_spent(db: Database, program: Program) -> None:
    member = (await a_member(db, program, now=NOW)).member_id
    await some_points(db, program, member_id=member, amount=10, now=NOW)
    spent = await spend(db, program, member, 10)
    outcomes = await asyncio.gather(
        *(give_back(db, program, spent, 4, key=f"r{n}") for n in range(6)), return_exceptions=True
    )
    assert sum(isinstance(one, points.Returned) for one in outcomes) == 2
    assert sum(isinstance(one, points.ReturnTooLarge) for one in outcomes) == 4
    assert (await balance(db, member)).available == 8


async def test_a_return_is_made_once_per_key(db: Database, program: Program) -> None:
    member = (await a_member(db, program, now=NOW)).member_id
    await some_points(db, program, member_id=member, amount=10, now=NOW)
    spent = await spend(db, program, member, 8)
    made = await asyncio.gather(*(give_back(db, program, spent, 3) for _ in range(5)))
    assert sorted(one.new for one in made) == [False] * 4 + [True]
    assert len({one.entry_id for one in made}) == 1
    with pytest.raises(points.KeyReused):
        await give_back(db, program, spent, 4)
    assert (await balance(db, member)).available == 5


@pytest.mark.parametrize("swept", [True, False])
async def test_a_lot_that_ended_meanwhile_lives_on_with_what_was_spent_of_it_only(
    swept: bool,  # noqa: FBT001
    db: Database,
    program: Program,
) -> None:
    member = (await a_member(db, program, now=NOW)).member_id
    await some_points(db, program, member_id=member, amount=10, at=LONG_AGO, now=NOW)
    spent = await spend(db, program, member, 6)
    if swept:
        assert await db.write(points.expire, limit=10, program=program, now=ENDED) == 1
    back = await give_back(db, program, spent, 5, now=ENDED)
    assert (back.amount, back.revived, back.balance) == (5, 5, 5)
    told = await balance(db, member, ENDED)
    assert (told.available, told.expired, told.spent) == (5, 4, 1)
    assert told.expiring == (points.Bucket(ENDED + timedelta(days=30), 5),)
    # It ends for good when that time is over, too.
    late = ENDED + timedelta(days=31)
    assert await db.write(points.expire, limit=10, program=program, now=late) == 1
    assert (await balance(db, member, late)).expired == 9


async def test_only_what_was_spent_can_be_returned(db: Database, program: Program) -> None:
    member = (await a_member(db, program, now=NOW)).member_id
    earned = await some_points(db, program, member_id=member, amount=10, now=NOW)
    spent = await spend(db, program, member, 8)
    with pytest.raises(points.SpendUnknown):
        await give_back(db, program, points.Spent(earned.entry_id, 10, 10, new=True), 1)
    with pytest.raises(points.SpendUnknown):
        await give_back(db, program, points.Spent(999_999, 10, 10, new=True), 1)
    with pytest.raises(points.AmountWrong):
        await give_back(db, program, spent, 0)
