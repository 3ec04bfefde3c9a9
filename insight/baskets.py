"""Purchase histories as flat arrays: what all numeric code here reads instead of rows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

SECONDS_A_DAY = 86_400.0


@dataclass(frozen=True, slots=True, eq=False)
class Baskets:
    """Baskets sorted by member and time; basket b holds `item[start[b]:start[b + 1]]`, each item once.

    `member` and `item` hold codes into `members` and `items`; `time` is in days since 1970 (UTC);
    `amount` is what the whole basket cost, 0 where the source does not say.
    """

    members: tuple[str, ...]
    items: tuple[str, ...]
    member: Ints
    time: Floats
    amount: Floats
    start: Ints
    item: Ints

    def __len__(self) -> int:
        return len(self.member)

    @property
    def sizes(self) -> Ints:
        """Return how many different items each basket holds."""
        return np.diff(self.start)

    @property
    def line_basket(self) -> Ints:
        """Return, for each line, the basket that it belongs to."""
        return np.repeat(np.arange(len(self), dtype=np.int64), self.sizes)

    @property
    def per_member(self) -> Ints:
        """Return how many baskets each member has, in the order of `members`."""
        return np.bincount(self.member, minlength=len(self.members)).astype(np.int64)

    @property
    def first_basket(self) -> Ints:
        """Return where each member's baskets begin; members without any point at the next member's."""
        return np.concatenate([np.zeros(1, np.int64), np.cumsum(self.per_member)[:-1]])

    @property
    def number(self) -> Ints:
        """Return each basket's place in its member's history, from 0."""
        return np.arange(len(self), dtype=np.int64) - self.first_basket[self.member]

    @property
    def dated(self) -> bool:
        """Tell whether times mean anything: false where every basket lies one day after the one before.

        Published sets that keep only the order of baskets are written as consecutive days from one start.
        """
        if not len(self):
            return True
        return bool(np.any(self.time - self.time.min() != self.number))

    def of(self, basket: int) -> Ints:
        """Return the items of one basket."""
        return self.item[self.start[basket] : self.start[basket + 1]]

    def keep(self, which: Flags) -> Baskets:
        """Return only the baskets marked in `which`; members and items keep their codes."""
        sizes = self.sizes
        kept = sizes[which]
        return Baskets(
            members=self.members,
            items=self.items,
            member=self.member[which],
            time=self.time[which],
            amount=self.amount[which],
            start=np.concatenate([np.zeros(1, np.int64), np.cumsum(kept)]).astype(np.int64),
            item=self.item[np.repeat(which, sizes)],
        )


def from_lines(
    members: Iterable[str],
    items: Iterable[str],
    *,
    member: Any,
    item: Any,
    time: Any,
    amount: Any | None = None,
) -> Baskets:
    """Gather order lines (equally long arrays of codes, days and amounts) into baskets.

    Lines of one member at one instant are one basket, whatever order they came in; an item that comes
    twice in a basket counts once.
    """
    who = np.asarray(member, np.int64)
    what = np.asarray(item, np.int64)
    when = np.asarray(time, np.float64)
    cost = np.zeros(len(who)) if amount is None else np.asarray(amount, np.float64)
    order = np.lexsort((what, when, who))
    who, what, when, cost = who[order], what[order], when[order], cost[order]
    opens = np.ones(len(who), np.bool_)
    opens[1:] = (who[1:] != who[:-1]) | (when[1:] != when[:-1])
    fresh = opens.copy()
    fresh[1:] |= what[1:] != what[:-1]
    basket = np.cumsum(opens) - 1
    sizes = np.bincount(basket[fresh], minlength=int(opens.sum()))
    return Baskets(
        members=tuple(members),
        items=tuple(items),
        member=who[opens],
        time=when[opens],
        amount=np.bincount(basket, weights=cost, minlength=int(opens.sum())).astype(np.float64),
        start=np.concatenate([np.zeros(1, np.int64), np.cumsum(sizes)]).astype(np.int64),
        item=what[fresh],
    )


def split_last(baskets: Baskets, *, at_least: int) -> tuple[Baskets, Baskets]:
    """Part the last basket of every member who has `at_least` of them from all that came before."""
    last = baskets.number == baskets.per_member[baskets.member] - 1
    last &= baskets.per_member[baskets.member] >= at_least
    return baskets.keep(~last), baskets.keep(last)
