"""Which articles a question is nearest to: words and vectors, fused by a weighted sum, one rank a subject."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date

import numpy as np
import structlog
from numpy.typing import NDArray

from knowledge.articles import Article
from knowledge.embedders import Embedder
from knowledge.errors import kind_of
from knowledge.lexical import Lexicon, Scores, Wording
from knowledge.negatives import Negatives
from knowledge.store import Near, Store

log = structlog.get_logger(__name__)

NEAREST = 40
KEPT = 10  # ranks that anybody looks at
# Chosen on the sets of docs/quality.md; fitting them to each FAQ by leave-one-out did worse (docs/adr/0023).
_PHRASINGS, _WORDS, _STRINGS, _ANSWERED = 0.65, 0.2, 0.1, 0.05
_QUESTIONS, _ANSWERS = 0.85, 0.15
_OWN_LANGUAGE = 0.02  # settles a tie, never more
NOWHERE = Near((np.zeros(0, dtype=np.int64),), (np.zeros(0),))


@dataclass(frozen=True, slots=True)
class Asked:
    """What is known of an asker and the day; None means that it does not matter."""

    language: str | None = None
    tier: str | None = None
    day: date | None = None


@dataclass(frozen=True, slots=True)
class Hit:
    """One subject in the version that its asker reads best; `score` is 0 to 1 within this question."""

    article: Article
    score: float


@dataclass(frozen=True, slots=True)
class Findings:
    """The best subjects, and what answerability is judged by.

    `features`, each 0 to 1, are of the first hit: cosine of the best string's words, of its vector, the
    share of the question that its phrasings cover; and whether the question is of this domain at all. `runner_up` is the second score as a share of the first.
    """

    hits: tuple[Hit, ...]
    features: tuple[float, ...] = ()
    runner_up: float = 0.0


@dataclass(frozen=True, slots=True)
class Shelf:
    """A generation of articles ready for searching; immutable, so that a query never sees half of one."""

    generation: str
    articles: tuple[Article, ...]
    lexicon: Lexicon
    subjects: tuple[str, ...] = field(init=False)
    subject_of: NDArray[np.int64] = field(init=False)
    languages: NDArray[np.str_] = field(init=False)
    limited: tuple[int, ...] = field(init=False)
    negatives: Negatives = field(init=False)

    def __post_init__(self) -> None:
        numbers: dict[str, int] = {}
        of = [numbers.setdefault(article.subject, len(numbers)) for article in self.articles]
        limited = [
            at for at, one in enumerate(self.articles) if one.tiers or one.valid_from or one.valid_until
        ]
        object.__setattr__(self, "subjects", tuple(numbers))
        object.__setattr__(self, "subject_of", np.array(of, dtype=np.int64))
        object.__setattr__(self, "languages", np.array([article.lang for article in self.articles]))
        object.__setattr__(self, "limited", tuple(limited))
        object.__setattr__(self, "negatives", Negatives(self.articles))

    def allowed(self, asked: Asked) -> NDArray[np.bool_]:
        """Return which articles this asker may be shown today; O(articles that are limited at all)."""
        mask = np.ones(len(self.articles), dtype=bool)
        for at in self.limited:
            article = self.articles[at]
            mask[at] = article.is_for(asked.tier) and (asked.day is None or article.holds_on(asked.day))
        return mask


def find(
    shelf: Shelf, store: Store, embedder: Embedder, question: str, words: Sequence[str], asked: Asked
) -> Findings:
    """Rank the subjects for one question; a question without terms finds nothing. Blocks on Chroma.

    When the vectors can't be had (embedding server down, Chroma server gone), the words alone decide.
    """
    if not words or not shelf.articles:
        return Findings(())
    wording = shelf.lexicon.score(words)
    allowed = shelf.allowed(asked) & shelf.negatives.allow(words)
    try:
        vector = embedder.embed([question])
        questions = store.near(shelf.generation, "questions", vector, NEAREST)
        answers = store.near(shelf.generation, "answers", vector, NEAREST)
    except Exception as error:  # noqa: BLE001 - whatever a server throws, the words are still there
        log.warning("searching without vectors", reason=kind_of(error))
        found = rank(shelf, wording, (NOWHERE, NOWHERE, 0), weight=0.0, asked=asked, allowed=allowed)
        # The missing similarity is taken to be that of the words.
        return replace(found, features=(*found.features[:1], *found.features[:1], *found.features[2:]))
    return rank(shelf, wording, (questions, answers, 0), weight=embedder.weight, asked=asked, allowed=allowed)


def rank(
    shelf: Shelf,
    wording: Wording,
    vectors: tuple[Near, Near, int],
    *,
    weight: float,
    asked: Asked,
    allowed: NDArray[np.bool_],
    without: int | None = None,
) -> Findings:
    """Fuse the legs; `vectors` are the nearest questions and answers, and which of their rows is meant."""
    size = len(shelf.articles)
    questions, answers, row = vectors
    best_string, best_vector, answer_vector = np.zeros(size), np.zeros(size), np.zeros(size)
    np.maximum.at(best_string, shelf.lexicon.owners, wording.strings)
    near, alike = questions.places[row], questions.similarities[row]
    kept = near != without if without is not None else np.ones(len(near), dtype=bool)
    np.maximum.at(best_vector, shelf.lexicon.owners[near[kept]], alike[kept])
    np.maximum.at(answer_vector, answers.places[row], answers.similarities[row])
    lexical = _PHRASINGS * _scaled(wording.phrasings, allowed) + _WORDS * _scaled(wording.words, allowed)
    lexical += _STRINGS * _scaled(best_string, allowed) + _ANSWERED * _scaled(wording.answers, allowed)
    vector = _QUESTIONS * _scaled(best_vector, allowed) + _ANSWERS * _scaled(answer_vector, allowed)
    fused = (1 - weight) * lexical + weight * vector
    if asked.language:
        fused = np.where(fused > 0, fused + _OWN_LANGUAGE * (shelf.languages == asked.language), fused)
    return _ranked(shelf, fused, (best_string, best_vector, wording.covered), wording.domain, asked, allowed)


def _scaled(scores: Scores, allowed: NDArray[np.bool_]) -> Scores:
    masked = np.where(allowed, np.maximum(scores, 0.0), 0.0)
    top = float(masked.max(initial=0.0))
    return masked / top if top > 0 else masked


def _ranked(
    shelf: Shelf,
    fused: Scores,
    evidence: tuple[Scores, ...],
    domain: float,
    asked: Asked,
    allowed: NDArray[np.bool_],
) -> Findings:
    by_subject = np.zeros(len(shelf.subjects))
    np.maximum.at(by_subject, shelf.subject_of, fused)
    count = min(KEPT, len(by_subject))
    top = np.argpartition(-by_subject, count - 1)[:count]
    order = [int(one) for one in top[np.lexsort((top, -by_subject[top]))] if by_subject[one] > 0]
    if not order:
        return Findings(())
    first = by_subject[order[0]]
    second = by_subject[order[1]] if len(order) > 1 else 0.0
    versions = np.flatnonzero(shelf.subject_of == order[0])
    best = versions[np.argmax(fused[versions])]
    features = (*(float(leg[best]) for leg in evidence), domain)
    hits = tuple(
        Hit(shelf.articles[_version(shelf, subject, asked, allowed, fused)], float(by_subject[subject]))
        for subject in order
    )
    return Findings(hits, features, float(second / first))


def _version(shelf: Shelf, subject: int, asked: Asked, allowed: NDArray[np.bool_], fused: Scores) -> int:
    """Choose the version to show: the asker's language, else the other Chinese script, else what matched."""
    versions = [int(at) for at in np.flatnonzero((shelf.subject_of == subject) & allowed)]
    for wanted in readable_by(asked.language):
        for at in versions:
            if shelf.articles[at].lang == wanted:
                return at
    return max(versions, key=lambda at: fused[at])


def readable_by(language: str | None) -> tuple[str, ...]:
    """Return the languages that somebody reads, best first: either Chinese script is better than nothing."""
    if language is None:
        return ()
    if language.startswith("zh"):
        return (language, "zh-Hans" if language == "zh-Hant" else "zh-Hant")
    return (language,)
