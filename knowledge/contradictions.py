"""Numbers of written articles held against the rules, and against each other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from knowledge.article import Article
from knowledge.numbers import BARE, Number, numbers

# What translations of one article must agree in; they may count other things by other words.
_TRANSLATED = frozenset({"point", "money", "month", "percent", "factor", "star", "clock"})


@dataclass(frozen=True, slots=True)
class Contradiction:
    """`said` stands in an article; `against` (topics of the program, or another article's id) says `instead`."""

    kind: Literal["rule", "translation", "program"]
    article: str
    source: str
    said: str
    against: str
    instead: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.article}: {self.said} ≠ {self.against}: {', '.join(self.instead[:6])}"


class Facts:
    """All numbers that the program says of some topics, in whatever language."""

    def __init__(self, said: Iterable[Number]) -> None:
        self._said: dict[str, dict[Decimal, str]] = defaultdict(dict)
        self._series: dict[tuple[Decimal, ...], str] = {}
        for number in said:
            self._said[number.unit].setdefault(number.value, number.said)
            if number.series:
                self._series.setdefault(number.series, number.said)
            for value in number.series:
                self._said[number.unit].setdefault(value, f"{value:f}")

    def against(self, number: Number) -> tuple[str, ...]:
        """Return what the rules say instead of `number`; nothing when they say the same, or nothing of that kind."""
        if number.series and self._series:
            return () if number.series in self._series else tuple(self._series.values())
        known = self._every() if number.unit == BARE else self._said.get(number.unit, {})
        bare = self._said.get(BARE, {})
        strange = known and any(
            value not in known and value not in bare for value in number.series or (number.value,)
        )
        return tuple(known.values()) if strange else ()

    def _every(self) -> dict[Decimal, str]:
        return {
            value: said
            for unit, told in self._said.items()
            if unit != "clock"
            for value, said in told.items()
        }


def find_contradictions(
    written: Sequence[Article], generated: Sequence[Article], topics: Mapping[str, Sequence[str]]
) -> tuple[Contradiction, ...]:
    """Return where a written article names a number that the rules of its `topics`, or its translations, don't."""
    found = dict.fromkeys((*_with_rules(written, generated, topics), *_with_translations(written)))
    return tuple(sorted(found, key=lambda one: (one.article, one.kind, one.said)))


def _with_rules(
    written: Sequence[Article], generated: Sequence[Article], topics: Mapping[str, Sequence[str]]
) -> Iterator[Contradiction]:
    by_topic: dict[str, list[Number]] = defaultdict(list)
    for article in generated:
        for topic in article.covers or ():
            by_topic[topic] += numbers(article.answer)
    for article in written:
        known = [topic for topic in topics[article.id] if topic in by_topic]
        if not known:
            continue
        facts = Facts(number for topic in known for number in by_topic[topic])
        for number in _said(article):
            if instead := facts.against(number):
                yield Contradiction(
                    "rule", article.id, article.source, number.said, ", ".join(known), instead
                )


def _with_translations(written: Sequence[Article]) -> Iterator[Contradiction]:
    """Compare each version of an article with the first one, unit by unit, where both count something in it."""
    by_subject: dict[str, list[Article]] = defaultdict(list)
    for article in written:
        by_subject[article.subject].append(article)
    for first, *others in by_subject.values():
        ours = _by_unit(first)
        for other in others:
            for unit, theirs in _by_unit(other).items():
                if unit in ours and (strange := theirs.keys() - ours[unit].keys()):
                    said = ", ".join(theirs[value] for value in sorted(strange))
                    missing = tuple(ours[unit][value] for value in sorted(ours[unit].keys() - theirs.keys()))
                    yield Contradiction(
                        "translation",
                        other.id,
                        other.source,
                        said,
                        first.id,
                        missing or tuple(ours[unit].values()),
                    )


def _by_unit(article: Article) -> dict[str, dict[Decimal, str]]:
    told: dict[str, dict[Decimal, str]] = defaultdict(dict)
    for number in _said(article):
        if number.unit in _TRANSLATED:
            for value in number.series or (number.value,):
                told[number.unit].setdefault(value, number.said)
    return told


def _said(article: Article) -> Iterator[Number]:
    own = {(number.value, number.unit) for text in article.own for number in numbers(text)}
    for number in numbers(article.answer):
        if (number.value, number.unit) not in own:
            yield number
