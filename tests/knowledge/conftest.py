"""A small FAQ, an index of it, an assistant over a real database, and a scripted model server."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from core.program import Program
from core.texts import Catalogue
from db.engine import Database
from knowledge.access import ModelAccess
from knowledge.asking import Asker
from knowledge.assistant import Assistant
from knowledge.embedders import HashedEmbedder
from knowledge.index import ArticleIndex
from knowledge.store import Store
from tests.knowledge.model_server import ModelServer, serving

PAGES: dict[str, tuple[str, list[str], str, dict[str, Any]]] = {
    "expiry": ("积分会过期吗？", ["积分多久过期", "积分有效期"], "积分自获得起 12 个月后的月底到期。", {}),
    "expiry.zh-Hant": (
        "積分會到期嗎？",
        ["積分效期多久"],
        "積分自獲得起 12 個月後的月底到期。",
        {"lang": "zh-Hant"},
    ),
    "expiry.en": (
        "Do points expire?",
        ["how long are points valid"],
        "Points expire after 12 months.",
        {"lang": "en"},
    ),
    "hours": ("门店几点营业？", ["几点开门", "几点关门", "营业时间"], "门店每天 8:00 到 22:00 营业。", {}),
    "wifi": ("店里有无线网络吗？", ["有wifi吗", "wifi密码是多少"], "有，密码写在小票底部。", {}),
    "decaf": ("有低因咖啡吗？", ["有没有不含咖啡因的", "晚上能喝的咖啡"], "有，低因拼配任何时候都能点。", {}),
    "pets": ("可以带宠物进店吗？", ["能带狗吗", "猫可以进吗"], "外摆区欢迎牵绳的宠物。", {}),
    "lounge": ("白金休息室怎么进？", ["休息室在哪"], "出示会员码即可进入。", {"tiers": ["platinum"]}),
    "advent": (
        "圣诞集章怎么玩？",
        ["集章活动"],
        "十二月每杯一章。",
        {"valid_from": "2026-12-01", "valid_until": "2026-12-31"},
    ),
}


def write_page(folder: Path, name: str, title: str, alternates: list[str], answer: str, **head: Any) -> Path:
    lines = ["---", f"id: {name}", f"title: {title}", f"alternates: {alternates}".replace("'", '"')]
    lines += [f"{key}: {value}".replace("'", '"') for key, value in head.items()]
    file = folder / f"{name}.md"
    file.write_text("\n".join([*lines, "---", answer, ""]), encoding="utf-8")
    return file


@pytest.fixture
def faq(tmp_path: Path) -> Path:
    folder = tmp_path / "faq"
    folder.mkdir()
    for name, (title, alternates, answer, head) in PAGES.items():
        write_page(folder, name, title, alternates, answer, **head)
    return folder


@pytest.fixture
def index() -> Iterator[ArticleIndex]:
    made = ArticleIndex(Store(), HashedEmbedder())
    yield made
    made.close()


@pytest.fixture
def today() -> date:
    return date(2026, 11, 18)


@pytest.fixture
def model() -> Iterator[ModelServer]:
    with serving() as server:
        yield server


@pytest.fixture
async def assistant(
    db: Database, faq: Path, program: Program, catalogue: Catalogue
) -> AsyncIterator[Assistant]:
    """The assistant without a model."""
    # What the program says by itself has tests of its own; these are about nine articles.
    index = ArticleIndex(Store(), HashedEmbedder())
    index.index(faq)
    made = Assistant(index=index, db=db, program=program, catalogue=catalogue)
    yield made
    await made.close()


@pytest.fixture
def patience() -> float:
    """Seconds that a turn of the scripted model may take."""
    return 4.0


@pytest.fixture
async def agent(
    db: Database, faq: Path, program: Program, catalogue: Catalogue, model: ModelServer, patience: float
) -> AsyncIterator[Assistant]:
    """The assistant with the scripted model."""
    access = ModelAccess("scripted", "key", base_url=model.url, seconds=patience)
    index = ArticleIndex(Store(), HashedEmbedder())
    index.index(faq)
    made = Assistant(
        index=index,
        db=db,
        program=program,
        catalogue=catalogue,
        access=access,
    )
    yield made
    await made.close()


@pytest.fixture
def asker() -> Callable[..., Asker]:
    def make(member_id: int | None = None, **given: Any) -> Asker:
        values: dict[str, Any] = {
            "language": "zh-Hans",
            "tier": None,
            "private": True,
        }
        return Asker(member_id, **(values | given))

    return make
