"""When the desk is staffed, by the program's hours, days and holidays; pure arithmetic."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from core.program import Program

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
# A brand that is closed for longer than this has no desk.
_LONGEST_LOOK = 60


def is_staffed(program: Program, now: datetime) -> bool:
    """Return whether people answer at `now`."""
    return any(begins <= now < ends for begins, ends in _spans(program, now, now))


def next_opening(program: Program, now: datetime) -> datetime | None:
    """Return when people answer next (`now` when they do already); None when no day within two months is open."""
    later = now + timedelta(days=_LONGEST_LOOK)
    return next((max(begins, now) for begins, ends in _spans(program, now, later) if ends > now), None)


def staffed_minutes(program: Program, since: datetime, until: datetime) -> int:
    """Return how many minutes of office hours lie between two instants; O(days), two months at the most."""
    since = max(since, until - timedelta(days=_LONGEST_LOOK))
    spent = sum(
        (
            max(min(ends, until) - max(begins, since), timedelta(0))
            for begins, ends in _spans(program, since, until)
        ),
        timedelta(0),
    )
    return int(spent.total_seconds() // 60)


def _spans(program: Program, since: datetime, until: datetime) -> list[tuple[datetime, datetime]]:
    """Return the office hours of all local days from `since` to `until`, as instants."""
    zone, hours = program.time_zone, program.support
    first = since.astimezone(zone).date()
    days = (until.astimezone(zone).date() - first).days
    return [
        (
            datetime.combine(day, hours.opens, tzinfo=zone).astimezone(UTC),
            datetime.combine(day, hours.closes, tzinfo=zone).astimezone(UTC),
        )
        for day in (first + timedelta(days=at) for at in range(days + 1))
        if _is_open(program, day)
    ]


def _is_open(program: Program, day: date) -> bool:
    return WEEKDAYS[day.weekday()] in program.support.days and day not in program.support.holidays
