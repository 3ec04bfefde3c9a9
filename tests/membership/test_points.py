from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.program import Expiry, Program
from db.engine import Database
from membership import earning, points
from tests.builders import a_member, some_points
from tests.conftest import NOW


def with_expiry(program: Program, **given: object) -> Program:
    rules = program.points.model_copy(update={"expiry": Expiry(**given)})
    return program.model_copy(update={"points": rules})


async def balance(db: Database, member_id: int, now: datetime = NOW) -> points.Balance:
    return await db.read(points.balance, member_id=member_id, now=now)


async def test_a_grant_pays_once_however_often_it_is_sent(db: Database, program: Program) -> None:
    member = (await a_member(db, program, now=NOW)).member_id
    grant = points.Grant(member, 7, 7, "k", "test", NOW)
    earned = await asyncio.gather(
        *(db.write(points.earn, grant=grant, program=program, now=NOW) for _ in range(8))
    )
    assert sorted(one.new for one in earned) == [False] * 7 + [True]
    assert len({one.entry_id for one in earned}) == 1
    assert (await balance(db, member)).available == 7


async def test_one_key_with_two_contents_is_a_conflict(db: Database, program: Program) -> None:
    member = (await a_member(db, program, now=NOW)).member_id
    await some_points(db, program, member_id=member, amount=7, key="k", now=NOW)
    with pytest.raises(points.KeyReused):
        await some_points(db, program, member_id=member, amount=8, key="k", now=NOW)
    assert (await balance(db, member)).available == 7


@pytest.mark.parametrize(("amount", "qualifying"), [(0, 0), (-1, 0), (1, -1)])
async def test_nothing_and_less_than_nothing_are_not_given(
    amount: int, qualifying: int, db: Database, program: Program
) -> None:
    member = (await a_member(db, program, now=NOW)).member_id
    with pytest.raises(points.AmountWrong):
        await some_points(db, program, member_id=member, amount=amount, qualifying=qualifying, now=NOW)


async def test_points_from_the_future_are_refused(db: Database, program: Program) -> None:
    member = (await a_member(db, program, now=NOW)).member_id
    with pytest.raises(points.AheadOfTime):
        await some_points(db, program, member_id=member, amount=1, at=NOW + timedelta(hours=27), now=NOW)
    await some_points(db, program, member_id=member, amount=1, at=NOW + timedelta(hours=25), now=NOW)


async def test_what_expires_soonest_is_spent_first_even_if_it_came_last(
    db: Database, program: Program
) -> None:
    member = (await a_member(db, program, now=NOW)).member_id
    await some_points(db, program, member_id=member, amount=10, now=NOW)
    await some_points(db, program, member_id=member, amount=10, at=NOW - timedelta(days=300), now=NOW)
    forever = with_expiry(program, mode="never")
    await some_points(db, forever, member_id=member, amount=10, now=NOW)
    spent = await db.write(
        points.spend, member_id=member, amount=12, key="s", source="test", program=program, now=NOW
    )
    assert (spent.balance, spent.new) == (18, True)
    (soonest,) = (await balance(db, member)).expiring
    assert soonest == points.Bucket(points.expires_at(NOW, program=program) or NOW, 8)


async def test_nobody_spends_more_than_they_have_however_many_try_at_once(
    db: Database, program: Program
) -> None:
    member = (await a_member(db, program, now=NOW)).member_id
    await some_points(db, program, member_id=member, amount=100, now=NOW)
    outcomes = await asyncio.gather(
        *(
            db.write(
                points.spend, member_id=member, amount=30, key=f"s{n}", source="t", program=program, now=NOW
            )
            for n in range(10)
        ),
        return_exceptions=True,
    )
    assert sum(isinstance(one, points.Spent) for one in outcomes) == 3
    assert sum(isinstance(one, points.PointsShort) for one in outcomes) == 7
    assert (await balance(db, member)).available == 10


async def test_pending_points_can_be_seen_but_not_spent(db: Database, program: Program) -> None:
    member = (await a_member(db, program, now=NOW)).member_id
    await some_points(db, program, member_id=member, amount=50, pending_days=7, now=NOW)
    told = await balance(db, member)
    assert (told.available, told.pending) == (0, 50)
    assert told.arriving == (points.Bucket(NOW + timedelta(days=7), 50),)
    with pytest.raises(points.PointsShort) as short:
        await db.write(
            points.spend, member_id=member, amount=1, key="s", source="t", program=program, now=NOW
        )
    assert short.value.values == {"missing": 1}
    assert (await balance(db, member, NOW + timedelta(days=7))).available == 50


async def test_points_expire_at_their_instant_and_the_job_may_be_late_or_run_twice(
    db: Database, program: Program
) -> None:
    member = (await a_member(db, program, now=NOW)).member_id
    await some_points(db, program, member_id=member, amount=50, now=NOW)
    ends = points.expires_at(NOW, program=program)
    assert ends is not None
    assert (await balance(db, member, ends - timedelta(seconds=1))).available == 50
    gone = await balance(db, member, ends)
    assert (gone.available, gone.expired) == (0, 50)
    late = ends + timedelta(days=9)
    assert await db.write(points.expire, limit=10, program=program, now=late) == 1
    assert await db.write(points.expire, limit=10, program=program, now=late) == 0
    assert await balance(db, member, late) == points.Balance(
        0, 0, (), (), 0, 50, 0, gone.receipt and gone.receipt + 1
    )


@pytest.mark.parametrize(
    ("at", "ends"),
    [
        # To the end of the month twelve months on, in Shanghai.
        (datetime(2026, 11, 18, 4, tzinfo=UTC), datetime(2027, 11, 30, 16, tzinfo=UTC)),
        (datetime(2026, 11, 30, 15, 59, tzinfo=UTC), datetime(2027, 11, 30, 16, tzinfo=UTC)),
        (datetime(2026, 11, 30, 16, 0, tzinfo=UTC), datetime(2027, 12, 31, 16, tzinfo=UTC)),
        (datetime(2027, 2, 28, 4, tzinfo=UTC), datetime(2028, 2, 29, 16, tzinfo=UTC)),
        (datetime(2026, 12, 31, 4, tzinfo=UTC), datetime(2027, 12, 31, 16, tzinfo=UTC)),
    ],
)
def test_twelve_months_end_with_their_month(at: datetime, ends: datetime, program: Program) -> None:
    assert points.expires_at(at, program=program) == ends


def test_other_ways_to_expire(program: Program) -> None:
    assert points.expires_at(NOW, program=with_expiry(program, mode="never")) is None
    fixed = with_expiry(program, mode="fixed", month_day="12-31")
    assert points.expires_at(NOW, program=fixed) == datetime(2026, 12, 31, 16, tzinfo=UTC)
    fixed = with_expiry(program, mode="fixed", month_day="06-30")
    assert points.expires_at(NOW, program=fixed) == datetime(2027, 6, 30, 16, tzinfo=UTC)


def test_a_leap_day_is_a_day_to_expire_on_in_every_year(program: Program) -> None:
    fixed = with_expiry(program, mode="fixed", month_day="02-29")
    assert points.expires_at(NOW, program=fixed) == datetime(2027, 2, 28, 16, tzinfo=UTC)
    assert points.expires_at(datetime(2028, 1, 1, tzinfo=UTC), program=fixed) == datetime(
        2028, 2, 29, 16, tzinfo=UTC
    )


async def test_the_statement_turns_pages_without_gap_or_repeat(db: Database, program: Program) -> None:
    member = (await a_member(db, program, now=NOW)).member_id
    for amount in range(1, 8):
        await some_points(db, program, member_id=member, amount=amount, now=NOW)
    seen: list[int] = []
    before = None
    while page := await db.read(points.statement, member_id=member, before=before, limit=3):
        seen += [movement.amount for movement in page]
        before = page[-1].entry_id
    assert seen == [7, 6, 5, 4, 3, 2, 1]


@given(
    granted=st.integers(0, 100_000),
    parts=st.lists(st.integers(1, 50_000), min_size=1, max_size=12),
    more=st.integers(0, 100_000),
)
def test_partial_refunds_take_back_exactly_the_share_of_all_of_them(
    granted: int, parts: list[int], more: int
) -> None:
    total = sum(parts) + more
    taken = before = 0
    for part in parts:
        taken += earning.to_take_back(granted, total=total, refunded=part, refunded_before=before)
        before += part
        assert taken == int(Fraction(granted * before, total))
