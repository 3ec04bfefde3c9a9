"""The nightly look at what is written, and the index that follows its pages, as a running bot does it."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from aiogram import Bot
from sqlalchemy import select
from structlog.testing import capture_logs

from bot.pace import Pace
from core.clock import Clock
from core.program import Program
from core.texts import Catalogue
from db.engine import Database
from db.models.notices import Notice
from knowledge.assistant import Assistant
from knowledge.embedders import HashedEmbedder
from knowledge.index import ArticleIndex
from knowledge.store import Store
from tasks import articles, faq
from tasks.jobs import Duty
from tests.knowledge.conftest import write_page
from tests.tasks.wire import TOKEN, Wire

DESK = -100_77


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    write_page(tmp_path, "lapse", "积分会过期吗", [], "积分 12 个月后过期。")
    write_page(tmp_path, "parking", "停车收费吗", [], "停车免费。")
    return tmp_path


@pytest.fixture
async def duty(
    db: Database, program: Program, catalogue: Catalogue, clock: Clock, pages: Path
) -> AsyncIterator[Duty]:
    index = ArticleIndex(Store(), HashedEmbedder())
    assistant = Assistant(index=index, db=db, program=program, catalogue=catalogue, faq=pages)
    now = clock.now()
    services = {"assistant": assistant, "support": DESK, "operators": (7,)}
    yield Duty(db, Bot(TOKEN, session=Wire()), Pace(), program, catalogue, clock, now, now, services)
    await assistant.close()


async def alarms(db: Database) -> list[str]:
    rows = await db.read(
        lambda session: list(session.scalars(select(Notice.values).where(Notice.chat_id == DESK)))
    )
    return [str(row["findings"]) for row in rows]


async def test_the_desk_hears_of_a_rule_that_left_an_article_behind_once(duty: Duty) -> None:
    await faq.check(duty)
    assert await alarms(duty.db) == []
    points = duty.program.points
    expiry = points.expiry.model_copy(update={"months": 18})
    duty.services["assistant"].program = duty.program.model_copy(
        update={"points": points.model_copy(update={"expiry": expiry})}
    )
    for night in (1, 2, 3):
        await faq.check(replace(duty, now=duty.now + timedelta(days=night)))
    assert await alarms(duty.db) == ["· lapse: 12 个月 ≠ expiry: 18 个月"]


async def test_the_desk_hears_of_a_page_that_can_t_be_read(duty: Duty, pages: Path) -> None:
    (pages / "broken.md").write_text("no head", encoding="utf-8")
    await faq.check(duty)
    assert ["broken.md:1:" in told for told in await alarms(duty.db)] == [True]


async def test_the_index_follows_a_page_and_survives_a_faulty_one(duty: Duty, pages: Path) -> None:
    assistant: Assistant = duty.services["assistant"]

    async def answer() -> str:
        await articles.catch_up(duty)
        return next(one.answer for one in await assistant.library.articles() if one.id == "parking")

    assert await answer() == "停车免费。"
    file = write_page(pages, "parking", "停车收费吗", [], "停车 8 元。")
    os.utime(file, ns=(1, 1))
    assert await answer() == "停车 8 元。"
    (pages / "broken.md").write_text("no head", encoding="utf-8")
    with capture_logs() as logs:
        assert [await answer() for _ in range(3)] == ["停车 8 元。"] * 3
        assert not await assistant.library.publish()
    assert [one["event"] for one in logs] == ["the FAQ stays as it was indexed last"]
    (pages / "broken.md").unlink()
    file.write_text(file.read_text(encoding="utf-8").replace("8 元", "9 元"), encoding="utf-8")
    assert await answer() == "停车 9 元。"
