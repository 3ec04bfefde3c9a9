"""Where points went, in the asker's words."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from core.program import Program
from core.texts import Catalogue
from db.engine import Database
from knowledge.tools.account import Desk
from knowledge.tools.points import MOVEMENTS
from membership import points
from tests.builders import a_member, some_points


@pytest.mark.parametrize(
    ("language", "spent"), [("zh-Hans", "-30  兑换"), ("zh-Hant", "-30  兌換"), ("en", "-30  ")]
)
async def test_the_latest_movements_are_told_with_their_receipts_and_nobody_else_s(
    db: Database, program: Program, catalogue: Catalogue, now: datetime, language: str, spent: str
) -> None:
    member = await a_member(db, program, now=now)
    other = await a_member(db, program, now=now)
    await some_points(db, program, member_id=member.member_id, amount=100, now=now)
    await some_points(db, program, member_id=other.member_id, amount=777, now=now)
    done = await db.write(
        points.spend,
        member_id=member.member_id,
        amount=30,
        key="redeem:1",
        source="redeem:latte",
        program=program,
        now=now + timedelta(hours=1),
    )

    told = await MOVEMENTS.answer(Desk(db, program, catalogue[language], member.member_id, now))

    assert spent in told.text
    assert "+100" in told.text
    assert "777" not in told.text
    assert told.receipts[0] == f"points:{done.entry_id}"
    assert len(told.receipts) == 2


async def test_whoever_has_no_movement_is_told_so(
    db: Database, program: Program, catalogue: Catalogue, now: datetime
) -> None:
    member = await a_member(db, program, now=now)
    told = await MOVEMENTS.answer(Desk(db, program, catalogue["zh-Hans"], member.member_id, now))
    assert told.text == catalogue["zh-Hans"]("answers-points-no-movement")
