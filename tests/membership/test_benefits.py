from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from core.program import Program
from core.program_tiers import Benefit
from core.program_values import Localized
from db.engine import Database
from membership import benefits, coupons, tiers
from tests.builders import a_member
from tests.conftest import NOW
from tests.tiering import on_tier

DECEMBER = datetime(2026, 11, 30, 16, tzinfo=UTC)  # midnight in Shanghai


async def claimed(
    db: Database, program: Program, member: int, benefit: str, now: datetime = NOW
) -> benefits.Claimed:
    return await db.write(benefits.claim, member_id=member, benefit=benefit, program=program, now=now)


async def open_ones(db: Database, program: Program, member: int, now: datetime = NOW) -> list[str]:
    found = await db.read(benefits.owned, member_id=member, program=program, now=now)
    return [one.benefit.id for one in found if one.open]


def test_a_higher_tier_has_what_the_lower_ones_have_but_for_their_points(program: Program) -> None:
    assert [one.id for one in benefits.of_tier(program, "gold")] == [
        "gold-points",
        "gold-cup",
        "new-first",
        "oat-upgrade",
        "birthday-drink",
        "own-cup",
    ]
    assert benefits.of_tier(program, "nothing") == program.tiers[0].benefits
    assert [benefits.early_days(program, tier.id) for tier in program.tiers] == [0, 0, 3, 3]
    assert [benefits.priority(program, tier.id) for tier in program.tiers] == [False, False, False, True]


async def test_a_claim_issues_its_coupon_once_a_month(db: Database, program: Program) -> None:
    member = await on_tier(db, program, "gold")
    assert await open_ones(db, program, member) == ["gold-cup", "oat-upgrade"]
    first = await claimed(db, program, member, "gold-cup")
    assert first.coupon is not None
    assert (first.new, first.coupon.template, first.again_at) == (True, "free-americano", DECEMBER)
    again = await claimed(db, program, member, "gold-cup", DECEMBER - timedelta(seconds=1))
    assert again.coupon is not None
    assert (again.new, again.coupon.coupon_id) == (False, first.coupon.coupon_id)
    assert await open_ones(db, program, member) == ["oat-upgrade"]
    assert await open_ones(db, program, member, DECEMBER) == ["gold-cup", "oat-upgrade"]
    assert (await claimed(db, program, member, "gold-cup", DECEMBER)).new


async def test_many_taps_at_once_are_one_claim(db: Database, program: Program) -> None:
    member = await on_tier(db, program, "gold")
    done = await asyncio.gather(*(claimed(db, program, member, "gold-cup") for _ in range(8)))
    assert sum(one.new for one in done) == 1
    held = await db.read(coupons.open_coupons, member_id=member, now=NOW)
    assert [one.template for one in held].count("free-americano") == 1


async def test_the_tier_of_the_claim_decides(db: Database, program: Program) -> None:
    member = (await a_member(db, program, now=NOW)).member_id
    with pytest.raises(benefits.BenefitHigher):
        await claimed(db, program, member, "gold-cup")
    until = NOW + timedelta(days=9)
    await db.write(tiers.set_floor, member_id=member, tier="gold", until=until, program=program, now=NOW)
    assert (await claimed(db, program, member, "gold-cup")).new
    with pytest.raises(benefits.BenefitHigher):
        await claimed(db, program, member, "oat-upgrade", until)
    assert await open_ones(db, program, member, until) == []


@pytest.mark.parametrize("benefit", ["own-cup", "gold-points", "nothing", "", "gold-cup "])
async def test_what_is_not_there_to_be_claimed_is_refused(
    db: Database, program: Program, benefit: str
) -> None:
    member = await on_tier(db, program, "platinum")
    with pytest.raises(benefits.BenefitUnknown):
        await claimed(db, program, member, benefit)


@pytest.mark.parametrize(
    ("every", "again"), [("year", datetime(2026, 12, 31, 16, tzinfo=UTC)), ("once", None)]
)
async def test_some_benefits_come_once_a_year_or_once(
    db: Database, program: Program, every: str, again: datetime | None
) -> None:
    gift = Benefit(
        id="gift",
        name=Localized.model_validate("礼"),
        description=Localized.model_validate("礼"),
        claim=True,
        every=every,
    )
    lowest = program.tiers[0].model_copy(update={"benefits": (gift,)})
    rules = program.model_copy(update={"tiers": (lowest, *program.tiers[1:])})
    member = (await a_member(db, rules, now=NOW)).member_id
    done = await claimed(db, rules, member, "gift")
    assert (done.new, done.coupon, done.again_at) == (True, None, again)
    assert not (await claimed(db, rules, member, "gift", DECEMBER)).new
    assert (await claimed(db, rules, member, "gift", NOW + timedelta(days=400))).new == (every == "year")


async def test_the_claim_rate_counts_who_may_and_who_did(db: Database, program: Program) -> None:
    for _ in range(2):
        await a_member(db, program, now=NOW)
    silver, gold = await on_tier(db, program, "silver"), await on_tier(db, program, "gold")
    for member in (silver, gold, gold):
        await claimed(db, program, member, "oat-upgrade")
    found = {one.benefit.id: one for one in await db.read(benefits.rates, program=program, now=NOW)}
    assert (found["oat-upgrade"].claimed, found["oat-upgrade"].entitled) == (2, 2)
    assert (found["gold-cup"].claimed, found["gold-cup"].entitled, found["gold-cup"].percent) == (0, 1, 0)
    assert found["platinum-latte"].percent == 0
    fresh = {one.benefit.id: one for one in await db.read(benefits.rates, program=program, now=DECEMBER)}
    assert fresh["oat-upgrade"].claimed == 0
