"""What is remembered of a member's purchases of an item: small enough to keep current with every order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from insight.baskets import Baskets, Floats, Ints

BASKET_HALF_LIVES = (1.0, 4.0)  # in the member's own baskets: tastes of frequent and rare buyers fade alike
DAY_HALF_LIVES = (30.0, 120.0)  # in days: a season passes for everybody at once
DECAYS = len(BASKET_HALF_LIVES) + len(DAY_HALF_LIVES)


class State(NamedTuple):
    """One row of the member–item table; `faded` are decayed counts as of the purchase at `last`.

    Times are days since 1970, `number` is that purchase's place among the member's baskets (from 0).
    """

    times: int
    first: float
    previous: float
    last: float
    number: int
    faded: tuple[float, ...]


class Rhythm(NamedTuple):
    """What is remembered of how a member shops; `lines` and `reused` count items over all baskets."""

    baskets: int
    first: float
    last: float
    lines: int
    reused: int


NEWCOMER = Rhythm(baskets=0, first=0.0, last=0.0, lines=0, reused=0)


def bought(state: State | None, *, number: int, at: float) -> State:
    """Return the row after one more basket (the member's `number`-th, from 0, on day `at`) held the item."""
    if state is None:
        return State(times=1, first=at, previous=at, last=at, number=number, faded=(1.0,) * DECAYS)
    steps, days = number - state.number, max(0.0, at - state.last)
    ages = [steps / half for half in BASKET_HALF_LIVES] + [days / half for half in DAY_HALF_LIVES]
    return State(
        times=state.times + 1,
        first=state.first,
        previous=state.last,
        last=at,
        number=number,
        faded=tuple(was * 0.5**age + 1.0 for was, age in zip(state.faded, ages, strict=True)),
    )


def shopped(rhythm: Rhythm, *, at: float, lines: int, reused: int) -> Rhythm:
    """Return the rhythm after one more basket of `lines` items, `reused` of them bought before."""
    return Rhythm(
        baskets=rhythm.baskets + 1,
        first=rhythm.first if rhythm.baskets else at,
        last=at,
        lines=rhythm.lines + lines,
        reused=rhythm.reused + reused,
    )


@dataclass(frozen=True, slots=True, eq=False)
class States:
    """Rows of many members, sorted by member and item; member m's are `start[m]` to `start[m + 1]`."""

    start: Ints
    item: Ints
    count: Floats
    first: Floats
    previous: Floats
    last: Floats
    number: Floats
    faded: Floats  # rows × DECAYS

    def __len__(self) -> int:
        return len(self.item)


@dataclass(frozen=True, slots=True, eq=False)
class Rhythms:
    """The same as `Rhythm`, a column each, one entry a member."""

    baskets: Floats
    first: Floats
    last: Floats
    lines: Floats
    reused: Floats


def states_of(baskets: Baskets) -> States:
    """Compute every member's rows in one pass of array operations."""
    owner = baskets.line_basket
    key = baskets.member[owner] * len(baskets.items) + baskets.item
    order = np.argsort(key, kind="stable")
    key, owner = key[order], owner[order]
    time, number = baskets.time[owner], baskets.number[owner].astype(np.float64)
    opens = np.flatnonzero(np.diff(key, prepend=-1))
    closes = np.append(opens[1:], len(key)) - 1 if len(opens) else opens
    count = (closes - opens + 1).astype(np.float64)
    pair = np.repeat(np.arange(len(opens)), closes - opens + 1)
    steps, days = number[closes][pair] - number, time[closes][pair] - time
    ages = [steps / half for half in BASKET_HALF_LIVES] + [days / half for half in DAY_HALF_LIVES]
    faded = [np.bincount(pair, weights=0.5**age, minlength=len(opens)) for age in ages]
    member = key[opens] // max(1, len(baskets.items))
    return States(
        start=np.searchsorted(member, np.arange(len(baskets.members) + 1)).astype(np.int64),
        item=key[opens] % max(1, len(baskets.items)),
        count=count,
        first=time[opens],
        previous=time[np.maximum(closes - 1, opens)],
        last=time[closes],
        number=number[closes],
        faded=np.stack(faded, axis=1) if faded else np.zeros((0, DECAYS)),
    )


def rhythms_of(baskets: Baskets, states: States) -> Rhythms:
    """Compute every member's rhythm; members without baskets have zeros."""
    size = len(baskets.members)
    per_member = baskets.per_member
    lines = np.bincount(baskets.member, weights=baskets.sizes, minlength=size).astype(np.float64)
    first, last = np.zeros(size), np.zeros(size)
    some = per_member > 0
    first[some] = baskets.time[baskets.first_basket[some]]
    last[some] = baskets.time[baskets.first_basket[some] + per_member[some] - 1]
    different = np.diff(states.start).astype(np.float64)
    return Rhythms(
        baskets=per_member.astype(np.float64), first=first, last=last, lines=lines, reused=lines - different
    )
