from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.program import CheckinRules
from membership import streaks
from membership.streaks import Run

RULES = CheckinRules(table=(1, 1, 2, 2, 3, 3, 10), milestones={7: 10}, freeze_max=2, freeze_every_days=7)
BARE = CheckinRules(table=(1, 2), freeze_max=0)
START = date(2026, 1, 1)


def on(*offsets: int) -> list[date]:
    return [START + timedelta(days=offset) for offset in offsets]


def test_days_in_a_row_count_up() -> None:
    assert streaks.recount(on(0, 1, 2), RULES).days == 3


def test_a_missed_day_without_a_freeze_begins_anew_but_the_best_run_stays() -> None:
    run = streaks.recount(on(0, 1, 2, 4), RULES)
    assert (run.days, run.best, run.total) == (1, 3, 4)


def test_seven_days_earn_a_freeze_that_covers_one_missed_day() -> None:
    run = streaks.recount(on(*range(7), 8), RULES)
    assert (run.days, run.freezes) == (8, 0)
    assert streaks.frozen(on(*range(7), 8), RULES) == frozenset(on(7))


def test_at_most_two_freezes_are_held_and_two_missed_days_use_both() -> None:
    held = streaks.recount(on(*range(28)), RULES)
    assert held.freezes == 2
    run = streaks.extend(held, START + timedelta(days=30), RULES)
    assert (run.days, run.freezes) == (29, 0)


def test_three_missed_days_are_more_than_two_freezes_cover_and_they_are_kept() -> None:
    run = streaks.extend(streaks.recount(on(*range(28)), RULES), START + timedelta(days=31), RULES)
    assert (run.days, run.freezes) == (1, 2)


def test_a_run_is_alive_until_a_missed_day_that_no_freeze_covers() -> None:
    run = streaks.recount(on(0, 1), RULES)
    assert streaks.alive(run, START + timedelta(days=2))
    assert not streaks.alive(run, START + timedelta(days=3))
    assert not streaks.alive(Run(), START)


@pytest.mark.parametrize(
    ("streak", "points"), [(1, 1), (2, 1), (3, 2), (5, 3), (7, 10), (8, 1), (14, 10), (15, 1)]
)
def test_the_reward_table_repeats_by_streak_day(streak: int, points: int) -> None:
    assert streaks.reward(streak, RULES) == points


def plain_recount(days: set[date], rules: CheckinRules) -> tuple[int, int, int]:
    """A second, naive reading of the rule: walk the calendar day by day."""
    if not days:
        return 0, 0, 0
    streak = best = freezes = spare = 0
    day = min(days)
    while day <= max(days):
        if day in days:
            streak += 1
            spare = 0
            best = max(best, streak)
            if streak % rules.freeze_every_days == 0:
                freezes = min(rules.freeze_max, freezes + 1)
        elif freezes > 0:
            freezes -= 1
            spare += 1
        else:
            streak, freezes, spare = 0, freezes + spare, 0
            # The gap was too long: what had been put in for its first days is given back.
            while day + timedelta(days=1) not in days:
                day += timedelta(days=1)
        day += timedelta(days=1)
    return streak, best, freezes


@given(st.sets(st.integers(0, 120), max_size=100), st.sampled_from([RULES, BARE]))
def test_a_streak_is_what_a_walk_through_the_calendar_counts(offsets: set[int], rules: CheckinRules) -> None:
    days = set(on(*offsets))
    run = streaks.recount(days, rules)
    assert (run.days, run.best, run.freezes) == plain_recount(days, rules)
    assert run.total == len(days)


@given(st.lists(st.integers(0, 60), unique=True, max_size=40))
def test_one_check_in_after_another_comes_to_the_same_as_a_recount(offsets: list[int]) -> None:
    run = Run()
    for day in sorted(on(*offsets)):
        run = streaks.extend(run, day, RULES)
    assert run == streaks.recount(on(*offsets), RULES)
