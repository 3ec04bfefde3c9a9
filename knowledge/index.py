"""The FAQ index: what is published, how a folder replaces it without anybody seeing half of it, and search."""

from __future__ import annotations

import threading
import time
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from knowledge.answerability import Calibration, calibration_from_json
from knowledge.article import Article
from knowledge.articles import load_articles
from knowledge.calibration import calibrate
from knowledge.embedders import Embedder, Vectors
from knowledge.errors import EmbedderMismatch, IndexEmpty
from knowledge.lexical import Lexicon
from knowledge.normalise import key, terms
from knowledge.retrieval import Asked, Findings, Shelf, find
from knowledge.store import Generation, Store


@dataclass(frozen=True, slots=True)
class IndexReport:
    """What one indexing did, in articles; `duplicates` are pairs of ids that answer the same question."""

    added: int
    changed: int
    removed: int
    unchanged: int
    seconds: float
    duplicates: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Judged:
    """What was found for a question, and what the calibration makes of it."""

    found: Findings
    probability: float
    calibration: Calibration


@dataclass(frozen=True, slots=True)
class _Open:
    """A published generation in memory; replaced as a whole."""

    shelf: Shelf
    calibration: Calibration


class ArticleIndex:
    """One FAQ in Chroma and in memory. All methods block: call them from the package's own threads."""

    def __init__(self, store: Store, embedder: Embedder) -> None:
        self._store = store
        self._embedder = embedder
        self._writing = threading.Lock()
        self._open: _Open | None = None
        self._opening = threading.Lock()

    @property
    def embedder(self) -> Embedder:
        return self._embedder

    def close(self) -> None:
        self._store.close()
        self._embedder.close()

    def articles(self) -> tuple[Article, ...]:
        """Return what is published; raise IndexEmpty when nothing is."""
        return self._current().shelf.articles

    def refresh(self) -> bool:
        """Take over what another process has published meanwhile; say whether there was something new."""
        published = self._store.current()
        with self._opening:
            known = self._open.shelf.generation if self._open else None
            if published is None or published.name == known:
                return False
            self._open = self._read(published)
        return True

    def search(self, question: str, asked: Asked) -> Judged:
        """Rank the articles for one question; raise IndexEmpty or EmbedderMismatch when that can't be done."""
        current = self._current()
        found = find(current.shelf, self._store, self._embedder, question, terms(question), asked)
        return Judged(found, current.calibration.probability(found), current.calibration)

    def index(self, folder: Path, also: Sequence[Article] = ()) -> IndexReport:
        """Make the index hold `folder` and `also`; raise BadArticles and keep the old one when it is faulty."""
        return self.hold((*load_articles(folder), *also))

    def hold(self, articles: Sequence[Article]) -> IndexReport:
        """Make the index hold these articles and no others; only texts that it did not hold are embedded."""
        started = time.perf_counter()
        with self._writing:
            published = self._store.current()
            usable = published if published and published.embedder == self._embedder.id else None
            before = {article.id: article for article in self._store.articles(published)} if published else {}
            changes = _compared(before, articles)
            if usable is None or changes != (0, 0, 0):
                self._replace(articles, usable)
            else:
                self.refresh()
        added, changed, removed = changes
        return IndexReport(
            added=added,
            changed=changed,
            removed=removed,
            unchanged=len(articles) - added - changed,
            seconds=time.perf_counter() - started,
            duplicates=find_duplicates(articles),
        )

    def _replace(self, articles: Sequence[Article], published: Generation | None) -> None:
        known = self._store.vectors(published) if published else {}
        questions = self._embedded([text for article in articles for text in article.questions], known)
        answers = self._embedded([article.answer for article in articles], known)
        name = self._store.write(articles, questions, answers)
        shelf = Shelf(name, tuple(articles), Lexicon(articles))
        calibration = calibrate(shelf, self._store, self._embedder, questions)
        self._store.publish(
            Generation(name, self._embedder.id, self._embedder.dimension, calibration.to_json())
        )
        self._open = _Open(shelf, calibration)

    def _embedded(self, texts: Sequence[str], known: dict[str, Vectors]) -> Vectors:
        fresh = [text for text in dict.fromkeys(texts) if text not in known]
        vectors = {**known, **dict(zip(fresh, self._embedder.embed(fresh), strict=True))}
        return np.stack([vectors[text] for text in texts])

    def _current(self) -> _Open:
        if self._open is None:
            self.refresh()
        if self._open is None:
            raise IndexEmpty("no FAQ has been indexed yet: run `main.py index`")
        return self._open

    def _read(self, published: Generation) -> _Open:
        if published.embedder != self._embedder.id:
            raise EmbedderMismatch(
                f"the index was embedded by {published.embedder}, not by {self._embedder.id}: "
                "run `main.py index` to embed it again"
            )
        articles = self._store.articles(published)
        shelf = Shelf(published.name, articles, Lexicon(articles))
        return _Open(shelf, calibration_from_json(published.calibration))


def _compared(before: dict[str, Article], articles: Sequence[Article]) -> tuple[int, int, int]:
    added = sum(article.id not in before for article in articles)
    same = sum(
        article.id in before and before[article.id].digest() == article.digest() for article in articles
    )
    removed = len(before.keys() - {article.id for article in articles})
    return added, len(articles) - added - same, removed


def find_duplicates(articles: Sequence[Article]) -> tuple[tuple[str, str], ...]:
    """Return pairs of articles of one language that answer the same question, or give the same answer."""
    by_question: dict[tuple[str, str], dict[str, None]] = defaultdict(dict)
    for article in articles:
        for text in (*article.questions, article.answer):
            if told := key(text):
                by_question[article.lang, told].setdefault(article.id)
    pairs = {
        (first, other) for ids in by_question.values() for first, *others in [list(ids)] for other in others
    }
    return tuple(sorted(pairs))
