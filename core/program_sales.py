"""When an offer is open: once, or each week anew; and the flash sale (秒杀), which lives by that."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Annotated, Literal, Self
from zoneinfo import ZoneInfo

from pydantic import Field, model_validator

from core.clock import day_begins
from core.program_rules import Clock
from core.program_values import Count, Id, Localized, Part, Positive, Weekday, expects, wrong

Instant = Annotated[datetime, expects("a date and time as YYYY-MM-DDTHH:MM")]
Period = Literal["day", "week", "month", "year", "ever"]

_WEEK: tuple[Weekday, ...] = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_DAY_MINUTES = 24 * 60


class Window(Part):
    """Hours that come back each week: from `at` on each of `weekdays` for `minutes`, in program time."""

    weekdays: Annotated[tuple[Weekday, ...], Field(min_length=1)] = _WEEK
    at: Clock
    minutes: Annotated[int, Field(ge=1, le=_DAY_MINUTES), expects("1 to 1440 minutes")]

    def running_or_next(self, now: datetime, zone: ZoneInfo) -> tuple[datetime, datetime]:
        """Return when the window that runs at `now` opened and closes, or else the next one's times."""
        today = now.astimezone(zone).date()
        for ahead in range(-1, 8):
            day = today + timedelta(days=ahead)
            if _WEEK[day.weekday()] in self.weekdays:
                opens = day_begins(day, zone, self.at)
                closes = opens + timedelta(minutes=self.minutes)
                if closes > now:
                    return opens, closes
        raise AssertionError("a week has every weekday")


class Sale(Part):
    """A flash sale: `stock` pieces in each window, for `points` (0 = free), at most `per_member` each.

    What is sold is a coupon, or a reward of `rewards.yaml`, whose own stock it leaves alone. It is announced
    `announce_minutes` ahead (0 = never) to members who want offers and, with `in_groups`, in the groups.
    """

    id: Id
    title: Localized
    description: Localized
    coupon: Id | None = None
    reward: Id | None = None
    points: Count = 0
    stock: Positive
    per_member: Positive = 1
    tiers: tuple[Id, ...] = ()
    every: Window | None = None
    opens: Instant | None = None
    closes: Instant | None = None
    announce_minutes: Count = 120
    in_groups: bool = True

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if (self.coupon is None) == (self.reward is None):
            raise wrong("either a coupon or a reward to sell", self.id)
        dated = self.opens is not None and self.closes is not None
        if dated == (self.every is not None) or (not dated and (self.opens or self.closes)):
            raise wrong("either opens and closes, or a window under every", self.id)
        if self.opens and self.closes and self.opens >= self.closes:
            raise wrong("closes after opens", self.id)
        return self

    def running_or_next(self, now: datetime, zone: ZoneInfo) -> tuple[datetime, datetime]:
        """Return when the window that runs at `now`, or the next one, opens and closes; a dated one may be over."""
        if self.every is not None:
            return self.every.running_or_next(now, zone)
        assert self.opens is not None  # noqa: S101 - _whole
        assert self.closes is not None  # noqa: S101 - _whole
        return instant(self.opens, zone), instant(self.closes, zone)


def instant(written: datetime, zone: ZoneInfo) -> datetime:
    """Return what a program's date and time mean: program time, unless an offset was written with it."""
    return (written.replace(tzinfo=zone) if written.tzinfo is None else written).astimezone(UTC)
