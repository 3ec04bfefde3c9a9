"""Candidates and what the blend looks at: one row a member and item, one column a feature."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from insight.baskets import Flags, Floats, Ints
from insight.sources import Sources, taste_of
from insight.states import BASKET_HALF_LIVES, DAY_HALF_LIVES, Rhythms, States

NEIGHBOURS = 300
LIKENESS_POWER = 2.0  # neighbours count by their likeness squared
CANDIDATES = 60  # from each source, beside all that the member ever bought
DENSE = 2_500_000  # cells of one dense block: bounds memory at 20 MB a source

OWN_ONLY = ("count", "fresh", "steady", "month", "season", "share", "baskets_ago", "days_ago", "due")
FEATURES = (
    *OWN_ONLY,
    "neighbours",
    "beside",
    "within",
    "popular",
    "trend",
    "repeat",
    "baskets",
    "size",
    "reuse",
)


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """Candidate rows in order of member; `pair` is the member's state of the item, -1 where never bought."""

    member: Ints
    item: Ints
    own: Flags
    pair: Ints
    values: NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class People:
    """Members as the features need them; `keys` name them so that nobody is their own neighbour."""

    states: States
    rhythms: Rhythms
    keys: Ints


def candidates(
    sources: Sources, people: People, members: Ints, now: Floats, *, only: Flags | None = None
) -> Table:
    """Return the candidate rows of `members` as of their days `now`; `only` marks the items allowed."""
    items = len(sources.ever)
    block = max(1, DENSE // max(1, items, len(sources.keys)))
    parts = [
        _block(sources, people, members[at : at + block], now[at : at + block], at, only)
        for at in range(0, len(members) if items else 0, block)
    ]
    if not parts:
        none = np.zeros(0, np.int64)
        return Table(none, none, none > 0, none, np.zeros((0, len(FEATURES)), np.float32))
    return Table(
        member=np.concatenate([part.member for part in parts]),
        item=np.concatenate([part.item for part in parts]),
        own=np.concatenate([part.own for part in parts]),
        pair=np.concatenate([part.pair for part in parts]),
        values=np.concatenate([part.values for part in parts]),
    )


def _block(
    sources: Sources, people: People, members: Ints, now: Floats, offset: int, only: Flags | None
) -> Table:
    states = people.states
    rows, pairs = _pairs(states, members)
    items = len(sources.ever)
    pair = np.full((len(members), items), -1, np.int64)
    pair[rows, states.item[pairs]] = pairs
    scores = _scores(sources, people, members, now)
    marked = pair >= 0
    most = min(CANDIDATES, items)
    for score in scores:
        best = np.argpartition(-score, most - 1, axis=1)[:, :most]
        marked[np.arange(len(members))[:, None], best] |= np.take_along_axis(score, best, axis=1) > 0
    if only is not None:
        marked &= only
    row, item = np.nonzero(marked)
    pair_of = pair[row, item]
    owned = _own_features(people, members[row], pair_of, now[row])
    shared = _shared_features(sources, people, members[row], item, [score[row, item] for score in scores])
    values = np.column_stack([owned[name] if name in owned else shared[name] for name in FEATURES])
    return Table(
        member=row + offset, item=item, own=pair_of >= 0, pair=pair_of, values=values.astype(np.float32)
    )


def _pairs(states: States, members: Ints) -> tuple[Ints, Ints]:
    """Return the block rows and the state rows of the given members, flat."""
    counts = states.start[members + 1] - states.start[members]
    rows = np.repeat(np.arange(len(members)), counts)
    within = np.arange(len(rows)) - np.repeat(np.cumsum(counts) - counts, counts)
    return rows, states.start[members][rows] + within


def _scores(sources: Sources, people: People, members: Ints, now: Floats) -> tuple[Floats, ...]:
    """Return what each source says of every item, dense: neighbours, beside, within, popular."""
    from scipy.sparse import diags

    taste = _tastes(people, members, len(sources.ever))
    total = np.asarray(taste.sum(axis=1)).ravel()
    liked = diags(1.0 / np.maximum(total, 1e-9)) @ taste
    return (
        _neighbours(sources, taste, people.keys[members]),
        (liked @ sources.beside).toarray(),
        (liked @ sources.within).toarray(),
        sources.popular_at(now),
    )


def _tastes(people: People, members: Ints, items: int) -> Any:
    states, (rows, pairs) = people.states, _pairs(people.states, members)
    part = States(
        start=np.searchsorted(rows, np.arange(len(members) + 1)).astype(np.int64),
        item=states.item[pairs],
        count=states.count[pairs],
        first=states.first[pairs],
        previous=states.previous[pairs],
        last=states.last[pairs],
        number=states.number[pairs],
        faded=states.faded[pairs],
    )
    return taste_of(part, people.rhythms.baskets[members], items)


def _neighbours(sources: Sources, taste: Any, keys: Ints) -> Floats:
    from scipy.sparse import csr_matrix

    company = sources.taste.shape[0]
    if not company:
        return np.zeros(taste.shape)
    length = np.sqrt(np.asarray(taste.multiply(taste).sum(axis=1)))
    alike = (taste @ sources.likeness).toarray() / np.maximum(length, 1e-9)
    alike[keys[:, None] == sources.keys[None, :]] = 0.0
    most = min(NEIGHBOURS, company)
    near = np.argpartition(-alike, most - 1, axis=1)[:, :most]
    weight = np.take_along_axis(alike, near, axis=1) ** LIKENESS_POWER
    start = np.arange(len(keys) + 1) * most
    heard = csr_matrix((weight.ravel(), near.ravel(), start), shape=alike.shape) @ sources.taste
    return np.asarray(heard.toarray() / np.maximum(weight.sum(axis=1, keepdims=True), 1e-9), np.float64)


def _own_features(people: People, member: Ints, pair: Ints, now: Floats) -> dict[str, Floats]:
    states, baskets = people.states, people.rhythms.baskets[member]
    rows = np.flatnonzero(pair >= 0)
    at, had = pair[rows], baskets[rows]
    ago = np.maximum(had - 1.0 - states.number[at], 0.0)
    days = np.maximum(now[rows] - states.last[at], 0.0)
    faded = [states.faded[at, column] * 0.5 ** (ago / half) for column, half in enumerate(BASKET_HALF_LIVES)]
    for column, half in enumerate(DAY_HALF_LIVES, start=len(BASKET_HALF_LIVES)):
        faded.append(states.faded[at, column] * 0.5 ** (days / half))
    count = states.count[at]
    gap = (states.last[at] - states.first[at]) / np.maximum(count - 1.0, 1.0)
    ratio = np.where(count > 1, days / np.maximum(gap, 0.5), 0.0)
    logs = [np.log(value + 0.02) for value in faded]
    told = {
        "count": np.log1p(count),
        "fresh": logs[0],
        "steady": logs[1],
        "month": logs[2],
        "season": logs[3],
        "share": np.log(count / np.maximum(had, 1.0) + 0.02),
        "baskets_ago": np.log1p(ago),
        "days_ago": np.log1p(days),
        "due": np.log(ratio + 0.05),
    }
    full = {name: np.zeros(len(pair)) for name in told}
    for name, column_values in told.items():
        full[name][rows] = column_values
    return full


def _shared_features(
    sources: Sources, people: People, member: Ints, item: Ints, scores: list[Floats]
) -> dict[str, Floats]:
    rhythms = people.rhythms
    baskets, lines = rhythms.baskets[member], rhythms.lines[member]
    neighbours, beside, within, popular = scores
    recent = np.log(popular + 1e-5)
    return {
        "neighbours": np.log(neighbours + 1e-3),
        "beside": np.log(beside + 1e-3),
        "within": np.log(within + 1e-3),
        "popular": recent,
        "trend": recent - np.log(sources.ever[item] + 1e-5),
        "repeat": np.log(sources.repeat[item] + 1e-3),
        "baskets": np.log1p(baskets),
        "size": np.log1p(lines / np.maximum(baskets, 1.0)),
        "reuse": rhythms.reused[member] / np.maximum(lines, 1.0),
    }
