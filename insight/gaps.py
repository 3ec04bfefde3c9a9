"""Questions that mean the same, put together by their vectors: average linkage, exact and in a fixed order."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]

_FRONT = 512  # rows that are compared with all others at once
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
    """Return what hangs together by pairs of at least the threshold, none larger than _LARGEST."""
    left = np.array(members, dtype=np.int64)
    found: list[list[int]] = []
    while len(left):
        front, left = left[:1], left[1:]
        component = [int(front[0])]
        while len(front) and len(left):
            part, front = front[:_FRONT], front[_FRONT:]
            reached = (vectors[left] @ vectors[part].T).max(axis=1) >= threshold
            front = np.concatenate([front, left[reached]])
            component += left[reached].tolist()
            left = left[~reached]
        component.sort()
        stricter = threshold + _STEP
        if len(component) > _LARGEST and stricter < 1:
            found += _components(vectors, component, stricter)
        else:
            found.append(component)
    return found


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
