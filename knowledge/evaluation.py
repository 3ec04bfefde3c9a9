"""How good the assistant is on any FAQ and any set of questions, by its own decisions at its own threshold."""

from __future__ import annotations

import gzip
import json
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from knowledge.embedders import Embedder
from knowledge.index import ArticleIndex, Judged
from knowledge.retrieval import Asked
from knowledge.store import Store

RETRIEVER = "hybrid: Chroma vectors + TF-IDF + BM25"


class BadQuestions(ValueError):
    """The question file is wrong; the text names line and expectation."""


@dataclass(frozen=True, slots=True)
class Question:
    """One line of a question set; no expected article means that the FAQ does not answer it."""

    text: str
    expected: frozenset[str]
    language: str | None = None


def load_questions(file: Path) -> tuple[Question, ...]:
    """Read a question set (JSONL, perhaps gzipped); raise BadQuestions with all faulty lines."""
    raw = file.read_bytes()
    text = (gzip.decompress(raw) if file.suffix == ".gz" else raw).decode("utf-8-sig")
    faults: list[str] = []
    questions: list[Question] = []
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            given = json.loads(line)
            wanted = given["expected"]
            ids = [] if wanted is None else wanted if isinstance(wanted, list) else [wanted]
            questions.append(Question(str(given["question"]), frozenset(map(str, ids)), given.get("lang")))
        except (ValueError, KeyError, TypeError) as error:
            faults.append(f"{file.name}:{number}: expected {{question, expected}}: {error!r}")
    if faults or not questions:
        raise BadQuestions("\n".join(faults) or f"{file.name}: expected at least one question")
    return tuple(questions)


def evaluate_faq(faq: Path, questions: Path, embedder: Embedder) -> dict[str, Any]:
    """Index `faq` in a folder of its own, ask every question, and return the published figures."""
    asked = load_questions(questions)
    index = ArticleIndex(Store(), embedder)
    try:
        report = index.index(faq)
        answers: list[Judged] = []
        seconds: list[float] = []
        for question in asked:
            started = time.perf_counter()
            answers.append(index.search(question.text, Asked(language=question.language)))
            seconds.append(time.perf_counter() - started)
    finally:
        index.close()
    return {
        **_figures(asked, answers),
        "latency_ms": {
            "p50": round(float(np.percentile(seconds, 50)) * 1_000, 2),
            "p95": round(float(np.percentile(seconds, 95)) * 1_000, 2),
        },
        "index_seconds": round(report.seconds, 2),
        "retriever": RETRIEVER,
        "embedding": embedder.id,
    }


def _figures(asked: Sequence[Question], answers: Sequence[Judged]) -> dict[str, Any]:
    ranks = [_rank(question, judged) for question, judged in zip(asked, answers, strict=True)]
    answered = [judged.calibration.zone(judged.found) == "answer" for judged in answers]
    inside = [at for at, question in enumerate(asked) if question.expected]
    outside = [at for at, question in enumerate(asked) if not question.expected]
    said = [at for at in inside if answered[at]]
    wrongly = sum(answered[at] for at in outside)
    return {
        "n": len(asked),
        "in_scope": len(inside),
        "out_of_scope": len(outside),
        "recall@1": _share(sum(ranks[at] <= 1 for at in inside), len(inside)),
        "recall@3": _share(sum(ranks[at] <= 3 for at in inside), len(inside)),
        "mrr@10": _share(sum(1 / ranks[at] for at in inside if ranks[at] <= 10), len(inside)),
        "answered_in_scope": _share(len(said), len(inside)),
        "correct_when_answered": _share(sum(ranks[at] == 1 for at in said), len(said)),
        "refused_out_of_scope": _share(len(outside) - wrongly, len(outside)),
        "false_answers": wrongly,
        "auroc": _auroc(
            [answers[at].probability for at in inside], [answers[at].probability for at in outside]
        ),
    }


def _rank(question: Question, judged: Judged) -> float:
    for place, hit in enumerate(judged.found.hits, 1):
        if hit.article.id in question.expected or hit.article.subject in question.expected:
            return place
    return float("inf")


def _share(part: float, whole: int) -> float | None:
    return round(part / whole, 4) if whole else None


def _auroc(inside: list[float], outside: list[float]) -> float | None:
    """Return the chance that an answerable question gets the higher probability (ties count half)."""
    if not inside or not outside:
        return None
    ordered = np.sort(np.array(outside))
    below = np.searchsorted(ordered, inside, side="left")
    upto = np.searchsorted(ordered, inside, side="right")
    return round(float((below + upto).sum()) / (2 * len(inside) * len(outside)), 4)
