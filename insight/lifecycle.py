"""Where members stand in their own rhythm: active, quiet, dormant or lost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from insight.baskets import Baskets

OWN_FROM = 3  # order days before a member's own interval is believed


class Stage(StrEnum):
    """`PROSPECT` has joined and not bought yet."""

    PROSPECT = "prospect"
    ACTIVE = "active"
    QUIET = "quiet"
    DORMANT = "dormant"
    LOST = "lost"


@dataclass(frozen=True, slots=True)
class Bounds:
    """How many own intervals of silence each stage bears, the end included."""

    active: float = 1.5
    quiet: float = 2.5
    dormant: float = 4.0


@dataclass(frozen=True, slots=True)
class Standing:
    """A member's stage; `interval_days` is what silence is measured in, `own` tells whose interval it is."""

    stage: Stage
    interval_days: float
    silent_days: float
    own: bool


def standing(
    order_days: Sequence[float], *, now: float, default_interval: float, bounds: Bounds | None = None
) -> Standing:
    """Place one member by the days of their orders (any order, since 1970); later ones than `now` are ignored.

    The interval is the median of the gaps between days with orders; until there are three such days it is
    the program's default.
    """
    limits = bounds or Bounds()
    past = np.array([day for day in order_days if day <= now], np.float64)
    if not len(past):
        return Standing(Stage.PROSPECT, default_interval, 0.0, own=False)
    dates = np.unique(np.floor(past))
    own = len(dates) >= OWN_FROM
    interval = float(np.median(np.diff(dates))) if own else default_interval
    silent = now - float(past.max())
    ratio = silent / max(interval, 1.0)
    if ratio <= limits.active:
        stage = Stage.ACTIVE
    elif ratio <= limits.quiet:
        stage = Stage.QUIET
    else:
        stage = Stage.DORMANT if ratio <= limits.dormant else Stage.LOST
    return Standing(stage, interval, silent, own=own)


def standings(
    baskets: Baskets, *, now: float, default_interval: float, bounds: Bounds | None = None
) -> tuple[Standing, ...]:
    """Place every member, in the order of `baskets.members`."""
    edges = np.append(baskets.first_basket, len(baskets))
    return tuple(
        standing(
            baskets.time[edges[member] : edges[member + 1]].tolist(),
            now=now,
            default_interval=default_interval,
            bounds=bounds,
        )
        for member in range(len(baskets.members))
    )
