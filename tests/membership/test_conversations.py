from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from core.crypto import Vault
from core.program import Program
from db.engine import Database
from membership import conversations, erasures, merges
from tests import builders


async def _say(
    db: Database, question: str, answer: str, now: datetime, **who: Any
) -> conversations.Remembered:
    place: dict[str, Any] = {"chat_id": 1, "telegram_id": 1, "member_id": None}
    return await db.write(conversations.remember, **(place | who), question=question, answer=answer, now=now)


async def test_a_talk_is_recalled_in_its_order_by_chat_and_person(db: Database, now: datetime) -> None:
    for number in range(3):
        await _say(db, f"q{number}", f"a{number}", now + timedelta(minutes=number))
    await _say(db, "theirs", "x", now, telegram_id=2)
    held = await db.read(conversations.recall, chat_id=1, telegram_id=1, now=now + timedelta(minutes=5))
    assert [(turn.question, turn.answer) for turn in held.turns] == [("q0", "a0"), ("q1", "a1"), ("q2", "a2")]
    assert held.turns[1].at == now + timedelta(minutes=1)
    assert held.summary == ""
    assert (await db.read(conversations.recall, chat_id=9, telegram_id=1, now=now)).turns == ()


async def test_a_talk_is_bounded_and_its_beginning_becomes_a_summary(db: Database, now: datetime) -> None:
    done = [await _say(db, f"第{number}问" * 500, f"答{number}" * 500, now) for number in range(30)]
    held = await db.read(conversations.recall, chat_id=1, telegram_id=1, now=now)
    assert len(held.turns) == conversations.TURNS
    assert all(len(turn.question) <= conversations.LONGEST for turn in held.turns)
    assert len(held.summary) <= conversations.SUMMARY
    assert "第25问" in held.summary
    assert done[0].outline is None
    assert done[-1].outline == held.summary


async def test_a_better_summary_replaces_the_outline_unless_the_talk_went_on(
    db: Database, now: datetime
) -> None:
    for number in range(5):
        done = await _say(db, f"q{number}", "a", now)
    assert await db.write(
        conversations.summarise, conversation_id=done.conversation_id, count=done.count, summary="Better."
    )
    await _say(db, "q6", "a", now)
    assert not await db.write(
        conversations.summarise, conversation_id=done.conversation_id, count=done.count, summary="Late."
    )
    held = await db.read(conversations.recall, chat_id=1, telegram_id=1, now=now)
    assert held.summary.startswith("Better.\n- q1")


async def test_what_was_said_long_ago_is_no_context_and_in_the_end_forgotten(
    db: Database, now: datetime
) -> None:
    await _say(db, "q", "a", now)
    later = now + conversations.FRESH + timedelta(seconds=1)
    assert (await db.read(conversations.recall, chat_id=1, telegram_id=1, now=later)).turns == ()
    assert await db.write(conversations.prune, limit=10, now=now + conversations.KEPT) == 0
    assert await db.write(conversations.prune, limit=10, now=later + conversations.KEPT) == 1


async def test_a_person_s_talks_are_forgotten_in_every_chat_and_nobody_else_s(
    db: Database, now: datetime
) -> None:
    await _say(db, "q", "a", now)
    await _say(db, "q", "a", now, chat_id=-100)
    await _say(db, "q", "a", now, telegram_id=2)
    assert await db.write(conversations.forget, telegram_id=1) == 2
    assert (await db.read(conversations.recall, chat_id=1, telegram_id=2, now=now)).turns


async def test_an_erased_member_s_talks_are_gone(
    db: Database, program: Program, vault: Vault, now: datetime
) -> None:
    joined = await builders.a_member(db, program, now=now)
    await _say(db, "q", "a", now, chat_id=5, telegram_id=5, member_id=joined.member_id)
    await db.write(
        erasures.erase,
        member_id=joined.member_id,
        actor="self",
        origin="test",
        vault=vault,
        program=program,
        now=now,
    )
    assert (await db.read(conversations.recall, chat_id=5, telegram_id=5, now=now)).turns == ()


async def test_a_merged_member_s_talks_are_erased_with_the_survivor(
    db: Database, program: Program, vault: Vault, now: datetime
) -> None:
    source = await builders.a_member(db, program, now=now)
    target = await builders.a_member(db, program, now=now)
    await _say(db, "q", "a", now, chat_id=5, telegram_id=5, member_id=source.member_id)
    await db.write(
        merges.merge,
        source=source.member_id,
        target=target.member_id,
        actor="operator:1",
        reason="same person",
        origin="test",
        program=program,
        now=now,
    )
    assert (await db.read(conversations.recall, chat_id=5, telegram_id=5, now=now)).turns
    await db.write(
        erasures.erase,
        member_id=target.member_id,
        actor="self",
        origin="test",
        vault=vault,
        program=program,
        now=now,
    )
    assert (await db.read(conversations.recall, chat_id=5, telegram_id=5, now=now)).turns == ()
