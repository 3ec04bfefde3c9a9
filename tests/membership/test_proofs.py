from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Literal

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.program import Program
from db.engine import Database
from db.models.notices import Notice
from membership import challenges, points, posts, proofs
from membership.groups import GroupCard
from tests.builders import a_group, a_member

TEN = datetime(2026, 11, 18, 2, 0, tzinfo=UTC)
POST_MESSAGE = 50


async def a_proof_task(db: Database, program: Program) -> GroupCard:
    """A group with the task `cup-photo`, sent as the message POST_MESSAGE."""
    group = await a_group(db, program, now=TEN)
    alone = program.model_copy(update={"challenges": {"cup-photo": program.challenges["cup-photo"]}})
    await db.write(challenges.open_due, program=alone, now=TEN)
    (post,) = await db.read(posts.due, program=program, now=TEN)
    sheet = await db.write(posts.claim, post_id=post, program=program, now=TEN)
    assert sheet is not None
    await db.write(posts.settle, sheet=sheet, outcome="sent", message_id=POST_MESSAGE, now=TEN)
    return group


async def hand_in(
    db: Database,
    program: Program,
    group: GroupCard,
    member_id: int,
    *,
    message_id: int = 60,
    post: int = POST_MESSAGE,
    media: Literal["photo", "text"] = "photo",
    now: datetime = TEN,
) -> proofs.HandedIn | None:
    return await db.write(
        proofs.hand_in,
        chat_id=group.chat_id,
        post_message_id=post,
        member_id=member_id,
        message_id=message_id,
        media=media,
        program=program,
        now=now,
    )


async def decide(
    db: Database, program: Program, attempt_id: int, *, approve: bool, operator_id: int = 1
) -> proofs.Decision:
    return await db.write(
        proofs.decide,
        attempt_id=attempt_id,
        approve=approve,
        operator_id=operator_id,
        program=program,
        now=TEN,
    )


async def available(db: Database, member_id: int) -> int:
    return (await db.read(points.balance, member_id=member_id, now=TEN)).available


async def test_a_proof_pays_when_it_is_approved_and_not_before(db: Database, program: Program) -> None:
    group = await a_proof_task(db, program)
    member = await a_member(db, program, now=TEN)
    handed = await hand_in(db, program, group, member.member_id)
    assert handed is not None
    assert await available(db, member.member_id) == 0
    (waiting,) = await db.read(proofs.waiting)
    assert (waiting.attempt_id, waiting.chat_id, waiting.message_id) == (
        handed.attempt_id,
        group.chat_id,
        60,
    )
    assert (await decide(db, program, handed.attempt_id, approve=True)).points == 8
    assert await available(db, member.member_id) == 8
    assert await db.read(proofs.waiting) == ()
    assert await db.read(_told, member_id=member.member_id) == ["challenges-proof-approved"]


async def test_two_reviewers_at_once_pay_once(db: Database, program: Program) -> None:
    group = await a_proof_task(db, program)
    member = await a_member(db, program, now=TEN)
    handed = await hand_in(db, program, group, member.member_id)
    assert handed is not None
    verdicts = await asyncio.gather(
        *(
            decide(db, program, handed.attempt_id, approve=approve, operator_id=reviewer)
            for reviewer, approve in enumerate((True, True, False))
        ),
        return_exceptions=True,
    )
    decided = [verdict for verdict in verdicts if isinstance(verdict, proofs.Decision)]
    assert len(decided) == 1
    assert sum(isinstance(verdict, proofs.ProofDecided) for verdict in verdicts) == 2
    assert await available(db, member.member_id) == decided[0].points


async def test_a_rejected_proof_may_be_handed_in_again_and_then_pays(db: Database, program: Program) -> None:
    group = await a_proof_task(db, program)
    member = await a_member(db, program, now=TEN)
    first = await hand_in(db, program, group, member.member_id)
    assert first is not None
    with pytest.raises(challenges.TaskTried):
        await hand_in(db, program, group, member.member_id, message_id=61)
    await decide(db, program, first.attempt_id, approve=False)
    again = await hand_in(db, program, group, member.member_id, message_id=62)
    assert again is not None
    await decide(db, program, again.attempt_id, approve=True)
    assert await available(db, member.member_id) == 8
    with pytest.raises(challenges.TaskTried):
        await hand_in(db, program, group, member.member_id, message_id=63)


async def test_what_is_no_proof_is_left_alone(db: Database, program: Program) -> None:
    group = await a_proof_task(db, program)
    member = await a_member(db, program, now=TEN)
    assert await hand_in(db, program, group, member.member_id, media="text") is None
    assert await hand_in(db, program, group, member.member_id, post=51) is None


async def test_a_proof_of_yesterdays_task_comes_too_late(db: Database, program: Program) -> None:
    group = await a_proof_task(db, program)
    member = await a_member(db, program, now=TEN)
    with pytest.raises(challenges.TaskOver):
        await hand_in(db, program, group, member.member_id, now=TEN + timedelta(days=1))


async def test_an_unknown_proof_cannot_be_decided(db: Database, program: Program) -> None:
    with pytest.raises(proofs.ProofUnknown):
        await decide(db, program, 99, approve=True)


def _told(session: Session, *, member_id: int) -> list[str]:
    return list(session.execute(select(Notice.text).where(Notice.member_id == member_id)).scalars())
