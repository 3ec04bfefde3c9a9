from __future__ import annotations

import json
from pathlib import Path

import pytest

from knowledge.embedders import HashedEmbedder
from knowledge.evaluation import BadQuestions, evaluate_faq, load_questions

FIELDS = [
    *("n", "in_scope", "out_of_scope", "recall@1", "recall@3", "mrr@10", "answered_in_scope"),
    *("correct_when_answered", "refused_out_of_scope", "false_answers", "auroc", "latency_ms"),
    *("index_seconds", "retriever", "embedding"),
]


def write(file: Path, *rows: dict[str, object]) -> Path:
    file.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), encoding="utf-8")
    return file


def test_the_figures_are_those_of_the_assistant_s_own_decisions(faq: Path, tmp_path: Path) -> None:
    questions = write(
        tmp_path / "questions.jsonl",
        {"question": "几点关门", "expected": "hours", "lang": "zh-Hans"},
        {"question": "能带狗吗", "expected": ["pets", "wifi"], "lang": "zh-Hans"},
        {"question": "营业时间", "expected": "decaf", "lang": "zh-Hans"},
        {"question": "积分会过期吗", "expected": "expiry", "lang": "en"},
        {"question": "比特币多少钱一个", "expected": None},
        {"question": "有wifi吗", "expected": None},
    )
    figures = evaluate_faq(faq, questions, HashedEmbedder())
    assert list(figures) == FIELDS
    assert (figures["n"], figures["in_scope"], figures["out_of_scope"]) == (6, 4, 2)
    assert figures["recall@1"] == 0.75
    assert figures["answered_in_scope"] == 1.0
    assert figures["correct_when_answered"] == 0.75
    assert (figures["refused_out_of_scope"], figures["false_answers"]) == (0.5, 1)
    # Four sure answers against one stranger below them and one tie.
    assert figures["auroc"] == 0.75
    assert figures["latency_ms"]["p50"] <= figures["latency_ms"]["p95"]


def test_a_set_without_foreign_questions_has_no_refusal_figures(faq: Path, tmp_path: Path) -> None:
    figures = evaluate_faq(
        faq, write(tmp_path / "q.jsonl", {"question": "几点关门", "expected": "hours"}), HashedEmbedder()
    )
    assert figures["auroc"] is None
    assert figures["refused_out_of_scope"] is None


def test_faulty_question_lines_are_all_named(tmp_path: Path) -> None:
    file = tmp_path / "q.jsonl"
    file.write_text('{"question": "a", "expected": null}\n{"question": "b"}\nnope\n', encoding="utf-8")
    with pytest.raises(BadQuestions, match=r"(?s)q\.jsonl:2.*q\.jsonl:3"):
        load_questions(file)


@pytest.mark.shared_data
@pytest.mark.parametrize(
    ("name", "least"),
    [
        (
            "esun",
            {"recall@1": 0.905, "recall@3": 0.966, "answered_in_scope": 0.85, "refused_out_of_scope": 0.97}
            | {"auroc": 0.99},
        ),
        ("lcqmc-a", {"recall@1": 0.945, "answered_in_scope": 0.85}),
        (
            "banking77-5",
            {"recall@1": 0.675, "recall@3": 0.84, "answered_in_scope": 0.85, "refused_out_of_scope": 0.93}
            | {"auroc": 0.98},
        ),
    ],
)
def test_public_sets_are_answered_no_worse_than_the_best_lexical_baseline(
    shared_data: Path, name: str, least: dict[str, float]
) -> None:
    folder = shared_data / "faq" / name
    figures = evaluate_faq(folder, folder / "questions.jsonl", HashedEmbedder())
    assert {field: figures[field] for field in least if figures[field] < least[field]} == {}
