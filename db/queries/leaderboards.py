"""Selects over what members earned together in a window of local days."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import Row as Found
from sqlalchemy import Subquery, delete, func, select, union_all
from sqlalchemy.orm import Session

from db.models.challenges import Attempt
from db.models.checkins import Checkin
from db.models.leaderboards import Hidden
from db.models.members import Member
from db.statements import insert_many


def _ranked(group_id: int | None, since: date, until: date) -> Subquery:
    """Return (member_id, points, rank) of all who earned in the days since..until; ties share a rank."""
    parts: list[Any] = []
    for table in (Checkin, Attempt):
        part = select(table.member_id, table.points).where(
            table.day >= since,
            table.day <= until,
            table.points > 0,
        )
        parts.append(part if group_id is None else part.where(table.group_id == group_id))
    earned = union_all(*parts).subquery()
    sums = (
        select(earned.c.member_id, func.sum(earned.c.points).label("points"))
        .where(earned.c.member_id.not_in(select(Hidden.member_id)))
        .group_by(earned.c.member_id)
        .subquery()
    )
    rank = func.rank().over(order_by=sums.c.points.desc()).label("rank")
    return select(sums.c.member_id, sums.c.points, rank).subquery()


def top(
    session: Session, *, group_id: int | None, since: date, until: date, limit: int
) -> list[Found[int, int, int, str | None]]:
    """Return (rank, points, member, name), best first."""
    ranked = _ranked(group_id, since, until)
    return list(
        session.execute(
            select(ranked.c.rank, ranked.c.points, ranked.c.member_id, Member.name)
            .join(Member, Member.id == ranked.c.member_id)
            .order_by(ranked.c.rank, ranked.c.member_id)
            .limit(limit),
        ).all(),
    )


def own(
    session: Session, *, member_id: int, group_id: int | None, since: date, until: date
) -> Found[int, int] | None:
    """Return a member's (rank, points); None when they earned nothing or are hidden."""
    ranked = _ranked(group_id, since, until)
    return session.execute(
        select(ranked.c.rank, ranked.c.points).where(ranked.c.member_id == member_id),
    ).one_or_none()


def count(session: Session, *, group_id: int | None, since: date, until: date) -> int:
    """Return how many members earned in the window."""
    ranked = _ranked(group_id, since, until)
    return session.execute(select(func.count()).select_from(ranked)).scalar_one()


def hide(session: Session, member_id: int, now: datetime) -> None:
    insert_many(session, Hidden, [{"member_id": member_id, "at": now}], skip_existing=True)


def show(session: Session, member_id: int) -> None:
    session.execute(delete(Hidden).where(Hidden.member_id == member_id))


def is_hidden(session: Session, member_id: int) -> bool:
    return (
        session.execute(select(Hidden.member_id).where(Hidden.member_id == member_id)).scalar_one_or_none()
        is not None
    )
