"""Questions that an article does not answer although they look alike: there it stands back."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from knowledge.article import Article
from knowledge.normalise import terms

_ALIKE = 0.6  # the share of common terms from which on a question is taken for a negative one


class Negatives:
    """The negative questions of a list of articles; few have any."""

    def __init__(self, articles: Sequence[Article]) -> None:
        self._size = len(articles)
        self._by_article = {
            at: (_bags(article.negatives), _bags(article.questions))
            for at, article in enumerate(articles)
            if article.negatives
        }

    def allow(self, words: Sequence[str]) -> NDArray[np.bool_]:
        """Return which articles may answer; one may not if a negative is nearer than each question of its own."""
        mask = np.ones(self._size, dtype=bool)
        asked = frozenset(words)
        for at, (negatives, own) in self._by_article.items():
            refused = max(_shared(asked, bag) for bag in negatives)
            mask[at] = refused < _ALIKE or refused <= max(_shared(asked, bag) for bag in own)
        return mask


def _bags(texts: Sequence[str]) -> tuple[frozenset[str], ...]:
    return tuple(frozenset(terms(text)) for text in texts)


def _shared(asked: frozenset[str], bag: frozenset[str]) -> float:
    both = len(asked) + len(bag)
    return 2 * len(asked & bag) / both if both else 0.0
