"""Questions that mean the same, put together by their vectors: average linkage, exact and in a fixed order."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]

_FRONT = 512  # rows that are compared with all that follow at once
_LARGEST = 3_000  # members of a component whose similarities are held in memory as a square
_STEP = 0.05


def clusters(vectors: Vectors, *, threshold: float) -> list[list[int]]:
    """Group unit rows: two groups become one while the mean similarity between them is `threshold` or more.

    Two groups with a mean of at least the threshold have a pair of at least it, so only what hangs together by
    such pairs is looked at together. O(n²) products of rows; n = 10,000 takes seconds. A component larger than
    _LARGEST is split by a stricter threshold first. The same rows give the same groups, in order of their first row.
    """
    found: list[list[int]] = []
    for component in _components(vectors, list(range(len(vectors))), threshold):
        found += _linked(vectors, component, threshold)
    return sorted(found)


def centre(vectors: Vectors, group: Sequence[int], weights: Sequence[float]) -> int:
    """Return the row that the others of its group are most like, each as often as it weighs."""
    rows = vectors[list(group)]
    likeness = rows @ (rows * np.asarray(weights, dtype=np.float32)[:, None]).sum(axis=0)
    return int(group[int(np.argmax(np.round(likeness, 5)))])


def _components(vectors: Vectors, members: list[int], threshold: float) -> list[list[int]]:
    """Return what hangs together by pairs of at least the threshold, none larger than _LARGEST if that can be."""
    rows = vectors[members]
    label = np.arange(len(rows))
    for start in range(0, len(rows), _FRONT):
        part = slice(start, start + _FRONT)
        one, other = np.nonzero(rows[part] @ rows[start:].T >= threshold)
        # Few pairs of labels are left when most of what is alike has met already.
        pairs = np.unique(label[start + one] * len(rows) + label[start + other])
        label = _met(label, pairs // max(1, len(rows)), pairs % max(1, len(rows)))
    order = np.argsort(label, kind="stable")
    cuts = np.flatnonzero(np.diff(label[order])) + 1
    found: list[list[int]] = []
    for places in np.split(order, cuts) if len(order) else []:
        component = [members[at] for at in places.tolist()]
        stricter = threshold + _STEP
        if len(component) > _LARGEST and stricter < 1:
            found += _components(vectors, component, stricter)
        else:
            found.append(component)
    return found


def _met(label: NDArray[np.int64], one: NDArray[np.int64], other: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return labels in which each pair of old labels is one, the smaller standing for both."""
    root = np.arange(len(label))

    def top(at: int) -> int:
        while root[at] != at:
            root[at] = root[root[at]]
            at = int(root[at])
        return at

    for left, right in zip(one.tolist(), other.tolist(), strict=True):
        low, high = sorted((top(left), top(right)))
        root[high] = low
    while (further := root[root]).tolist() != root.tolist():
        root = further
    return np.asarray(root[label], dtype=np.int64)


def _linked(vectors: Vectors, component: list[int], threshold: float) -> list[list[int]]:
    """Merge the two most alike groups of a component again and again (UPGMA, by Lance and Williams' update)."""
    if len(component) <= 2 or len(component) > _LARGEST:
        return [component]
    rows = vectors[component]
    alike = rows @ rows.T
    np.fill_diagonal(alike, -2.0)
    groups: dict[int, list[int]] = {at: [one] for at, one in enumerate(component)}
    nearest = alike.argmax(axis=1)
    best = alike.max(axis=1)
    while True:
        first = int(best.argmax())
        if best[first] < threshold:
            return [sorted(group) for group in groups.values()]
        kept, gone = sorted((first, int(nearest[first])))
        a, b = len(groups[kept]), len(groups[gone])
        groups[kept] += groups.pop(gone)
        merged = (a * alike[kept] + b * alike[gone]) / (a + b)
        merged[[kept, gone]] = -2.0
        alike[kept], alike[:, kept] = merged, merged
        alike[gone], alike[:, gone] = -2.0, -2.0
        best[gone] = -2.0
        nearer = merged > best
        nearest[nearer], best[nearer] = kept, merged[nearer]
        stale = np.flatnonzero((nearest == kept) | (nearest == gone))
        for row in {kept, *stale.tolist()} - {gone}:
            nearest[row] = alike[row].argmax()
            best[row] = alike[row, nearest[row]]
