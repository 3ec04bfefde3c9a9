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


def test_tiers_and_topics_are_those_of_the_program(tmp_path: Path) -> None:
    write_page(tmp_path, "a", "t", [], "x", tiers=["gold", "diamond"], covers=["expiri"])
    with pytest.raises(BadArticles) as refusal:
        load_articles(tmp_path, tiers={"gold"}, topics={"expiry", "earning"})
    assert refusal.value.faults == (
        "a.md:5: tiers: expected any of gold, got diamond",
        "a.md:6: covers: expected any of earning, expiry, got expiri",
    )
    assert load_articles(tmp_path)[0].tiers == ("gold", "diamond")


def test_what_can_t_be_read_or_hides_what_it_says_is_refused_with_its_line(tmp_path: Path) -> None:
    write_page(tmp_path, "a", "t", [], "one\n\u202etwo")
    write_page(tmp_path, "b", "t", [], "bell \x07")
    (tmp_path / "c.md").write_bytes(bytes(range(256)) * 40)
    write_page(tmp_path, "d", "t", [], "x" * (1 << 20))
    (tmp_path / "e.jsonl").write_bytes(
        b'{"id": "e", "question": "q", "answer": "' + b"a" * 100_001 + b'"}\n{"id": "f", "question": "q"}\n'
    )
    write_page(tmp_path, "g", "t", [], "x", valid_from="soon")
    with pytest.raises(BadArticles) as refusal:
        load_articles(tmp_path)
    told = [fault.partition(", got")[0] for fault in refusal.value.faults]
    assert told[:2] == ["a.md:7: expected visible text", "b.md:6: expected visible text"]
    assert told[2].startswith("c.md: expected readable UTF-8 text")
    assert told[3] == "d.md: expected at most 1 MiB"
    assert told[4].startswith("e.jsonl:1: answer: String should have at most 100000 characters")
    assert told[5].startswith("e.jsonl:2: answer: Field required")
    assert told[6].startswith("g.md:5: valid_from: ")
    assert len(told) == 7
    assert all(len(fault) < 400 for fault in refusal.value.faults)


def test_an_escape_brings_in_no_more_than_plain_text(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text(
        '{"id": "a", "question": "q\\u202e", "answer": "x"}\n', encoding="utf-8"
    )
    (tmp_path / "b.md").write_text('---\nid: b\ntitle: "t\\u0007"\n---\nx', encoding="utf-8")
    with pytest.raises(BadArticles) as refusal:
        load_articles(tmp_path)
    assert refusal.value.faults == (
        "a.jsonl:1: title: expected visible text, got U+202E",
        "b.md:3: title: expected visible text, got U+0007",
    )


def test_what_chats_leave_behind_is_dropped_and_emoji_stay_whole(tmp_path: Path) -> None:
    write_page(tmp_path, "a", "积\u200b分", ["会\ufeff过期吗"], "会\u00ad。👨\u200d👩\u200d👧")
    (article,) = load_articles(tmp_path)
    assert (article.title, article.alternates, article.answer) == (
        "积分",
        ("会过期吗",),
        "会。👨\u200d👩\u200d👧",
    )


def test_a_page_that_is_switched_off_is_checked_and_left_out(tmp_path: Path) -> None:
    write_page(tmp_path, "a", "t", [], "x")
    write_page(tmp_path, "b", "t", [], "x", enabled="false")
    assert [article.id for article in load_articles(tmp_path)] == ["a"]
    write_page(tmp_path, "b", "t", [], "x", enabled="false", lang="fr")
    with pytest.raises(BadArticles, match=r"b\.md:6: lang"):
        load_articles(tmp_path)
