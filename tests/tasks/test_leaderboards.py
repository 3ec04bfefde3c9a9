from __future__ import annotations

from datetime import UTC, datetime, timedelta

from core.program import Program
from tasks import challenges, leaderboards
from tasks.scheduler import due_slots

MONDAY = datetime(2026, 11, 16, tzinfo=UTC)


def test_the_weekly_board_is_due_on_sunday_evening_of_the_programs_zone(program: Program) -> None:
    (job,) = leaderboards.JOBS
    sunday = datetime(2026, 11, 22, 20, 0, tzinfo=program.time_zone).astimezone(UTC)
    assert due_slots(job, program, MONDAY, sunday - timedelta(seconds=1)) == []
    assert due_slots(job, program, MONDAY, sunday) == [sunday]


def test_of_several_missed_weeks_only_the_last_is_caught_up_with(program: Program) -> None:
    (job,) = leaderboards.JOBS
    slots = due_slots(job, program, MONDAY, MONDAY + timedelta(days=30))
    assert [slot.astimezone(program.time_zone).isoweekday() for slot in slots] == [7]


def test_groups_are_asked_for_their_hour_often_enough(program: Program) -> None:
    (job,) = challenges.JOBS
    trigger = job.when(program)
    first = trigger.get_next_fire_time(None, MONDAY)
    assert first is not None
    following = trigger.get_next_fire_time(first, first)
    assert following is not None
    assert following - first <= timedelta(minutes=1)
