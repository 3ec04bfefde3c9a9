from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from core.program import Program
from knowledge.answerability import calibration_from_json, fit
from knowledge.articles import load_articles
from knowledge.embedders import HashedEmbedder
from knowledge.index import ArticleIndex
from knowledge.retrieval import Asked, Findings
from knowledge.store import Store


@pytest.fixture(scope="module")
def brand(program: Program) -> Iterator[ArticleIndex]:
    """The demo brand's FAQ."""
    index = ArticleIndex(Store(), HashedEmbedder())
    index.index(program.faq)
    yield index
    index.close()


def zone(index: ArticleIndex, question: str, language: str = "zh-Hans") -> str:
    judged = index.search(question, Asked(language))
    return judged.calibration.zone(judged.found)


def test_every_question_of_the_faq_itself_is_answered_by_its_article(brand: ArticleIndex) -> None:
    wrong = []
    for article in brand.articles():
        judged = brand.search(article.title, Asked(article.lang))
        if judged.calibration.zone(judged.found) != "answer" or judged.found.hits[0].article.id != article.id:
            wrong.append(article.id)
    assert wrong == []


@pytest.mark.parametrize(
    "question",
    [
        "股票今天涨了吗",
        "给我写一首关于秋天的诗",
        "who is the president of brazil",
        "下载一个修图软件",
        "信用卡还款日是哪天",
    ],
)
def test_what_has_nothing_to_do_with_the_brand_is_not_answered(brand: ArticleIndex, question: str) -> None:
    assert zone(brand, question) != "answer"


def test_two_articles_that_fit_alike_become_a_choice(brand: ArticleIndex) -> None:
    judged = brand.search("门店几点关门", Asked("zh-Hans"))
    calibration = judged.calibration
    features = (0.8, 0.8, 0.8, 0.8)
    assert calibration.zone(replace(judged.found, features=features, runner_up=0.5)) == "answer"
    assert calibration.zone(replace(judged.found, features=features, runner_up=0.99)) == "clarify"
    assert calibration.zone(replace(judged.found, features=(1.0, 1.0, 1.0, 1.0), runner_up=0.99)) == "answer"


def test_probability_grows_with_every_kind_of_likeness(brand: ArticleIndex) -> None:
    judged = brand.search("门店几点关门", Asked("zh-Hans"))
    for place in range(4):
        rising = []
        for value in (0.1, 0.5, 0.9):
            features = [0.5, 0.5, 0.5, 0.5]
            features[place] = value
            rising.append(judged.calibration.probability(replace(judged.found, features=tuple(features))))
        assert rising[0] < rising[1] < rising[2]


def test_nothing_found_is_handed_over(brand: ArticleIndex) -> None:
    calibration = brand.search("门店", Asked()).calibration
    assert calibration.probability(Findings(())) == 0.0
    assert calibration.zone(Findings(())) == "handoff"


def test_the_threshold_is_fitted_to_the_faq_and_stored_with_it(
    faq: Path, program: Program, tmp_path: Path
) -> None:
    store = Store(tmp_path / "chroma")
    index = ArticleIndex(store, HashedEmbedder())
    index.index(program.faq)
    brand = index.search("门店", Asked()).calibration
    index.index(faq)
    small = index.search("门店", Asked()).calibration
    published = store.current()
    assert published is not None
    assert calibration_from_json(published.calibration) == small != brand
    index.close()


def test_an_faq_without_alternates_still_answers_what_is_asked_nearly_alike(tmp_path: Path) -> None:
    folder = tmp_path / "plain"
    folder.mkdir()
    lines = [
        '{"id": "1", "question": "如何申请退款到原来的支付账户", "answer": "在订单页申请。"}',
        '{"id": "2", "question": "配送范围包括哪些城市的哪些区域", "answer": "市区。"}',
        '{"id": "3", "question": "怎样更换已经绑定的手机号码", "answer": "在设置里。"}',
    ]
    (folder / "faq.jsonl").write_text("\n".join(lines), encoding="utf-8")
    assert len(load_articles(folder)) == 3
    index = ArticleIndex(Store(), HashedEmbedder())
    index.index(folder)
    assert zone(index, "如何申请退款到支付账户") == "answer"
    assert zone(index, "今天天气好吗") == "handoff"
    index.close()


def test_the_fit_separates_what_can_be_separated_and_keeps_small_talk_out() -> None:
    random = np.random.default_rng(7)
    answerable = random.uniform(0.5, 1.0, (200, 3))
    foreign = random.uniform(0.0, 0.6, (200, 3))
    calibration = fit(answerable, foreign)
    likely = [calibration.probability(Findings((), tuple(row))) for row in foreign.tolist()]
    assert np.mean([p < calibration.answer_at for p in likely]) >= 0.95
    assert np.mean([calibration.probability(Findings((), tuple(row))) for row in answerable.tolist()]) > 0.7


def test_the_threshold_is_as_strict_as_typical_questions_allow_and_no_stricter_than_talk_demands_of_others() -> (
    None
):
    random = np.random.default_rng(7)
    answerable, foreign = random.uniform(0.6, 1.0, (200, 3)), random.uniform(0.0, 0.3, (200, 3))
    typical, made_up = fit(answerable, foreign), fit(answerable, foreign, typical=False)
    assert made_up.answer_at < typical.answer_at
    likely = [typical.probability(Findings((), tuple(row))) for row in answerable.tolist()]
    assert 0.85 <= np.mean([p >= typical.answer_at for p in likely]) <= 0.95


def test_an_faq_about_small_talk_is_not_silenced_by_small_talk() -> None:
    random = np.random.default_rng(7)
    calibration = fit(random.uniform(0.3, 0.8, (200, 3)), random.uniform(0.3, 0.8, (200, 3)))
    own = [
        calibration.probability(Findings((), tuple(row)))
        for row in random.uniform(0.3, 0.8, (200, 3)).tolist()
    ]
    assert np.mean([p >= calibration.answer_at for p in own]) > 0.75
