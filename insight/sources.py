"""Where candidates come from: what neighbours buy, what goes together, what is popular now."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from insight.baskets import Baskets, Floats, Ints
from insight.states import BASKET_HALF_LIVES, States, states_of

COMPANIONS_KEPT = 100  # per item
SHRINK = 10.0  # joint purchases before half of a likeness is believed
POPULAR_HALF_LIFE = 60.0  # days
POPULAR_HALF_BASKETS = 2.0  # the same where only the order of baskets is known
COMPANY = 10_000  # members whose tastes are kept for comparison
PAIR_MEMBERS = 50_000  # members whose baskets pairs are counted in
STEADY = BASKET_HALF_LIVES.index(4.0)
MOMENTS = 64  # popularity is kept as of at most so many moments of the past


@dataclass(frozen=True, slots=True, eq=False)
class Sources:
    """What the purchases of all members say; the matrices are scipy CSR of float32.

    `taste` has a row a kept member (of unit length in `likeness`, whose rows are items), `keys` tell whose;
    `beside` joins items by baskets, `within` by members; `popular[e]` are shares as of day `moments[e]`.
    """

    taste: Any
    likeness: Any
    keys: Ints
    beside: Any
    within: Any
    moments: Floats
    popular: Floats
    ever: Floats  # share of all purchases
    size: float  # items in a mean basket
    repeat: Floats  # of those who bought it, how many did so again, shrunk to the mean

    def popular_at(self, now: Floats) -> Floats:
        """Return the popularity shares as of each of the given days, as known by then."""
        known = np.searchsorted(self.moments, now, side="right") - 1
        return np.asarray(self.popular[np.clip(known, 0, len(self.moments) - 1)], np.float64)


def key_of(member: str) -> int:
    """Return a number that stands for a member in a model, so that the model holds no references."""
    return int.from_bytes(hashlib.blake2b(member.encode(), digest_size=8).digest(), "big", signed=True)


def sources_of(baskets: Baskets, *, at: Sequence[float] | None = None) -> Sources:
    """Gather the sources from all baskets; popularity as of the days `at`, or as of the last basket."""
    items = len(baskets.items)
    times = np.repeat(baskets.time, baskets.sizes)
    count = np.bincount(baskets.item, minlength=items).astype(np.float64)
    company = _some_members(baskets, COMPANY)
    states = states_of(company)
    who = np.flatnonzero(np.diff(states.start))
    taste = taste_of(states, company.per_member.astype(np.float64), items)[who]
    paired = company if len(who) < COMPANY else _some_members(baskets, PAIR_MEMBERS)
    paired_states = states if paired is company else states_of(paired)
    moments, popular = _popularity(baskets, times, at)
    return Sources(
        taste=taste,
        likeness=_unit_rows(taste).T.tocsr(),
        keys=np.array([key_of(baskets.members[member]) for member in who], np.int64),
        beside=_companions(_ones(paired.start, paired.item, items)),
        within=_companions(_ones(paired_states.start, paired_states.item, items)),
        moments=moments,
        popular=popular,
        ever=count / max(1.0, count.sum()),
        size=len(baskets.item) / max(1, len(baskets)),
        repeat=_repeat_rate(paired_states, items),
    )


def taste_of(states: States, baskets: Floats, items: int) -> Any:
    """Return what members like now: counts that halve every few of their own baskets, a row a member."""
    from scipy.sparse import csr_matrix

    since = np.repeat(baskets, np.diff(states.start)) - 1.0 - states.number
    weight = states.faded[:, STEADY] * 0.5 ** (since / BASKET_HALF_LIVES[STEADY])
    shape = (len(states.start) - 1, items)
    return csr_matrix((weight.astype(np.float32), states.item, states.start), shape=shape)


def _some_members(baskets: Baskets, most: int) -> Baskets:
    buyers = np.flatnonzero(baskets.per_member)
    if len(buyers) <= most:
        return baskets
    chosen = np.zeros(len(baskets.members), np.bool_)
    chosen[np.random.default_rng(len(buyers)).choice(buyers, most, replace=False)] = True
    return baskets.keep(chosen[baskets.member])


def _ones(start: Ints, item: Ints, items: int) -> Any:
    from scipy.sparse import csr_matrix

    return csr_matrix((np.ones(len(item), np.float32), item, start), shape=(len(start) - 1, items))


def _unit_rows(matrix: Any) -> Any:
    from scipy.sparse import diags

    length = np.sqrt(np.asarray(matrix.multiply(matrix).sum(axis=1)).ravel())
    return (diags(1.0 / np.maximum(length, 1e-9)) @ matrix).astype(np.float32).tocsr()


def _companions(bags: Any) -> Any:
    """Return the shrunk cosine of items that share bags, the strongest per item only."""
    from scipy.sparse import csr_matrix

    items = bags.shape[1]
    alone = np.asarray(bags.sum(axis=0)).ravel()
    joint = (bags.T @ bags).tocsr()
    start, kept, values = np.zeros(items + 1, np.int64), [], []
    for item in range(items):
        row = slice(joint.indptr[item], joint.indptr[item + 1])
        other, both = joint.indices[row], joint.data[row]
        apart = (other != item) & (both > 1)  # one chance meeting says nothing
        other, both = other[apart], both[apart]
        value = both / np.sqrt(alone[item] * alone[other]) * both / (both + SHRINK)
        if len(value) > COMPANIONS_KEPT:
            best = np.argpartition(-value, COMPANIONS_KEPT - 1)[:COMPANIONS_KEPT]
            other, value = other[best], value[best]
        kept.append(other)
        values.append(value)
        start[item + 1] = start[item] + len(other)
    column = np.concatenate(kept) if kept else np.zeros(0, np.int64)
    value = np.concatenate(values).astype(np.float32) if values else np.zeros(0, np.float32)
    return csr_matrix((value, column, start), shape=(items, items))


def _popularity(baskets: Baskets, times: Floats, at: Sequence[float] | None) -> tuple[Floats, Floats]:
    items = len(baskets.items)
    if not len(baskets):
        return np.zeros(1), np.zeros((1, items))
    if baskets.dated:
        days = np.unique(np.asarray(at if at is not None and len(at) else [times.max()], np.float64))
        if len(days) > MOMENTS:
            days = np.linspace(days[0], days[-1], MOMENTS)
        shares = _faded_counts(baskets.item, times, days, items, upto=at is None)
    else:
        ago = baskets.per_member[baskets.member] - 1 - baskets.number
        faded = np.repeat(0.5 ** (ago / POPULAR_HALF_BASKETS), baskets.sizes)
        days = np.zeros(1)
        shares = np.bincount(baskets.item, weights=faded, minlength=items).astype(np.float64)[None, :]
    return days, shares / np.maximum(shares.sum(axis=1, keepdims=True), 1e-9)


def _faded_counts(item: Ints, times: Floats, days: Floats, items: int, *, upto: bool) -> Floats:
    """Return decayed counts as of each day, in one pass; purchases on the day itself count if `upto`."""
    order = np.argsort(times)
    item, times = item[order], times[order]
    edges = np.searchsorted(times, days, side="right" if upto else "left")
    counts = np.zeros((len(days), items))
    for row, day in enumerate(days):
        since = slice(edges[row - 1] if row else 0, edges[row])
        faded = 0.5 ** ((day - times[since]) / POPULAR_HALF_LIFE)
        counts[row] = np.bincount(item[since], weights=faded, minlength=items)
        if row:
            counts[row] += counts[row - 1] * 0.5 ** ((day - days[row - 1]) / POPULAR_HALF_LIFE)
    return counts


def _repeat_rate(states: States, items: int) -> Floats:
    buyers = np.bincount(states.item, minlength=items)
    again = np.bincount(states.item, weights=states.count > 1, minlength=items)
    mean = again.sum() / max(1.0, float(buyers.sum()))
    return np.asarray((again + 2.0 * mean) / (buyers + 2.0), np.float64)
