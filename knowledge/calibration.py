"""The examples that answerability is learnt from: the FAQ's own phrasings, left out one at a time."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from knowledge.answerability import Calibration, fit
from knowledge.embedders import Embedder, Vectors
from knowledge.normalise import terms
from knowledge.retrieval import NEAREST, Asked, Findings, Shelf, rank
from knowledge.store import Store

_SAMPLE = 400
_ENOUGH = 30
_CHITCHAT = Path(__file__).with_name("chitchat.txt")
_NOTHING = (0.0, 0.0, 0.0)
_COVERED = 0.6


@dataclass(frozen=True, slots=True)
class _Example:
    """One question to learn from; `without` is the string that must not be found, since it is the question."""

    text: str
    vector: NDArray[np.float32]
    subject: str | None = None
    without: int | None = None


def calibrate(shelf: Shelf, store: Store, embedder: Embedder, strings: Vectors) -> Calibration:
    """Learn from this FAQ, as this embedder sees it, how questions look that it answers; deterministic.

    A phrasing that is left out should still lead to its article; small talk should lead nowhere. An FAQ with
    too few alternates for that is asked its own titles, shortened.
    """
    talk = [line for line in _CHITCHAT.read_text(encoding="utf-8").splitlines() if line]
    vectors = embedder.embed(talk)
    examples = [_Example(text, vector) for text, vector in zip(talk, vectors, strict=True)]
    features = [found.features or _NOTHING for _, found in _looked_up(shelf, store, embedder, examples)]
    # An FAQ may hold "who are you?" itself; then that is no small talk to it.
    foreign = [row for row in features if row[0] < _COVERED] or [_NOTHING]
    answerable = _right(shelf, store, embedder, _left_out(shelf, strings))
    if len(answerable) < _ENOUGH:
        answerable += _right(shelf, store, embedder, _shortened(shelf, embedder))
    return fit(np.array(answerable or [(1.0, 1.0, 1.0)]), np.array(foreign))


def _left_out(shelf: Shelf, strings: Vectors) -> list[_Example]:
    owners = shelf.lexicon.owners
    texts = [text for article in shelf.articles for text in article.questions]
    held = [at for at, owner in enumerate(owners) if shelf.articles[owner].alternates]
    return [
        _Example(texts[at], strings[at], shelf.articles[owners[at]].subject, at)
        for at in held[:: max(1, len(held) // _SAMPLE)][:_SAMPLE]
    ]


def _shortened(shelf: Shelf, embedder: Embedder) -> list[_Example]:
    """Make questions from titles by leaving the middle out, as somebody in a hurry does."""
    chosen = shelf.articles[:: max(1, len(shelf.articles) // _SAMPLE)][:_SAMPLE]
    texts = []
    for article in chosen:
        words = article.title.split() if " " in article.title else list(article.title)
        third = len(words) // 3
        texts.append((" " if " " in article.title else "").join(words[:third] + words[2 * third :]))
    vectors = embedder.embed(texts)
    return [
        _Example(text, vector, article.subject)
        for text, vector, article in zip(texts, vectors, chosen, strict=True)
    ]


def _right(
    shelf: Shelf, store: Store, embedder: Embedder, examples: list[_Example]
) -> list[tuple[float, ...]]:
    return [
        found.features
        for example, found in _looked_up(shelf, store, embedder, examples)
        if found.hits and found.hits[0].article.subject == example.subject
    ]


def _looked_up(
    shelf: Shelf, store: Store, embedder: Embedder, examples: list[_Example]
) -> list[tuple[_Example, Findings]]:
    if not examples:
        return []
    vectors = np.stack([example.vector for example in examples])
    questions = store.near(shelf.generation, "questions", vectors, NEAREST)
    answers = store.near(shelf.generation, "answers", vectors, NEAREST)
    asked = Asked()
    allowed = shelf.allowed(asked)
    return [
        (
            example,
            rank(
                shelf,
                shelf.lexicon.score(terms(example.text), without=example.without),
                (questions, answers, row),
                weight=embedder.weight,
                asked=asked,
                allowed=allowed,
                without=example.without,
            ),
        )
        for row, example in enumerate(examples)
    ]
