from __future__ import annotations

from datetime import UTC, datetime, timedelta

from bot.manners import Manners

NOW = datetime(2026, 11, 18, 4, tzinfo=UTC)


def test_who_types_too_fast_is_told_once_and_then_waited_for() -> None:
    manners = Manners()
    said = [manners.may_ask(1, NOW + timedelta(seconds=at)) for at in range(14)]
    assert said == ["yes"] * 10 + ["notice"] + ["no"] * 3
    assert manners.may_ask(2, NOW) == "yes"
    assert manners.may_ask(1, NOW + timedelta(seconds=21)) == "yes"


def test_an_album_is_one_message() -> None:
    manners = Manners()
    assert [manners.is_first_of_album(one) for one in ("a", "a", "b", None, None)] == [
        True,
        False,
        True,
        True,
        True,
    ]


def test_two_people_talking_are_not_interrupted_but_a_lone_asker_is_heard() -> None:
    manners = Manners()
    assert not manners.hear(-1, None, 1, NOW)
    assert not manners.hear(-1, None, 2, NOW)
    assert manners.hear(-1, None, 3, NOW)
    assert not manners.hear(-1, 7, 3, NOW), "another topic is another talk"
    assert not manners.hear(-1, None, 4, NOW + timedelta(minutes=2))


def test_a_group_is_not_told_the_same_twice_within_minutes() -> None:
    manners = Manners()
    assert manners.may_say(-1, "hours", NOW)
    assert not manners.may_say(-1, "hours", NOW + timedelta(minutes=5))
    assert manners.may_say(-2, "hours", NOW)
    assert manners.may_say(-1, "hours", NOW + timedelta(minutes=16))


def test_what_is_remembered_is_bounded() -> None:
    manners = Manners()
    for person in range(5_000):
        manners.may_ask(person, NOW)
    assert len(manners._askers) <= 2_000
