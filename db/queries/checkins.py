"""Selects and updates over check-ins and cached streaks."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Row as Found
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from db.models.checkins import Checkin, Streak
from db.models.members import Member
from db.statements import insert_many, insert_once


def lock_streak(session: Session, member_id: int) -> Found[int, int, int, int, date | None]:
    """Return (days, best, total, freezes, last day), held until the transaction ends; made when missing."""
    query = (
        select(Streak.days, Streak.best, Streak.total, Streak.freezes, Streak.last_day)
        .where(Streak.member_id == member_id)
        .with_for_update()
    )
    found = session.execute(query).one_or_none()
    if found is not None:
        return found
    empty = {"member_id": member_id, "days": 0, "best": 0, "total": 0, "freezes": 0, "last_day": None}
    insert_many(session, Streak, [empty], skip_existing=True)
    return session.execute(query).one()


def streak(session: Session, member_id: int) -> Found[int, int, int, int, date | None] | None:
    return session.execute(
        select(Streak.days, Streak.best, Streak.total, Streak.freezes, Streak.last_day).where(
            Streak.member_id == member_id,
        ),
    ).one_or_none()


def keep_streak(
    session: Session, member_id: int, *, days: int, best: int, total: int, freezes: int, last_day: date | None
) -> None:
    session.execute(
        update(Streak)
        .where(Streak.member_id == member_id)
        .values(days=days, best=best, total=total, freezes=freezes, last_day=last_day),
    )


def add(
    session: Session,
    *,
    member_id: int,
    day: date,
    group_id: int | None,
    streak: int,
    points: int,
    at: datetime,
) -> int | None:
    """Insert a check-in; None when the member has one on that day."""
    return insert_once(
        session,
        Checkin,
        member_id=member_id,
        day=day,
        group_id=group_id,
        streak=streak,
        points=points,
        at=at,
    )


def of_day(session: Session, member_id: int, day: date) -> Found[int, int, int | None] | None:
    """Return (streak, points, group) of a member's check-in of `day`."""
    return session.execute(
        select(Checkin.streak, Checkin.points, Checkin.group_id).where(
            Checkin.member_id == member_id,
            Checkin.day == day,
        ),
    ).one_or_none()


def days(session: Session, member_id: int) -> list[date]:
    """Return all days on which a member checked in, oldest first."""
    return list(
        session.execute(
            select(Checkin.day).where(Checkin.member_id == member_id).order_by(Checkin.day),
        ).scalars(),
    )


def count(session: Session, group_id: int, day: date) -> int:
    return session.execute(
        select(func.count()).select_from(Checkin).where(Checkin.group_id == group_id, Checkin.day == day),
    ).scalar_one()


def latest(session: Session, group_id: int, day: date, limit: int) -> list[Found[str | None, int]]:
    """Return (name, streak) of the group's newest check-ins of `day`."""
    return list(
        session.execute(
            select(Member.name, Checkin.streak)
            .join(Member, Member.id == Checkin.member_id)
            .where(Checkin.group_id == group_id, Checkin.day == day)
            .order_by(Checkin.id.desc())
            .limit(limit),
        ).all(),
    )


def longest(session: Session, group_id: int, day: date) -> Found[str | None, int] | None:
    """Return (name, streak) of the longest run among the group's check-ins of `day`."""
    return session.execute(
        select(Member.name, Checkin.streak)
        .join(Member, Member.id == Checkin.member_id)
        .where(Checkin.group_id == group_id, Checkin.day == day)
        .order_by(Checkin.streak.desc(), Checkin.id)
        .limit(1),
    ).one_or_none()
