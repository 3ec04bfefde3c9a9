"""The learned blend: an additive logistic model whose every term is a curve that can be drawn and explained."""

from __future__ import annotations

import warnings
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from insight.baskets import Flags, Floats, Ints
from insight.features import FEATURES, OWN_ONLY, Table

KNOTS = 8
RIDGE = 0.1  # sklearn's C: on the validation baskets of three public sets .1 to 1 do equally well
NEW_KEPT = 0.3  # share of the never-bought, not-taken rows that training reads; they weigh the more
FEWEST_BOUGHT = 200  # below this many examples the prior curves order better than learned ones
SEED = 20

Matrix = NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class Blend:
    """Curves over feature values (row 0 for items never bought by the member, row 1 for bought ones).

    The log-odds of "in the next basket" are the intercept, plus each curve read at its feature, plus the
    item's own effect. `knots` and `heights` are 2 × features × KNOTS; `effects` is 2 × items.
    """

    knots: Floats
    heights: Floats
    effects: Floats
    intercept: Floats
    learned: bool

    def log_odds(self, table: Table) -> Floats:
        """Return the log-odds that each row's item is in the next basket of its member."""
        odds = np.empty(len(table.item))
        for own in (0, 1):
            rows = np.flatnonzero(table.own == bool(own))
            values = table.values[rows]
            total = self.intercept[own] + self.effects[own][table.item[rows]]
            for column in range(len(FEATURES)):
                curve = self.heights[own, column]
                if curve.any():
                    total += np.interp(values[:, column], self.knots[own, column], curve)
            odds[rows] = total
        return odds


def prior(items: int) -> Blend:
    """Return the blend to use before anything can be learnt: own habit first, then company and fashion."""
    knots = np.tile(np.linspace(-12.0, 12.0, KNOTS), (2, len(FEATURES), 1))
    slopes = np.zeros((2, len(FEATURES)))
    for name, never, bought in (
        ("steady", 0.0, 0.8),
        ("fresh", 0.0, 0.2),
        ("neighbours", 0.5, 0.3),
        ("beside", 0.3, 0.1),
        ("popular", 0.4, 0.1),
    ):
        slopes[:, FEATURES.index(name)] = never, bought
    return Blend(
        knots=knots,
        heights=knots * slopes[:, :, None],
        effects=np.zeros((2, items)),
        intercept=np.array([0.0, 2.0]),
        learned=False,
    )


def learn(table: Table, taken: Flags, *, items: int) -> Blend:
    """Fit the curves on rows of known outcome (`taken`: it was in the basket that came)."""
    if taken.sum() < FEWEST_BOUGHT or taken.all():
        return prior(items)
    from scipy.sparse import csr_matrix
    from sklearn.exceptions import ConvergenceWarning
    from sklearn.linear_model import LogisticRegression
    from threadpoolctl import threadpool_limits

    draw = np.random.default_rng(SEED).random(len(taken)) < NEW_KEPT
    rows = np.flatnonzero(taken | table.own | draw)
    own, item, values = table.own[rows], table.item[rows], table.values[rows]
    weight = np.where(taken[rows] | own, 1.0, 1.0 / NEW_KEPT)
    knots = _knots(values, own)
    column, height = _hats(values, own, knots)
    curves = 2 * len(FEATURES) * KNOTS
    column = np.hstack([column, curves + (own * items + item)[:, None], (curves + 2 * items + own)[:, None]])
    height = np.hstack([height, np.ones((len(rows), 2), np.float32)])
    width = curves + 2 * items + 2
    design = csr_matrix(
        (height.ravel(), column.ravel(), np.arange(len(rows) + 1) * column.shape[1]), shape=(len(rows), width)
    )
    model = LogisticRegression(C=RIDGE, tol=1e-5, max_iter=300)
    # one thread: the search's vectors are short, more would only spin and starve the bot beside it
    with warnings.catch_warnings(), threadpool_limits(1):
        # the last digits that an early stop leaves out change no order
        warnings.simplefilter("ignore", ConvergenceWarning)
        model.fit(design, taken[rows], sample_weight=weight)
    learnt = model.coef_[0].astype(np.float64)
    return Blend(
        knots=knots,
        heights=learnt[:curves].reshape(2, len(FEATURES), KNOTS),
        effects=learnt[curves : curves + 2 * items].reshape(2, items),
        intercept=learnt[-2:] + float(model.intercept_[0]),
        learned=True,
    )


def _knots(values: Matrix, own: Flags) -> Floats:
    """Place each curve's knots at quantiles of its values, strictly rising even where values repeat."""
    knots = np.tile(np.arange(KNOTS, dtype=np.float64), (2, len(FEATURES), 1))
    for side in (0, 1):
        part = values[own == bool(side)]
        if len(part):
            spread = np.quantile(part.astype(np.float64), np.linspace(0.0, 1.0, KNOTS), axis=0).T
            step = np.maximum(spread[:, -1:] - spread[:, :1], 1e-3) / (50 * KNOTS)
            knots[side] = np.maximum.accumulate(spread, axis=1) + step * np.arange(KNOTS)
    return knots


def _hats(values: Matrix, own: Flags, knots: Floats) -> tuple[Ints, Matrix]:
    """Return, for each row, the two knots that it lies between on each curve and how near it is to each."""
    rows, width = values.shape
    column = np.zeros((rows, 2 * width), np.int32)
    height = np.zeros((rows, 2 * width), np.float32)
    for side in (0, 1):
        which = np.flatnonzero(own == bool(side))
        for feature in range(width):
            if side == 0 and FEATURES[feature] in OWN_ONLY:
                continue
            at = knots[side, feature]
            value = np.clip(values[which, feature], at[0], at[-1])
            left = np.clip(np.searchsorted(at, value, side="right") - 1, 0, KNOTS - 2)
            part = (value - at[left]) / (at[left + 1] - at[left])
            first = (side * width + feature) * KNOTS + left
            column[which, 2 * feature], column[which, 2 * feature + 1] = first, first + 1
            height[which, 2 * feature], height[which, 2 * feature + 1] = 1.0 - part, part
    return column, height
