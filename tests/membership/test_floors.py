from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from core.program import Program
from db.engine import Database
from membership import reviews, tiers
from tests.builders import a_member, some_points
from tests.conftest import NOW

YEAR = NOW + timedelta(days=365)


async def floored(
    db: Database,
    program: Program,
    member_id: int,
    tier: str = "gold",
    until: datetime = YEAR,
    now: datetime = NOW,
) -> tiers.Floored:
    return await db.write(
        tiers.set_floor, member_id=member_id, tier=tier, until=until, program=program, now=now
    )


async def stands(db: Database, program: Program, member_id: int, now: datetime = NOW) -> tiers.Standing:
    return await db.read(tiers.standing, member_id=member_id, program=program, now=now)


async def gains(
    db: Database, program: Program, member_id: int, amount: int, now: datetime = NOW
) -> list[str]:
    await some_points(db, program, member_id=member_id, amount=amount, now=now)
    moved = await db.write(tiers.promote, member_ids=[member_id], program=program, now=now)
    return [one.after for one in moved]


async def test_a_floor_lifts_at_once_and_leaves_the_own_tier_as_it_was(
    db: Database, program: Program
) -> None:
    member = (await a_member(db, program, now=NOW)).member_id
    done = await floored(db, program, member)
    assert (done.before, done.after, done.earned) == ("basic", "gold", "basic")
    standing = await stands(db, program, member)
    assert (standing.tier, standing.earned, standing.floor_until) == ("gold", "basic", YEAR)
    assert standing.until is None
    done = await db.write(tiers.drop_floor, member_id=member, program=program, now=NOW + timedelta(days=3))
    assert (done.before, done.after) == ("gold", "basic")
    assert (await stands(db, program, member)).floor_until is None
    passages = await db.read(tiers.history, member_id=member, limit=9)
    assert [(one.after, one.reason, one.earned) for one in passages] == [
        ("basic", "card-ended", None),
        ("gold", "card", "basic"),
    ]


async def test_what_is_earned_below_a_floor_counts_when_it_ends(db: Database, program: Program) -> None:
    member = (await a_member(db, program, now=NOW)).member_id
    await floored(db, program, member)
    assert await gains(db, program, member, 500) == []
    standing = await stands(db, program, member)
    assert (standing.tier, standing.earned, standing.next_tier) == ("gold", "silver", "platinum")
    done = await db.write(tiers.drop_floor, member_id=member, program=program, now=NOW)
    assert done.after == "silver"


async def test_a_floor_never_lowers(db: Database, program: Program) -> None:
    member = (await a_member(db, program, now=NOW)).member_id
    assert await gains(db, program, member, 2_500) == ["platinum"]
    assert (await floored(db, program, member)).after == "platinum"
    assert (await db.write(tiers.drop_floor, member_id=member, program=program, now=NOW)).after == "platinum"
    assert [one.reason for one in await db.read(tiers.history, member_id=member, limit=9)] == ["reached"]


async def test_whoever_rises_above_a_floor_is_told_so(db: Database, program: Program) -> None:
    member = (await a_member(db, program, now=NOW)).member_id
    await floored(db, program, member)
    assert await gains(db, program, member, 2_500) == ["platinum"]


async def test_a_floor_falls_by_itself_when_its_time_is_over(db: Database, program: Program) -> None:
    member = (await a_member(db, program, now=NOW)).member_id
    await floored(db, program, member)
    await db.write(reviews.review, limit=10, program=program, now=YEAR - timedelta(seconds=1))
    assert (await stands(db, program, member)).tier == "gold"
    await db.write(reviews.review, limit=10, program=program, now=YEAR + timedelta(days=40))
    standing = await stands(db, program, member)
    assert (standing.tier, standing.since, standing.floor_until) == ("basic", YEAR, None)
    assert (await db.write(reviews.review, limit=10, program=program, now=YEAR)).looked_at == 0


async def test_laying_a_floor_again_moves_its_end_and_nothing_else(db: Database, program: Program) -> None:
    member = (await a_member(db, program, now=NOW)).member_id
    await floored(db, program, member)
    again = await floored(db, program, member, until=YEAR + timedelta(days=365))
    assert (again.before, again.after, again.until) == ("gold", "gold", YEAR + timedelta(days=365))
    assert len(await db.read(tiers.history, member_id=member, limit=9)) == 1


async def test_dropping_what_is_not_there_does_nothing(db: Database, program: Program) -> None:
    member = (await a_member(db, program, now=NOW)).member_id
    done = await db.write(tiers.drop_floor, member_id=member, program=program, now=NOW)
    assert (done.before, done.after) == ("basic", "basic")
    assert await db.read(tiers.history, member_id=member, limit=9) == ()


async def test_a_floor_needs_a_tier_and_a_time_to_come(db: Database, program: Program) -> None:
    member = (await a_member(db, program, now=NOW)).member_id
    with pytest.raises(tiers.TierUnknown):
        await floored(db, program, member, tier="diamond")
    with pytest.raises(tiers.FloorOver):
        await floored(db, program, member, until=NOW)
    with pytest.raises(tiers.NoAccount):
        await floored(db, program, 99)


async def test_the_tier_of_an_instant_comes_from_the_history(db: Database, program: Program) -> None:
    member = (await a_member(db, program, now=NOW)).member_id
    other = (await a_member(db, program, now=NOW)).member_id
    later, last = NOW + timedelta(days=10), NOW + timedelta(days=20)
    await gains(db, program, member, 500, now=NOW)
    await floored(db, program, member, now=later)
    await db.write(tiers.drop_floor, member_id=member, program=program, now=last)
    tick = timedelta(microseconds=1)
    moments = [NOW - tick, NOW, later - tick, later, last - tick, last, last + timedelta(days=99)]
    held = await db.read(
        tiers.at, moments=[(one, at) for one in (member, other) for at in moments], program=program
    )
    assert [held[member, at].id for at in moments] == [
        "basic",
        "silver",
        "silver",
        "gold",
        "gold",
        "silver",
        "silver",
    ]
    assert {held[other, at].id for at in moments} == {"basic"}
