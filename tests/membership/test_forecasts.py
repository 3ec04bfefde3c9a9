from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.program import Program
from db.engine import Database
from db.types import Row
from membership import forecasts, orders, tiers
from membership.earning import Line
from tests.builders import a_member, an_order, some_points
from tests.conftest import NOW
from tests.tiering import on_tier


def everything(session: Session) -> dict[str, list[tuple[Any, ...]]]:
    """All rows of all tables."""
    return {
        table.name: sorted((tuple(row) for row in session.execute(select(table))), key=repr)
        for table in Row.metadata.sorted_tables
    }


async def tried(
    db: Database, program: Program, member: int, spend: int | None, count: int | None = None
) -> forecasts.WhatIf:
    return await db.write(
        forecasts.what_if, member_id=member, spend=spend, count=count, program=program, now=NOW
    )


async def test_trying_out_leaves_every_row_of_the_database_as_it_was(db: Database, program: Program) -> None:
    joined = await a_member(db, program, now=NOW)
    await some_points(db, program, member_id=joined.member_id, amount=400, now=NOW)
    bought = [an_order(number=joined.number, now=NOW, lines=(Line("hot-americano", 1, 3_200),))]
    await db.write(orders.take_in, orders=bought, program=program, now=NOW)
    before = await db.read(everything)
    seen = await tried(db, program, joined.member_id, 200_000, 3)
    assert (seen.before.tier, seen.after.tier) == ("basic", "gold")
    assert (seen.before.qualifying, seen.after.qualifying) == (432, 2_430), "each order is floored"
    assert await db.read(everything) == before


async def test_what_was_tried_comes_true(db: Database, program: Program) -> None:
    joined = await a_member(db, program, now=NOW)
    seen = await tried(db, program, joined.member_id, 50_001, 2)
    for at, cents in enumerate((25_001, 25_000)):
        order = an_order(number=joined.number, now=NOW, ref=f"real{at}", lines=(Line("x", 1, cents),))
        await db.write(orders.take_in, orders=[order], program=program, now=NOW)
    real = await db.read(tiers.standing, member_id=joined.member_id, program=program, now=NOW)
    assert (seen.after.tier, seen.after.qualifying, seen.after.to_next) == (
        real.tier,
        real.qualifying,
        real.to_next,
    )


@pytest.mark.parametrize(("cents", "kept"), [(29_999, False), (30_000, True)])
async def test_it_says_exactly_whether_a_tier_is_kept(
    db: Database, program: Program, *, cents: int, kept: bool
) -> None:
    member = await on_tier(db, program, "silver")
    seen = await tried(db, program, member, cents)
    assert seen.before.to_keep is not None
    assert (seen.after.to_keep is None) == kept


async def test_orders_without_an_amount_go_by_the_usual_one(db: Database, program: Program) -> None:
    joined = await a_member(db, program, now=NOW)
    with pytest.raises(forecasts.AmountUnknown):
        await tried(db, program, joined.member_id, None, 2)
    for cents in (1_000, 2_600, 99_000):
        order = an_order(number=joined.number, now=NOW, lines=(Line("x", 1, cents),))
        await db.write(orders.take_in, orders=[order], program=program, now=NOW)
    seen = await tried(db, program, joined.member_id, None, 2)
    assert (seen.usual, seen.spend, seen.orders) == (2_600, 5_200, 2)


@pytest.mark.parametrize(
    ("spend", "count"), [(0, 1), (-100, 1), (1, 2), (100, 0), (10_000, 51), (10**12, 1), (10**30, 50)]
)
async def test_what_can_t_be_bought_is_refused(
    db: Database, program: Program, spend: int, count: int
) -> None:
    joined = await a_member(db, program, now=NOW)
    with pytest.raises(forecasts.OrdersUnlikely):
        await tried(db, program, joined.member_id, spend, count)


def with_reach(program: Program, **reach: int) -> Program:
    tiers_ = tuple(
        tier.model_copy(update={"reach": reach.get(tier.id, tier.reach)}) for tier in program.tiers
    )
    return program.model_copy(update={"tiers": tiers_})


async def test_a_dry_run_counts_who_would_move_and_moves_nobody(db: Database, program: Program) -> None:
    numbers = []
    for amount in (100, 450, 480, 700):
        joined = await a_member(db, program, now=NOW)
        numbers.append(joined.number)
        await some_points(db, program, member_id=joined.member_id, amount=amount, now=NOW)
        await db.write(tiers.promote, member_ids=[joined.member_id], program=program, now=NOW)
    before = await db.read(everything)
    found = forecasts.Moves(0, 0)
    while True:
        batch = await db.read(
            forecasts.dry_run,
            proposed=with_reach(program, silver=450),
            program=program,
            after=found.last,
            limit=3,
            now=NOW,
        )
        if not batch.members:
            break
        found = forecasts.added(found, batch)
    assert (found.members, found.in_force, found.proposed) == (4, {}, {("basic", "silver"): 2})
    assert found.sample == {("basic", "silver"): (numbers[1], numbers[2])}
    assert await db.read(everything) == before


async def test_a_dry_run_sees_who_would_fall_under_either_rules(db: Database, program: Program) -> None:
    await on_tier(db, program, "silver")  # with 500 in the window
    harder = tuple(
        tier.model_copy(update={"reach": 900, "keep": 501}) if tier.id == "silver" else tier
        for tier in program.tiers
    )
    found = await db.read(
        forecasts.dry_run,
        proposed=program.model_copy(update={"tiers": harder}),
        program=program,
        after=0,
        limit=9,
        now=NOW,
    )
    assert (found.in_force, found.proposed) == ({}, {("silver", "basic"): 1})
