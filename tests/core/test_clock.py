from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from core.clock import Clock, day_begins, local_day

START = datetime(2020, 1, 2, tzinfo=UTC)
NEW_YORK = ZoneInfo("America/New_York")
ZONES = [
    ZoneInfo(name) for name in ("Asia/Shanghai", "America/New_York", "Australia/Lord_Howe", "Asia/Beirut")
]


@given(
    now=st.integers(0, 10 * 365 * 24 * 60).map(lambda minutes: START + timedelta(minutes=minutes)),
    zone=st.sampled_from(ZONES),
    day_start=st.times(max_value=time(6)),
)
@example(now=datetime(2026, 11, 1, 6, 10, tzinfo=UTC), zone=NEW_YORK, day_start=time(1, 30))
@example(now=datetime(2026, 3, 8, 7, 10, tzinfo=UTC), zone=NEW_YORK, day_start=time(2, 30))
def test_an_instant_lies_between_the_beginnings_of_its_local_day_and_the_next(
    now: datetime, zone: ZoneInfo, day_start: time
) -> None:
    day = local_day(now, zone, day_start)
    assert day_begins(day, zone, day_start) <= now < day_begins(day + timedelta(days=1), zone, day_start)


def test_the_hour_that_comes_twice_does_not_bring_yesterday_back() -> None:
    first_half_past_one = datetime(2026, 11, 1, 5, 30, tzinfo=UTC)
    days = [
        local_day(first_half_past_one + timedelta(minutes=minutes), NEW_YORK, time(1, 30))
        for minutes in (-1, 0, 29, 31, 61)
    ]
    assert days == [date(2026, 10, 31), *[date(2026, 11, 1)] * 4]


def test_a_clock_moves_ahead_and_never_back() -> None:
    clock = Clock()
    before = clock.now()
    assert clock.advance(timedelta(days=1)) - before >= timedelta(days=1)
    with pytest.raises(ValueError, match="only moves ahead"):
        clock.advance(timedelta(seconds=-1))
