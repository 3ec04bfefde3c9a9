"""Builders of purchase histories with a known truth."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

import numpy as np

from insight.baskets import Baskets, from_lines

START = datetime(2026, 1, 1, tzinfo=UTC)
DAY_ONE = START.timestamp() / 86_400.0


def baskets_of(orders: Iterable[tuple[str, float, str]]) -> Baskets:
    """Build from (member, day, "items apart by blanks")."""
    members: dict[str, int] = {}
    items: dict[str, int] = {}
    lines = [
        (members.setdefault(member, len(members)), day, items.setdefault(item, len(items)))
        for member, day, bought in orders
        for item in bought.split()
    ]
    who, when, what = zip(*lines, strict=True) if lines else ((), (), ())
    return from_lines(members, items, member=who, item=what, time=when)


def habits(members: int = 120, items: int = 60, baskets: int = 9, *, seed: int = 3) -> Baskets:
    """Members who buy two staples of their own nearly always, and something else at random."""
    chance = np.random.default_rng(seed)
    orders = []
    for member in range(members):
        staples = chance.choice(items, 2, replace=False)
        day = DAY_ONE + float(chance.integers(0, 30))
        for _ in range(baskets):
            day += float(chance.integers(5, 10))
            bought = [item for item in staples if chance.random() < 0.9] + [chance.integers(items)]
            orders.append((f"m{member}", day, " ".join(f"p{item}" for item in bought)))
    return baskets_of(orders)


def noise(members: int = 300, items: int = 100, baskets: int = 6, *, seed: int = 5) -> Baskets:
    """Members who buy three items at random, whatever they bought before: nothing can be foretold."""
    chance = np.random.default_rng(seed)
    return baskets_of(
        (
            f"m{member}",
            DAY_ONE + 7.0 * number + float(chance.integers(0, 5)),
            " ".join(f"p{item}" for item in chance.choice(items, 3, replace=False)),
        )
        for member in range(members)
        for number in range(baskets)
    )


def on(day: float) -> datetime:
    """Return the moment `day` days after the start of these histories."""
    return START + timedelta(days=day)
