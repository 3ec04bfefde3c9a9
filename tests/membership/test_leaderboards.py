from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from core.program import Program
from db.engine import Database
from membership import checkins, leaderboards, points, posts
from membership.leaderboards import Board, Window
from tests.builders import a_group, a_member, some_points


async def board(
    db: Database,
    program: Program,
    now: datetime,
    window: Window = "week",
    chat_id: int | None = None,
    member_id: int | None = None,
) -> Board:
    return await db.read(
        leaderboards.board, window=window, chat_id=chat_id, member_id=member_id, program=program, now=now
    )


async def streak_of(
    db: Database, program: Program, days: int, last: datetime, group_id: int | None = None
) -> int:
    """A member who checked in on each of the last `days` days."""
    first = last - timedelta(days=days - 1)
    member = await a_member(db, program, now=first)
    for offset in range(days):
        await db.write(
            checkins.check_in,
            member_id=member.member_id,
            group_id=group_id,
            program=program,
            now=first + timedelta(days=offset),
        )
    return member.member_id


@pytest.mark.parametrize(
    ("window", "since"),
    [("day", date(2026, 11, 18)), ("week", date(2026, 11, 16)), ("month", date(2026, 11, 1))],
)
def test_a_window_begins_with_its_day_its_monday_or_its_month(window: Window, since: date) -> None:
    assert leaderboards.days_of(window, date(2026, 11, 18)) == (since, date(2026, 11, 18))


async def test_equal_points_share_a_rank_and_the_next_one_is_skipped(
    db: Database, program: Program, now: datetime
) -> None:
    best = await streak_of(db, program, 3, now)
    equals = [await streak_of(db, program, 2, now) for _ in range(2)]
    last = await streak_of(db, program, 1, now)
    found = await board(db, program, now)
    assert [(place.rank, place.points, place.member_id) for place in found.places] == [
        (1, 4, best),
        (2, 2, equals[0]),
        (2, 2, equals[1]),
        (4, 1, last),
    ]
    assert found.people == 4


async def test_only_what_was_earned_in_the_window_counts_not_the_balance(
    db: Database, program: Program, now: datetime
) -> None:
    rich = await a_member(db, program, now=now)
    await some_points(db, program, member_id=rich.member_id, amount=9_999, now=now)
    busy = await streak_of(db, program, 5, now)  # Saturday to Wednesday: three days of this week
    week = await board(db, program, now, member_id=rich.member_id)
    month = await board(db, program, now, "month")
    assert [(place.member_id, place.points) for place in week.places] == [(busy, 7)]
    assert [place.points for place in month.places] == [9]
    assert week.own == leaderboards.Standing(None, 0, hidden=False)


async def test_spending_does_not_lower_a_place(db: Database, program: Program, now: datetime) -> None:
    member = await streak_of(db, program, 3, now)
    await db.write(
        points.spend, member_id=member, amount=4, key="all", source="test", program=program, now=now
    )
    assert [place.points for place in (await board(db, program, now)).places] == [4]


async def test_a_groups_board_counts_only_what_was_done_there(
    db: Database, program: Program, now: datetime
) -> None:
    here, there = await a_group(db, program, now=now), await a_group(db, program, now=now)
    one = await streak_of(db, program, 1, now, here.group_id)
    await streak_of(db, program, 1, now, there.group_id)
    found = await board(db, program, now, chat_id=here.chat_id)
    assert [place.member_id for place in found.places] == [one]
    assert (await board(db, program, now, chat_id=-77)).places == ()


async def test_who_stands_beyond_the_board_still_learns_their_place(
    db: Database, program: Program, now: datetime
) -> None:
    short = program.model_copy(update={"groups": program.groups.model_copy(update={"leaderboard_size": 1})})
    best = await streak_of(db, program, 3, now)
    second = await streak_of(db, program, 1, now)
    found = await board(db, short, now, member_id=second)
    assert [place.member_id for place in found.places] == [best]
    assert found.people == 2
    assert found.own == leaderboards.Standing(2, 1, hidden=False)


async def test_who_hides_is_in_no_place_and_takes_none_from_others(
    db: Database, program: Program, now: datetime
) -> None:
    shy = await streak_of(db, program, 3, now)
    other = await streak_of(db, program, 1, now)
    for _ in range(2):
        await db.write(leaderboards.hide, member_id=shy, hidden=True, now=now)
    hidden = await board(db, program, now, member_id=shy)
    assert [(place.rank, place.member_id) for place in hidden.places] == [(1, other)]
    assert hidden.own == leaderboards.Standing(None, 0, hidden=True)
    await db.write(leaderboards.hide, member_id=shy, hidden=False, now=now)
    assert (await board(db, program, now, member_id=shy)).own == leaderboards.Standing(1, 4, hidden=False)


async def test_the_weekly_board_opens_where_somebody_earned_and_only_while_it_is_news(
    db: Database, program: Program, now: datetime
) -> None:
    busy, _idle = await a_group(db, program, now=now), await a_group(db, program, now=now)
    await streak_of(db, program, 2, now, busy.group_id)

    async def open_weekly(slot: datetime) -> int:
        return await db.write(leaderboards.open_weekly, slot=slot, program=program, now=now)

    assert await open_weekly(now - timedelta(days=2)) == 0
    assert await open_weekly(now) == 1
    assert await open_weekly(now) == 0
    due = await db.read(posts.due, program=program, now=now)
    sheets = [await db.write(posts.claim, post_id=post, program=program, now=now) for post in due]
    shown = [sheet.content for sheet in sheets if sheet is not None]
    assert all(isinstance(content, Board | posts.Checkins) for content in shown)
