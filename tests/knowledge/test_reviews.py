"""What an approver is told of a draft before it is approved."""

from __future__ import annotations

from datetime import datetime

from core.program import Program
from db.engine import Database
from knowledge.assistant import Assistant
from knowledge.reviews import review
from membership.wordings import Wording
from tests.membership.test_articles import drafted


async def test_a_draft_that_repeats_contradicts_and_leads_away_is_told_so(
    assistant: Assistant, db: Database, program: Program, now: datetime
) -> None:
    wording = Wording("积分会過期吗", (), "积分自获得起 77 个月后到期，详见 https://evil.example/x 。", ())
    card = await drafted(db, program, now, wording=wording)
    told = await review(assistant, card, now=now)
    assert [one.id for one in told.same] == ["expiry"]
    assert told.hosts == ("evil.example",)
    assert any("77" in said for said, _ in told.numbers), told


async def test_a_draft_with_nothing_wrong_is_told_nothing(
    assistant: Assistant, db: Database, program: Program, now: datetime
) -> None:
    card = await drafted(db, program, now, wording=Wording("屋顶能看海鸥吗", (), "可以，带上你的相机。"))
    told = await review(assistant, card, now=now)
    assert (told.same, told.near, told.hosts, told.numbers) == ((), None, (), ())
