"""Whether the best article answers the question at all: a probability, and the three zones that follow from it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from knowledge.retrieval import Findings

Zone = Literal["answer", "clarify", "handoff"]
Matrix = NDArray[np.float64]

# So that features of one thing share the say instead of one taking it all.
_RIDGE = 10.0
_SURE = 0.999  # a string cosine from here on is the same question
_CLOSE = 0.985  # a runner-up with this share of the first score is as good a guess
_MAYBE = 0.6  # from this share of the threshold on, a choice is offered instead of an answer
_SMALL_TALK_REFUSED = 0.98
_OWN_REFUSED = (0.08, 0.15)  # of the FAQ's own left-out phrasings: at least, as far as talk allows; at most


@dataclass(frozen=True, slots=True)
class Calibration:
    """A logistic model of "the FAQ has this", fitted to one FAQ and one embedder, and its threshold."""

    means: tuple[float, ...]
    scales: tuple[float, ...]
    weights: tuple[float, ...]
    bias: float
    answer_at: float
    examples: int

    def probability(self, found: Findings) -> float:
        """Return the probability, 0 to 1, that the FAQ answers the question; nothing found, no chance."""
        if not found.features:
            return 0.0
        if found.features[0] >= _SURE:
            return 1.0
        return float(_sigmoid(self._sum(found.features)))

    def zone(self, found: Findings) -> Zone:
        """Say whether to answer, to offer the best hits as a choice, or to hand over to a person."""
        likely = self.probability(found)
        if likely < _MAYBE * self.answer_at or not found.hits:
            return "handoff"
        if likely < self.answer_at or (likely < 1.0 and found.runner_up >= _CLOSE):
            return "clarify"
        return "answer"

    def to_json(self) -> str:
        return json.dumps(asdict(self))

    def _sum(self, features: Sequence[float]) -> float:
        parts = zip(self.weights, features, self.means, self.scales, strict=True)
        return self.bias + sum(weight * (value - mean) / scale for weight, value, mean, scale in parts)


def calibration_from_json(text: str) -> Calibration:
    """Read back what `Calibration.to_json` wrote."""
    given = json.loads(text)
    for name in ("means", "scales", "weights"):
        given[name] = tuple(given[name])
    return Calibration(**given)


def fit(answerable: Matrix, foreign: Matrix, *, typical: bool = True) -> Calibration:
    """Fit by penalised maximum likelihood, both kinds with equal say; the threshold keeps small talk out.

    `typical` says that the answerable questions are like those that people ask, so that the threshold may be as
    strict as they allow; otherwise it is only as strict as small talk demands.
    """
    from scipy.optimize import minimize

    features = np.concatenate([answerable, foreign])
    means, scales = features.mean(axis=0), features.std(axis=0)
    scales[scales < 1e-6] = 1.0
    rows = np.c_[(features - means) / scales, np.ones(len(features))]
    signs = np.r_[np.ones(len(answerable)), -np.ones(len(foreign))]
    say = np.where(signs > 0, 0.5 / len(answerable), 0.5 / len(foreign)) * len(features)

    def loss(theta: Matrix) -> tuple[float, Matrix]:
        margins = signs * (rows @ theta)
        pull = _RIDGE * np.r_[theta[:-1], 0.0]
        slope = -(say * signs * _sigmoid(-margins)) @ rows
        return float(say @ np.logaddexp(0, -margins) + pull @ theta / 2), slope + pull

    theta: Matrix = minimize(loss, np.zeros(rows.shape[1]), jac=True, method="L-BFGS-B").x
    likely = _sigmoid(rows @ theta)
    known, talk = likely[: len(answerable)], likely[len(answerable) :]
    refusing = float(np.quantile(talk, _SMALL_TALK_REFUSED))
    if typical:
        refusing = max(refusing, float(np.quantile(known, _OWN_REFUSED[0])))
    # An FAQ that is about small talk itself could not be told from it: then its own questions come first.
    refusing = min(refusing, float(np.quantile(known, _OWN_REFUSED[1])))
    return Calibration(
        means=tuple(means.tolist()),
        scales=tuple(scales.tolist()),
        weights=tuple(theta[:-1].tolist()),
        bias=float(theta[-1]),
        answer_at=refusing,
        examples=len(rows),
    )


def _sigmoid(z: Matrix | float) -> Matrix:
    result: Matrix = 1 / (1 + np.exp(-np.clip(z, -30, 30)))
    return result
