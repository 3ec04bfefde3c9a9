from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.errors import Refusal
from core.program import Program
from db.engine import Database
from db.models.points import Account
from db.queries import merges as places
from db.types import Row
from membership import (
    audits,
    checkins,
    coupons,
    invariants,
    members,
    merges,
    notices,
    orders,
    points,
    unmerges,
)
from membership.members import Joined, Ref
from tests.builders import a_member, an_order, some_points

UNTOUCHED = {"merges", "merge_moves", "audits", "notices", "tier_changes"}


async def merged(
    db: Database, program: Program, source: int, target: int, now: datetime, **given: Any
) -> merges.Merged:
    values: dict[str, Any] = {"actor": "telegram:1", "reason": "one person", "origin": "chat"}
    return await db.write(
        merges.merge, source=source, target=target, **(values | given), program=program, now=now
    )


async def undone(db: Database, program: Program, merge_id: int, now: datetime) -> unmerges.Undone:
    return await db.write(
        unmerges.undo,
        merge_id=merge_id,
        actor="telegram:1",
        reason="two persons",
        origin="chat",
        program=program,
        now=now,
    )


async def two_with_points(db: Database, program: Program, now: datetime) -> tuple[Joined, Joined]:
    source = await a_member(db, program, now=now, name="Old")
    target = await a_member(db, program, now=now, name="New")
    await some_points(db, program, member_id=source.member_id, amount=60, now=now)
    await some_points(db, program, member_id=target.member_id, amount=50, now=now)
    return source, target


def snapshot(session: Session) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table that a merge could touch."""
    return {
        table.name: sorted(map(tuple, session.execute(select(table)).all()), key=repr)
        for table in Row.metadata.sorted_tables
        if table.name not in UNTOUCHED
    }


def faults(session: Session) -> list[str]:
    """What does not add up in any ledger."""
    return [str(fault) for fault in invariants.check(session).faults]


def test_every_column_that_names_a_member_is_thought_of() -> None:
    known = [*places.MOVED, *places.COMBINED, *places.KEPT]
    assert len(known) == len(set(known))
    assert set(known) == places.references(), "say in db/queries/merges.py what a merge does with it"
    for place in places.MOVED:
        assert places.key_of(place).type.python_type is int


async def test_all_that_two_members_have_is_one_members_afterwards(
    db: Database, program: Program, now: datetime
) -> None:
    source, target = await two_with_points(db, program, now)
    order = an_order(number=source.number, now=now)
    await db.write(orders.take_in, orders=[order], program=program, now=now)
    done = await merged(db, program, source.member_id, target.member_id, now)
    assert done.balance == 60 + 50 + 28
    assert (await db.read(points.balance, member_id=target.member_id, now=now)).available == done.balance
    assert (await db.read(points.balance, member_id=source.member_id, now=now)).available == 0
    assert len(await db.read(coupons.open_coupons, member_id=target.member_id, now=now)) == 2
    assert await db.read(faults) == []
    # Both numbers lead to the survivor, so does the next order under the old one.
    assert await db.read(members.find, ref=Ref("number", source.number)) == target.member_id
    again = an_order(number=source.number, now=now)
    await db.write(orders.take_in, orders=[again], program=program, now=now)
    assert (await db.read(points.balance, member_id=target.member_id, now=now)).available == done.balance + 28
    assert (await db.read(audits.check)).broken is None


async def test_both_accounts_are_recognised_and_only_one_is_written_to(
    db: Database, program: Program, now: datetime
) -> None:
    source = await a_member(db, program, now=now, telegram_id=501)
    target = await a_member(db, program, now=now, telegram_id=502)
    await merged(db, program, source.member_id, target.member_id, now)
    for account in (501, 502):
        viewer = await db.read(members.recognise, telegram_id=account, language_code="en", operators=())
        assert viewer.member_id == target.member_id
    assert not (await a_member(db, program, now=now, telegram_id=501)).new
    assert {due.chat_id for due in await db.write(notices.arm, limit=20, now=now)} == {502}
    # Blocked where we write, and back on the other account: from now on there.
    await db.write(members.blocked, telegram_id=501, reachable=False)
    await db.write(members.blocked, telegram_id=502, reachable=False)
    await db.write(members.blocked, telegram_id=501, reachable=True)
    await some_points(db, program, member_id=target.member_id, amount=5, now=now)
    await db.write(
        notices.tell,
        member_ids=[target.member_id],
        topic="service",
        text="notices-verbatim",
        key="t",
        values={},
        now=now,
    )
    assert {due.chat_id for due in await db.write(notices.arm, limit=20, now=now)} == {501}


async def test_the_stricter_consent_stands_and_comes_back(
    db: Database, program: Program, now: datetime
) -> None:
    source, target = await two_with_points(db, program, now)
    await db.write(
        members.choose_topic,
        member_id=source.member_id,
        topic="campaigns",
        granted=False,
        message_id=9,
        program=program,
        now=now,
    )
    await db.write(members.profiling, member_id=source.member_id, personal=False)
    done = await merged(db, program, source.member_id, target.member_id, now)

    async def campaigns_of(member: int) -> bool:
        choices = await db.read(members.topics, member_id=member, program=program)
        return next(one.granted for one in choices if one.topic == "campaigns")

    assert not await campaigns_of(target.member_id)
    assert not await db.read(members.is_personal, member_id=target.member_id)
    await undone(db, program, done.merge_id, now)
    assert await campaigns_of(target.member_id)
    assert await db.read(members.is_personal, member_id=target.member_id)
    assert not await campaigns_of(source.member_id)


async def test_days_with_a_check_in_are_united_and_pay_nothing_anew(
    db: Database, program: Program, now: datetime
) -> None:
    source, target = await two_with_points(db, program, now)
    for offset, member in ((0, source), (1, target), (2, source), (2, target), (3, target)):
        at = now + timedelta(days=offset)
        await db.write(checkins.check_in, member_id=member.member_id, program=program, now=at)
    later = now + timedelta(days=3)
    before = {
        one.member_id: await db.read(points.balance, member_id=one.member_id, now=later)
        for one in (source, target)
    }
    await merged(db, program, source.member_id, target.member_id, later)
    diary = await db.read(checkins.diary, member_id=target.member_id, program=program, now=later)
    assert (diary.run.days, diary.run.total) == (4, 4)
    held = await db.read(points.balance, member_id=target.member_id, now=later)
    assert held.available == sum(one.available for one in before.values())
    again = await db.write(checkins.check_in, member_id=target.member_id, program=program, now=later)
    assert not again.new


async def test_a_merge_that_is_taken_back_leaves_everything_as_it_was(
    db: Database, program: Program, now: datetime
) -> None:
    source, target = await two_with_points(db, program, now)
    await db.write(checkins.check_in, member_id=source.member_id, program=program, now=now)
    for member in (source, target):
        await db.write(
            orders.take_in, orders=[an_order(number=member.number, now=now)], program=program, now=now
        )
    before = await db.read(snapshot)
    done = await merged(db, program, source.member_id, target.member_id, now)
    assert await db.read(snapshot) != before
    await undone(db, program, done.merge_id, now + timedelta(days=30))
    after = await db.read(snapshot)
    for table, rows in before.items():
        assert after[table] == rows, table


async def test_points_spent_meanwhile_stay_spent_and_both_ledgers_add_up(
    db: Database, program: Program, now: datetime
) -> None:
    source, target = await two_with_points(db, program, now)
    done = await merged(db, program, source.member_id, target.member_id, now)
    spent = await db.write(
        points.spend,
        member_id=target.member_id,
        amount=80,
        key="x",
        source="redeem:x",
        program=program,
        now=now,
    )
    back = await undone(db, program, done.merge_id, now)
    assert await db.read(faults) == []
    left = {
        one.number: (await db.read(points.balance, member_id=one.member_id, now=now)).available
        for one in (source, target)
    }
    assert sum(left.values()) == 30
    assert back.lent == 60 - left[source.number]
    # A cancelled redemption gives its points back to whoever redeemed, also after the undoing.
    await db.write(
        points.return_spent,
        entry_id=spent.entry_id,
        amount=80,
        key="y",
        source="cancel",
        program=program,
        now=now,
    )
    held = await db.read(points.balance, member_id=target.member_id, now=now)
    assert held.available == left[target.number] + 80
    assert await db.read(faults) == []


async def test_a_refund_after_the_merge_goes_back_with_its_order(
    db: Database, program: Program, now: datetime
) -> None:
    source, target = await two_with_points(db, program, now)
    earned = await some_points(db, program, member_id=source.member_id, amount=40, now=now)
    done = await merged(db, program, source.member_id, target.member_id, now)
    await db.write(
        points.take_back,
        entry_id=earned.entry_id,
        member_id=target.member_id,
        amount=40,
        qualifying=40,
        key="r",
        source="refund:x",
        program=program,
        now=now,
    )
    await undone(db, program, done.merge_id, now)
    assert (await db.read(points.balance, member_id=source.member_id, now=now)).available == 60
    assert (await db.read(points.balance, member_id=target.member_id, now=now)).available == 50
    assert await db.read(faults) == []
    # Not only the points: what no longer counts towards a tier is the source's, too.
    assert await db.read(qualifying_of, source.member_id) == 60
    assert await db.read(qualifying_of, target.member_id) == 50


def qualifying_of(session: Session, member_id: int) -> int:
    return session.execute(select(Account.qualifying).where(Account.member_id == member_id)).scalar_one()


async def test_the_survivor_is_never_lower_than_either_was(
    db: Database, program: Program, now: datetime
) -> None:
    source = await a_member(db, program, now=now)
    target = await a_member(db, program, now=now)
    half = program.tiers[1].reach // 2
    for one in (source, target):
        await some_points(db, program, member_id=one.member_id, amount=half, now=now)
    done = await merged(db, program, source.member_id, target.member_id, now)
    assert done.tier == program.tiers[1].id
    await undone(db, program, done.merge_id, now)
    viewer = await db.read(members.find, ref=Ref("number", target.number))
    assert (await db.read(tier_of, viewer)) == program.tiers[0].id


def tier_of(session: Session, member_id: int) -> str:
    return session.execute(select(Account.tier).where(Account.member_id == member_id)).scalar_one()


async def test_what_can_not_be_merged_or_undone_is_refused(
    db: Database, program: Program, now: datetime
) -> None:
    source, target = await two_with_points(db, program, now)
    third = await a_member(db, program, now=now)
    with pytest.raises(merges.SamePerson):
        await merged(db, program, source.member_id, source.member_id, now)
    with pytest.raises(members.MemberUnknown):
        await merged(db, program, 999_999, source.member_id, now)
    with pytest.raises(audits.ReasonMissing):
        await merged(db, program, source.member_id, target.member_id, now, reason=" ")
    done = await merged(db, program, source.member_id, target.member_id, now)
    with pytest.raises(merges.NotMergeable):
        await merged(db, program, source.member_id, third.member_id, now)
    with pytest.raises(unmerges.TooLate):
        await undone(db, program, done.merge_id, now + timedelta(days=30, seconds=1))
    chained = await merged(db, program, target.member_id, third.member_id, now)
    with pytest.raises(merges.NotMergeable):
        await undone(db, program, done.merge_id, now)
    await undone(db, program, chained.merge_id, now)
    await undone(db, program, done.merge_id, now)
    with pytest.raises(unmerges.MergeUnknown):
        await undone(db, program, done.merge_id, now)
    assert await db.read(faults) == []


async def test_two_operators_who_merge_crosswise_at_once_merge_once(
    db: Database, program: Program, now: datetime
) -> None:
    source, target = await two_with_points(db, program, now)
    tries = [
        merged(db, program, source.member_id, target.member_id, now),
        merged(db, program, target.member_id, source.member_id, now),
        merged(db, program, source.member_id, target.member_id, now),
    ]
    outcomes = await asyncio.gather(*tries, return_exceptions=True)
    assert sum(isinstance(one, merges.Merged) for one in outcomes) == 1
    assert sum(isinstance(one, Refusal) for one in outcomes) == 2
    assert await db.read(faults) == []


async def test_what_was_written_behind_a_merge_is_brought_after(
    db: Database, program: Program, now: datetime
) -> None:
    source, target = await two_with_points(db, program, now)
    await merged(db, program, source.member_id, target.member_id, now)
    await some_points(db, program, member_id=source.member_id, amount=7, now=now)
    assert await db.write(merges.gather, program=program, now=now) > 0
    assert (await db.read(points.balance, member_id=target.member_id, now=now)).available == 117
    assert await db.write(merges.gather, program=program, now=now) == 0
    assert await db.read(faults) == []
