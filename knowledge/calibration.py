"""The examples that answerability is learnt from: the FAQ's own phrasings, left out one at a time."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from knowledge.answerability import Calibration, fit
from knowledge.domain import small_talk
from knowledge.embedders import Embedder, Vectors
from knowledge.normalise import terms
from knowledge.retrieval import NEAREST, Asked, Findings, Shelf, rank
from knowledge.store import Store

_SAMPLE = 400
_ENOUGH = 30
_NOTHING = (0.0, 0.0, 0.0, 0.0)
_COVERED = 0.6


@dataclass(frozen=True, slots=True)
class _Example:
    """One question to learn from; `without` is the string that must not be found, since it is the question."""

    text: str
    vector: NDArray[np.float32]
    without: int | None = None
    own: bool = False
    spoken: bool = False


def calibrate(shelf: Shelf, store: Store, embedder: Embedder, strings: Vectors) -> Calibration:
    """Learn from this FAQ, as this embedder sees it, how questions look that it answers; deterministic.

    A phrasing that is left out should still lead somewhere; small talk should lead nowhere. An FAQ with too few
    alternates for that is asked halves of two titles at once, which is about as unlike either as a
    paraphrase is.
    """
    vectors = embedder.embed(small_talk())
    talk = [_Example(line, vector, spoken=True) for line, vector in zip(small_talk(), vectors, strict=True)]
    features = _features(shelf, store, embedder, talk)
    # An FAQ may hold "who are you?" itself; then that is no small talk to it.
    foreign = [row for row in features if row[0] < _COVERED] or [_NOTHING]
    left_out = _left_out(shelf, strings)
    typical = len(left_out) >= _ENOUGH
    answerable = _features(shelf, store, embedder, left_out if typical else _crossed(shelf, embedder))
    return fit(np.array(answerable or [(1.0, 1.0, 1.0, 1.0)]), np.array(foreign), typical=typical)


def _left_out(shelf: Shelf, strings: Vectors) -> list[_Example]:
    owners = shelf.lexicon.owners
    texts = [text for article in shelf.articles for text in article.questions]
    held = [at for at, owner in enumerate(owners) if shelf.articles[owner].alternates]
    return [_Example(texts[at], strings[at], at) for at in held[:: max(1, len(held) // _SAMPLE)][:_SAMPLE]]


def _crossed(shelf: Shelf, embedder: Embedder) -> list[_Example]:
    """Make questions of the first half of one title and the second half of the next."""
    chosen = shelf.articles[:: max(1, len(shelf.articles) // _SAMPLE)][:_SAMPLE]
    texts = []
    for one, other in zip(chosen, [*chosen[1:], *chosen[:1]], strict=True):
        between = " " if " " in one.title else ""
        first, second = (title.split() if between else list(title) for title in (one.title, other.title))
        texts.append(between.join(first[: (len(first) + 1) // 2] + second[(len(second) + 1) // 2 :]))
    vectors = embedder.embed(texts)
    return [_Example(text, vector, own=True) for text, vector in zip(texts, vectors, strict=True)]


def _features(
    shelf: Shelf, store: Store, embedder: Embedder, examples: list[_Example]
) -> list[tuple[float, ...]]:
    return [found.features or _NOTHING for found in _looked_up(shelf, store, embedder, examples)]


def _looked_up(shelf: Shelf, store: Store, embedder: Embedder, examples: list[_Example]) -> list[Findings]:
    if not examples:
        return []
    vectors = np.stack([example.vector for example in examples])
    questions = store.near(shelf.generation, "questions", vectors, NEAREST)
    answers = store.near(shelf.generation, "answers", vectors, NEAREST)
    asked = Asked()
    allowed = shelf.allowed(asked)
    return [
        rank(
            shelf,
            shelf.lexicon.score(
                terms(example.text), without=example.without, own=example.own, spoken=example.spoken
            ),
            (questions, answers, row),
            weight=embedder.weight,
            asked=asked,
            allowed=allowed,
            without=example.without,
        )
        for row, example in enumerate(examples)
    ]
