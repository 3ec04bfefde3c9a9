from __future__ import annotations

import asyncio
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from core.clock import day_begins, local_day
from core.program import CheckinRules, Program
from db.engine import Database
from db.queries import checkins as rows
from membership import checkins, points, streaks
from tests.builders import a_group, a_member


async def check_in(
    db: Database, program: Program, member_id: int, now: datetime, group_id: int | None = None
) -> checkins.CheckedIn:
    return await db.write(checkins.check_in, member_id=member_id, group_id=group_id, program=program, now=now)


async def test_the_first_check_in_pays_the_tables_first_entry(
    db: Database, program: Program, now: datetime
) -> None:
    member = await a_member(db, program, now=now)
    done = await check_in(db, program, member.member_id, now)
    assert (done.new, done.points, done.streak) == (True, 1, 1)
    balance = await db.read(points.balance, member_id=member.member_id, now=now)
    assert balance.available == 1


async def test_a_second_check_in_of_the_day_says_so_and_pays_nothing(
    db: Database, program: Program, now: datetime
) -> None:
    member = await a_member(db, program, now=now)
    await check_in(db, program, member.member_id, now)
    again = await check_in(db, program, member.member_id, now + timedelta(hours=2))
    assert (again.new, again.points, again.streak) == (False, 1, 1)
    assert (await db.read(points.balance, member_id=member.member_id, now=now)).available == 1


async def test_eight_taps_at_once_are_one_check_in(db: Database, program: Program, now: datetime) -> None:
    member = await a_member(db, program, now=now)
    taps = await asyncio.gather(*(check_in(db, program, member.member_id, now) for _ in range(8)))
    assert sorted(tap.new for tap in taps) == [False] * 7 + [True]
    assert (await db.read(points.balance, member_id=member.member_id, now=now)).available == 1


async def test_seven_days_in_a_row_pay_the_table_and_the_milestone(
    db: Database, program: Program, now: datetime
) -> None:
    member = await a_member(db, program, now=now)
    paid = [
        await check_in(db, program, member.member_id, now + timedelta(days=offset)) for offset in range(7)
    ]
    assert [one.points for one in paid] == [1, 1, 2, 2, 3, 3, 20]
    assert (paid[-1].bonus, paid[-1].freezes) == (10, 1)


async def test_a_freeze_keeps_the_streak_over_one_missed_day(
    db: Database, program: Program, now: datetime
) -> None:
    member = await a_member(db, program, now=now)
    for offset in range(7):
        await check_in(db, program, member.member_id, now + timedelta(days=offset))
    after = await check_in(db, program, member.member_id, now + timedelta(days=8))
    assert (after.streak, after.saved, after.freezes) == (8, 1, 0)


async def test_a_day_begins_when_the_program_says(db: Database, program: Program) -> None:
    late = program.model_copy(update={"day_start": time(4)})
    member = await a_member(db, late, now=datetime(2026, 3, 1, tzinfo=UTC))
    zone = program.time_zone
    at_three = datetime(2026, 3, 2, 3, 0, tzinfo=zone).astimezone(UTC)
    at_five = datetime(2026, 3, 2, 5, 0, tzinfo=zone).astimezone(UTC)
    assert (await check_in(db, late, member.member_id, at_three)).day == date(2026, 3, 1)
    assert (await check_in(db, late, member.member_id, at_five)).streak == 2


async def test_midnight_of_the_program_parts_the_days_not_that_of_utc(db: Database, program: Program) -> None:
    before = datetime(2026, 3, 1, 15, 59, 59, tzinfo=UTC)  # 23:59:59 in Shanghai
    member = await a_member(db, program, now=before)
    assert (await check_in(db, program, member.member_id, before)).day == date(2026, 3, 1)
    assert (await check_in(db, program, member.member_id, before + timedelta(seconds=1))).streak == 2


@pytest.mark.parametrize(
    "last_day",
    [date(2026, 3, 8), date(2026, 11, 1)],
    ids=["an hour is skipped", "an hour comes twice"],
)
async def test_a_clock_change_neither_breaks_a_streak_nor_gives_a_day_twice(
    db: Database, program: Program, last_day: date
) -> None:
    zone = ZoneInfo("America/New_York")
    there = program.model_copy(update={"time_zone": zone})
    member = await a_member(db, there, now=datetime(2026, 1, 1, tzinfo=UTC))
    at = day_begins(last_day - timedelta(days=1), zone)
    made = []
    while at < day_begins(last_day + timedelta(days=2), zone):
        made.append(await check_in(db, there, member.member_id, at))
        at += timedelta(minutes=30)
    assert [one.streak for one in made if one.new] == [1, 2, 3]


async def test_moving_the_time_zone_back_keeps_the_streak_a_function_of_its_days(
    db: Database, program: Program, now: datetime
) -> None:
    member = await a_member(db, program, now=now)
    await check_in(db, program, member.member_id, now)
    await check_in(db, program, member.member_id, now + timedelta(days=1))
    west = program.model_copy(update={"time_zone": ZoneInfo("Pacific/Honolulu")})
    again = await check_in(db, west, member.member_id, now + timedelta(days=1, hours=1))
    assert again.day == local_day(now, program.time_zone)  # a day that has its check-in already
    assert not again.new
    diary = await db.read(checkins.diary, member_id=member.member_id, program=west, now=now)
    assert (diary.run.days, diary.run.total) == (2, 2)


async def test_a_diary_shows_the_run_as_broken_once_a_day_was_missed(
    db: Database, program: Program, now: datetime
) -> None:
    member = await a_member(db, program, now=now)
    await check_in(db, program, member.member_id, now)
    fresh = await db.read(
        checkins.diary, member_id=member.member_id, program=program, now=now + timedelta(days=1)
    )
    stale = await db.read(
        checkins.diary, member_id=member.member_id, program=program, now=now + timedelta(days=2)
    )
    assert (fresh.alive, fresh.next_points, fresh.next_milestone) == (True, 1, 7)
    assert (stale.alive, stale.next_points) == (False, 1)


async def test_a_table_entry_of_nothing_is_a_check_in_without_points(
    db: Database, program: Program, now: datetime
) -> None:
    stingy = program.model_copy(update={"checkin": CheckinRules(table=(0,))})
    member = await a_member(db, stingy, now=now)
    done = await check_in(db, stingy, member.member_id, now)
    assert (done.new, done.points) == (True, 0)


async def test_a_check_in_in_a_group_opens_its_post_of_the_day_once(
    db: Database, program: Program, now: datetime
) -> None:
    group = await a_group(db, program, now=now)
    first, second = await a_member(db, program, now=now), await a_member(db, program, now=now)
    await check_in(db, program, first.member_id, now, group.group_id)
    await check_in(db, program, second.member_id, now, group.group_id)
    assert not await db.write(checkins.open_post, group_id=group.group_id, program=program, now=now)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(offsets=st.lists(st.integers(0, 40), min_size=1, max_size=14, unique=True))
async def test_the_cached_streak_equals_the_recount_of_the_days(
    db: Database, program: Program, offsets: list[int]
) -> None:
    start = datetime(2026, 5, 1, 4, tzinfo=UTC)
    member = await a_member(db, program, now=start)
    done = None
    for offset in sorted(offsets):
        done = await check_in(db, program, member.member_id, start + timedelta(days=offset))
    diary = await db.read(
        checkins.diary, member_id=member.member_id, program=program, now=start + timedelta(days=max(offsets))
    )
    days = [date(2026, 5, 1) + timedelta(days=offset) for offset in offsets]
    assert done is not None
    assert diary.run == streaks.recount(days, program.checkin)
    assert (done.streak, done.freezes) == (diary.run.days, diary.run.freezes)
    assert await db.write(_cached, member_id=member.member_id) == diary.run


def _cached(session: Session, *, member_id: int) -> streaks.Run:
    return streaks.Run(*rows.lock_streak(session, member_id))


async def test_who_checked_in_elsewhere_opens_no_empty_post(
    db: Database, program: Program, now: datetime
) -> None:
    group = await a_group(db, program, now=now)
    member = await a_member(db, program, now=now)
    await check_in(db, program, member.member_id, now)
    again = await check_in(db, program, member.member_id, now, group.group_id)
    assert not again.new
    assert await db.write(checkins.open_post, group_id=group.group_id, program=program, now=now)
