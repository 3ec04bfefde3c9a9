"""How well and how fast questions are grouped: phrasings of the demo's FAQ as questions, and 10,000 of them.

`python -m tests.benchmarks.bench_gaps` prints one JSON object.
"""

from __future__ import annotations

import json
import time
from typing import Any

import numpy as np

from core.settings import ROOT
from insight.evaluation import peak_mib
from insight.gaps import clusters
from knowledge.articles import load_articles
from knowledge.gaps import THRESHOLD, worded

MANY = 10_000


def grouped(language: str) -> dict[str, Any]:
    """Compare pairs of phrasings in one group with pairs that belong to one article."""
    articles = load_articles(ROOT / "program" / "faq")
    asked = [
        (number, text)
        for number, one in enumerate(articles)
        if one.lang == language
        for text in one.questions
    ]
    owner = np.array([number for number, _ in asked])
    rows = worded([text for _, text in asked], [text for one in articles for text in one.questions])
    group = np.zeros(len(asked), dtype=np.int64)
    groups = clusters(rows, threshold=THRESHOLD)
    for number, members in enumerate(groups):
        group[members] = number
    pairs = np.triu_indices(len(asked), 1)
    same = (owner[:, None] == owner)[pairs]
    together = (group[:, None] == group)[pairs]
    hits = int((same & together).sum())
    return {
        "language": language,
        "questions": len(asked),
        "articles": len(set(owner.tolist())),
        "groups": len(groups),
        "pair_precision": round(hits / max(1, int(together.sum())), 3),
        "pair_recall": round(hits / max(1, int(same.sum())), 3),
    }


def timed() -> dict[str, Any]:
    """Group many different questions: phrasings with each other's words, none twice."""
    chance = np.random.default_rng(5)
    articles = load_articles(ROOT / "program" / "faq")
    texts = [text for one in articles for text in one.questions]
    made: dict[str, None] = dict.fromkeys(texts)
    while len(made) < MANY:
        one, other = (texts[at] for at in chance.integers(0, len(texts), 2))
        made.setdefault(one[: len(one) // 2 + 1] + other[len(other) // 2 :])
    begun = time.perf_counter()
    rows = worded(list(made)[:MANY], texts)
    embedded = time.perf_counter() - begun
    computing = time.process_time()
    groups = clusters(rows, threshold=THRESHOLD)
    return {
        "questions": MANY,
        "groups": len(groups),
        "terms_seconds": round(embedded, 1),
        "group_seconds": round(time.perf_counter() - begun - embedded, 1),
        "group_cpu_seconds": round(time.process_time() - computing, 1),
        "peak_mib": round(peak_mib()),
    }


if __name__ == "__main__":
    print(json.dumps({"by_language": [grouped("zh-Hans"), grouped("en")], "many": timed()}, indent=1))
