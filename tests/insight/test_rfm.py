from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from insight.baskets import from_lines
from insight.rfm import TABLE, EightClass, Segment, eight_classes, quintiles, rfm, segment
from tests.insight.histories import baskets_of

CELLS = [(r, f, m) for r in range(1, 6) for f in range(1, 6) for m in range(1, 6)]


def fitting(cell: tuple[int, int, int]) -> list[Segment]:
    return [
        name
        for name, *ranges in TABLE
        if all(low <= score <= high for score, (low, high) in zip(cell, ranges, strict=True))
    ]


@pytest.mark.parametrize("cell", CELLS)
def test_each_cell_has_the_first_segment_that_fits_or_other(cell: tuple[int, int, int]) -> None:
    assert segment(*cell) is (fitting(cell) or [Segment.OTHER])[0]


def test_the_table_is_known_to_leave_cells_out_and_to_cover_some_twice() -> None:
    fits = [len(fitting(cell)) for cell in CELLS]

    assert fits.count(0) == 36
    assert sum(number > 1 for number in fits) == 36
    assert {segment(*cell) for cell in CELLS} == set(Segment)


@pytest.mark.parametrize(
    ("cell", "name"),
    [
        ((5, 5, 5), Segment.CHAMPIONS),
        ((1, 5, 5), Segment.CANNOT_LOSE),
        ((2, 5, 5), Segment.LOYAL),
        ((5, 1, 1), Segment.NEW),
        ((3, 1, 1), Segment.PROMISING),
        ((5, 2, 2), Segment.POTENTIAL),
        ((1, 3, 3), Segment.AT_RISK),
        ((3, 3, 3), Segment.ATTENTION),
        ((1, 1, 1), Segment.HIBERNATING),
        ((2, 1, 2), Segment.ABOUT_TO_SLEEP),
        ((5, 1, 5), Segment.OTHER),
    ],
)
def test_well_known_cells_have_their_well_known_names(cell: tuple[int, int, int], name: Segment) -> None:
    assert segment(*cell) is name


def test_quintiles_are_even_without_ties() -> None:
    assert quintiles(np.arange(10.0)).tolist() == [1, 1, 2, 2, 3, 3, 4, 4, 5, 5]
    assert quintiles(np.array([30.0, 10.0, 20.0, 50.0, 40.0])).tolist() == [3, 1, 2, 5, 4]


def test_equal_values_share_a_score_whatever_their_place() -> None:
    assert quintiles(np.array([7.0, 7.0, 7.0])).tolist() == [3, 3, 3]
    assert quintiles(np.array([1.0, 1.0, 1.0, 1.0, 9.0])).tolist() == [3, 3, 3, 3, 5]


def test_tiny_sets_have_scores_in_range() -> None:
    assert quintiles(np.array([])).tolist() == []
    assert quintiles(np.array([4.0])).tolist() == [3]
    assert quintiles(np.array([4.0, 5.0])).tolist() == [2, 4]


def test_eight_classes_stand_for_recency_frequency_and_money_against_the_mean() -> None:
    cells = list(product((1.0, 9.0), (9.0, 1.0), (9.0, 1.0)))  # days since, orders, money
    names = eight_classes(*(np.array(column) for column in zip(*cells, strict=True)))

    assert dict(zip(cells, names, strict=True)) == {
        (1, 9, 9): EightClass.KEY_VALUE,
        (1, 1, 9): EightClass.KEY_DEVELOP,
        (9, 9, 9): EightClass.KEY_KEEP,
        (9, 1, 9): EightClass.KEY_WIN_BACK,
        (1, 9, 1): EightClass.GENERAL_VALUE,
        (1, 1, 1): EightClass.GENERAL_DEVELOP,
        (9, 9, 1): EightClass.GENERAL_KEEP,
        (9, 1, 1): EightClass.GENERAL_WIN_BACK,
    }
    assert eight_classes(np.array([]), np.array([]), np.array([])) == ()


def test_members_are_scored_by_what_they_did_until_now() -> None:
    baskets = from_lines(
        ["ann", "bo", "later"],
        ["x"],
        member=[0, 0, 1, 2, 0],
        item=[0, 0, 0, 0, 0],
        time=[1.0, 8.0, 3.0, 30.0, 31.0],
        amount=[5.0, 6.0, 4.0, 100.0, 100.0],
    )

    told = rfm(baskets, now=10.0)

    assert told.members.tolist() == [0, 1]
    assert told.recency_days.tolist() == [2.0, 7.0]
    assert told.frequency.tolist() == [2.0, 1.0]
    assert told.money.tolist() == [11.0, 4.0]
    assert list(zip(told.r, told.f, told.m, strict=True)) == [(4, 4, 4), (2, 2, 2)]
    assert told.segments == (Segment.CHAMPIONS, Segment.ATTENTION)
    assert told.classes == (EightClass.KEY_VALUE, EightClass.GENERAL_WIN_BACK)
    assert rfm(baskets_of([]), now=10.0).segments == ()
