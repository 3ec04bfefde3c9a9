from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

from core.program import Program
from db.engine import open_database
from db.migrate import upgrade
from knowledge.article import Article
from knowledge.articles import load_articles
from knowledge.pages import page_of
from membership.wordings import Wording
from tests.cli.conftest import Ran, one_object
from tests.membership.test_articles import HOURS, approved, drafted

Main = Callable[..., Ran]


async def test_what_operators_published_becomes_a_folder_that_can_be_indexed(
    main: Main, program: Program, tmp_path: Path
) -> None:
    url = f"sqlite+aiosqlite:///{tmp_path / 'data' / 'guanjia.db'}"
    await upgrade(url)
    db = open_database(url)
    now = datetime.now(UTC)  # noqa: TID251 - the command asks the real clock
    await approved(db, await drafted(db, program, now), now)
    await drafted(db, program, now, wording=Wording("还没批准的", (), "草稿"))
    await db.close()
    folder = tmp_path / "faq"
    folder.mkdir()
    (folder / "mine.md").write_text("---\nid: mine\ntitle: 我的\n---\n留着。\n", encoding="utf-8")

    told = one_object(main("articles", str(folder), "--json"))

    assert told == {"folder": str(folder), "written": 1}
    pages = {page.id: page for page in load_articles(folder)}
    assert pages["mine"].answer == "留着。"
    (written,) = (page for page in pages.values() if page.id != "mine")
    assert (written.title, written.alternates, written.answer) == (
        HOURS.title,
        HOURS.alternates,
        HOURS.answer,
    )
    assert written.tags == ("curated",)


def test_a_page_reads_back_as_the_article_it_was_written_from(tmp_path: Path) -> None:
    odd = Article(
        id="answer-1.en",
        title="- a: title # with 'signs'",
        alternates=("yes", "2026-12-31", '"quoted"'),
        answer="---\nid: evil\n---\n# heading\n第二行",
        lang="en",
        tags=("curated",),
        tiers=("gold",),
        valid_until=date(2026, 12, 31),
    )
    (tmp_path / "answer-1.en.md").write_text(page_of(odd), encoding="utf-8")
    (read,) = load_articles(tmp_path)
    assert replace(read, source="") == odd
