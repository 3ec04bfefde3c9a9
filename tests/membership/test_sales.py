from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.program import Program, Sale
from db.engine import Database
from db.models.notices import Notice
from membership import bargains, coupons, members, points, redemptions, sales
from membership.bargains import Redemption
from tests.builders import a_group, a_member, some_points
from tests.conftest import NOW
from tests.membership.test_redemptions import available, rich

SALE = "friday-latte"
OPENS = datetime(2026, 11, 20, 7, tzinfo=UTC)  # Friday, 15:00 in Shanghai
DURING = OPENS + timedelta(minutes=5)


def selling(program: Program, **changed: object) -> Program:
    """The program with its sale changed."""
    sale = Sale(**(program.sales[SALE].model_dump() | changed))
    return program.model_copy(update={"sales": {SALE: sale}})


async def claimed(
    db: Database,
    program: Program,
    member: int,
    now: datetime = DURING,
    opens_at: datetime = OPENS,
    piece: int = 0,
    price: int | None = None,
) -> Redemption:
    return await db.write(
        sales.claim,
        sale=SALE,
        opens_at=opens_at,
        piece=piece,
        price=program.sales[SALE].points if price is None and SALE in program.sales else price or 0,
        member_id=member,
        program=program,
        now=now,
    )


async def showing(
    db: Database, program: Program, member: int | None, now: datetime = DURING
) -> sales.Showing:
    return await db.read(sales.showing, sale=SALE, member_id=member, program=program, now=now)


async def test_a_crowd_on_few_pieces_gets_exactly_those(db: Database, program: Program) -> None:
    few = selling(program, stock=5)
    crowd = [await rich(db, program, 100) for _ in range(20)]
    outcomes = await asyncio.gather(*(claimed(db, few, member) for member in crowd), return_exceptions=True)
    won = {one.member_id for one in outcomes if isinstance(one, Redemption)}
    assert len(won) == 5
    assert sum(isinstance(one, sales.SaleSoldOut) for one in outcomes) == 15
    for member in crowd:
        assert await available(db, member, DURING) == (1 if member in won else 100)
        held = await db.read(coupons.open_coupons, member_id=member, now=DURING)
        assert sum(one.template == "free-latte" for one in held) == (member in won)
    assert (await showing(db, few, None)).left == 0


async def test_tapping_again_is_the_same_claim_even_when_all_are_gone(db: Database, program: Program) -> None:
    one = selling(program, stock=1)
    member, other = await rich(db, program), await rich(db, program)
    taps = await asyncio.gather(*(claimed(db, one, member) for _ in range(10)))
    assert len({tap.redemption_id for tap in taps}) == 1
    assert sum(tap.new for tap in taps) == 1
    with pytest.raises(sales.SaleSoldOut):
        await claimed(db, one, other)
    assert not (await claimed(db, one, member)).new
    assert await available(db, member, DURING) == 4_901
    assert (await showing(db, one, member)).had == 1


async def test_a_button_of_yesterdays_price_claims_nothing(db: Database, program: Program) -> None:
    member = await rich(db, program)
    dearer = selling(program, points=program.sales[SALE].points + 50)
    with pytest.raises(bargains.PriceChanged) as refused:
        await claimed(db, dearer, member, price=program.sales[SALE].points)
    assert refused.value.values == {"points": dearer.sales[SALE].points}
    assert await available(db, member, DURING) == 5_000
    had = await claimed(db, dearer, member, price=dearer.sales[SALE].points)
    assert had.new
    assert not (await claimed(db, dearer, member, price=1)).new, (
        "what is had is had, whatever the button says"
    )


@pytest.mark.parametrize("piece", [-1, 2, 99])
async def test_no_button_gives_more_pieces_than_the_sale_allows(
    piece: int, db: Database, program: Program
) -> None:
    two = selling(program, per_member=2)
    member = await rich(db, program)
    assert (await claimed(db, two, member)).new
    assert (await claimed(db, two, member, piece=1)).new
    with pytest.raises(sales.SaleHad):
        await claimed(db, two, member, piece=piece)


async def test_the_window_opens_and_closes_to_the_second(db: Database, program: Program) -> None:
    member = await rich(db, program)
    with pytest.raises(sales.SaleNotOpen) as early:
        await claimed(db, program, member, now=OPENS - timedelta(microseconds=1))
    assert early.value.values == {"opens_moment": OPENS.isoformat()}
    closes = OPENS + timedelta(minutes=30)
    with pytest.raises(sales.SaleOver):
        await claimed(db, program, member, now=closes)
    assert (await claimed(db, program, member, now=OPENS)).new
    assert (await showing(db, program, member, now=closes)).opens_at == OPENS + timedelta(days=7)


async def test_last_weeks_button_claims_nothing_of_this_week(db: Database, program: Program) -> None:
    member = await rich(db, program)
    with pytest.raises(sales.SaleOver):
        await claimed(db, program, member, opens_at=OPENS - timedelta(days=7))
    with pytest.raises(sales.SaleNotOpen):
        await claimed(db, program, member, opens_at=OPENS, now=OPENS - timedelta(days=1))
    with pytest.raises(sales.SaleOver):
        await claimed(db, program, member, opens_at=OPENS + timedelta(minutes=1))
    assert await available(db, member, DURING) == 5_000


async def test_each_window_has_its_own_pieces(db: Database, program: Program) -> None:
    one = selling(program, stock=1)
    member = await rich(db, program)
    await claimed(db, one, member)
    later = OPENS + timedelta(days=7)
    assert (await claimed(db, one, member, now=later, opens_at=later)).new


async def test_who_is_short_of_points_takes_no_piece(db: Database, program: Program) -> None:
    member = await rich(db, program, 98)
    with pytest.raises(points.PointsShort):
        await claimed(db, program, member)
    assert (await showing(db, program, member)).left == 100


async def test_a_sale_for_tiers_is_for_them(db: Database, program: Program) -> None:
    gold = selling(program, tiers=("gold", "platinum"))
    member = (await a_member(db, program, now=NOW)).member_id
    await some_points(db, program, member_id=member, amount=200, qualifying=0, now=NOW)
    with pytest.raises(sales.SaleForTiers) as refused:
        await claimed(db, gold, member)
    assert refused.value.values["tier"]["en"] == "Gold"


async def test_a_thing_on_sale_waits_at_the_counter_and_goes_back_to_the_sale(
    db: Database, program: Program
) -> None:
    mugs = selling(program, coupon=None, reward="mug", points=0, stock=2)
    member = await rich(db, program)
    mug = await claimed(db, mugs, member)
    assert (mug.state, mug.points, mug.kind) == ("reserved", 0, "item")
    assert (await showing(db, mugs, None)).left == 1
    undone = await db.write(
        redemptions.cancel, redemption_id=mug.redemption_id, member_id=member, program=mugs, now=DURING
    )
    assert (undone.points, (await showing(db, mugs, None)).left) == (0, 2)
    # One go a window: what was given back is for somebody else.
    assert (await claimed(db, mugs, member)).state == "cancelled"


async def test_a_sale_that_the_brand_took_down_is_unknown(db: Database, program: Program) -> None:
    member = await rich(db, program)
    with pytest.raises(sales.SaleUnknown):
        await claimed(db, program.model_copy(update={"sales": {}}), member)


async def test_members_who_want_offers_and_groups_are_told_once(db: Database, program: Program) -> None:
    told = [(await a_member(db, program, now=NOW)).member_id for _ in range(5)]
    await a_group(db, program, now=NOW)
    silent = (await a_member(db, program, now=NOW)).member_id
    await db.write(
        members.choose_topic,
        member_id=silent,
        topic="campaigns",
        granted=False,
        message_id=None,
        program=program,
        now=NOW,
    )
    soon = OPENS - timedelta(minutes=180)
    assert sales.to_announce(program=program, now=soon - timedelta(seconds=1)) == ()
    assert sales.to_announce(program=program, now=soon) == ((SALE, OPENS),)
    given: dict[str, Any] = {"sale": SALE, "opens_at": OPENS, "limit": 2, "program": program, "now": soon}
    more = [await db.write(sales.announce, **given) for _ in range(5)]
    assert more == [True, True, True, False, False]
    assert await db.read(sales.is_announced, sale=SALE, opens_at=OPENS)
    found = await db.read(announced)
    assert sorted(member for member in found if member) == told
    assert found.count(None) == 1


async def test_nothing_is_announced_in_the_quiet_hours(program: Program) -> None:
    night = selling(program, every={"weekdays": ("fri",), "at": "23:30", "minutes": 30})
    assert sales.to_announce(program=night, now=datetime(2026, 11, 20, 15, 35, tzinfo=UTC)) == ()
    assert sales.to_announce(program=night, now=datetime(2026, 11, 20, 13, 35, tzinfo=UTC)) != ()


def announced(session: Session) -> list[int | None]:
    return list(session.execute(select(Notice.member_id).where(Notice.text == "sales-announced")).scalars())


def test_a_redemption_tells_what_it_was_even_when_the_program_forgot(program: Program) -> None:
    forgotten = bargains.Redemption(
        1, 1, "gone", None, "item", 5, "fulfilled", None, None, None, NOW, None, NOW
    )
    assert redemptions.title_of(forgotten, program).zh_hans == "gone"
