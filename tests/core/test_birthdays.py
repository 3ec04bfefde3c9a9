from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.birthdays import Birthday, readings

TODAY = date(2026, 11, 18)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("1990-5-6", "1990-05-06"),
        ("1990年5月6日。", "1990-05-06"),
        ("１９９０年５月６日", "1990-05-06"),
        ("19900506", "1990-05-06"),
        ("90.5.6", "1990-05-06"),
        ("5月6日", "--05-06"),
        ("5月6號", "--05-06"),
        ("十二月二十五日", "--12-25"),
        ("二月二十九", "--02-29"),
        ("0506", "--05-06"),
        ("25/12", "--12-25"),
        ("12/25", "--12-25"),
        ("May 6", "--05-06"),
        ("6th May, 1990", "1990-05-06"),
    ],
)
def test_a_birthday_is_read_as_people_type_it(typed: str, meant: str) -> None:
    assert [one.text for one in readings(typed, today=TODAY)] == [meant]


def test_a_day_that_can_be_read_both_ways_has_two_meanings() -> None:
    assert [one.md for one in readings("05/06", today=TODAY)] == ["05-06", "06-05"]


@pytest.mark.parametrize(
    "typed",
    ["", "hello", "2月30日", "2001-02-29", "13/13", "00/00", "1990", "1800-01-01", "2026-11-19", "monday 5"],
)
def test_what_is_no_day_in_the_past_is_not_read(typed: str) -> None:
    assert readings(typed, today=TODAY) == ()


@given(st.dates(min_value=date(1900, 1, 1), max_value=TODAY), st.booleans())
def test_what_is_stored_is_read_back(day: date, told_year: bool) -> None:  # noqa: FBT001
    one = Birthday(day.month, day.day, day.year if told_year else None)
    assert Birthday.of(one.text) == one


@given(st.text(max_size=20))
def test_no_text_makes_the_reader_fall(text: str) -> None:
    assert len(readings(text, today=TODAY)) <= 2
