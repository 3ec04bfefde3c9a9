from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from core.program import Program
from core.program_tiers import Way
from db.engine import Database
from membership import ladders, members, notices, orders, refunds, reviews, tiers
from membership.earning import Line
from tests.builders import a_member, an_order, some_points
from tests.conftest import NOW
from tests.tiering import gains, night, on_tier, ruled, stands, told, warned

SECOND = timedelta(seconds=1)
DAY = timedelta(days=1)
END = datetime(2027, 11, 18, 16, tzinfo=UTC)  # the midnight after 2027-11-18 in Shanghai
LOST = datetime(2027, 12, 18, 16, tzinfo=UTC)  # 30 local days later


async def test_a_term_that_was_earned_again_goes_on_where_it_ended(db: Database, program: Program) -> None:
    member = await on_tier(db, program, "silver")
    await gains(db, program, member, program.tiers[1].keep, NOW + 90 * DAY)
    assert await night(db, program, END - SECOND) == (0, 0)
    assert await night(db, program, END) == (1, 0)
    standing = await stands(db, program, member, END)
    assert (standing.tier, standing.begins, standing.since) == ("silver", END, NOW)
    assert standing.until == datetime(2028, 11, 18, 16, tzinfo=UTC)
    assert await night(db, program, END + 2 * DAY) == (0, 0)
    kept = [one for one in await told(db) if one.text == "tiers-kept-on"]
    assert [one.values["until_at"][:10] for one in kept] == ["2028-11-18"]


@pytest.mark.parametrize(("missing", "after"), [(0, "silver"), (1, "basic")])
async def test_the_keeping_line_is_met_exactly(
    db: Database, program: Program, missing: int, after: str
) -> None:
    member = await on_tier(db, program, "silver")
    await gains(db, program, member, program.tiers[1].keep - missing, END - SECOND)
    await night(db, program, LOST)
    assert (await stands(db, program, member, LOST)).tier == after


async def test_points_of_before_the_term_keep_nothing(db: Database, program: Program) -> None:
    member = await on_tier(db, program, "silver")
    standing = await stands(db, program, member, NOW)
    assert (standing.missing_to_keep, standing.qualifying) == (300, 500)
    await night(db, program, LOST)
    assert (await stands(db, program, member, LOST)).tier == "basic"


async def test_grace_changes_nothing_is_told_once_and_can_be_made_up_for(
    db: Database, program: Program
) -> None:
    member = await on_tier(db, program, "gold")
    await told(db)
    for days in range(3):
        assert await night(db, program, END + days * DAY) == (0, 0)
    (notice,) = await told(db)
    assert (notice.text, notice.values["qualifying"]) == ("tiers-in-grace", 1_000)
    assert notice.values["until_at"].startswith("2027-12-18")
    standing = await stands(db, program, member, END + 3 * DAY)
    assert (standing.tier, standing.grace_until) == ("gold", LOST)
    await gains(db, program, member, 1_000, END + 3 * DAY)
    assert await night(db, program, LOST - SECOND) == (0, 0)
    assert await night(db, program, LOST) == (1, 0)
    standing = await stands(db, program, member, LOST)
    assert (standing.tier, standing.begins) == ("gold", END)


async def test_after_grace_one_goes_down_one_step_and_is_told_the_way_back(
    db: Database, program: Program
) -> None:
    member = await on_tier(db, program, "gold")
    await gains(db, program, member, 250, LOST - 30 * DAY)
    await told(db)
    assert await night(db, program, LOST - SECOND) == (0, 0)
    assert await night(db, program, LOST) == (0, 1)
    standing = await stands(db, program, member, LOST)
    assert (standing.tier, standing.since, standing.begins) == ("silver", LOST, LOST)
    assert standing.until == datetime(2028, 12, 18, 16, tzinfo=UTC)
    assert [one.text for one in await told(db)] == ["tiers-in-grace", "tiers-lowered"]
    (newest, *_) = await db.read(tiers.history, member_id=member, limit=5)
    assert (newest.before, newest.after, newest.reason, newest.at) == ("gold", "silver", "lowered", LOST)
    assert await night(db, program, LOST + DAY) == (0, 0)


async def test_what_is_said_at_night_waits_for_the_morning(db: Database, program: Program) -> None:
    await on_tier(db, program, "gold")
    nightly = datetime(2027, 12, 18, 18, 40, tzinfo=UTC)
    await night(db, program, nightly)
    due = await db.write(notices.arm, limit=9, now=nightly + timedelta(hours=6))
    assert due == ()
    morning = datetime(2027, 12, 19, 1, 0, tzinfo=UTC)  # 09:00 in Shanghai
    assert {one.text for one in await db.write(notices.arm, limit=9, now=morning)} == {"tiers-lowered"}


@pytest.mark.parametrize(
    ("policy", "done", "after"),
    [
        ("none", 0, "platinum"),
        ("one_down", 0, "gold"),
        ("to_qualified", 0, "basic"),
        ("to_qualified", 299, "basic"),
        ("to_qualified", 300, "silver"),
        ("to_qualified", 1_799, "gold"),
        ("to_qualified", 1_800, "platinum"),
    ],
)
async def test_how_far_one_falls_is_the_brands_choice(
    db: Database, program: Program, policy: str, done: int, after: str
) -> None:
    rules = ruled(program, downgrade=policy)
    member = await on_tier(db, rules, "platinum")
    if done:
        await gains(db, rules, member, done, END - DAY)
    await night(db, rules, LOST)
    assert (await stands(db, rules, member, LOST)).tier == after


async def test_without_grace_a_term_ends_when_it_ends(db: Database, program: Program) -> None:
    rules = ruled(program, grace_days=0)
    member = await on_tier(db, rules, "gold")
    await told(db)
    assert await night(db, rules, END - SECOND) == (0, 0)
    assert await night(db, rules, END) == (0, 1)
    assert (await stands(db, rules, member, END)).tier == "silver"
    assert [one.text for one in await told(db)] == ["tiers-lowered"]


async def test_warnings_come_at_30_and_7_days_with_what_is_missing(db: Database, program: Program) -> None:
    member = await on_tier(db, program, "gold")
    await told(db)
    last = datetime(2027, 11, 18, 2, tzinfo=UTC)
    for days in range(35, -1, -1):
        if days == 20:
            await gains(db, program, member, 400, last - 20 * DAY)
        await warned(db, program, last - days * DAY)
    first, second = await told(db)
    assert (first.values["days"], first.values["qualifying"]) == (30, 1_000)
    assert (second.values["days"], second.values["qualifying"]) == (7, 600)
    assert {one.text for one in (first, second)} == {"tiers-ends-soon"}


async def test_who_missed_both_days_is_warned_once(db: Database, program: Program) -> None:
    await on_tier(db, program, "gold")
    await told(db)
    for hour in range(3):
        await warned(db, program, END - 3 * DAY + timedelta(hours=hour))
    assert [one.values["days"] for one in await told(db)] == [2], "the day it ends is the 0th"


async def test_nobody_is_warned_who_is_safe(db: Database, program: Program) -> None:
    member = await on_tier(db, program, "silver")
    await gains(db, program, member, 300, NOW + DAY)
    await told(db)
    for days in (30, 7, 0):
        await warned(db, program, END - days * DAY - SECOND)
    assert await told(db) == []
    assert await db.write(reviews.warn, limit=9, program=ruled(program, downgrade="none"), now=END) == 0


async def test_a_warning_respects_a_topic_that_was_turned_off(db: Database, program: Program) -> None:
    member = await on_tier(db, program, "gold")
    await told(db)
    await db.write(
        members.choose_topic,
        member_id=member,
        topic="points",
        granted=False,
        message_id=None,
        program=program,
        now=NOW,
    )
    await warned(db, program, END - 3 * DAY)
    assert await told(db) == []


async def test_years_of_silence_are_caught_up_with_step_by_step(db: Database, program: Program) -> None:
    member = await on_tier(db, program, "platinum")
    late = NOW + timedelta(days=5 * 366)
    assert (await night(db, program, late))[1] == 1
    standing = await stands(db, program, member, late)
    assert (standing.tier, standing.until) == ("basic", None)
    passages = await db.read(tiers.history, member_id=member, limit=9)
    assert [(one.after, one.at.year) for one in passages] == [
        ("basic", 2030),
        ("silver", 2029),
        ("gold", 2027),
        ("platinum", 2026),
    ]
    assert "tiers-lowered" not in [one.text for one in await told(db)], "history is no news"


async def test_who_rises_late_rises_from_where_they_had_fallen_to(db: Database, program: Program) -> None:
    member = await on_tier(db, program, "gold")
    at = LOST + 5 * DAY  # no night was run
    assert await gains(db, program, member, 1_500, at) == ["gold"]
    passages = await db.read(tiers.history, member_id=member, limit=9)
    assert [(one.before, one.after) for one in passages[:2]] == [("silver", "gold"), ("gold", "silver")]
    assert (await stands(db, program, member, at)).until == ladders.term_ends(program, at)


async def test_reviews_and_rises_at_once_make_one_step(db: Database, program: Program) -> None:
    member = await on_tier(db, program, "gold")
    await some_points(db, program, member_id=member, amount=1_500, at=LOST + DAY, now=LOST + DAY)
    at = LOST + DAY
    await asyncio.gather(
        *(db.write(reviews.review, limit=9, program=program, now=at) for _ in range(4)),
        *(db.write(tiers.promote, member_ids=[member], program=program, now=at) for _ in range(4)),
    )
    passages = await db.read(tiers.history, member_id=member, limit=9)
    assert [one.reason for one in passages] == ["reached", "lowered", "reached"]


async def test_a_new_threshold_moves_nobody_by_itself(db: Database, program: Program) -> None:
    member = await on_tier(db, program, "silver")
    easier = tuple(
        tier.model_copy(update={"reach": 400 if tier.id == "gold" else tier.reach}) for tier in program.tiers
    )
    rules = program.model_copy(update={"tiers": easier})
    assert await night(db, rules, NOW + DAY) == (0, 0)
    assert (await stands(db, rules, member, NOW + DAY)).tier == "silver"
    assert await gains(db, rules, member, 1, NOW + 2 * DAY) == ["gold"], "the next promotion sees it"


async def test_a_tier_that_is_gone_from_the_program_holds_nobody_in_a_term(
    db: Database, program: Program
) -> None:
    member = await on_tier(db, program, "gold")
    rules = program.model_copy(update={"tiers": tuple(tier for tier in program.tiers if tier.id != "gold")})
    assert (await stands(db, rules, member, NOW)).tier == "basic"
    await night(db, rules, LOST)
    standing = await stands(db, rules, member, LOST)
    assert (standing.tier, standing.until) == ("basic", None)


async def test_by_the_calendar_a_tier_holds_through_the_next_year(db: Database, program: Program) -> None:
    rules = ruled(program, window="calendar")
    member = await on_tier(db, rules, "silver")  # in November 2026
    new_year = {year: datetime(year - 1, 12, 31, 16, tzinfo=UTC) for year in range(2026, 2031)}
    standing = await stands(db, rules, member, NOW)
    assert (standing.begins, standing.until) == (new_year[2027], new_year[2028])
    await gains(db, rules, member, 299, new_year[2027] - SECOND)
    await gains(db, rules, member, 1, new_year[2027])
    assert (await stands(db, rules, member, new_year[2027])).missing_to_keep == 299
    await gains(db, rules, member, 299, new_year[2028] - SECOND)
    assert await night(db, rules, new_year[2028]) == (1, 0)
    standing = await stands(db, rules, member, new_year[2028])
    assert (standing.begins, standing.until) == (new_year[2028], new_year[2029])
    lost = datetime(2029, 1, 30, 16, tzinfo=UTC)
    assert await night(db, rules, lost) == (0, 1)
    assert (await stands(db, rules, member, lost)).tier == "basic"


async def test_by_the_calendar_last_years_points_reach_nothing(db: Database, program: Program) -> None:
    rules = ruled(program, window="calendar")
    member = (await a_member(db, rules, now=NOW)).member_id
    january = datetime(2025, 12, 31, 16, tzinfo=UTC)
    assert await gains(db, rules, member, 499, january - SECOND, now=NOW) == []
    assert await gains(db, rules, member, 499, january, now=NOW) == []
    assert await gains(db, rules, member, 1, NOW) == ["silver"]


def spenders(program: Program, **rules: Any) -> Program:
    """Silver from ¥500 or 5 orders on, in a program whose basis looks at that."""
    way = {
        "spend": Way(reach=300, keep=100),
        "purchases": Way(reach=3, keep=2),
    }
    rules = {"basis": "any"} | rules
    tiers_ = tuple(
        tier.model_copy(update=way) if tier.id == "silver" and rules["basis"] == "any" else tier
        for tier in program.tiers
    )
    return ruled(program.model_copy(update={"tiers": tiers_}), **rules)


async def bought(db: Database, program: Program, number: str, cents: int, at: datetime) -> orders.Order:
    order = an_order(number=number, now=at - SECOND, lines=(Line("hot-americano", 1, cents),))
    (outcome,) = await db.write(orders.take_in, orders=[order], program=program, now=at)
    assert outcome.kind == "created"
    return order


async def test_spend_counts_net_of_refunds(db: Database, program: Program) -> None:
    rules = spenders(program, basis="spend")
    joined = await a_member(db, rules, now=NOW)
    order = await bought(db, rules, joined.number, 30_000, NOW)
    refund = refunds.Refund("pos", "r1", order.ref, NOW, 1)
    await db.write(refunds.give_back, refund=refund, program=rules, now=NOW)
    await bought(db, rules, joined.number, 20_000, NOW)
    standing = await stands(db, rules, joined.member_id, NOW)
    assert (standing.tier, standing.gauges[0].measure, standing.qualifying) == ("basic", "spend", 49_999)
    assert standing.to_next is not None
    assert (standing.to_next.ways, standing.to_next.spend) == ("spend", 1)
    await bought(db, rules, joined.number, 100, NOW)
    assert (await stands(db, rules, joined.member_id, NOW)).tier == "silver"


async def test_a_purchase_that_was_given_back_counts_no_more(db: Database, program: Program) -> None:
    rules = spenders(program, basis="purchases")
    rules = rules.model_copy(
        update={
            "tiers": tuple(
                tier.model_copy(update={"reach": place * 3, "keep": place})
                for place, tier in enumerate(rules.tiers)
            )
        }
    )
    joined = await a_member(db, rules, now=NOW)
    first = await bought(db, rules, joined.number, 2_000, NOW)
    refund = refunds.Refund("pos", "r1", first.ref, NOW, 2_000)
    await db.write(refunds.give_back, refund=refund, program=rules, now=NOW)
    await bought(db, rules, joined.number, 99, NOW)  # below what an order must be worth
    for _ in range(2):
        await bought(db, rules, joined.number, 2_000, NOW)
    assert (await stands(db, rules, joined.member_id, NOW)).qualifying == 2
    await bought(db, rules, joined.number, 2_000, NOW)
    assert (await stands(db, rules, joined.member_id, NOW)).tier == "silver"


async def test_any_of_the_ways_is_enough_to_rise_and_to_stay(db: Database, program: Program) -> None:
    rules = spenders(program)
    often, much = await a_member(db, rules, now=NOW), await a_member(db, rules, now=NOW)
    before = NOW - DAY
    for _ in range(3):
        await bought(db, rules, often.number, 200, before)
    await bought(db, rules, much.number, 30_000, before)
    for one in (often, much):
        standing = await stands(db, rules, one.member_id, NOW)
        assert standing.tier == "silver"
        assert standing.to_keep == ladders.Missing("qualifying-spend-purchases", 300, 10_000, 2)
    for _ in range(2):
        await bought(db, rules, often.number, 200, NOW + DAY)
    assert (await stands(db, rules, often.member_id, NOW + DAY)).to_keep is None
    ends = (await stands(db, rules, often.member_id, NOW)).until
    assert ends is not None
    await night(db, rules, ladders.grace_ends(rules, ends))
    assert (await stands(db, rules, often.member_id, ends)).tier == "silver"
