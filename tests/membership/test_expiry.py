from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.orm import Session

from core.program import Expiry, Program
from db.engine import Database
from membership import points
from tests.builders import a_member, some_points
from tests.conftest import NOW


def changed(program: Program, **rules: Any) -> Program:
    return program.model_copy(update={"points": program.points.model_copy(update=rules)})


async def balance(db: Database, member_id: int, now: datetime) -> points.Balance:
    return await db.read(points.balance, member_id=member_id, now=now)


def told(session: Session, *, word: str) -> list[int]:
    rows = session.execute(
        text('SELECT "values" FROM notices WHERE text = :word ORDER BY id'), {"word": word}
    )
    return [(json.loads(row[0]) if isinstance(row[0], str) else row[0])["amount"] for row in rows]


async def test_each_date_is_pointed_out_once_and_in_time_even_by_a_late_job(
    db: Database, program: Program
) -> None:
    member = (await a_member(db, program, now=NOW)).member_id
    await some_points(db, program, member_id=member, amount=10, now=NOW)
    await some_points(db, program, member_id=member, amount=5, at=NOW + timedelta(hours=1), now=NOW)
    ends = points.expires_at(NOW, program=program)
    assert ends is not None
    early = ends - timedelta(days=31)
    assert await db.write(points.remind, limit=10, program=program, now=early) == 0
    # The job missed a week; it still comes, and says it once.
    late = ends - timedelta(days=23)
    assert await db.write(points.remind, limit=10, program=program, now=late) == 1
    assert await db.write(points.remind, limit=10, program=program, now=late + timedelta(days=1)) == 0
    assert await db.read(told, word="points-ending") == [15]


async def test_what_is_spent_or_over_is_not_pointed_out(db: Database, program: Program) -> None:
    member = (await a_member(db, program, now=NOW)).member_id
    await some_points(db, program, member_id=member, amount=10, now=NOW)
    given: dict[str, Any] = {"member_id": member, "key": "s", "source": "t", "program": program, "now": NOW}
    await db.write(points.spend, amount=10, **given)
    await some_points(db, program, member_id=member, amount=9, at=NOW - timedelta(days=390), now=NOW)
    ends = points.expires_at(NOW, program=program)
    assert ends is not None
    assert await db.write(points.remind, limit=10, program=program, now=ends - timedelta(days=1)) == 0
    assert await db.read(told, word="points-ending") == []


async def test_by_inactivity_points_live_as_long_as_the_member_does_something(
    db: Database, program: Program
) -> None:
    program = changed(program, expiry=Expiry(mode="inactivity", months=3))
    member = (await a_member(db, program, now=NOW)).member_id
    await some_points(db, program, member_id=member, amount=10, now=NOW)
    first = points.expires_at(NOW, program=program)
    assert first is not None
    later = NOW + timedelta(days=60)
    # A gift of the program is nothing that the member did; a purchase is.
    await some_points(db, program, member_id=member, amount=1, at=later, now=later, activity=False)
    assert (await balance(db, member, later)).expiring[0] == points.Bucket(first, 10)
    await some_points(db, program, member_id=member, amount=1, at=later, now=later)
    (together,) = (await balance(db, member, later)).expiring
    assert together == points.Bucket(points.expires_at(later, program=program) or NOW, 12)
    # An order that comes in late counts for its own day: it takes nothing back.
    await some_points(db, program, member_id=member, amount=1, at=NOW, now=later)
    assert (await balance(db, member, later)).expiring[-1] == together
    # Silence ends all of them.
    silent = together.at
    assert (await balance(db, member, silent)).available == 0
    while await db.write(points.expire, limit=2, program=program, now=silent):
        pass
    assert (await balance(db, member, silent)).expired == 13


async def test_by_inactivity_spending_is_something_too(db: Database, program: Program) -> None:
    program = changed(program, expiry=Expiry(mode="inactivity", months=1))
    member = (await a_member(db, program, now=NOW)).member_id
    await some_points(db, program, member_id=member, amount=10, now=NOW)
    later = NOW + timedelta(days=35)
    given: dict[str, Any] = {"member_id": member, "key": "s", "source": "t", "program": program, "now": later}
    await db.write(points.spend, amount=4, **given)
    (left,) = (await balance(db, member, later)).expiring
    assert left == points.Bucket(points.expires_at(later, program=program) or NOW, 6)


async def test_points_on_their_way_are_told_when_they_arrive_once(db: Database, program: Program) -> None:
    member = (await a_member(db, program, now=NOW)).member_id
    for amount in (30, 12):
        await some_points(db, program, member_id=member, amount=amount, pending_days=7, now=NOW)
    await some_points(db, program, member_id=member, amount=5, now=NOW)
    assert await db.write(points.arrive, limit=10, now=NOW + timedelta(days=6)) == 0
    there = NOW + timedelta(days=9)
    assert await db.write(points.arrive, limit=10, now=there) == 2
    assert await db.write(points.arrive, limit=10, now=there) == 0
    assert await db.read(told, word="points-arrived") == [42]


async def test_a_history_that_is_imported_late_announces_no_arrival(db: Database, program: Program) -> None:
    member = (await a_member(db, program, now=NOW)).member_id
    for days in (7, 200):
        at = NOW - timedelta(days=days)
        await some_points(db, program, member_id=member, amount=9, pending_days=7, at=at, now=NOW)
    assert (await balance(db, member, NOW)).available == 18
    assert await db.write(points.arrive, limit=10, now=NOW + timedelta(minutes=10)) == 0
    assert await db.read(told, word="points-arrived") == []


async def test_an_event_releases_what_waits_for_it(db: Database, program: Program) -> None:
    member = (await a_member(db, program, now=NOW)).member_id
    for source, amount in (("order:hotel:1", 80), ("order:hotel:2", 50)):
        await some_points(
            db, program, member_id=member, amount=amount, source=source, pending_days=30, now=NOW
        )
    later = NOW + timedelta(days=2)
    out = await db.write(points.release, source="order:hotel:1", now=later)
    assert out == points.Released(80, (member,))
    assert (await db.write(points.release, source="order:hotel:1", now=later)).amount == 0
    held = await balance(db, member, later)
    assert (held.available, held.pending) == (80, 50)
    assert await db.write(points.arrive, limit=10, now=later) == 0
    assert await db.read(told, word="points-arrived") == [80]


ZONES = (
    "Asia/Shanghai",
    "America/New_York",
    "Europe/Berlin",
    "Africa/Cairo",
    "America/Santiago",
    "Pacific/Apia",
)


@given(
    at=st.datetimes(datetime(2024, 1, 1), datetime(2040, 1, 1)),  # noqa: DTZ001 - made aware below
    zone=st.sampled_from(ZONES),
    months=st.integers(1, 36),
)
def test_months_end_at_a_local_midnight_after_the_month_in_any_zone(
    at: datetime, zone: str, months: int, program: Program
) -> None:
    """Cairo and Santiago change their clocks at midnight, where that midnight does not exist."""
    local = ZoneInfo(zone)
    program = changed(program, expiry=Expiry(months=months)).model_copy(update={"time_zone": local})
    moment = at.replace(tzinfo=UTC)
    ends = points.expires_at(moment, program=program)
    assert ends is not None
    earned, last = moment.astimezone(local).date(), (ends - timedelta(seconds=1)).astimezone(local).date()
    assert (last.year * 12 + last.month) - (earned.year * 12 + earned.month) == months
    assert (last + timedelta(days=1)).day == 1
    assert ends.astimezone(local).date() == last + timedelta(days=1)


@pytest.mark.parametrize(
    ("day", "month_day", "last"),
    [
        (date(2027, 2, 28), "02-29", date(2027, 2, 28)),
        (date(2027, 3, 1), "02-29", date(2028, 2, 29)),
        (date(2028, 2, 29), "02-29", date(2028, 2, 29)),
        (date(2026, 12, 31), "12-31", date(2026, 12, 31)),
        (date(2027, 1, 31), "04-30", date(2027, 4, 30)),
        (date(2027, 5, 31), "04-30", date(2028, 4, 30)),
    ],
)
def test_a_fixed_date_is_good_to_its_own_end(day: date, month_day: str, last: date, program: Program) -> None:
    program = changed(program, expiry=Expiry(mode="fixed", month_day=month_day))
    zone = program.time_zone
    ends = points.expires_at(datetime(day.year, day.month, day.day, 12, tzinfo=zone), program=program)
    assert ends is not None
    assert ends.astimezone(zone) == datetime(last.year, last.month, last.day, tzinfo=zone) + timedelta(days=1)
