from __future__ import annotations

import gzip
import json
from datetime import date
from pathlib import Path

import pytest

from knowledge.articles import Article, BadArticles, from_json, load_articles
from tests.knowledge.conftest import PAGES, write_page


def test_a_folder_of_pages_is_read_with_all_that_their_heads_say(faq: Path) -> None:
    articles = {article.id: article for article in load_articles(faq)}
    assert articles.keys() == PAGES.keys()
    assert articles["hours"].alternates == ("几点开门", "几点关门", "营业时间")
    assert articles["hours"].lang == "zh-Hans"
    assert articles["lounge"].tiers == ("platinum",)
    assert articles["advent"].valid_from == date(2026, 12, 1)
    assert articles["expiry.en"].answer == "Points expire after 12 months."


def test_versions_of_one_article_share_their_subject() -> None:
    ids = {"x": "x", "x.zh-Hant": "x", "x.en": "x", "a.b": "a.b", ".en": ".en", "v1.2": "v1.2"}
    for given, subject in ids.items():
        assert Article(given, "t", (), "a", "en").subject == subject


def test_lines_are_read_with_a_byte_order_mark_and_from_gzip(tmp_path: Path) -> None:
    line = json.dumps({"id": "1", "question": "問題", "answer": "答案", "lang": "zh-Hant"})
    (tmp_path / "a.jsonl").write_text("\ufeff" + line + "\n\n", encoding="utf-8")
    second = line.replace('"1"', '"2"').encode()
    (tmp_path / "b.jsonl.gz").write_bytes(gzip.compress(second))
    articles = load_articles(tmp_path)
    assert [(article.id, article.title, article.source) for article in articles] == [
        ("1", "問題", "a.jsonl:1"),
        ("2", "問題", "b.jsonl.gz:1"),
    ]


def test_a_question_set_beside_the_faq_is_no_fault_of_it(tmp_path: Path) -> None:
    (tmp_path / "faq.jsonl").write_text('{"id": "1", "question": "q", "answer": "a"}\n', encoding="utf-8")
    (tmp_path / "questions.jsonl").write_text('{"question": "q", "expected": "1"}\n', encoding="utf-8")
    assert len(load_articles(tmp_path)) == 1
    assert len(load_articles(tmp_path / "faq.jsonl")) == 1


def test_all_faults_of_a_folder_are_told_together_with_their_places(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("no head", encoding="utf-8")
    (tmp_path / "b.md").write_text("---\nid: b\ntitle: [\n---\nx", encoding="utf-8")
    (tmp_path / "c.md").write_text("---\nid: c\ncolour: red\n---\nx", encoding="utf-8")
    (tmp_path / "d.md").write_bytes(b"---\nid: d\n---\n\xff\xfe")
    write_page(tmp_path, "e", "t", [], "x", lang="fr")
    write_page(tmp_path, "f", "t", [], "x", valid_from="2026-02-01", valid_until="2026-01-01")
    (tmp_path / "g.jsonl").write_text(
        '{"id": "e2", "question": "q", "answer": ""}\n[1]\n{oops\n', encoding="utf-8"
    )
    with pytest.raises(BadArticles) as refusal:
        load_articles(tmp_path)
    told = "\n".join(refusal.value.faults)
    for place in (
        "a.md:1:",
        "b.md:",
        "c.md:3: colour:",
        "c.md: title:",
        "d.md:",
        "e.md:5: lang:",
        "f.md:6: valid_until:",
    ):
        assert place in told
    for place in ("g.jsonl:1: answer:", "g.jsonl:2:", "g.jsonl:3:"):
        assert place in told


def test_an_id_that_is_taken_names_both_places(tmp_path: Path) -> None:
    write_page(tmp_path, "a", "t", [], "x")
    (tmp_path / "b.jsonl").write_text('{"id": "a", "question": "q", "answer": "x"}\n', encoding="utf-8")
    with pytest.raises(BadArticles, match=r"b\.jsonl:1: id: 'a' is taken by a\.md|a\.md: id: 'a' is taken"):
        load_articles(tmp_path)


@pytest.mark.parametrize("name", ["missing", "."])
def test_an_faq_without_an_article_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(BadArticles, match="expected"):
        load_articles(tmp_path / name)


def test_an_article_survives_the_way_through_the_index() -> None:
    article = Article(
        "x", "t", ("a", "b"), "answer", "en", ("tag",), ("gold",), date(2026, 1, 1), None, "x.md"
    )
    assert from_json(article.to_json()) == article


def test_where_an_article_was_read_does_not_change_its_digest() -> None:
    one = Article("x", "t", (), "a", "en", source="a.md")
    assert one.digest() == Article("x", "t", (), "a", "en", source="b.md").digest()
    assert one.digest() != Article("x", "t", (), "b", "en", source="a.md").digest()


@pytest.mark.parametrize(
    ("given", "lang"),
    [("zh-TW", "zh-Hant"), ("zh", "zh-Hans"), ("zh_CN", "zh-Hans"), ("en-GB", "en"), ("en", "en")],
)
def test_usual_language_tags_are_understood(tmp_path: Path, given: str, lang: str) -> None:
    write_page(tmp_path, "a", "t", [], "x", lang=given)
    assert load_articles(tmp_path)[0].lang == lang
