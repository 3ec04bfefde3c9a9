"""Will a member buy again within a horizon: BG/NBD and a small logit, whichever foretells the past better."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from insight.baskets import Baskets, Flags, Floats, Ints

Chosen = Literal["bg/nbd", "logit", "recency"]
FOLDS = 5
FEWEST = 30  # members of either outcome before anything is fitted on outcomes
PENALTY = 0.01  # on BG/NBD's log parameters' size, so that tiny sets have a finite optimum


@dataclass(frozen=True, slots=True, eq=False)
class Rhythm:
    """Members as of a day: repeat purchase days, and days from the first purchase to the last and to now."""

    members: Ints
    repeats: Floats
    recency: Floats
    age: Floats

    def part(self, which: Flags) -> Rhythm:
        """Return only the marked members."""
        return Rhythm(self.members[which], self.repeats[which], self.recency[which], self.age[which])


@dataclass(frozen=True, slots=True)
class BgNbd:
    """Fader, Hardie and Lee's model: a gamma spread of rates (r, alpha), a beta one of dropping out (a, b)."""

    r: float
    alpha: float
    a: float
    b: float

    def alive(self, seen: Rhythm) -> Floats:
        """Return the probability that each member has not dropped out."""
        x, shape = seen.repeats, self.r + seen.repeats
        ratio = shape * (np.log(self.alpha + seen.age) - np.log(self.alpha + seen.recency))
        odds = self.a / np.maximum(self.b + x - 1.0, 1e-9) * np.exp(np.minimum(ratio, 700.0))
        return np.asarray(np.where(x > 0, 1.0 / (1.0 + odds), 1.0), np.float64)

    def returns(self, seen: Rhythm, horizon: float) -> Floats:
        """Return the probability of one purchase or more within `horizon` days."""
        silent = (self.r + seen.repeats) * np.log1p(horizon / (self.alpha + seen.age))
        return np.asarray(self.alive(seen) * -np.expm1(-silent), np.float64)


@dataclass(frozen=True, slots=True)
class Logit:
    """A logistic model of log frequency, recency, age and what they say together."""

    mean: tuple[float, ...]
    spread: tuple[float, ...]
    weights: tuple[float, ...]
    intercept: float

    def returns(self, seen: Rhythm) -> Floats:
        """Return the probability of a purchase within the horizon that it was fitted for."""
        scaled = (_columns(seen) - np.array(self.mean)) / np.array(self.spread)
        return np.asarray(
            1.0 / (1.0 + np.exp(-(scaled @ np.array(self.weights) + self.intercept))), np.float64
        )


def rhythm_at(baskets: Baskets, day: float) -> Rhythm:
    """Return the rhythm of everybody who bought up to `day`; several baskets of one day are one purchase."""
    past = baskets.time <= day
    member, date = baskets.member[past], np.floor(baskets.time[past])
    fresh = np.ones(len(member), np.bool_)
    fresh[1:] = (member[1:] != member[:-1]) | (date[1:] != date[:-1])
    member, date = member[fresh], date[fresh]
    members, opens, count = np.unique(member, return_index=True, return_counts=True)
    first, last = date[opens], date[opens + count - 1]
    return Rhythm(
        members=members.astype(np.int64),
        repeats=(count - 1).astype(np.float64),
        recency=last - first,
        age=np.maximum(np.floor(day) - first, last - first),
    )


def returned(baskets: Baskets, seen: Rhythm, day: float, horizon: float) -> Flags:
    """Tell who of `seen` bought after `day`, within `horizon` days."""
    soon = (baskets.time > day) & (baskets.time <= day + horizon)
    return np.isin(seen.members, baskets.member[soon])


def fit_bg_nbd(seen: Rhythm) -> BgNbd:
    """Find the most likely parameters; times are scaled by the longest age for a well-shaped search."""
    from scipy.optimize import minimize

    scale = max(1.0, float(seen.age.max(initial=1.0)))
    rows, weight = np.unique(
        np.column_stack([seen.repeats, seen.recency / scale, seen.age / scale]), axis=0, return_counts=True
    )

    def cost(log_parameters: Floats) -> float:
        likely = _log_likelihood(np.exp(log_parameters), rows[:, 0], rows[:, 1], rows[:, 2])
        return float(-(likely * weight).sum() / weight.sum() + PENALTY * (log_parameters**2).mean() / 4.0)

    starts = (np.zeros(4), np.log([0.3, 0.1, 0.8, 2.5]), np.log([2.0, 0.5, 0.1, 2.0]))
    bounds = [(-8.0, 8.0)] * 4
    best = min((minimize(cost, x, method="L-BFGS-B", bounds=bounds) for x in starts), key=lambda run: run.fun)
    r, alpha, a, b = (float(value) for value in np.exp(best.x))
    return BgNbd(r=r, alpha=alpha * scale, a=a, b=b)


def fit_logit(seen: Rhythm, came_back: Flags) -> Logit:
    """Fit the logit on members whose outcome is known."""
    from sklearn.linear_model import LogisticRegression

    columns = _columns(seen)
    mean, spread = columns.mean(axis=0), np.maximum(columns.std(axis=0), 1e-9)
    model = LogisticRegression(C=1.0, max_iter=500).fit((columns - mean) / spread, came_back)
    return Logit(
        mean=tuple(mean.tolist()),
        spread=tuple(spread.tolist()),
        weights=tuple(model.coef_[0].tolist()),
        intercept=float(model.intercept_[0]),
    )


def auroc(score: Floats, happened: Flags) -> float:
    """Return the probability that one to whom it happened scores above one to whom it did not."""
    from scipy.stats import rankdata

    yes = int(happened.sum())
    no = len(happened) - yes
    if not yes or not no:
        return 0.5
    return float((rankdata(score)[happened].sum() - yes * (yes + 1) / 2.0) / (yes * no))


@dataclass(frozen=True, slots=True)
class Outlook:
    """The chosen model as of a day: what it is, why it was chosen, and how likely each member returns."""

    chosen: Chosen
    validated: dict[str, float]
    members: Ints
    returns: Floats
    bg_nbd: BgNbd | None
    logit: Logit | None


def outlook(baskets: Baskets, *, day: float, horizon: float) -> Outlook:
    """Choose on the time before `day` the model that ordered members better, and apply it as of `day`.

    Nothing after `day` is read. Where the history is shorter than two horizons, the lesson is the later half
    of it, and the logit's level is then set to BG/NBD's mean for the whole horizon.
    """
    past = baskets.keep(baskets.time <= day)
    seen = rhythm_at(past, day)
    if len(seen.members) < FEWEST or not seen.repeats.any():
        return Outlook("recency", {}, seen.members, _by_recency(seen), None, None)
    lesson = min(horizon, (day - float(past.time.min())) / 2.0)
    before = rhythm_at(past, day - lesson)
    outcome = returned(past, before, day - lesson, lesson)
    bg_nbd = fit_bg_nbd(seen)
    expected = bg_nbd.returns(seen, horizon)
    if min(outcome.sum(), (~outcome).sum()) < FEWEST:
        return Outlook("bg/nbd", {}, seen.members, expected, bg_nbd, None)
    logit = fit_logit(before, outcome)
    validated = _validate(past, before, outcome, day=day, lesson=lesson)
    if validated["logit"] <= validated["bg/nbd"]:
        return Outlook("bg/nbd", validated, seen.members, expected, bg_nbd, logit)
    if lesson < horizon:
        logit = _levelled(logit, seen, float(expected.mean()))
    return Outlook("logit", validated, seen.members, logit.returns(seen), bg_nbd, logit)


def _validate(
    past: Baskets, before: Rhythm, outcome: Flags, *, day: float, lesson: float
) -> dict[str, float]:
    """Score both models on the last known outcomes: the logit from the ones before, else on unseen members."""
    told = {"bg/nbd": auroc(fit_bg_nbd(before).returns(before, lesson), outcome)}
    earlier = rhythm_at(past, day - 2 * lesson)
    known = returned(past, earlier, day - 2 * lesson, lesson)
    if min(known.sum(), (~known).sum(), np.count_nonzero(earlier.repeats)) >= FEWEST:
        told["logit"] = auroc(fit_logit(earlier, known).returns(before), outcome)
        return told
    score = np.zeros(len(outcome))
    for fold in range(FOLDS):
        held = np.arange(len(outcome)) % FOLDS == fold
        if outcome[~held].any() and not outcome[~held].all():
            score[held] = fit_logit(before.part(~held), outcome[~held]).returns(before.part(held))
    told["logit"] = auroc(score, outcome)
    return told


def _levelled(logit: Logit, seen: Rhythm, mean: float) -> Logit:
    """Shift the intercept until the mean probability is `mean`; the order of members stays."""
    from scipy.optimize import brentq

    def excess(shift: float) -> float:
        return float(replace(logit, intercept=logit.intercept + shift).returns(seen).mean()) - mean

    if not excess(-20.0) < 0.0 < excess(20.0):
        return logit
    return replace(logit, intercept=logit.intercept + float(brentq(excess, -20.0, 20.0)))


def _by_recency(seen: Rhythm) -> Floats:
    return 1.0 / (1.0 + seen.age - seen.recency)


def _columns(seen: Rhythm) -> Floats:
    often, silent, age = np.log1p(seen.repeats), np.log1p(seen.age - seen.recency), np.log1p(seen.age)
    return np.column_stack([often, silent, age, often * silent, often * age, silent * age, often**2])


def _log_likelihood(parameters: Floats, x: Floats, recency: Floats, age: Floats) -> Floats:
    from scipy.special import betaln, gammaln

    r, alpha, a, b = parameters
    shape = gammaln(r + x) - gammaln(r) + r * np.log(alpha)
    stayed = betaln(a, b + x) - betaln(a, b) - (r + x) * np.log(alpha + age)
    left = betaln(a + 1.0, b + np.maximum(x, 1.0) - 1.0) - betaln(a, b) - (r + x) * np.log(alpha + recency)
    return np.asarray(shape + np.where(x > 0, np.logaddexp(stayed, left), stayed), np.float64)
