from __future__ import annotations

from datetime import timedelta

import numpy as np
import pytest

from insight.recommender import after, history_of
from insight.states import bought, rhythms_of, states_of
from tests.insight.histories import DAY_ONE, START, baskets_of, habits, on


def test_a_row_fades_by_baskets_and_by_days() -> None:
    first = bought(None, number=0, at=10.0)
    again = bought(first, number=4, at=40.0)

    assert again.times == 2
    assert (again.first, again.previous, again.last, again.number) == (10.0, 10.0, 40.0, 4)
    assert again.faded == pytest.approx((1 + 0.5**4, 1 + 0.5, 1 + 0.5, 1 + 0.5**0.25))


def test_rows_kept_order_by_order_equal_those_computed_at_once() -> None:
    baskets = habits(members=15)
    states = states_of(baskets)
    rhythms = rhythms_of(baskets, states)

    for member, name in enumerate(baskets.members):
        own = np.flatnonzero(baskets.member == member)
        history = history_of(
            name,
            [
                (
                    on(float(baskets.time[number]) - DAY_ONE),
                    [baskets.items[item] for item in baskets.of(int(number))],
                )
                for number in own
            ],
        )
        assert len(history.states) == states.start[member + 1] - states.start[member]
        for row in range(states.start[member], states.start[member + 1]):
            kept = history.states[baskets.items[states.item[row]]]
            assert (kept.times, kept.number) == (states.count[row], states.number[row])
            assert (kept.first, kept.previous, kept.last) == pytest.approx(
                (states.first[row], states.previous[row], states.last[row])
            )
            assert kept.faded == pytest.approx(tuple(states.faded[row]))
        assert tuple(history.rhythm) == pytest.approx(
            tuple(getattr(rhythms, name)[member] for name in ("baskets", "first", "last", "lines", "reused"))
        )


def test_orders_of_one_instant_are_one_basket() -> None:
    together = history_of("ann", [(START, ["tea", "milk"])])
    apart = history_of("ann", [(START, ["tea"]), (START, ["milk", "tea"])])

    assert apart == together
    assert apart.rhythm.lines == 2


def test_orders_may_come_in_any_order_to_a_rebuild_but_not_to_an_update() -> None:
    orders = [(START + timedelta(days=day), ["tea"]) for day in (5, 1, 3)]

    history = history_of("ann", orders)

    assert history.states["tea"].times == 3
    assert history == history_of("ann", reversed(orders))
    with pytest.raises(ValueError, match="comes after"):
        after(history, at=START, items=["tea"])


def test_a_member_without_orders_has_an_empty_history() -> None:
    assert history_of("ann", []).states == {}
    assert len(states_of(baskets_of([]))) == 0
