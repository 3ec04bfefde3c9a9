"""Limits on earning: never exceeded, whoever comes at once, and given back with what is taken back."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from core.program import EarningRule, Program
from core.program_rules import Limits
from db.engine import Database
from membership import budgets, checkins, events, orders, points, refunds
from membership.budgets import Ask
from membership.events import Event
from membership.members import Ref
from tests.builders import a_member, an_order
from tests.conftest import NOW


def limited(program: Program, **limits: Any) -> Program:
    """The demo brand with these limits on where points come from, and no rules of its own."""
    checked = {word: Limits(**limit) for word, limit in limits.items()}
    changed = program.points.model_copy(update={"limits": checked})
    return program.model_copy(update={"points": changed, "earning": {}})


def ruled(program: Program, **given: Any) -> Program:
    rule = EarningRule(**({"id": "piece", "name": "每件", "kind": "unit", "points": 10} | given))
    return program.model_copy(update={"earning": {"piece": rule}})


async def order_of(db: Database, program: Program, number: str, **given: Any) -> orders.Outcome:
    order = an_order(number=number, now=NOW, **given)
    (outcome,) = await db.write(orders.take_in, orders=[order], program=program, now=NOW)
    return outcome


async def held(db: Database, member_id: int) -> int:
    return (await db.read(points.balance, member_id=member_id, now=NOW)).available


async def test_a_limit_in_points_leaves_what_fits_into_it(db: Database, program: Program) -> None:
    program = limited(program, order={"member": {"day": {"points": 40}}})
    joined = await a_member(db, program, now=NOW)
    assert [(await order_of(db, program, joined.number)).points for _ in range(3)] == [28, 12, 0]
    assert await held(db, joined.member_id) == 40
    yesterday = NOW - timedelta(days=1)
    assert (await order_of(db, program, joined.number, ordered_at=yesterday)).points == 28


async def test_a_limit_in_times_gives_all_or_nothing(db: Database, program: Program) -> None:
    program = ruled(program, limits={"member": {"lifetime": {"times": 1}}})
    joined = await a_member(db, program, now=NOW)
    assert [(await order_of(db, program, joined.number)).points for _ in range(2)] == [38, 28]


async def test_orders_of_one_batch_share_a_limit_in_their_order(db: Database, program: Program) -> None:
    program = limited(program, order={"program": {"month": {"points": 70}}})
    members = [await a_member(db, program, now=NOW) for _ in range(3)]
    batch = [an_order(number=one.number, now=NOW) for one in members]
    outcomes = await db.write(orders.take_in, orders=batch, program=program, now=NOW)
    assert [one.points for one in outcomes] == [28, 28, 14]


async def test_however_many_come_at_once_the_whole_program_gives_no_more(
    db: Database, program: Program
) -> None:
    program = limited(program, order={"program": {"day": {"points": 100}}})
    members = [await a_member(db, program, now=NOW) for _ in range(12)]
    outcomes = await asyncio.gather(*(order_of(db, program, one.number) for one in members))
    assert sum(one.points for one in outcomes) == 100
    assert sum([await held(db, one.member_id) for one in members]) == 100


async def test_a_limit_on_everything_counts_all_sources(db: Database, program: Program) -> None:
    program = limited(program, all={"member": {"day": {"points": 30}}})
    joined = await a_member(db, program, now=NOW)
    assert (await order_of(db, program, joined.number)).points == 28
    deed = Event("app", "e1", "review", Ref("number", joined.number), NOW)
    (told,) = await db.write(events.take_in, events=[deed], program=program, now=NOW)
    assert told.points == 2
    done = await db.write(
        checkins.check_in, member_id=joined.member_id, group_id=None, program=program, now=NOW
    )
    assert done.points == 0
    assert await held(db, joined.member_id) == 30


async def test_a_refund_gives_the_budget_back(db: Database, program: Program) -> None:
    program = limited(program, order={"member": {"day": {"points": 30, "times": 1}}})
    joined = await a_member(db, program, now=NOW)
    order = an_order(number=joined.number, now=NOW)
    await db.write(orders.take_in, orders=[order], program=program, now=NOW)
    assert (await order_of(db, program, joined.number)).points == 0
    half = refunds.Refund(order.channel, "r1", order.ref, NOW, 1_400)
    await db.write(refunds.give_back, refund=half, program=program, now=NOW)
    assert (await order_of(db, program, joined.number)).points == 0, "it still counts as one time"
    rest = replace(half, ref="r2")
    await db.write(refunds.give_back, refund=rest, program=program, now=NOW)
    assert (await order_of(db, program, joined.number)).points == 28


async def test_a_refused_write_uses_nothing_up(db: Database, program: Program) -> None:
    program = limited(program, order={"member": {"lifetime": {"points": 28}}})
    joined = await a_member(db, program, now=NOW)
    order = an_order(number=joined.number, now=NOW)
    clash = points.Grant(joined.member_id, 1, 0, f"order:pos:{order.ref}:earn", "other", NOW)
    await db.write(points.earn, grant=clash, program=program, now=NOW)
    with pytest.raises(points.KeyReused):
        await db.write(orders.take_in, orders=[order], program=program, now=NOW)
    assert (await order_of(db, program, joined.number)).points == 28


async def test_without_limits_no_statement_is_made(program: Program) -> None:
    free = limited(program)
    asks = [Ask(1, "order", 5, NOW)]
    assert budgets.take(None, asks=asks, program=free) == (budgets.Allowed(5),)  # type: ignore[arg-type]
    other = limited(program, checkin={"member": {"day": {"times": 1}}})
    assert budgets.take(None, asks=asks, program=other) == (budgets.Allowed(5),)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("span", "begins"),
    [
        ("day", date(2027, 1, 1)),
        ("week", date(2026, 12, 28)),
        ("month", date(2027, 1, 1)),
        ("year", date(2027, 1, 1)),
        ("lifetime", date(1970, 1, 1)),
    ],
)
def test_spans_begin_by_the_calendar(span: str, begins: date) -> None:
    assert budgets.begins(span, date(2027, 1, 1)) == begins


async def test_a_day_ends_with_the_programs_own_day(db: Database, program: Program) -> None:
    program = limited(program, order={"member": {"day": {"times": 1}}})
    joined = await a_member(db, program, now=NOW)
    before = datetime(2026, 11, 17, 15, 59, 59, tzinfo=UTC)  # a second before midnight in Shanghai
    earned = [
        (await order_of(db, program, joined.number, ordered_at=at)).points
        for at in (before, before + timedelta(seconds=1), before + timedelta(seconds=2))
    ]
    assert earned == [28, 28, 0]


@pytest.mark.parametrize(
    ("key", "source", "origin"),
    [
        ("order:pos:o1:earn", "order:pos:o1", ("order", "")),
        ("order:pos:o:1:earn:cups", "order:pos:o:1", ("order", "cups")),
        ("event:app:e1", "event:review", ("review", "")),
        ("event:app:e1:earn:first", "event:review", ("review", "first")),
        ("checkin:1:2026-11-18", "checkin", ("checkin", "")),
    ],
)
def test_an_entry_says_where_its_points_come_from(key: str, source: str, origin: tuple[str, str]) -> None:
    assert budgets.origin(key, source) == origin
