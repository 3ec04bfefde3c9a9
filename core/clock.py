"""The only module that asks the system for the time."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo


class Clock:
    """Aware UTC time that a sandbox may move ahead; bot and sandbox share one, so they move together."""

    def __init__(self, offset: timedelta = timedelta(0), *, speed: float = 1.0) -> None:
        self.offset = offset
        self._speed = speed
        self._began = datetime.now(UTC)  # noqa: TID251

    def now(self) -> datetime:
        real = datetime.now(UTC)  # noqa: TID251
        return self._began + (real - self._began) * self._speed + self.offset

    def advance(self, by: timedelta) -> datetime:
        """Move ahead by `by` (never back: ledgers and streaks rely on it) and return the new time."""
        if by < timedelta(0):
            raise ValueError(f"the clock only moves ahead, not by {by}")
        self.offset += by
        return self.now()


def local_day(now: datetime, zone: ZoneInfo, day_start: time = time(0)) -> date:
    """Return the calendar day that `now` belongs to in `zone`, when days begin at `day_start` wall time."""
    day = now.astimezone(zone).date()
    # Compared as instants: an hour that a clock change repeats must not bring yesterday back.
    return day - timedelta(days=1) if now < day_begins(day, zone, day_start) else day


def day_begins(day: date, zone: ZoneInfo, day_start: time = time(0)) -> datetime:
    """Return the UTC instant at which the local `day` begins, in DST-changing zones too."""
    return datetime.combine(day, day_start, tzinfo=zone).astimezone(UTC)
