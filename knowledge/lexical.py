"""The words' side of retrieval: TF-IDF over question strings and BM25 over articles, in memory, immutable."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from knowledge.articles import Article
from knowledge.domain import Domain
from knowledge.normalise import readable, terms, without_advert

Scores = NDArray[np.float64]
Bags = list[Counter[str]]

# Many phrasings repeat a word because it matters; an answer repeats it because it is long.
ASKED, ANSWERED, B = 2.0, 1.2, 0.75


@dataclass(frozen=True, slots=True)
class Wording:
    """What a question's words say: a score a question string, and several a article."""

    strings: Scores  # cosine of the TF-IDF vectors, 0 to 1
    phrasings: Scores  # BM25 against all phrasings of an article together
    words: Scores  # the same by whole words alone: parts of words forgive typos, and mislead
    answers: Scores  # BM25 against the answer
    covered: Scores  # share, 0 to 1, of the question's weight that an article's phrasings contain
    domain: float  # whether it speaks of what the FAQ speaks of, 0 to 1


class Lexicon:
    """Term statistics of a fixed list of articles; `owners[i]` is the article of question string `i`."""

    def __init__(self, articles: Sequence[Article]) -> None:
        self.owners = np.array(
            [at for at, article in enumerate(articles) for _ in article.questions], dtype=np.int64
        )
        self._bags = [_bag(terms(text)) for article in articles for text in article.questions]
        together: Bags = [Counter() for _ in articles]
        for owner, bag in zip(self.owners, self._bags, strict=True):
            together[owner].update(bag)
        answers = [_bag(terms(without_advert(readable(article.answer)))) for article in articles]
        words = [_whole(bag) for bag in together]
        self._together, self._words_together = together, words
        self._places: dict[str, int] = {}
        for bag in (*together, *answers):
            for term in bag:
                self._places.setdefault(term, len(self._places))
        self._strings, self._string_idf = self._cosine_rows()
        self._phrasings = _Bm25(together, self._places, ASKED)
        # Without a Latin letter there are no parts of words to leave out.
        partless = all(len(whole) == len(bag) for whole, bag in zip(words, together, strict=True))
        self._words = self._phrasings if partless else _Bm25(words, self._places, ASKED)
        self._answers = _Bm25(answers, self._places, ANSWERED)
        self._domain = Domain(self._bags, answers)

    def _cosine_rows(self) -> tuple[sparse.csr_array, Scores]:
        rows = _counts(self._bags, self._places)
        seen = np.bincount(rows.indices, minlength=len(self._places))
        idf: Scores = np.log((1 + len(self._bags)) / (1 + seen)) + 1
        rows.data = (1 + np.log(rows.data)) * idf[rows.indices]
        lengths = np.sqrt(np.asarray(rows.multiply(rows).sum(axis=1)).ravel())
        rows.data /= np.repeat(np.where(lengths > 0, lengths, 1), np.diff(rows.indptr))
        return rows.T.tocsr(), idf

    def score(
        self,
        question: Sequence[str],
        *,
        without: int | None = None,
        own: bool = False,
        spoken: bool = False,
    ) -> Wording:
        """Score the terms of a question; `without` leaves one question string out, as if nobody had written it.

        `own` and `spoken` are those of `Domain.likeness`.
        """
        bag = _bag(question)
        known = np.array([self._places[term] for term in bag if term in self._places], dtype=np.int64)
        times = np.array([bag[term] for term in bag if term in self._places], dtype=np.float64)
        unknown = len(bag) - len(known)
        weights = (1 + np.log(times)) * self._string_idf[known]
        # Words that the FAQ never uses make a question less like anything in it.
        length = math.sqrt(float(weights @ weights) + unknown * (math.log(1 + len(self._bags)) + 1) ** 2)
        strings = _weighted(self._strings, known, weights / length if length else weights, len(self._bags))
        phrasings = self._phrasings.score(known)
        words = phrasings
        if self._words is not self._phrasings:
            whole = [self._places[term] for term in _whole(bag) if term in self._places]
            words = self._words.score(np.array(whole, dtype=np.int64))
        covered = self._phrasings.covered(known, unknown)
        domain = self._domain.likeness(bag, own=own or without is not None, spoken=spoken)
        if without is not None:
            owner = int(self.owners[without])
            strings[without] = 0.0
            rest = self._together[owner] - self._bags[without]
            phrasings[owner] = self._phrasings.score_one(rest, bag)
            words[owner] = self._words.score_one(
                rest if words is phrasings else _whole(rest), bag if words is phrasings else _whole(bag)
            )
            covered[owner] = self._phrasings.covered_one(rest, bag)
        return Wording(strings, phrasings, words, self._answers.score(known), covered, domain)


class _Bm25:
    """Okapi BM25 with each document's weights worked out beforehand."""

    def __init__(self, bags: Bags, places: dict[str, int], k1: float) -> None:
        self._k1 = k1
        rows = _counts(bags, places)
        self._places = places
        self._size = len(bags)
        seen = np.bincount(rows.indices, minlength=len(places))
        self._idf: Scores = np.log(1 + (len(bags) - seen + 0.5) / (seen + 0.5))
        lengths = np.asarray(rows.sum(axis=1)).ravel()
        self._mean = float(lengths.mean()) if len(bags) else 1.0
        damped = np.repeat(k1 * (1 - B + B * lengths / (self._mean or 1.0)), np.diff(rows.indptr))
        present = rows.copy()
        rows.data = rows.data * (k1 + 1) / (rows.data + damped) * self._idf[rows.indices]
        present.data = self._idf[present.indices]
        self._weights = rows.T.tocsr()
        self._present = present.T.tocsr()
        self._unknown = math.log(1 + (len(bags) + 0.5) / 0.5)

    def score(self, known: NDArray[np.int64]) -> Scores:
        return _weighted(self._weights, known, np.ones(len(known)), self._size)

    def covered(self, known: NDArray[np.int64], unknown: int) -> Scores:
        whole = float(self._idf[known].sum()) + unknown * self._unknown
        return _weighted(self._present, known, np.ones(len(known)), self._size) / (whole or 1.0)

    def score_one(self, document: Counter[str], question: Counter[str]) -> float:
        damped = self._k1 * (1 - B + B * document.total() / (self._mean or 1.0))
        return sum(
            float(self._idf[self._places[term]]) * document[term] * (self._k1 + 1) / (document[term] + damped)
            for term in question
            if term in document
        )

    def covered_one(self, document: Counter[str], question: Counter[str]) -> float:
        weights = {
            term: float(self._idf[self._places[term]]) if term in self._places else self._unknown
            for term in question
        }
        whole = sum(weights.values())
        return sum(weight for term, weight in weights.items() if term in document) / (whole or 1.0)


def _bag(found: Sequence[str]) -> Counter[str]:
    """Count terms, and the pairs of neighbouring Latin words, as Chinese terms hold pairs of characters."""
    words = [term for term in found if term[0] == "="]
    pairs = [f"{one} {other}" for one, other in pairwise(words)]
    return Counter([*found, *pairs])


def _whole(bag: Counter[str]) -> Counter[str]:
    """Leave the parts of Latin words out."""
    return Counter({term: times for term, times in bag.items() if term[0] == "=" or term[0] >= "\u3400"})


def _counts(bags: Bags, places: dict[str, int]) -> sparse.csr_array:
    columns = [places[term] for bag in bags for term in bag]
    data = [float(times) for bag in bags for times in bag.values()]
    starts = np.cumsum([0, *(len(bag) for bag in bags)])
    return sparse.csr_array((data, columns, starts), shape=(len(bags), len(places)), dtype=np.float64)


def _weighted(by_term: sparse.csr_array, known: NDArray[np.int64], weights: Scores, size: int) -> Scores:
    """Add up the rows of `known` terms; O(their postings), far below a matrix product over all terms."""
    total = np.zeros(size)
    for place, weight in zip(known, weights, strict=True):
        begin, end = by_term.indptr[place], by_term.indptr[place + 1]
        total[by_term.indices[begin:end]] += weight * by_term.data[begin:end]
    return total
