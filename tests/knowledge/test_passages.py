from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from knowledge.article import Article
from knowledge.asking import Asker
from knowledge.assistant import Assistant
from knowledge.index import ArticleIndex
from knowledge.passages import PASSAGE, WHOLE, passages, relevant
from knowledge.retrieval import Asked
from tests.knowledge.conftest import write_page

RULES = "\n".join(
    f"# 第 {number} 节 {name}\n" + f"关于{name}的细则，逐条说明如下。" * 45
    for number, name in enumerate(("退货", "保修", "运费", "发票", "拆封", "赠品"), 1)
)


def test_a_long_text_is_cut_between_its_sections() -> None:
    parts = passages(RULES)
    assert [part.splitlines()[0] for part in parts] == [
        f"# 第 {number} 节 {name}"
        for number, name in enumerate(("退货", "保修", "运费", "发票", "拆封", "赠品"), 1)
    ]
    assert "\n".join(parts) == RULES


def test_no_part_is_longer_than_a_passage_and_nothing_is_lost() -> None:
    for text in ("字" * 10_000, "一句话。" * 3_000, "word " * 2_000, "\n\n".join(["段落。" * 50] * 40)):
        parts = passages(text)
        assert all(0 < len(part) <= PASSAGE for part in parts)
        assert "".join("".join(parts).split()) == "".join(text.split())


def test_a_short_article_is_shown_whole() -> None:
    article = Article("a", "t", (), "字" * WHOLE, "zh-Hans")
    assert relevant(article, "字") is article


def test_a_long_article_is_one_hit_and_answers_with_the_passage_asked_for(
    index: ArticleIndex, faq: Path
) -> None:
    write_page(faq, "shop-rules", "商城细则", ["发票细则", "保修细则"], RULES)
    index.index(faq)
    found = index.search("发票细则", Asked("zh-Hans")).found
    assert [hit.article.id for hit in found.hits].count("shop-rules") == 1
    shown = relevant(found.hits[0].article, "发票细则")
    assert shown.answer.startswith("# 第 4 节 发票")
    assert len(shown.answer) <= PASSAGE


async def test_a_member_gets_a_passage_that_fits_into_a_message(
    assistant: Assistant, faq: Path, asker: Callable[..., Asker], now: datetime
) -> None:
    write_page(faq, "shop-rules", "商城细则", ["发票细则", "保修细则"], RULES)
    await assistant.library.index(faq)
    answer = await assistant.answer("保修细则", asker=asker(), now=now)
    assert answer.action == "answer"
    assert "第 2 节 保修" in answer.text
    assert len(answer.text) < 4_096
    picked = await assistant.choose("shop-rules", asker=asker(), now=now)
    assert len(picked.text) < 4_096
