"""Why an item is recommended: a kind that is true of the member's own rows, and the facts that prove it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from insight.states import State

DUE_FROM = 0.8  # of the member's own gap
OVERDUE_FROM = 2.0


class Kind(StrEnum):
    """Ordered as measured: the share that was then really bought falls from the top."""

    DUE = "due"
    OFTEN = "often"
    OVERDUE = "overdue"
    TWICE = "twice"
    ONCE = "once"
    GOES_WITH = "goes_with"
    POPULAR = "popular"
    COLD = "cold_start"


@dataclass(frozen=True, slots=True)
class Reason:
    """Facts are 0 or empty where the kind has none; `partner` is the member's own item that it goes with.

    `gap_days` is the member's mean time between purchases of the item, `days_since` counts from the last one.
    """

    kind: Kind
    count: int = 0
    gap_days: int = 0
    days_since: int = 0
    partner: str = ""


def own_reason(state: State, now: float) -> Reason:
    """Say why something bought before comes up again, from its row as of day `now`."""
    since = max(0, int(now - state.last))
    if state.times == 1:
        return Reason(Kind.ONCE, count=1, days_since=since)
    gap = (state.last - state.first) / (state.times - 1)
    ratio = (now - state.last) / max(gap, 0.5)
    if state.times == 2:
        kind = Kind.TWICE
    elif ratio > OVERDUE_FROM:
        kind = Kind.OVERDUE
    else:
        kind = Kind.DUE if ratio >= DUE_FROM else Kind.OFTEN
    return Reason(kind, count=state.times, gap_days=max(1, round(gap)), days_since=since)
