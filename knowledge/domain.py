"""Whether a question speaks of what the FAQ speaks of at all: its terms weighed against those of small talk."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path

from knowledge.normalise import terms

_CHITCHAT = Path(__file__).with_name("chitchat.txt")
_DOUBT = 0.3  # added to every count, so that one mention is no proof
_STRANGE = math.log(0.35)  # a term that neither has: such questions are mostly about something else
_IN_ANSWER = 0.5  # an answer mentions much that nobody asks
_SPAN = 6.0  # odds beyond e^±6 a term don't occur


@lru_cache(maxsize=1)
def small_talk() -> tuple[str, ...]:
    """Return what people say to any bot, in three languages, that no shop's FAQ answers."""
    return tuple(line for line in _CHITCHAT.read_text(encoding="utf-8").splitlines() if line)


class Domain:
    """How often each term is used in an FAQ's strings and in small talk."""

    def __init__(self, strings: Sequence[Iterable[str]], answers: Iterable[Iterable[str]]) -> None:
        self._strings, self._size = Counter[str](), len(strings)
        for bag in strings:
            self._strings.update(set(bag))
        self._answers = Counter(term for bag in answers for term in set(bag))
        self._talk = Counter(term for line in small_talk() for term in set(terms(line)))

    def likeness(self, question: Iterable[str], *, own: bool = False, spoken: bool = False) -> float:
        """Return 0 to 1, the mean log-odds of the question's terms; what it amounts to, calibration learns.

        `own` and `spoken` say that the question is itself one of the strings, or a line of the small talk: it
        then doesn't count for itself.
        """
        told = weight = 0.0
        strings, lines = self._size - own, len(small_talk()) - spoken
        for term in set(question):
            here = max(0.0, self._strings[term] - own) + _IN_ANSWER * self._answers[term]
            there = max(0, self._talk[term] - spoken)
            say = 0.5 if len(term) == 1 else 1.0
            weight += say
            if here or there:
                ours = (here + _DOUBT) / (strings + 2 * _DOUBT)
                told += say * math.log(ours * (lines + 2 * _DOUBT) / (there + _DOUBT))
            else:
                told += say * _STRANGE
        mean = told / weight if weight else -_SPAN
        return min(1.0, max(0.0, 0.5 + mean / (2 * _SPAN)))
