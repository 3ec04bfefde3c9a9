from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from typing import Any

from core.program import Program
from db.engine import Database
from membership import answers, notices, usages


async def _spend(db: Database, program: Program, now: datetime, **given: Any) -> None:
    used = {"telegram_id": 1, "calls": 1, "tokens_in": 100, "tokens_out": 20, "cost": 300} | given
    await db.write(usages.spend, **used, program=program, now=now)


async def test_what_turns_use_at_once_adds_up_for_the_person_and_for_all(
    db: Database, program: Program, now: datetime
) -> None:
    await asyncio.gather(*(_spend(db, program, now, telegram_id=1 + turn % 2) for turn in range(20)))
    found = await db.read(usages.report, days=1, program=program, now=now)
    assert (found.calls, found.tokens_in, found.tokens_out, found.cost) == (20, 2_000, 400, 6_000)
    caps = usages.Caps(person=1_200, everybody=None)
    assert await _reached(db, program, now, 1, caps) == "person"
    assert await _reached(db, program, now, 1, usages.Caps(person=1_201, everybody=None)) is None
    assert await _reached(db, program, now, 3, usages.Caps(person=None, everybody=2_400)) == "everybody"


async def _reached(db: Database, program: Program, now: datetime, who: int, caps: usages.Caps) -> str | None:
    return await db.read(usages.exhausted, telegram_id=who, caps=caps, program=program, now=now)


async def test_a_new_local_day_begins_with_nothing_used(
    db: Database, program: Program, now: datetime
) -> None:
    await _spend(db, program, now)
    caps = usages.Caps(person=1, everybody=1)
    assert await _reached(db, program, now, 1, caps) == "everybody"
    assert await _reached(db, program, now + timedelta(days=1), 1, caps) is None
    week = await db.read(usages.report, days=7, program=program, now=now + timedelta(days=6))
    assert week.calls == 1
    assert (await db.read(usages.report, days=7, program=program, now=now + timedelta(days=7))).calls == 0


async def test_operators_are_told_of_the_common_cap_once_a_day(
    db: Database, program: Program, now: datetime
) -> None:
    caps = usages.Caps(person=None, everybody=10)
    told = [
        await db.write(usages.tell_operators, chats=(7, 8), caps=caps, program=program, now=now)
        for _ in range(3)
    ]
    assert told == [2, 0, 0]
    assert len(await db.write(notices.arm, limit=10, now=now)) == 2


async def test_the_report_counts_answers_by_how_they_came_about(
    db: Database, program: Program, now: datetime
) -> None:
    for mode in ("agent", "agent", "extractive"):
        await db.write(
            answers.record,
            member_id=None,
            telegram_id=1,
            question="q",
            action="answer",
            mode=mode,
            text="t",
            sources=[],
            prompt_version=None,
            now=now,
        )
    assert (await db.read(usages.report, days=1, program=program, now=now)).modes == {
        "agent": 2,
        "extractive": 1,
    }


async def test_single_persons_are_forgotten_while_the_sums_stay(
    db: Database, program: Program, now: datetime
) -> None:
    await _spend(db, program, now)
    later = now + usages.KEPT + timedelta(days=1)
    await db.write(usages.prune, program=program, now=later)
    caps = usages.Caps(person=1, everybody=None)
    assert await _reached(db, program, now, 1, caps) is None
    assert (await db.read(usages.report, days=100, program=program, now=later)).calls == 1
