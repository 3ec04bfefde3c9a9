from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta

from core.program import Program
from db.engine import Database
from membership import orders, points, refunds
from membership.earning import Line
from tests.builders import a_member, an_order
from tests.conftest import NOW


async def available(db: Database, member_id: int) -> int:
    return (await db.read(points.balance, member_id=member_id, now=NOW)).available


async def test_one_order_sent_by_many_at_once_is_taken_in_once(db: Database, program: Program) -> None:
    joined = await a_member(db, program, now=NOW)
    order = an_order(number=joined.number, now=NOW)
    outcomes = await asyncio.gather(
        *(db.write(orders.take_in, orders=[order], program=program, now=NOW) for _ in range(8))
    )
    assert sorted(one.kind for (one,) in outcomes) == ["created"] + ["duplicate"] * 7
    assert await available(db, joined.member_id) == 28


async def test_a_batch_answers_each_order_in_its_place(db: Database, program: Program) -> None:
    joined = await a_member(db, program, now=NOW)
    first = an_order(number=joined.number, now=NOW)
    other = replace(first, lines=(Line("latte", 2, 5_600),))
    second = an_order(number=joined.number, now=NOW)
    outcomes = await db.write(orders.take_in, orders=[first, other, second, first], program=program, now=NOW)
    assert [one.kind for one in outcomes] == ["created", "rejected", "created", "duplicate"]
    assert [one.points for one in outcomes] == [28, 0, 28, 0]


async def test_channels_have_order_numbers_of_their_own(db: Database, program: Program) -> None:
    joined = await a_member(db, program, now=NOW)
    order = an_order(number=joined.number, now=NOW)
    mall = replace(order, channel="mall")
    outcomes = await db.write(orders.take_in, orders=[order, mall], program=program, now=NOW)
    assert [one.kind for one in outcomes] == ["created", "created"]


async def test_a_refund_by_many_at_once_takes_back_once(db: Database, program: Program) -> None:
    joined = await a_member(db, program, now=NOW)
    order = an_order(number=joined.number, now=NOW)
    await db.write(orders.take_in, orders=[order], program=program, now=NOW)
    refund = refunds.Refund(order.channel, "r1", order.ref, NOW, 1_400)
    outcomes = await asyncio.gather(
        *(db.write(refunds.give_back, refund=refund, program=program, now=NOW) for _ in range(6))
    )
    assert sorted(one.kind for one in outcomes) == ["created"] + ["duplicate"] * 5
    assert await available(db, joined.member_id) == 14


async def test_two_refunds_at_once_never_exceed_the_order(db: Database, program: Program) -> None:
    joined = await a_member(db, program, now=NOW)
    order = an_order(number=joined.number, now=NOW)
    await db.write(orders.take_in, orders=[order], program=program, now=NOW)
    outcomes = await asyncio.gather(
        *(
            db.write(
                refunds.give_back,
                refund=refunds.Refund(order.channel, f"r{n}", order.ref, NOW, 2_000),
                program=program,
                now=NOW,
            )
            for n in range(4)
        )
    )
    assert sorted(one.kind for one in outcomes) == ["created", "rejected", "rejected", "rejected"]
    assert await available(db, joined.member_id) == 8


async def test_points_that_were_spent_meanwhile_are_taken_from_what_is_left(
    db: Database, program: Program
) -> None:
    joined = await a_member(db, program, now=NOW)
    order = an_order(number=joined.number, now=NOW)
    await db.write(orders.take_in, orders=[order], program=program, now=NOW)
    await db.write(
        points.spend,
        member_id=joined.member_id,
        amount=20,
        key="s",
        source="t",
        program=program,
        now=NOW,
    )
    refund = refunds.Refund(order.channel, "r1", order.ref, NOW, 2_800)
    outcome = await db.write(refunds.give_back, refund=refund, program=program, now=NOW)
    assert outcome.points == -8  # within the balance: nobody goes into debt
    assert await available(db, joined.member_id) == 0


async def test_the_newest_orders_are_listed_with_their_products(db: Database, program: Program) -> None:
    joined = await a_member(db, program, now=NOW)
    made = [an_order(number=joined.number, now=NOW - timedelta(days=days)) for days in (3, 1, 2)]
    await db.write(orders.take_in, orders=made, program=program, now=NOW)
    recent = await db.read(orders.recent, member_id=joined.member_id, limit=2)
    assert [one.ref for one in recent] == [made[1].ref, made[2].ref]
    assert recent[0].products == ("latte",)
