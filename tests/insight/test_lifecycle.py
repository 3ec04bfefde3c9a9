from __future__ import annotations

import pytest

from insight.lifecycle import Bounds, Stage, standing, standings
from tests.insight.histories import baskets_of


@pytest.mark.parametrize(
    ("silent", "stage"),
    [
        (0.0, Stage.ACTIVE),
        (15.0, Stage.ACTIVE),
        (15.1, Stage.QUIET),
        (25.0, Stage.QUIET),
        (25.1, Stage.DORMANT),
        (40.0, Stage.DORMANT),
        (40.1, Stage.LOST),
    ],
)
def test_silence_is_measured_in_the_members_own_median_interval(silent: float, stage: Stage) -> None:
    told = standing([0.0, 10.0, 100.0, 110.0], now=110.0 + silent, default_interval=30.0)

    assert (told.stage, told.interval_days, told.own) == (stage, 10.0, True)
    assert told.silent_days == pytest.approx(silent)


def test_until_three_order_days_the_programs_interval_counts() -> None:
    two = standing([0.0, 0.2, 5.0], now=50.0, default_interval=30.0)

    assert (two.stage, two.interval_days, two.own) == (Stage.ACTIVE, 30.0, False)
    assert standing([0.0, 5.0, 10.0], now=50.0, default_interval=30.0).stage is Stage.LOST


def test_nobody_without_orders_is_lost_and_future_orders_do_not_count() -> None:
    assert standing([], now=50.0, default_interval=30.0).stage is Stage.PROSPECT
    assert standing([60.0], now=50.0, default_interval=30.0).stage is Stage.PROSPECT


def test_a_program_may_set_other_bounds() -> None:
    told = standing([0.0], now=50.0, default_interval=10.0, bounds=Bounds(active=6.0))

    assert told.stage is Stage.ACTIVE


def test_all_members_are_placed_at_once() -> None:
    baskets = baskets_of([("ann", 1, "a"), ("bo", 90, "a"), ("ann", 4, "a"), ("ann", 7, "b")])

    told = standings(baskets, now=100.0, default_interval=30.0)

    assert [one.stage for one in told] == [Stage.LOST, Stage.ACTIVE]
    assert [one.own for one in told] == [True, False]
