"""Measures recommendations and lapse on any order history, learning from nothing later than it may."""

from __future__ import annotations

import json
import resource
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from datetime import time as clock
from pathlib import Path
from typing import Any

import numpy as np

from insight.baskets import SECONDS_A_DAY, Baskets, Flags, Floats, Ints, split_last
from insight.features import candidates
from insight.lapse import auroc, outlook, returned, rhythm_at
from insight.model import Model
from insight.orders import BadOrders, read_orders
from insight.recommender import fit, people_of
from insight.states import states_of

FEWEST_BASKETS = 4
CUTS = (10, 20)
AT_ONCE = 2_000  # members whose candidates are held at once


@dataclass(frozen=True, slots=True, eq=False)
class Trial:
    """What may be known (`known`), what teaches (`lessons`) and the baskets to foretell (`coming`)."""

    known: Baskets
    lessons: Baskets | None
    coming: Baskets


def evaluate_recommendations(
    orders: str | Path, splits: str | Path | None = None, *, zone: tzinfo = UTC
) -> dict[str, Any]:
    """Return the figures of next-basket prediction for an order file, with the built-in baselines beside them."""
    baskets = read_orders(orders, zone=zone).baskets
    if splits is None:
        return measure(trial_of(baskets))
    try:
        parts = json.loads(Path(splits).read_text(encoding="utf-8-sig"))
        named = {part: [str(member) for member in parts[part]] for part in ("train", "val", "test")}
    except (ValueError, KeyError, TypeError) as wrong:
        raise BadOrders(
            f'{splits}: expected {{"train": [member…], "val": […], "test": […]}}: {wrong}'
        ) from wrong
    return measure(split_trial(baskets, named))


def evaluate_lapse(orders: str | Path, at: date, horizon: int, *, zone: tzinfo = UTC) -> dict[str, Any]:
    """Foretell at the end of the day `at` who buys within `horizon` days, and compare with who did.

    The file must reach to the end of the horizon; only what lies before it is learnt from.
    """
    baskets = read_orders(orders, zone=zone).baskets
    # an order that bears only a date stands at midnight: the next day's must not count as known
    day = (datetime.combine(at + timedelta(days=1), clock(0), tzinfo=zone).timestamp() - 1.0) / SECONDS_A_DAY
    if not len(baskets) or not baskets.time.min() < day or baskets.time.max() < day + horizon - 1:
        raise BadOrders(f"{orders}: needs orders before {at} and until {horizon} days after it")
    begun = time.perf_counter()
    told = outlook(baskets, day=day, horizon=float(horizon))
    seconds = time.perf_counter() - begun
    seen = rhythm_at(baskets, day)
    outcome = returned(baskets, seen, day, float(horizon))
    if outcome.all() or not outcome.any():
        raise BadOrders(f"{orders}: everybody or nobody bought again within {horizon} days of {at}")
    baselines = {"recency": seen.recency - seen.age, "frequency": seen.repeats}
    if told.bg_nbd is not None:
        baselines["bg/nbd"] = told.bg_nbd.returns(seen, float(horizon))
    return {
        "members": len(outcome),
        "at": at.isoformat(),
        "horizon_days": horizon,
        "bought_again": rounded(outcome.mean()),
        "auroc": rounded(auroc(told.returns, outcome)),
        "mean_predicted": rounded(told.returns.mean()),
        "brier": rounded(((told.returns - outcome) ** 2).mean()),
        "model": told.chosen,
        "validated": {name: rounded(value) for name, value in told.validated.items()},
        "baselines": {name: rounded(auroc(score, outcome)) for name, score in baselines.items()},
        "fit_seconds": round(seconds, 2),
        "peak_mib": peak_mib(),
    }


def trial_of(baskets: Baskets) -> Trial:
    """Hold back the last basket of each member who has four; what is left is what `fit` may see."""
    known, coming = split_last(baskets, at_least=FEWEST_BASKETS)
    return Trial(known=known, lessons=None, coming=coming)


def split_trial(baskets: Baskets, parts: Mapping[str, Sequence[str]]) -> Trial:
    """Part members as published: nobody's last basket is history, those of train and val members teach."""
    code = {member: number for number, member in enumerate(baskets.members)}
    role = np.zeros(len(baskets.members), np.int8)
    for part, mark in (("train", 1), ("val", 1), ("test", 2)):
        role[[code[member] for member in parts[part] if member in code]] = mark
    known, last = split_last(baskets, at_least=2)
    return Trial(
        known=known,
        lessons=last.keep(role[last.member] == 1),
        coming=last.keep(role[last.member] == 2),
    )


def measure(trial: Trial) -> dict[str, Any]:
    """Fit on what may be known, foretell the coming baskets and score the answer."""
    coming = trial.coming
    if not len(coming):
        raise BadOrders(f"nobody to test on: no member has {FEWEST_BASKETS} baskets or more")
    begun = time.perf_counter()
    model = fit(trial.known, lessons=trial.lessons, moments=coming.time.tolist())
    fitted = time.perf_counter()
    ranked, own = foretell(model, trial.known, coming)
    scored = time.perf_counter()
    lessons = 0 if trial.lessons is None else len(trial.lessons)
    top = ranked[:, : CUTS[0]]
    return {
        "users": len(coming),
        "items": len(coming.items),
        "baskets": len(trial.known) + lessons + len(coming),
        **figures(ranked, coming),
        "repeat_share": rounded(own[:, : CUTS[0]].sum() / max(1, np.count_nonzero(top >= 0))),
        "coverage": rounded(len(np.unique(top[top >= 0])) / max(1, len(coming.items))),
        "fit_seconds": round(fitted - begun, 2),
        "score_seconds": round(scored - fitted, 2),
        "peak_mib": peak_mib(),
        "model": f"{'additive logistic' if model.blend.learned else 'prior'} {model.version}",
        "ci95": intervals(ranked, coming),
        "baselines": {
            "global_top": figures(global_top(trial.known, coming), coming),
            "personal_top": figures(personal_top(trial.known, coming), coming),
        },
    }


def foretell(model: Model, known: Baskets, coming: Baskets) -> tuple[Ints, Flags]:
    """Return the best items for each coming basket (-1 where there are no more) and which were bought before.

    Only the time of the coming basket is used: a recommendation is asked for at some moment.
    """
    people = people_of(known, coming.member)
    ranked = np.full((len(coming), CUTS[-1]), -1, np.int64)
    own = np.zeros(ranked.shape, np.bool_)
    for at in range(0, len(coming), AT_ONCE):
        some = slice(at, at + AT_ONCE)
        table = candidates(model.sources, people, coming.member[some], coming.time[some])
        odds = model.blend.log_odds(table)
        order = np.lexsort((table.item, -odds, table.member))
        member = table.member[order]
        place = np.arange(len(member)) - np.searchsorted(member, member)
        best = place < CUTS[-1]
        ranked[at + member[best], place[best]] = table.item[order][best]
        own[at + member[best], place[best]] = table.own[order][best]
    return ranked, own


def global_top(known: Baskets, coming: Baskets) -> Ints:
    """Recommend to everybody what was bought most."""
    bought = np.bincount(known.item, minlength=len(known.items))
    top = np.argsort(-bought, kind="stable")[: CUTS[-1]]
    ranked = np.full((len(coming), CUTS[-1]), -1, np.int64)
    ranked[:, : len(top)] = top
    return ranked


def personal_top(known: Baskets, coming: Baskets) -> Ints:
    """Recommend what the member bought most, the more recent first on ties, then the global top."""
    states, everyone = states_of(known), global_top(known, coming)
    ranked = np.full((len(coming), CUTS[-1]), -1, np.int64)
    for row, member in enumerate(coming.member):
        mine = slice(states.start[member], states.start[member + 1])
        order = np.lexsort((-states.last[mine], -states.count[mine]))[: CUTS[-1]]
        own = states.item[mine][order]
        rest = everyone[row][~np.isin(everyone[row], own)]
        full = np.concatenate([own, rest])[: CUTS[-1]]
        ranked[row, : len(full)] = full
    return ranked


def figures(ranked: Ints, coming: Baskets) -> dict[str, float]:
    """Return recall, NDCG and the share of members with any hit, at 10 and 20, as means over members."""
    told = {}
    for cut in CUTS:
        for name, values in per_member(ranked, coming, cut).items():
            told[f"{name}@{cut}"] = rounded(values.mean())
    return told


def per_member(ranked: Ints, coming: Baskets, cut: int) -> dict[str, Floats]:
    """Return each member's figures; the ideal ranking holds as many hits as the basket (at most `cut`)."""
    owner = np.repeat(np.arange(len(coming)), coming.sizes)
    wanted = owner * len(coming.items) + coming.item
    top = ranked[:, :cut]
    hits = np.isin(np.arange(len(coming))[:, None] * len(coming.items) + top, wanted) & (top >= 0)
    gain = 1.0 / np.log2(np.arange(cut) + 2.0)
    ideal = np.cumsum(gain)[np.minimum(coming.sizes, cut) - 1]
    return {
        "recall": hits.sum(axis=1) / coming.sizes,
        "ndcg": (hits * gain).sum(axis=1) / ideal,
        "phr": hits.any(axis=1).astype(np.float64),
    }


def intervals(ranked: Ints, coming: Baskets) -> dict[str, tuple[float, float]]:
    """Return normal 95 % intervals of the means at the first cut."""
    told = {}
    for name, values in per_member(ranked, coming, CUTS[0]).items():
        half = 1.96 * float(values.std()) / np.sqrt(len(values))
        told[f"{name}@{CUTS[0]}"] = (rounded(values.mean() - half), rounded(values.mean() + half))
    return told


def peak_mib() -> float:
    """Return the most memory that this process ever held; macOS tells bytes, Linux KiB."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return round(peak / (1024**2 if sys.platform == "darwin" else 1024), 1)


def rounded(value: float | np.floating[Any]) -> float:
    return round(float(value), 4)
