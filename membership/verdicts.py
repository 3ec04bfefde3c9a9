"""What thumbs say of the assistant: shares by mode, language and prompt, and the articles that help least."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from db.queries import answers as rows

# Thumbs that one report reads one by one, newest first; more would say the same.
_READ = 20_000
_EXAMPLES = 3
_Z = 1.64  # of ten shares that are as bad as this says, one is better by luck


@dataclass(frozen=True, slots=True)
class Share:
    """Thumbs up and down of one kind of answers; `given` counts those without a thumb, too."""

    name: str
    up: int
    down: int
    given: int

    @property
    def rated(self) -> int:
        return self.up + self.down


@dataclass(frozen=True, slots=True)
class Complaint:
    """One thumb down: the question as it was said (mask it before anybody reads it) and why."""

    question: str
    reason: str | None
    words: str | None


@dataclass(frozen=True, slots=True)
class Blamed:
    """An article with its thumbs, the reasons that were given, and the newest complaints."""

    article: str
    up: int
    down: int
    reasons: Mapping[str, int]
    examples: tuple[Complaint, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """Thumbs since `since`, in all and in parts; the articles that surely help least first."""

    since: datetime
    all: Share
    modes: tuple[Share, ...]
    languages: tuple[Share, ...]
    prompts: tuple[Share, ...]
    articles: tuple[Blamed, ...]
    unsourced: tuple[Complaint, ...]


def report(session: Session, *, days: int, limit: int, now: datetime) -> Report:
    """Sum up the last `days`, with up to `limit` articles that got a thumb down; O(thumbs), at most _READ."""
    since = now - timedelta(days=days)
    counted = rows.thumbs(session, since)
    by: tuple[dict[str, Counter[str]], ...] = tuple(defaultdict(Counter) for _ in range(4))
    for mode, language, prompt, helpful, count in counted:
        name = "given" if helpful is None else "up" if helpful else "down"
        for kinds, kind in zip(by, ("all", mode, language, prompt), strict=True):
            if kind is not None:
                kinds[kind][name] += count
                kinds[kind]["given"] += 0 if helpful is None else count
    whole, modes, languages, prompts = (_shares(kinds) for kinds in by)
    articles, unsourced = _blamed(rows.rated(session, since, _READ), limit)
    return Report(
        since,
        whole[0] if whole else Share("all", 0, 0, 0),
        modes=_with_thumbs(modes),
        languages=_with_thumbs(languages),
        prompts=_with_thumbs(prompts),
        articles=articles,
        unsourced=unsourced,
    )


def surely_bad(up: int, down: int) -> float:
    """Return the share of thumbs down that is certain enough, 0 to 1 (Wilson's lower bound): 8 of 10 before 1 of 1."""
    n = up + down
    if not n:
        return 0.0
    share, z = down / n, _Z**2
    middle = share + z / (2 * n)
    margin = _Z * math.sqrt((share * (1 - share) + z / (4 * n)) / n)
    return (middle - margin) / (1 + z / n)


def _shares(kinds: Mapping[str, Counter[str]]) -> list[Share]:
    found = [Share(name, sums["up"], sums["down"], sums["given"]) for name, sums in kinds.items()]
    return sorted(found, key=lambda one: (-one.rated, one.name))


def _with_thumbs(shares: Iterable[Share]) -> tuple[Share, ...]:
    return tuple(one for one in shares if one.rated)


def _blamed(thumbs: Iterable[rows.Thumb], limit: int) -> tuple[tuple[Blamed, ...], tuple[Complaint, ...]]:
    counts: dict[str, Counter[bool]] = defaultdict(Counter)
    reasons: dict[str, Counter[str]] = defaultdict(Counter)
    examples: dict[str, list[Complaint]] = defaultdict(list)
    unsourced: list[Complaint] = []
    for thumb in thumbs:
        told = Complaint(thumb.question, thumb.reason, thumb.words)
        if not thumb.sources and not thumb.helpful and len(unsourced) < _EXAMPLES:
            unsourced.append(told)
        for article in thumb.sources:
            counts[article][bool(thumb.helpful)] += 1
            if not thumb.helpful:
                if thumb.reason is not None:
                    reasons[article][thumb.reason] += 1
                if len(examples[article]) < _EXAMPLES:
                    examples[article].append(told)
    worst = sorted(
        (article for article, count in counts.items() if count[False]),
        key=lambda one: (-surely_bad(counts[one][True], counts[one][False]), one),
    )
    return (
        tuple(
            Blamed(one, counts[one][True], counts[one][False], dict(reasons[one]), tuple(examples[one]))
            for one in worst[:limit]
        ),
        tuple(unsourced),
    )
