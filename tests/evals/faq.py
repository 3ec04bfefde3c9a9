"""`python -m tests.evals.faq [--data DIR] [NAME…]`: our ranking and refusal beside single lexical baselines, on public sets and proxies.

Needs the public sets beside the repository. The baselines are untuned: TF-IDF of character 2–4-grams (the best phrasing counts),
BM25 of words and Chinese characters and pairs (the best phrasing, and all phrasings together).
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer

from knowledge.embedders import HashedEmbedder
from knowledge.evaluation import evaluate_faq
from knowledge.normalise import readable, terms
from tests.conftest import SHARED_DATA
from tests.evals.faq_proxies import Proxy, phrasings, proxies

Scores = NDArray[np.float64]
K1, B = 1.2, 0.75


def words(text: str) -> list[str]:
    """Whole words, Chinese characters and their pairs."""
    return [term for term in terms(text) if term[0] == "=" or term[0] >= "\u3400"]


def baselines(proxy: Proxy) -> dict[str, float]:
    """Return recall@1 of each baseline; a tie at nothing found is a miss."""
    texts = [text for article in proxy.articles for text in phrasings(article)]
    owners = np.array([at for at, article in enumerate(proxy.articles) for _ in phrasings(article)])
    asked = [one for one in proxy.questions if one[1]]
    questions = [text for text, _ in asked]
    grams = TfidfVectorizer(preprocessor=readable, analyzer="char", ngram_range=(2, 4), sublinear_tf=True)
    known = grams.fit_transform(texts)
    together = [" \n ".join(phrasings(article)) for article in proxy.articles]
    scores = {
        "TF-IDF": _best(np.asarray((grams.transform(questions) @ known.T).todense()), owners),
        "BM25, best": _best(_bm25(texts, questions), owners),
        "BM25, together": _bm25(together, questions),
    }
    ids = np.array([article["id"] for article in proxy.articles])
    return {
        name: float(
            np.mean(
                [
                    row.max() > 0 and ids[row.argmax()] in wanted
                    for row, (_, wanted) in zip(rows, asked, strict=True)
                ]
            )
        )
        for name, rows in scores.items()
    }


def _best(scores: Scores, owners: NDArray[np.int64]) -> Scores:
    starts = np.searchsorted(owners, np.arange(owners[-1] + 1))
    best: Scores = np.maximum.reduceat(scores, starts, axis=1)
    return best


def _bm25(documents: list[str], questions: list[str]) -> Scores:
    counter = CountVectorizer(analyzer=words)
    rows = counter.fit_transform(documents).tocsr().astype(np.float64)
    seen = np.bincount(rows.indices, minlength=rows.shape[1])
    idf = np.log(1 + (rows.shape[0] - seen + 0.5) / (seen + 0.5))
    lengths = np.asarray(rows.sum(axis=1)).ravel()
    damped = np.repeat(K1 * (1 - B + B * lengths / lengths.mean()), np.diff(rows.indptr))
    rows.data = rows.data * (K1 + 1) / (rows.data + damped) * idf[rows.indices]
    asked = counter.transform(questions)
    asked.data[:] = 1
    scores: Scores = np.asarray((asked @ rows.T).todense())
    return scores


def main() -> int:
    given = argparse.ArgumentParser(description="Retrieval and refusal on public sets and proxies.")
    given.add_argument("--data", type=Path, default=SHARED_DATA / "faq")
    given.add_argument("names", nargs="*")
    told = given.parse_args()
    made, chosen = proxies(told.data), told.names
    if unknown := [name for name in chosen if name not in made]:
        print(f"no such set: {', '.join(unknown)}; there are: {', '.join(made)}", file=sys.stderr)
        return 2
    print("| set | recall@1 | TF-IDF | BM25, best | BM25, together | answered | right | refused | AUROC |")
    print("|---|---|---|---|---|---|---|---|---|")
    for name in chosen or made:
        proxy = made[name]()
        with tempfile.TemporaryDirectory() as folder:
            figures = evaluate_faq(*proxy.write(Path(folder)), HashedEmbedder())
        beside = baselines(proxy)
        fields = ("answered_in_scope", "correct_when_answered", "refused_out_of_scope", "auroc")
        ours = [figures["recall@1"], *beside.values(), *(figures[field] for field in fields)]
        cells = ["–" if value is None else f"{value:.3f}" for value in ours]
        print(f"| {name} | {' | '.join(cells)} |", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
