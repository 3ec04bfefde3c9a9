"""Segments: the program's saved conditions, counted and sampled before anybody relies on them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from core.clock import day_begins, local_day
from core.errors import NotFound
from core.program import Localized, Program
from db.queries import segments as rows

SAMPLE = 5


class SegmentUnknown(NotFound):
    key = "segments-unknown"


@dataclass(frozen=True, slots=True)
class Sized:
    """A segment with the number of members that meet its conditions now."""

    id: str
    title: Localized
    count: int


@dataclass(frozen=True, slots=True)
class Example:
    """One member of a segment, as an operator may see them."""

    name: str | None
    tier: str
    points: int
    language: str | None


def sizes(session: Session, *, program: Program, now: datetime) -> tuple[Sized, ...]:
    """Return each segment of the program with its size, in the program's order."""
    return tuple(
        Sized(one.id, one.title, rows.count(session, conditions(one.id, program=program, at=now)))
        for one in program.segments.values()
    )


def count(session: Session, *, segment: str, program: Program, now: datetime) -> int:
    """Return how many members meet a segment's conditions; raises SegmentUnknown."""
    return rows.count(session, conditions(segment, program=program, at=now))


def sample(
    session: Session, *, segment: str, program: Program, now: datetime, limit: int = SAMPLE
) -> tuple[Example, ...]:
    """Return some members of a segment, newest first, so that one sees whom it means."""
    found = rows.sample(session, conditions(segment, program=program, at=now), limit)
    return tuple(Example(*row) for row in found)


def example(session: Session, *, member_id: int) -> Example | None:
    """Return one member as the variables of a text see them."""
    found = rows.example(session, member_id)
    return None if found is None else Example(*found)


def conditions(segment: str, *, program: Program, at: datetime) -> rows.Conditions:
    """Turn a segment's days into instants of the program's time zone, as of `at`; raises SegmentUnknown."""
    known = program.segments.get(segment)
    if known is None:
        raise SegmentUnknown(segment=segment)
    asked = known.where
    today = local_day(at, program.time_zone, program.day_start)

    def begins(days_ago: int) -> datetime:
        return day_begins(today - timedelta(days=days_ago), program.time_zone, program.day_start)

    return rows.Conditions(
        seen_until=at,
        tiers=asked.tiers,
        languages=asked.languages,
        joined_since=begins(asked.joined_days_max) if asked.joined_days_max is not None else None,
        categories=asked.categories,
        own_products=[one.id for one in program.products.values() if one.category in asked.categories],
        known_products=list(program.products) if asked.categories else (),
        ordered_since=begins(asked.last_order_days_max) if asked.last_order_days_max is not None else None,
        # The last order's day is at least N days back, so nothing was bought from N-1 days ago on.
        not_ordered_since=begins(asked.last_order_days_min - 1)
        if asked.last_order_days_min is not None
        else None,
        min_orders=asked.min_orders,
        max_orders=asked.max_orders,
    )
