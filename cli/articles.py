"""The command that writes what operators published as pages of an FAQ folder."""

from __future__ import annotations

import json as jsons
from collections.abc import Sequence
from pathlib import Path

from cli.parts import opened
from core.settings import Settings
from knowledge.article import Article
from knowledge.curation import curation
from knowledge.pages import page_of


async def articles(settings: Settings, *, folder: Path, json: bool) -> int:
    """Write one page an article that members get now; pages of other names in `folder` stay as they are."""
    async with opened(settings) as parts:
        published = (await curation(parts.db)).articles
    _write(folder, published)
    told = {"folder": str(folder), "written": len(published)}
    print(jsons.dumps(told) if json else f"{len(published)} articles in {folder}")  # noqa: T201
    return 0


def _write(folder: Path, published: Sequence[Article]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for article in published:
        page = folder / f"{article.id}.md"
        beside = page.with_suffix(".part")
        beside.write_text(page_of(article), encoding="utf-8")
        beside.replace(page)
