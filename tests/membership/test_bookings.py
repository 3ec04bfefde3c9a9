"""What booking an order brings about: coupons, first orders, tiers of the time, one message, refusals."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.program import EarningRule, Program
from db.engine import Database
from db.models.notices import Notice
from db.models.points import Entry
from membership import coupons, orders, points, tiers
from membership.coupon_codes import Half
from membership.earning import Line
from tests.builders import a_member, an_order, some_points
from tests.conftest import NOW

LATTE = (Line("latte", 1, 2_850),)


def with_rules(program: Program, **rules: dict[str, Any]) -> Program:
    made = {name: EarningRule(**({"id": name, "name": "规则"} | rule)) for name, rule in rules.items()}
    return program.model_copy(update={"earning": made})


async def take(db: Database, program: Program, *batch: orders.Order) -> tuple[orders.Outcome, ...]:
    return await db.write(orders.take_in, orders=batch, program=program, now=NOW)


async def a_coupon(db: Database, program: Program, member_id: int, template: str) -> Half:
    issued = await db.write(
        coupons.issue,
        member_id=member_id,
        template=template,
        key=f"test:{template}:{member_id}",
        program=program,
        now=NOW,
    )
    return Half(issued.code)


def told(session: Session) -> list[tuple[str, str, dict[str, Any]]]:
    return [
        (one.text, one.topic, one.values)
        for one in session.execute(select(Notice).order_by(Notice.id)).scalars()
    ]


def entries(session: Session, *, source: str) -> dict[str, int]:
    rows = session.execute(select(Entry.key, Entry.amount).where(Entry.source == source)).all()
    return {key.removeprefix(source): amount for key, amount in rows}


async def test_each_rule_books_an_entry_of_its_own(db: Database, program: Program) -> None:
    program = with_rules(program, cups={"kind": "unit", "points": 5, "pending_days": 3})
    joined = await a_member(db, program, now=NOW)
    order = an_order(number=joined.number, now=NOW, lines=LATTE)
    (outcome,) = await take(db, program, order)
    assert outcome.points == 33
    assert await db.read(entries, source=f"order:pos:{order.ref}") == {":earn": 28, ":earn:cups": 5}
    held = await db.read(points.balance, member_id=joined.member_id, now=NOW)
    assert (held.available, held.pending) == (28, 5)


async def test_a_doubling_coupon_is_used_up_by_the_order_that_names_it(
    db: Database, program: Program
) -> None:
    joined = await a_member(db, program, now=NOW)
    half = await a_coupon(db, program, joined.member_id, "double-points")
    first = an_order(number=joined.number, now=NOW, lines=LATTE, coupon=half)
    again = an_order(number=joined.number, now=NOW, lines=LATTE, coupon=half)
    (one,) = await take(db, program, first)
    (two,) = await take(db, program, again)
    (repeated,) = await take(db, program, first)
    assert (one.points, one.reason) == (57, None)
    assert two.points == 28
    assert two.reason == "coupon: not honoured (coupons-used), the order was taken in without it"
    assert repeated.kind == "duplicate"


async def test_nobody_doubles_by_anothers_coupon_nor_by_a_guessed_one(db: Database, program: Program) -> None:
    owner = await a_member(db, program, now=NOW)
    thief = await a_member(db, program, now=NOW)
    half = await a_coupon(db, program, owner.member_id, "double-points")
    stolen = an_order(number=thief.number, now=NOW, lines=LATTE, coupon=half)
    guessed = an_order(number=thief.number, now=NOW, lines=LATTE, coupon="ABCDE-FGHJK-MNPQR")
    outcomes = await take(db, program, stolen, guessed)
    assert [one.points for one in outcomes] == [28, 28]
    assert all("coupons-unknown" in (one.reason or "") for one in outcomes)
    mine = an_order(number=owner.number, now=NOW, lines=LATTE, coupon=half)
    assert (await take(db, program, mine))[0].points == 57, "the theft has not used it up"


async def test_a_coupon_whose_terms_the_order_does_not_meet_is_kept(db: Database, program: Program) -> None:
    template = program.coupons["double-points"].model_copy(update={"min_spend": Decimal(100)})
    program = program.model_copy(update={"coupons": {**program.coupons, "double-points": template}})
    joined = await a_member(db, program, now=NOW)
    half = await a_coupon(db, program, joined.member_id, "double-points")
    (outcome,) = await take(db, program, an_order(number=joined.number, now=NOW, lines=LATTE, coupon=half))
    assert outcome.points == 28
    assert "coupons-unmet" in (outcome.reason or "")
    open_now = await db.read(coupons.open_coupons, member_id=joined.member_id, now=NOW)
    assert "double-points" in {one.template for one in open_now}


async def test_the_first_order_is_the_earliest_of_the_first_batch_and_no_later_one(
    db: Database, program: Program
) -> None:
    program = with_rules(program, first={"kind": "unit", "points": 50, "first_order": True})
    joined = await a_member(db, program, now=NOW)
    later = an_order(number=joined.number, now=NOW, lines=LATTE)
    early = an_order(number=joined.number, now=NOW, lines=LATTE, ordered_at=NOW - timedelta(hours=1))
    outcomes = await take(db, program, later, early)
    assert [one.points for one in outcomes] == [28, 78]
    before = an_order(number=joined.number, now=NOW, lines=LATTE, ordered_at=NOW - timedelta(days=9))
    assert (await take(db, program, before))[0].points == 28


async def test_the_tier_of_the_orders_time_counts_not_of_its_arrival(db: Database, program: Program) -> None:
    joined = await a_member(db, program, now=NOW - timedelta(days=30))
    await some_points(db, program, member_id=joined.member_id, amount=1_500, now=NOW - timedelta(days=1))
    yesterday = NOW - timedelta(days=1)
    await db.write(tiers.promote, member_ids=[joined.member_id], program=program, now=yesterday)
    hundred = (Line("latte", 4, 10_000),)
    now = an_order(number=joined.number, now=NOW, lines=hundred)
    then = replace(now, ref="then", ordered_at=yesterday - timedelta(hours=1))
    assert [one.points for one in await take(db, program, now, then)] == [125, 100]


async def test_an_imported_products_category_counts(db: Database, program: Program) -> None:
    from membership import products

    bag = products.Imported("import-bag", "豆", "beans", 8_000)
    await db.write(products.take_in, products=[bag])
    joined = await a_member(db, program, now=NOW)
    order = an_order(number=joined.number, now=NOW, lines=(Line("import-bag", 1, 8_000),))
    assert (await take(db, program, order))[0].points == 120


async def test_an_order_that_earns_uses_a_coupon_and_lifts_the_tier_is_one_message(
    db: Database, program: Program
) -> None:
    joined = await a_member(db, program, now=NOW)
    half = await a_coupon(db, program, joined.member_id, "double-points")
    before = len(await db.read(told))
    big = (Line("latte", 20, 50_000),)
    await take(db, program, an_order(number=joined.number, now=NOW, lines=big, coupon=half))
    ((text, topic, values),) = (await db.read(told))[before:]
    assert (text, topic) == ("orders-earned-more", "points")
    assert (values["points"], values["used"], values["risen"]) == (1_000, "yes", "yes")
    assert values["tier"]["zh_hans"] == "银卡会员"


async def test_two_orders_at_once_that_lift_the_tier_tell_of_it_once(db: Database, program: Program) -> None:
    joined = await a_member(db, program, now=NOW)
    before = len(await db.read(told))
    half = (Line("latte", 10, 25_000),)
    early = an_order(number=joined.number, now=NOW, lines=half, ordered_at=NOW - timedelta(minutes=5))
    await take(db, program, an_order(number=joined.number, now=NOW, lines=half), early)
    said = (await db.read(told))[before:]
    assert sorted((text, values["risen"]) for text, _, values in said) == [
        ("orders-earned", "no"),
        ("orders-earned-more", "yes"),
    ]


async def test_history_is_taken_in_silence_even_if_it_lifts_the_tier(db: Database, program: Program) -> None:
    joined = await a_member(db, program, now=NOW - timedelta(days=90))
    before = len(await db.read(told))
    old = NOW - timedelta(days=30)
    half = await a_coupon(db, program, joined.member_id, "welcome")
    big = (Line("latte", 20, 50_000),)
    await take(db, program, an_order(number=joined.number, now=old, lines=big))
    standing = await db.read(tiers.standing, member_id=joined.member_id, program=program, now=NOW)
    assert standing.tier == "silver"
    assert half
    assert [text for text, _, _ in (await db.read(told))[before:]] == []


@pytest.mark.parametrize(
    ("given", "refusal", "told_as"),
    [
        ({"lines": ()}, orders.OrderEmpty, "lines: none"),
        ({"lines": (Line("latte", 0, 100),)}, orders.QuantityWrong, "quantity: 0 of 'latte'"),
        ({"lines": (Line("latte", 1, 900), Line("gift", 1, -100))}, orders.AmountWrong, "of 'gift'"),
        ({"lines": (Line("latte", 1, 0),)}, orders.AmountWrong, "amount: ¥0 in all"),
        ({"lines": (Line("latte", 1, 100_000_001),)}, orders.AmountWrong, "at most ¥1,000,000"),
        ({"currency": "USD"}, orders.CurrencyForeign, "currency: 'USD'; expected CNY"),
        ({"ordered_at": NOW + timedelta(hours=27)}, orders.AheadOfTime, "expected a time that has come"),
    ],
)
async def test_what_cannot_be_an_order_is_refused_and_its_neighbours_are_taken(
    db: Database, program: Program, given: dict[str, Any], refusal: type[Exception], told_as: str
) -> None:
    joined = await a_member(db, program, now=NOW)
    wrong = an_order(number=joined.number, now=NOW, **given)
    sound = an_order(number=joined.number, now=NOW)
    one, two = await take(db, program, wrong, sound)
    assert one.kind == "rejected"
    assert isinstance(one.refusal, refusal)
    assert told_as in (one.reason or "")
    assert (two.kind, two.points) == ("created", 28)
