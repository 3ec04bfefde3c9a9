"""What the program says by itself, and what of it is published beside what people wrote."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from core.program import Program
from core.texts import LANGUAGES, Catalogue
from knowledge.article import Article
from knowledge.articles import load_articles
from knowledge.curation import Curation
from knowledge.index import find_duplicates
from knowledge.sources import Sources, gather
from knowledge.topics.articles import TOPICS, UNPUBLISHED, generated


def told(program: Program, catalogue: Catalogue, article_id: str) -> str:
    return {one.id: one.answer for one in generated(program, catalogue)}[article_id]


def test_every_topic_of_the_demo_is_told_in_three_languages(program: Program, catalogue: Catalogue) -> None:
    made = generated(program, catalogue)
    assert Counter(article.lang for article in made) == dict.fromkeys(LANGUAGES, len(TOPICS))
    assert all(len(article.alternates) >= 3 for article in made)
    assert find_duplicates(made) == ()


def test_no_question_leads_to_two_topics(program: Program, catalogue: Catalogue) -> None:
    asked = Counter((one.lang, text) for one in generated(program, catalogue) for text in one.questions)
    assert [text for text, times in asked.items() if times > 1] == []


def test_a_rule_that_changes_changes_what_is_told(program: Program, catalogue: Catalogue) -> None:
    points = program.points.model_copy(
        update={"expiry": program.points.expiry.model_copy(update={"months": 18})}
    )
    changed = program.model_copy(update={"points": points})
    assert "12 个月" in told(program, catalogue, "program-expiry")
    assert "18 个月" in told(changed, catalogue, "program-expiry")
    assert "18 months" in told(changed, catalogue, "program-expiry.en")


@pytest.mark.parametrize("mode", ["never", "months", "fixed", "inactivity"])
def test_every_way_to_lapse_has_words(program: Program, catalogue: Catalogue, mode: str) -> None:
    expiry = program.points.expiry.model_copy(update={"mode": mode, "month_day": "03-31"})
    changed = program.model_copy(update={"points": program.points.model_copy(update={"expiry": expiry})})
    words = {told(changed, catalogue, f"program-expiry{tail}") for tail in ("", ".zh-Hant", ".en")}
    assert len(words) == 3


@pytest.mark.parametrize("policy", ["only_pending", "within_balance", "allow_debt"])
@pytest.mark.parametrize("downgrade", ["none", "one_down", "to_qualified"])
@pytest.mark.parametrize("window", ["rolling", "calendar"])
def test_every_choice_of_a_brand_has_words(
    program: Program, catalogue: Catalogue, policy: str, downgrade: str, window: str
) -> None:
    rules = program.tier_rules.model_copy(update={"downgrade": downgrade, "window": window})
    points = program.points.model_copy(update={"refund_policy": policy, "spending": None})
    changed = program.model_copy(
        update={"points": points, "tier_rules": rules, "paid_card": None, "sales": {}}
    )
    made = {article.id for article in generated(changed, catalogue)}
    assert {"program-refunded", "program-lowering.en", "program-ladder.zh-Hant"} <= made
    assert not made & {"program-spending", "program-card", "program-sales"}


def test_what_is_written_stands_and_its_generated_twin_is_left_out(
    program: Program, catalogue: Catalogue
) -> None:
    written = Article("lapse", "分数会没掉吗", (), "会。", "zh-Hans", covers=("expiry",))
    shown = {one.id: one for one in Sources(program, catalogue, (written,)).published()}
    assert "program-expiry" not in shown
    # The other languages are versions of the one article, so that nobody has to choose between two.
    assert shown["lapse.en"].subject == "lapse"
    assert "12 months" in shown["lapse.en"].answer
    assert "program-earning" in shown


def test_a_question_of_a_topic_is_enough_to_stand_for_it(program: Program, catalogue: Catalogue) -> None:
    written = Article("lapse", "积分会过期吗", (), "会。", "zh-Hans")
    assert Sources(program, catalogue, (written,)).covering.topics["lapse"] == ("expiry",)
    assert Sources(program, catalogue, (replace(written, covers=()),)).covering.topics["lapse"] == ()


def test_an_article_for_some_members_does_not_take_the_rule_away_from_the_others(
    program: Program, catalogue: Catalogue
) -> None:
    written = Article("lapse", "积分会过期吗", (), "会。", "zh-Hans", tiers=("gold",), covers=("expiry",))
    assert "program-expiry" in {one.id for one in Sources(program, catalogue, (written,)).published()}


def test_what_no_rule_carries_out_is_promised_to_nobody(program: Program, catalogue: Catalogue) -> None:
    shown = {one.id for one in Sources(program, catalogue, ()).published()}
    assert UNPUBLISHED
    assert not shown & {f"program-{topic}" for topic in UNPUBLISHED}


def test_a_program_folder_without_pages_still_answers_from_its_rules(
    program: Program, catalogue: Catalogue, tmp_path: Path
) -> None:
    (tmp_path / "a.md").write_text("---\nid: a\ntitle: 你们卖什么\n---\n咖啡。\n", encoding="utf-8")
    sources = gather(tmp_path, program=program, catalogue=catalogue)
    assert len(sources.published()) == 1 + len(LANGUAGES) * (len(TOPICS) - len(UNPUBLISHED))


def test_a_curated_article_stands_in_the_place_of_its_page(program: Program, catalogue: Catalogue) -> None:
    page = load_articles(program.faq)[0]
    curated = replace(page, answer="由同事改写。", tags=("curated",))
    sources = gather(program.faq, program=program, catalogue=catalogue, by_operators=Curation((curated,), {}))
    assert [one.answer for one in sources.written if one.id == page.id] == ["由同事改写。"]


def test_all_that_the_demo_publishes_asks_each_question_once(program: Program, catalogue: Catalogue) -> None:
    published = gather(program.faq, program=program, catalogue=catalogue).published()
    assert len({one.id for one in published}) == len(published)
    assert find_duplicates(published) == ()
