from __future__ import annotations

import pytest

from insight.reasons import Kind, Reason, own_reason
from insight.states import State, bought


def row(*days: float) -> State:
    state: State | None = None
    for number, day in enumerate(days):
        state = bought(state, number=number, at=day)
    assert state is not None
    return state


@pytest.mark.parametrize(
    ("now", "kind"),
    [(20.0, Kind.OFTEN), (27.1, Kind.OFTEN), (27.3, Kind.DUE), (38.0, Kind.DUE), (38.1, Kind.OVERDUE)],
)
def test_what_is_bought_often_is_due_around_its_own_gap(now: float, kind: Kind) -> None:
    reason = own_reason(row(2.0, 10.0, 20.0), now)  # a gap of nine days

    assert reason == Reason(kind, count=3, gap_days=9, days_since=int(now - 20.0))


def test_two_purchases_and_one_say_just_that() -> None:
    assert own_reason(row(2.0, 12.0), 15.0) == Reason(Kind.TWICE, count=2, gap_days=10, days_since=3)
    assert own_reason(row(2.0), 15.9) == Reason(Kind.ONCE, count=1, days_since=13)


def test_purchases_of_one_day_have_a_gap_of_a_day_in_words() -> None:
    assert own_reason(row(2.0, 2.1, 2.2), 2.3).gap_days == 1


def test_an_order_in_the_future_is_no_negative_number_of_days() -> None:
    assert own_reason(row(2.0), 1.0).days_since == 0
