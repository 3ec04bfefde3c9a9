from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from core.errors import Refusal
from core.program import Program, Window
from db.engine import Database
from membership import availability, redemptions, rewards, tiers
from membership.bargains import Redemption
from membership.rewards import Offer
from tests.builders import a_member, some_points
from tests.conftest import NOW
from tests.membership.test_redemptions import available, left, offering, redeemed, rich


async def seen(
    db: Database, program: Program, member: int, reward: str = "mug", now: datetime = NOW
) -> Offer:
    return await db.read(rewards.offer, reward=reward, member_id=member, program=program, now=now)


async def refused(
    db: Database, program: Program, member: int, reward: str = "mug", now: datetime = NOW
) -> Refusal:
    """Return why a reward can't be had, after trying; the card must say the same."""
    said = (await seen(db, program, member, reward, now)).refusal
    with pytest.raises(Refusal) as raised:
        await redeemed(db, program, member, reward, attempt=99, now=now)
    assert (type(said), said.values if said else None) == (type(raised.value), raised.value.values)
    return raised.value


async def test_too_few_points_are_told_with_what_is_missing(db: Database, program: Program) -> None:
    member = await rich(db, program, 1_399)
    why = await refused(db, program, member)
    assert isinstance(why, availability.RewardPointsShort)
    assert why.values == {"missing": 1, "points": 1_400}
    await some_points(db, program, member_id=member, amount=1, now=NOW)
    assert (await redeemed(db, program, member, "mug")).new


async def test_a_reward_for_a_tier_names_the_tier(db: Database, program: Program) -> None:
    plain = (await a_member(db, program, now=NOW)).member_id
    await some_points(db, program, member_id=plain, amount=5_000, qualifying=0, now=NOW)
    why = await refused(db, program, plain, "latte-art")
    assert isinstance(why, availability.RewardTierShort)
    assert why.values["tier"]["zh_hans"] == "金卡会员"


async def test_a_reward_for_a_segment_is_hidden_from_others(db: Database, program: Program) -> None:
    member = await rich(db, program)
    for segment in program.segments.values():
        if segment.where.min_orders:
            break
    only = offering(program, "mug", segment=segment.id)
    assert isinstance(await refused(db, only, member), availability.RewardForOthers)
    shown = await db.read(rewards.catalogue, member_id=member, program=only, now=NOW)
    assert "mug" not in {one.reward for one in shown}


async def test_opening_and_closing_instants_are_exact_and_in_program_time(
    db: Database, program: Program
) -> None:
    member = await rich(db, program)
    # 20:00 to 22:00 in Shanghai, which is noon to two in UTC.
    dated = offering(
        program,
        "mug",
        opens=datetime(2026, 11, 18, 20),  # noqa: DTZ001 - as it stands in a file
        closes=datetime(2026, 11, 18, 22),  # noqa: DTZ001 - as it stands in a file
    )
    opens, closes = datetime(2026, 11, 18, 12, tzinfo=UTC), datetime(2026, 11, 18, 14, tzinfo=UTC)
    early = await refused(db, dated, member, now=opens - timedelta(microseconds=1))
    assert isinstance(early, availability.RewardNotYet)
    assert early.values == {"opens_moment": opens.isoformat()}
    assert isinstance(await refused(db, dated, member, now=closes), availability.RewardOver)
    assert (await redeemed(db, dated, member, "mug", now=opens)).new


async def test_a_tier_with_early_access_gets_in_before_the_others(db: Database, program: Program) -> None:
    gold = next(tier for tier in program.tiers if any(one.early_days for one in tier.benefits))
    early = timedelta(days=max(one.early_days for one in gold.benefits))
    plain = (await a_member(db, program, now=NOW)).member_id
    await some_points(db, program, member_id=plain, amount=2_000, qualifying=0, now=NOW)
    member = await rich(db, program)
    await db.write(tiers.promote, member_ids=[member], program=program, now=NOW)
    opens = NOW + early
    new = offering(program, "mug", opens=opens)
    assert isinstance(await refused(db, new, plain), availability.RewardNotYet)
    sooner = await refused(db, new, member, now=NOW - timedelta(microseconds=1))
    assert sooner.values == {"opens_moment": NOW.isoformat()}
    assert (await redeemed(db, new, member, "mug")).new


async def test_weekly_hours_say_when_they_come_again(db: Database, program: Program) -> None:
    member = await rich(db, program)
    happy = offering(program, "mug", every=Window(weekdays=("wed",), at="14:00", minutes=60).model_dump())
    why = await refused(db, happy, member)  # Wednesday noon
    assert isinstance(why, availability.RewardOutOfHours)
    assert why.values == {"opens_moment": "2026-11-18T06:00:00+00:00"}
    after = await refused(db, happy, member, now=NOW + timedelta(hours=3))
    assert after.values == {"opens_moment": "2026-11-25T06:00:00+00:00"}
    assert (await redeemed(db, happy, member, "mug", now=NOW + timedelta(hours=2, minutes=30))).new


async def test_a_members_monthly_share_comes_back_with_the_month(db: Database, program: Program) -> None:
    member = await rich(db, program)
    monthly = offering(program, "mug", per_member=1, per_member_in="month")
    await redeemed(db, monthly, member, "mug")
    december = datetime(2026, 11, 30, 16, tzinfo=UTC)  # midnight in Shanghai
    why = await refused(db, monthly, member, now=december - timedelta(seconds=1))
    assert isinstance(why, availability.RewardHadForNow)
    assert why.values == {"count": 1, "again_at": december.isoformat()}
    assert (await redeemed(db, monthly, member, "mug", attempt=1, now=december)).new


async def test_all_members_together_get_no_more_than_the_days_share(db: Database, program: Program) -> None:
    daily = offering(program, "mug", stock=10, limit=2, limit_in="day")
    members = [await rich(db, program) for _ in range(5)]
    outcomes = await asyncio.gather(
        *(redeemed(db, daily, member, "mug") for member in members), return_exceptions=True
    )
    won = [one for one in outcomes if isinstance(one, Redemption)]
    assert len(won) == 2
    loser = next(one for one in members if one not in {got.member_id for got in won})
    tomorrow = datetime(2026, 11, 18, 16, tzinfo=UTC)
    why = await refused(db, daily, loser)
    assert isinstance(why, availability.RewardUsedUp)
    assert why.values == {"again_at": tomorrow.isoformat()}
    # Only the two are gone from the stock, too; a loser's half-taken piece would show here.
    assert (await seen(db, daily, loser, now=tomorrow)).left == 2
    assert await left(db, offering(program, "mug", stock=10), loser, "mug") == 8
    # What is given back is there for somebody else, in both supplies.
    give_back: dict[str, Any] = {"member_id": won[0].member_id, "program": daily, "now": NOW}
    await db.write(redemptions.cancel, redemption_id=won[0].redemption_id, **give_back)
    assert (await redeemed(db, daily, loser, "mug")).new
    assert await available(db, loser) == 3_600


async def test_the_catalogue_begins_with_the_cheapest_and_knows_what_is_affordable(
    db: Database, program: Program
) -> None:
    member = await rich(db, program, 300)
    offers = await db.read(rewards.catalogue, member_id=member, program=program, now=NOW)
    assert [one.points for one in offers] == sorted(one.points for one in program.rewards.values())
    can = await db.read(rewards.affordable, member_id=member, program=program, now=NOW)
    assert [one.reward for one in can] == ["americano", "croissant", "double", "cat-food", "bakery", "oat"]
    partner = next(one for one in offers if one.reward == "bookshop")
    assert (partner.left, type(partner.refusal)) == (0, availability.RewardSoldOut)


async def test_a_reward_that_the_brand_took_down_is_unknown(db: Database, program: Program) -> None:
    member = await rich(db, program)
    with pytest.raises(availability.RewardUnknown):
        await db.read(rewards.offer, reward="spaceship", member_id=member, program=program, now=NOW)


@pytest.mark.parametrize(
    ("kind", "now", "slot", "begins", "ends"),
    [
        ("day", "2026-12-31T15:59", "2026-12-31", "2026-12-30T16:00", "2026-12-31T16:00"),
        ("day", "2026-12-31T16:00", "2027-01-01", "2026-12-31T16:00", "2027-01-01T16:00"),
        # The last days of 2026 belong to the week that ISO counts as the 53rd.
        ("week", "2027-01-01T04:00", "2026-W53", "2026-12-27T16:00", "2027-01-03T16:00"),
        ("month", "2028-02-29T04:00", "2028-02", "2028-01-31T16:00", "2028-02-29T16:00"),
        ("year", "2026-12-31T15:59", "2026", "2025-12-31T16:00", "2026-12-31T16:00"),
    ],
)
def test_periods_are_the_programs_own(
    kind: str, now: str, slot: str, begins: str, ends: str, program: Program
) -> None:
    def at(text: str) -> datetime:
        return datetime.fromisoformat(text).replace(tzinfo=UTC)

    span = availability.period(kind, program=program, now=at(now))  # type: ignore[arg-type]
    assert span == availability.Span(slot, at(begins), at(ends))
