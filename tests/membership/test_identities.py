from __future__ import annotations

import asyncio
from collections import Counter
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.crypto import Vault
from core.program import Program
from db.engine import Database
from db.models.members import Identity
from db.models.notices import Notice
from membership import identities, members, notices, orders, points, profiles, unmerges
from membership.members import Ref
from tests.builders import a_member, an_order

VAULT = Vault(b"v" * 32)
NUMBER = "+86 138 0000 1234"
PHONE = Ref("phone", VAULT.blind_phone(NUMBER))


async def shared(
    db: Database, program: Program, member_id: int, now: datetime, number: str = NUMBER, **given: Any
) -> identities.Shared:
    return await db.write(
        identities.share_phone,
        member_id=member_id,
        number=number,
        **given,
        vault=VAULT,
        program=program,
        now=now,
    )


async def shown_phone(db: Database, program: Program, member_id: int) -> str | None:
    return (await db.read(profiles.card, member_id=member_id, vault=VAULT, program=program)).phone


def told(session: Session) -> list[str]:
    return list(session.execute(select(Notice.text)).scalars())


async def available(db: Database, member_id: int, now: datetime) -> int:
    return (await db.read(points.balance, member_id=member_id, now=now)).available


async def test_a_number_is_kept_blinded_and_sealed_and_shown_masked(
    db: Database, program: Program, now: datetime
) -> None:
    member = await a_member(db, program, now=now)
    done = await shared(db, program, member.member_id, now)
    assert (done.kind, done.points) == ("linked", program.points.profile.phone)
    assert await shown_phone(db, program, member.member_id) == "138****1234"

    def stored(session: Session) -> list[Any]:
        return list(session.execute(select(Identity.value, Identity.sealed)).all())

    assert not any("1380000" in repr(row) for row in await db.read(stored))
    again = await shared(db, program, member.member_id, now)
    assert (again.kind, again.points) == ("known", 0)


async def test_orders_that_waited_under_the_number_join_whoever_shares_it(
    db: Database, program: Program, now: datetime
) -> None:
    order = an_order(number="0", now=now - timedelta(days=30), member=PHONE)
    await db.write(orders.take_in, orders=[order], program=program, now=now)
    member = await a_member(db, program, now=now)
    done = await shared(db, program, member.member_id, now)
    assert done.kind == "joined"
    assert await db.read(members.find, ref=PHONE) == member.member_id
    assert await available(db, member.member_id, now) == 28 + program.points.profile.phone
    assert "merges-merged" not in await db.read(told)  # the answer to the contact says it
    recent = await db.read(orders.recent, member_id=member.member_id, limit=5)
    assert [one.ref for one in recent] == [order.ref]
    # The channel delivers the same order again, and the next one under the number: one member's, paid once.
    repeated = await db.write(orders.take_in, orders=[order], program=program, now=now)
    assert repeated[0].kind == "duplicate"
    after = an_order(number="0", now=now, member=PHONE)
    await db.write(orders.take_in, orders=[after], program=program, now=now)
    assert await available(db, member.member_id, now) == 56 + program.points.profile.phone


async def test_a_number_that_was_silent_for_a_year_waits_for_an_operator(
    db: Database, program: Program, now: datetime
) -> None:
    long_ago = now - timedelta(days=program.asks.phone_dormant_days + 1)
    order = an_order(number="0", now=long_ago, member=PHONE)
    await db.write(orders.take_in, orders=[order], program=program, now=now)
    before = await db.read(members.find, ref=PHONE)
    member = await a_member(db, program, now=now)
    done = await shared(db, program, member.member_id, now, desk=-77)
    assert done.kind == "review"
    assert await db.read(members.find, ref=PHONE) == before
    (claim,) = await db.read(identities.waiting, now=now)
    assert -77 in {due.chat_id for due in await db.write(notices.arm, limit=20, now=now)}
    decided = await db.write(
        identities.decide,
        claim_id=claim.claim_id,
        verdict="move",
        actor="telegram:1",
        program=program,
        now=now,
    )
    assert decided.state == "moved"
    assert await db.read(members.find, ref=PHONE) == member.member_id
    assert await available(db, before, now) > 0, "the earlier owner keeps their points"
    assert await shown_phone(db, program, member.member_id) == "138****1234"
    assert await db.read(identities.waiting, now=now) == ()


async def test_another_account_is_asked_and_its_yes_makes_both_one(
    db: Database, program: Program, now: datetime
) -> None:
    holder = await a_member(db, program, now=now, telegram_id=801)
    await shared(db, program, holder.member_id, now)
    claimant = await a_member(db, program, now=now, telegram_id=802)
    done = await shared(db, program, claimant.member_id, now)
    assert (done.kind, done.points) == ("asked", 0)
    assert (await shared(db, program, claimant.member_id, now)).kind == "asked"
    due = [one for one in await db.write(notices.arm, limit=20, now=now) if one.text == "identities-asked"]
    assert [one.chat_id for one in due] == [801]
    claim_id = int(due[0].buttons[0][0]["data"].split(":")[1])
    for stranger in (claimant.member_id, (await a_member(db, program, now=now)).member_id):
        with pytest.raises(identities.ClaimGone):
            await db.write(
                identities.answer, claim_id=claim_id, member_id=stranger, same=True, program=program, now=now
            )
    answer: dict[str, Any] = {"claim_id": claim_id, "member_id": holder.member_id, "same": True}
    decided = await db.write(identities.answer, **answer, program=program, now=now)
    assert decided.merged is not None
    assert "merges-merged" in await db.read(told)
    assert await db.read(members.find, ref=PHONE) == claimant.member_id
    # Telling the phone is paid once to a person, whatever accounts they had.
    assert await available(db, claimant.member_id, now) == program.points.profile.phone
    with pytest.raises(identities.ClaimGone):
        await db.write(identities.answer, **answer, program=program, now=now)


async def test_a_no_changes_nothing_and_goes_to_the_operators(
    db: Database, program: Program, now: datetime
) -> None:
    holder = await a_member(db, program, now=now)
    await shared(db, program, holder.member_id, now)
    claimant = await a_member(db, program, now=now)
    await shared(db, program, claimant.member_id, now)
    assert await db.read(identities.waiting, now=now) == ()
    later = now + identities.ANSWER_WITHIN
    (late,) = await db.read(identities.waiting, now=later)
    assert not late.denied
    said: dict[str, Any] = {"claim_id": late.claim_id, "member_id": holder.member_id, "same": False}
    await db.write(identities.answer, **said, desk=-5, program=program, now=now)
    assert await db.read(members.find, ref=PHONE) == holder.member_id
    (denied,) = await db.read(identities.waiting, now=now)
    assert denied.denied
    await db.write(
        identities.decide,
        claim_id=denied.claim_id,
        verdict="refuse",
        actor="telegram:1",
        program=program,
        now=now,
    )
    assert await db.read(members.find, ref=PHONE) == holder.member_id
    told = await db.write(notices.arm, limit=20, now=now)
    assert [one.member_id for one in told if one.text == "identities-refused"] == [claimant.member_id]


async def test_of_two_accounts_that_share_one_number_at_once_one_holds_it(
    db: Database, program: Program, now: datetime
) -> None:
    accounts = [(await a_member(db, program, now=now)).member_id for _ in range(4)]
    done = await asyncio.gather(*(shared(db, program, one, now) for one in accounts))
    assert Counter(one.kind for one in done) == {"linked": 1, "asked": 3}
    assert sum([await available(db, one, now) for one in accounts]) == program.points.profile.phone


async def test_a_new_number_takes_the_place_of_the_old_one(
    db: Database, program: Program, now: datetime
) -> None:
    member = await a_member(db, program, now=now)
    await shared(db, program, member.member_id, now)
    changed = await shared(db, program, member.member_id, now, "+85291234567")
    assert changed.points == 0
    assert await shown_phone(db, program, member.member_id) == "+85****4567"
    with pytest.raises(members.MemberUnknown):
        await db.read(members.find, ref=PHONE)
    await db.write(identities.forget_phone, member_id=member.member_id)
    assert await shown_phone(db, program, member.member_id) is None


async def test_what_is_no_number_is_refused(db: Database, program: Program, now: datetime) -> None:
    member = await a_member(db, program, now=now)
    for nonsense in ("", "12345", "abc", "+86 138 0000 12345678901"):
        with pytest.raises(identities.PhoneWrong):
            await shared(db, program, member.member_id, now, nonsense)
    assert await shown_phone(db, program, member.member_id) is None


async def test_a_wrong_match_can_be_taken_back(db: Database, program: Program, now: datetime) -> None:
    order = an_order(number="0", now=now, member=PHONE)
    await db.write(orders.take_in, orders=[order], program=program, now=now)
    waiting = await db.read(members.find, ref=PHONE)
    member = await a_member(db, program, now=now)
    done = await shared(db, program, member.member_id, now)
    assert done.merged is not None
    await db.write(
        unmerges.undo,
        merge_id=done.merged.merge_id,
        actor="telegram:1",
        reason="number had a new owner",
        origin="chat",
        program=program,
        now=now,
    )
    assert await available(db, waiting, now) == 28
    assert await available(db, member.member_id, now) == program.points.profile.phone
