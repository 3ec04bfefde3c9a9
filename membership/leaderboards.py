"""Leaderboards (排行榜): what members earned together in a window, never what they have."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from sqlalchemy.orm import Session

from core.clock import local_day
from core.program import Program
from db.queries import groups, posts
from db.queries import leaderboards as rows

Window = Literal["day", "week", "month"]
KIND = "leaderboard"
OLD_NEWS = timedelta(days=1, hours=6)


@dataclass(frozen=True, slots=True)
class Place:
    """One line; equal points share a rank."""

    rank: int
    points: int
    member_id: int
    name: str | None


@dataclass(frozen=True, slots=True)
class Standing:
    """Where the asking member stands; no rank when they earned nothing in the window."""

    rank: int | None
    points: int
    hidden: bool


@dataclass(frozen=True, slots=True)
class Board:
    """A leaderboard of the local days since..until; `people` is how many earned at all."""

    window: Window
    since: date
    until: date
    places: tuple[Place, ...]
    people: int
    own: Standing | None


def days_of(window: Window, day: date) -> tuple[date, date]:
    """Return the first day of the window that holds `day`, and `day`: weeks begin on Monday."""
    if window == "week":
        return day - timedelta(days=day.weekday()), day
    return (day.replace(day=1) if window == "month" else day), day


def board(
    session: Session,
    *,
    window: Window,
    chat_id: int | None,
    member_id: int | None,
    program: Program,
    now: datetime,
) -> Board:
    """Return the leaderboard of a group's chat, or of the whole program when `chat_id` is empty."""
    group_id = None
    if chat_id is not None:
        group = groups.by_chat(session, chat_id)
        group_id = group.id if group is not None else 0
    today = local_day(now, program.time_zone, program.day_start)
    return of_group(
        session, window=window, group_id=group_id, member_id=member_id, day=today, program=program
    )


def of_group(
    session: Session,
    *,
    window: Window,
    group_id: int | None,
    member_id: int | None,
    day: date,
    program: Program,
) -> Board:
    """Return the leaderboard of the window that ends with `day`."""
    since, until = days_of(window, day)
    size = program.groups.leaderboard_size
    found = rows.standings(
        session, group_id=group_id, since=since, until=until, limit=size, member_id=member_id
    )
    places = tuple(
        Place(one.rank, int(one.points), one.member_id, one.name) for one in found if one.line <= size
    )
    own = None
    if member_id is not None:
        hidden = rows.is_hidden(session, member_id)
        mine = next((one for one in found if one.member_id == member_id), None)
        own = Standing(mine.rank, int(mine.points), hidden) if mine else Standing(None, 0, hidden)
    return Board(window, since, until, places, found[0].people if found else 0, own)


def hide(session: Session, *, member_id: int, hidden: bool, now: datetime) -> bool:
    """Leave a member out of every leaderboard, or let them in again."""
    if hidden:
        rows.hide(session, member_id, now)
    else:
        rows.show(session, member_id)
    return hidden


def open_weekly(session: Session, *, slot: datetime, program: Program, now: datetime) -> int:
    """Open the board of the slot's week in each group where somebody earned; after a day it is old news."""
    if now - slot > OLD_NEWS:
        return 0
    day = local_day(slot, program.time_zone, program.day_start)
    since, until = days_of("week", day)
    opened = 0
    for group in groups.active(session):
        if group.weekly_board and rows.anybody(session, group_id=group.id, since=since, until=until):
            post = posts.open_post(session, group_id=group.id, day=day, kind=KIND, subject="week", now=now)
            opened += post is not None
    return opened
