"""A second look at what no pattern recognises: a linear scorer over concepts and words, learnt from the phrasings."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from knowledge.concepts import CONCEPTS, concepts
from knowledge.embedders import HashedEmbedder
from knowledge.normalise import readable
from knowledge.phrasings import SHIPPED, Phrasing

WEIGHTS = Path(__file__).with_name("phrasings.npz")
Matrix = NDArray[np.float32]

_WORDS = 2.0  # how much all words of a question weigh beside one concept
_RIDGE = 0.2
_ROUNDS = 120


@dataclass(frozen=True, slots=True)
class Guess:
    """The likeliest label, and its probability among all labels."""

    label: str
    probability: float


@dataclass(frozen=True, slots=True)
class Recogniser:
    """Weights of every feature for every label; immutable, microseconds a question."""

    labels: tuple[str, ...]
    weights: Matrix

    def guess(self, question: str) -> Guess:
        likely = _softmax(_features([question]) @ self.weights)[0]
        best = int(likely.argmax())
        return Guess(self.labels[best], float(likely[best]))


def fit(phrasings: Sequence[Phrasing]) -> Recogniser:
    """Learn the weights by penalised maximum likelihood; seconds, so `tools/fit_phrasings.py` does it beforehand."""
    from scipy.optimize import minimize

    labels = tuple(sorted({one.label for one in phrasings}))
    features = _features([one.text for one in phrasings])
    meant = np.array([labels.index(one.label) for one in phrasings])
    truth = np.eye(len(labels), dtype=np.float32)[meant]
    ridge = _RIDGE * len(phrasings) / 1_000

    def loss(flat: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        weights = flat.reshape(features.shape[1], len(labels)).astype(np.float32)
        likely = _softmax(features @ weights)
        right = np.log(likely[np.arange(len(meant)), meant] + 1e-12)
        slope = features.T @ (likely - truth) + ridge * weights
        return float(-right.sum() + ridge * (weights * weights).sum() / 2), slope.ravel().astype(np.float64)

    start = np.zeros(features.shape[1] * len(labels))
    found = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": _ROUNDS}).x
    return Recogniser(labels, found.reshape(features.shape[1], len(labels)).astype(np.float32))


def save(recogniser: Recogniser, file: Path = WEIGHTS) -> None:
    np.savez_compressed(
        file,
        labels=np.array(recogniser.labels),
        weights=recogniser.weights.astype(np.float16),
        digest=np.array(digest()),
    )


@lru_cache(maxsize=1)
def shipped() -> Recogniser:
    """Return the recogniser that was fitted to the shipped phrasings, read once."""
    with np.load(WEIGHTS, allow_pickle=False) as kept:
        return Recogniser(tuple(kept["labels"].tolist()), kept["weights"].astype(np.float32))


def stored_digest(file: Path = WEIGHTS) -> str:
    """Return which phrasings and concepts the stored weights were learnt from."""
    with np.load(file, allow_pickle=False) as kept:
        return str(kept["digest"])


def digest() -> str:
    """Name what weights are learnt from: phrasings, concepts and the words' embedder."""
    told = [SHIPPED.read_text(encoding="utf-8"), HashedEmbedder.id, str((_WORDS, _RIDGE, _ROUNDS))]
    told += [f"{name}={words.pattern}" for name, words in CONCEPTS.items()]
    return hashlib.blake2s("\0".join(told).encode(), digest_size=8).hexdigest()


def _features(texts: Sequence[str]) -> Matrix:
    spoken = np.zeros((len(texts), len(CONCEPTS) + 1), dtype=np.float32)
    places = {name: place for place, name in enumerate(CONCEPTS)}
    for row, text in enumerate(texts):
        spoken[row, [places[name] for name in concepts(readable(text))]] = 1.0
    spoken[:, -1] = 1.0  # how common a label is at all
    return np.concatenate([spoken, _WORDS * HashedEmbedder().embed(texts)], axis=1)


def _softmax(sums: Matrix) -> Matrix:
    grown = np.exp(sums - sums.max(axis=1, keepdims=True))
    shares: Matrix = grown / grown.sum(axis=1, keepdims=True)
    return shares
