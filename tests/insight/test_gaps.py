"""Grouping rows by mean likeness: exact, in a fixed order, and quick enough."""

from __future__ import annotations

import numpy as np

from insight.gaps import Vectors, centre, clusters


def rows_of(*rows: tuple[float, ...]) -> Vectors:
    made = np.array(rows, dtype=np.float32)
    return np.asarray(made / np.linalg.norm(made, axis=1, keepdims=True), dtype=np.float32)


def test_what_is_alike_comes_together_and_the_rest_stays_alone() -> None:
    vectors = rows_of((1, 0, 0), (0, 1, 0), (1, 0.1, 0), (0, 0, 1), (0.1, 1, 0))
    assert clusters(vectors, threshold=0.8) == [[0, 2], [1, 4], [3]]


def test_a_chain_of_neighbours_is_not_one_group() -> None:
    angles = np.radians([0, 30, 60, 90, 120, 150])
    vectors = rows_of(*((float(np.cos(one)), float(np.sin(one))) for one in angles))
    groups = clusters(vectors, threshold=0.85)
    assert max(len(group) for group in groups) == 2
    assert sorted(one for group in groups for one in group) == list(range(6))


def test_no_two_groups_are_left_whose_mean_is_high_enough() -> None:
    random = np.random.default_rng(3)
    vectors = rows_of(*random.normal(size=(200, 6)).tolist())
    groups = clusters(vectors, threshold=0.5)
    alike = vectors @ vectors.T
    for at, one in enumerate(groups):
        for other in groups[at + 1 :]:
            assert alike[np.ix_(one, other)].mean() < 0.5 + 1e-4
    assert clusters(vectors, threshold=0.5) == groups


def test_nothing_and_rows_without_direction_are_grouped_too() -> None:
    assert clusters(np.zeros((0, 4), dtype=np.float32), threshold=0.3) == []
    assert clusters(np.zeros((2, 4), dtype=np.float32), threshold=0.3) == [[0], [1]]


def test_the_centre_is_what_most_who_asked_are_near() -> None:
    vectors = rows_of((1, 0), (0.9, 0.3), (0.6, 0.8))
    assert centre(vectors, [0, 1, 2], [1.0, 1.0, 1.0]) == 1
    assert centre(vectors, [0, 1, 2], [9.0, 1.0, 1.0]) == 0


def test_thousands_of_questions_find_their_groups() -> None:
    random = np.random.default_rng(7)
    centres = random.normal(size=(100, 128))
    vectors = rows_of(*(centres[np.arange(4_000) % 100] + 0.3 * random.normal(size=(4_000, 128))).tolist())
    groups = clusters(vectors, threshold=0.45)
    assert [group[:2] for group in groups[:2]] == [[0, 100], [1, 101]]
    assert [len(group) for group in groups] == [40] * 100
