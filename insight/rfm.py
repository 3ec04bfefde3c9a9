"""Recency, frequency and money: quintiles by rank, the usual named segments, and the Chinese eight classes."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from insight.baskets import Baskets, Floats, Ints

QUINTILES = 5


class Segment(StrEnum):
    """The usual names, in the order in which they are tried."""

    CHAMPIONS = "champions"
    CANNOT_LOSE = "cannot_lose"
    ATTENTION = "attention"
    LOYAL = "loyal"
    NEW = "new"
    PROMISING = "promising"
    POTENTIAL = "potential"
    AT_RISK = "at_risk"
    HIBERNATING = "hibernating"
    ABOUT_TO_SLEEP = "about_to_sleep"
    OTHER = "other"


class EightClass(StrEnum):
    """重要/一般 (money above or below the mean) × 价值/发展/保持/挽留 (recency and frequency)."""

    KEY_VALUE = "key_value"
    KEY_DEVELOP = "key_develop"
    KEY_KEEP = "key_keep"
    KEY_WIN_BACK = "key_win_back"
    GENERAL_VALUE = "general_value"
    GENERAL_DEVELOP = "general_develop"
    GENERAL_KEEP = "general_keep"
    GENERAL_WIN_BACK = "general_win_back"


Range = tuple[int, int]

# Recency, frequency, money, both ends included. The table leaves cells out and covers others twice, so the
# narrower rows stand first and what nothing fits is "other".
TABLE: tuple[tuple[Segment, Range, Range, Range], ...] = (
    (Segment.CHAMPIONS, (4, 5), (4, 5), (4, 5)),
    (Segment.CANNOT_LOSE, (1, 1), (4, 5), (4, 5)),
    (Segment.ATTENTION, (2, 3), (2, 3), (2, 3)),
    (Segment.LOYAL, (2, 5), (3, 5), (3, 5)),
    (Segment.NEW, (4, 5), (1, 1), (1, 1)),
    (Segment.PROMISING, (3, 4), (1, 1), (1, 1)),
    (Segment.POTENTIAL, (3, 5), (1, 3), (1, 3)),
    (Segment.AT_RISK, (1, 2), (2, 5), (2, 5)),
    (Segment.HIBERNATING, (1, 1), (1, 2), (1, 2)),
    (Segment.ABOUT_TO_SLEEP, (2, 3), (1, 2), (1, 2)),
)


@dataclass(frozen=True, slots=True, eq=False)
class Rfm:
    """One entry a member who bought: raw values, scores 1 (worst) to 5, and the names they lead to."""

    members: Ints
    recency_days: Floats
    frequency: Floats
    money: Floats
    r: Ints
    f: Ints
    m: Ints
    segments: tuple[Segment, ...]
    classes: tuple[EightClass, ...]


def rfm(baskets: Baskets, *, now: float) -> Rfm:
    """Score everybody who bought up to the day `now`."""
    past = baskets.keep(baskets.time <= now)
    members = np.flatnonzero(past.per_member).astype(np.int64)
    last = past.first_basket[members] + past.per_member[members] - 1
    recency = now - past.time[last]
    frequency = past.per_member[members].astype(np.float64)
    spent = np.bincount(past.member, weights=past.amount, minlength=len(past.members))
    money = spent[members].astype(np.float64)
    r, f, m = quintiles(-recency), quintiles(frequency), quintiles(money)
    return Rfm(
        members=members,
        recency_days=recency,
        frequency=frequency,
        money=money,
        r=r,
        f=f,
        m=m,
        segments=tuple(segment(*cell) for cell in zip(r.tolist(), f.tolist(), m.tolist(), strict=True)),
        classes=eight_classes(recency, frequency, money),
    )


def quintiles(values: Floats) -> Ints:
    """Score 1 to 5 by rank percentile; equal values share the score of their middle rank."""
    if not len(values):
        return np.zeros(0, np.int64)
    _, place, count = np.unique(values, return_inverse=True, return_counts=True)
    middle = np.cumsum(count) - (count - 1) / 2.0 - 0.5
    return np.floor(middle[place] * QUINTILES / len(values)).astype(np.int64) + 1


def segment(r: int, f: int, m: int) -> Segment:
    """Name one of the 125 cells; the first row that fits wins."""
    for name, *ranges in TABLE:
        if all(low <= score <= high for score, (low, high) in zip((r, f, m), ranges, strict=True)):
            return name
    return Segment.OTHER


def eight_classes(recency_days: Floats, frequency: Floats, money: Floats) -> tuple[EightClass, ...]:
    """Name members by whether each value is at or better than the mean of all."""
    if not len(money):
        return ()
    fresh = recency_days <= recency_days.mean()
    often = frequency >= frequency.mean()
    rich = money >= money.mean()
    return tuple(
        list(EightClass)[(0 if much else 4) + (0 if often_ else 1) + (0 if recent else 2)]
        for recent, often_, much in zip(fresh.tolist(), often.tolist(), rich.tolist(), strict=True)
    )
