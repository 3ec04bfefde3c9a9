"""It makes no difference on which nights the review ran: what ends, ends at its own time."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from core.program import Program
from db.types import Row
from db.writer import writing_engine
from membership import ladders, members, points, reviews, tiers
from membership.members import Ref
from tests.conftest import NOW
from tests.tiering import ruled

LAST = 1_200  # days

Event = tuple[int, str, int]  # day, what, how much
EVENTS = st.lists(
    st.tuples(
        st.integers(0, LAST - 1),
        st.sampled_from(["gain", "gain", "gain", "floor", "drop"]),
        st.sampled_from([2_500, 1_500, 1_000, 999, 500, 300, 299]),
    ),
    min_size=1,
    max_size=8,
).map(sorted)
RULES = st.fixed_dictionaries(
    {
        "window": st.sampled_from(["rolling", "calendar"]),
        "downgrade": st.sampled_from(["one_down", "to_qualified", "none"]),
        "grace_days": st.sampled_from([30, 1, 0]),
        "valid_months": st.sampled_from([12, 6, 1]),
    }
)


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    folder = tempfile.mkdtemp(prefix="guanjia-reviews-")
    made = writing_engine(f"sqlite+aiosqlite:///{Path(folder) / 'reviews.db'}")
    Row.metadata.create_all(made)
    yield made
    made.dispose()


def live(engine: Engine, program: Program, events: list[Event], nights: set[int]) -> Any:
    """Let a member's days pass with a review on `nights`, and return where they end and how they got there."""
    with engine.connect() as connection, connection.begin() as life:
        session = Session(connection, expire_on_commit=False)
        ref = Ref("number", "77")
        member = members.resolve(session, refs=[ref], program=program, now=NOW)[ref]
        for day in range(LAST + 1):
            night = NOW.replace(hour=18) + timedelta(days=day)
            for number, (on, what, amount) in enumerate(events):
                if on == day:
                    _happens(session, program, member, number, what, amount, night - timedelta(hours=1))
            if day in nights or day == LAST:
                while reviews.review(session, limit=5, program=program, now=night).looked_at:
                    pass
        end = NOW + timedelta(days=LAST + 1)
        standing = tiers.standing(session, member_id=member, program=program, now=end)
        story = tiers.history(session, member_id=member, limit=99)
        session.close()
        life.rollback()
    return standing, story


def _happens(
    session: Session, program: Program, member: int, number: int, what: str, amount: int, at: datetime
) -> None:
    if what == "floor":
        until = at + timedelta(days=amount)
        tiers.set_floor(session, member_id=member, tier="gold", until=until, program=program, now=at)
    elif what == "drop":
        tiers.drop_floor(session, member_id=member, program=program, now=at)
    else:
        grant = points.Grant(member, amount, amount, f"g{number}", "test", at - timedelta(minutes=30))
        points.earn(session, grant=grant, program=program, now=at)
        tiers.promote(session, member_ids=[member], program=program, now=at)


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
@given(events=EVENTS, rules=RULES, some=st.sets(st.integers(0, LAST), max_size=6))
def test_missed_nights_change_nothing(
    engine: Engine, program: Program, events: list[Event], rules: dict[str, Any], some: set[int]
) -> None:
    program = ruled(program, **rules)
    often = live(engine, program, events, set(range(0, LAST, 25)))
    assert live(engine, program, events, some) == often
    assert live(engine, program, events, set()) == often


START = datetime(2024, 1, 1, tzinfo=UTC)
ZONES = ["Asia/Shanghai", "America/New_York", "Europe/Berlin", "Australia/Lord_Howe", "America/Santiago"]


@given(
    zone=st.sampled_from(ZONES),
    at=st.integers(0, 8 * 366 * 24 * 60).map(lambda minutes: START + timedelta(minutes=minutes)),
    months=st.integers(1, 36),
    grace=st.integers(0, 60),
    window=st.sampled_from(["rolling", "calendar"]),
)
@settings(max_examples=400, deadline=None, derandomize=True)
def test_terms_are_whole_local_days_without_a_gap(
    program: Program, zone: str, at: datetime, months: int, grace: int, window: str
) -> None:
    rules = ruled(program, valid_months=months, grace_days=grace, window=window)
    rules = rules.model_copy(update={"time_zone": ZoneInfo(zone)})
    first = ladders.first_term(rules, 1, at)
    assert first.begins is not None
    assert first.ends is not None
    assert at < first.ends
    assert first.begins < first.ends
    again = ladders.next_term(rules, 1, first.ends)
    assert again.begins == first.ends, "a kept term follows its predecessor at once"
    assert again.ends is not None
    lost = ladders.grace_ends(rules, first.ends)
    for end in (first.ends, again.ends, lost):
        assert end.astimezone(rules.time_zone) == _midnight(end, rules)
    assert (_day(lost, rules) - _day(first.ends, rules)).days == grace
    assert again.ends > first.ends
    last = first.ends - timedelta(microseconds=1)
    assert ladders.days_left(rules, first.ends, last) == 0
    assert ladders.days_left(rules, first.ends, last - timedelta(days=400)) in {399, 400, 401}


def _midnight(at: datetime, program: Program) -> datetime:
    """The first instant of a local day: where clocks jump at midnight it is one o'clock."""
    day = _day(at, program)
    return datetime(day.year, day.month, day.day, tzinfo=program.time_zone)


def _day(at: datetime, program: Program) -> Any:
    return at.astimezone(program.time_zone).date()
