from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from core.program import Program
from db.engine import Database
from membership import ladders, orders, refunds, tiers
from membership.earning import Line
from tests.builders import a_member, an_order, some_points
from tests.conftest import NOW


async def promoted(db: Database, program: Program, member_id: int, now: datetime = NOW) -> list[str]:
    moved = await db.write(tiers.promote, member_ids=[member_id], program=program, now=now)
    return [one.after for one in moved]


async def test_who_is_exactly_on_the_threshold_has_reached_it(db: Database, program: Program) -> None:
    silver = program.tiers[1]
    member = (await a_member(db, program, now=NOW)).member_id
    await some_points(db, program, member_id=member, amount=silver.reach - 1, now=NOW)
    assert await promoted(db, program, member) == []
    standing = await db.read(tiers.standing, member_id=member, program=program, now=NOW)
    assert (standing.next_tier, standing.missing) == (silver.id, 1)
    await some_points(db, program, member_id=member, amount=1, now=NOW)
    assert await promoted(db, program, member) == [silver.id]
    assert await promoted(db, program, member) == []
    standing = await db.read(tiers.standing, member_id=member, program=program, now=NOW)
    assert (standing.tier, standing.missing_to_keep) == (silver.id, 0)
    assert standing.until == ladders.term_ends(program, NOW)


async def test_several_steps_are_taken_at_once(db: Database, program: Program) -> None:
    member = (await a_member(db, program, now=NOW)).member_id
    await some_points(db, program, member_id=member, amount=program.tiers[-1].reach, now=NOW)
    assert await promoted(db, program, member) == [program.tiers[-1].id]
    standing = await db.read(tiers.standing, member_id=member, program=program, now=NOW)
    assert (standing.next_tier, standing.next_reach, standing.missing) == (None, None, 0)


async def test_spending_lowers_no_tier_and_old_points_count_no_more(db: Database, program: Program) -> None:
    silver = program.tiers[1]
    member = (await a_member(db, program, now=NOW)).member_id
    old = ladders.window_start(program, NOW) - timedelta(seconds=1)
    await some_points(db, program, member_id=member, amount=silver.reach, at=old, now=NOW)
    assert await promoted(db, program, member) == []
    edge = ladders.window_start(program, NOW)
    await some_points(db, program, member_id=member, amount=silver.reach, at=edge, now=NOW)
    assert await promoted(db, program, member) == [silver.id]


async def test_the_refund_of_an_old_order_lowers_no_later_term(db: Database, program: Program) -> None:
    joined = await a_member(db, program, now=NOW)
    old = ladders.window_start(program, NOW) - timedelta(days=1)
    order = an_order(number=joined.number, now=old, lines=(Line("latte", 1, 90_000),))
    await db.write(orders.take_in, orders=[order], program=program, now=NOW)
    refund = refunds.Refund(order.channel, "r1", order.ref, NOW, 90_000)
    await db.write(refunds.give_back, refund=refund, program=program, now=NOW)
    standing = await db.read(tiers.standing, member_id=joined.member_id, program=program, now=NOW)
    assert standing.qualifying == 0
    again = an_order(number=joined.number, now=NOW)
    (outcome,) = await db.write(orders.take_in, orders=[again], program=program, now=NOW)
    assert outcome.kind == "created"
    standing = await db.read(tiers.standing, member_id=joined.member_id, program=program, now=NOW)
    assert standing.qualifying == 28


async def test_what_a_tier_earns_more_counts_towards_no_tier(db: Database, program: Program) -> None:
    silver = program.tiers[1]
    joined = await a_member(db, program, now=NOW)
    await some_points(db, program, member_id=joined.member_id, amount=silver.reach, now=NOW)
    await promoted(db, program, joined.member_id)
    order = an_order(number=joined.number, now=NOW, lines=(Line("latte", 1, 100_000),))
    (outcome,) = await db.write(orders.take_in, orders=[order], program=program, now=NOW)
    assert outcome.points == int(1_000 * silver.multiplier) > 1_000
    standing = await db.read(tiers.standing, member_id=joined.member_id, program=program, now=NOW)
    assert standing.qualifying == silver.reach + 1_000


async def test_a_stranger_has_no_standing(db: Database, program: Program) -> None:
    with pytest.raises(tiers.NoAccount):
        await db.read(tiers.standing, member_id=99, program=program, now=NOW)


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2027, 11, 30), 3, date(2028, 2, 29)),
        (date(2026, 3, 31), -1, date(2026, 2, 28)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2026, 1, 15), -13, date(2024, 12, 15)),
    ],
)
def test_months_end_where_the_month_has_no_such_day(day: date, months: int, expected: date) -> None:
    assert ladders.months_on(day, months) == expected


def test_a_term_lasts_through_its_last_local_day(program: Program) -> None:
    assert ladders.term_ends(program, NOW) == datetime(2027, 11, 18, 16, tzinfo=UTC)
