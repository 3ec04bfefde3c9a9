from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from core.program import Program, Segment, SegmentWhere
from db.engine import Database
from db.queries import orders as rows
from membership import orders, segments
from membership.earning import Line
from tests.builders import a_member, an_order, some_points


async def buys(
    db: Database, program: Program, number: str, *, at: datetime, now: datetime, product: str = "latte"
) -> None:
    order = an_order(number=number, now=at, lines=(Line(product, 1, 2_800),))
    await db.write(orders.take_in, orders=[order], program=program, now=now)


def asking(program: Program, **where: object) -> Program:
    """The program with one segment, `asked`."""
    segment = Segment(id="asked", title={"zh-Hans": "问"}, where=SegmentWhere(**where))
    return program.model_copy(update={"segments": {"asked": segment}})


async def who(db: Database, program: Program, now: datetime) -> set[str | None]:
    found = await db.read(segments.sample, segment="asked", program=program, now=now, limit=100)
    assert len(found) == await db.read(segments.count, segment="asked", program=program, now=now)
    return {one.name for one in found}


async def test_days_since_the_last_order_are_local_calendar_days(
    db: Database, program: Program, now: datetime
) -> None:
    for name, days in (("d29", 29), ("d30", 30), ("d60", 60), ("d61", 61)):
        member = await a_member(db, program, now=now - timedelta(days=90), name=name)
        await buys(db, program, member.number, at=now - timedelta(days=days, hours=11), now=now)
    await a_member(db, program, now=now, name="never")
    both = asking(program, last_order_days_min=30, last_order_days_max=60)
    assert await who(db, both, now) == {"d30", "d60"}
    assert await who(db, asking(program, last_order_days_min=61), now) == {"d61"}
    assert await who(db, asking(program, last_order_days_max=29), now) == {"d29"}
    # Twelve hours on it is past midnight in Shanghai: everybody is a day older.
    assert await who(db, both, now + timedelta(hours=12)) == {"d29", "d30"}


async def test_categories_narrow_which_orders_count(db: Database, program: Program, now: datetime) -> None:
    beans = next(one.id for one in program.products.values() if one.category == "beans")
    for name, bought in (("two beans", [beans, beans]), ("one bean", [beans, "latte"]), ("milk", ["latte"])):
        member = await a_member(db, program, now=now - timedelta(days=9), name=name)
        for day, product in enumerate(bought, start=1):
            await buys(db, program, member.number, at=now - timedelta(days=day), now=now, product=product)
    assert await who(db, asking(program, categories=["beans"], min_orders=2), now) == {"two beans"}
    assert await who(db, asking(program, categories=["beans"]), now) == {"two beans", "one bean"}
    assert await who(db, asking(program, categories=["beans"], max_orders=0), now) == {"milk"}
    assert await who(db, asking(program, min_orders=2), now) == {"two beans", "one bean"}


async def test_an_imported_product_counts_under_its_imported_category(
    db: Database, program: Program, now: datetime
) -> None:
    known = next(one.id for one in program.products.values() if one.category == "milk")
    values = {"price": 1, "tags": "", "active_from": None, "active_until": None, "stock": None, "image": None}
    await db.write(
        rows.put_products,
        [
            {"id": "x-1", "name": "X", "category": "beans", **values},
            {"id": known, "name": "Latte", "category": "beans", **values},
        ],
    )
    for name, product in (("imported", "x-1"), ("own", known)):
        member = await a_member(db, program, now=now, name=name)
        await buys(db, program, member.number, at=now, now=now, product=product)
    assert await who(db, asking(program, categories=["beans"]), now) == {"imported"}


async def test_tiers_languages_joining_and_orders_all_have_to_hold(
    db: Database, program: Program, now: datetime
) -> None:
    old = await a_member(db, program, now=now - timedelta(days=40), name="old", language_code="en")
    new = await a_member(db, program, now=now - timedelta(days=3), name="new", language_code="zh-hant")
    gold = await a_member(db, program, now=now, name="gold", language_code="zh-hant")
    await some_points(db, program, member_id=gold.member_id, amount=1_600, now=now)
    assert await who(db, asking(program, tiers=["gold", "platinum"]), now) == set()
    await buys(db, program, gold.number, at=now, now=now)
    await buys(db, program, old.number, at=now, now=now)
    assert await who(db, asking(program, tiers=["gold", "platinum"]), now) == {"gold"}
    assert await who(db, asking(program, languages=["zh-Hant"]), now) == {"new", "gold"}
    assert await who(db, asking(program, joined_days_max=30), now) == {"new", "gold"}
    assert await who(db, asking(program, max_orders=0), now) == {"new"}
    assert await who(db, asking(program, languages=["zh-Hant"], min_orders=1), now) == {"gold"}
    assert new.new


async def test_every_segment_of_the_brand_can_be_counted(
    db: Database, program: Program, now: datetime
) -> None:
    await a_member(db, program, now=now)
    sizes = {one.id: one.count for one in await db.read(segments.sizes, program=program, now=now)}
    assert sizes.keys() == program.segments.keys()
    assert (sizes["all"], sizes["newcomers"], sizes["not_bought_yet"], sizes["dormant"]) == (1, 1, 1, 0)


async def test_a_segment_that_the_program_does_not_have_is_refused(
    db: Database, program: Program, now: datetime
) -> None:
    with pytest.raises(segments.SegmentUnknown):
        await db.read(segments.count, segment="gone", program=program, now=now)
