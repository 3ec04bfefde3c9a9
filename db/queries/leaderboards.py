"""Selects over what members earned together in a window of local days."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import Row as Found
from sqlalchemy import Subquery, delete, func, or_, select, union_all
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
        .where(
            earned.c.member_id.not_in(select(Hidden.member_id)),
            # A day on which both of two merged members checked in stays with the one that is nobody now.
            earned.c.member_id.not_in(select(Member.id).where(Member.merged_into.is_not(None))),
        )
        .group_by(earned.c.member_id)
        .subquery()
    )
    return select(
        sums.c.member_id,
        sums.c.points,
        func.rank().over(order_by=sums.c.points.desc()).label("rank"),
        func.row_number().over(order_by=(sums.c.points.desc(), sums.c.member_id)).label("line"),
        func.count().over().label("people"),
    ).subquery()


def standings(
    session: Session, *, group_id: int | None, since: date, until: date, limit: int, member_id: int | None
) -> list[Found[int, int, int, int, int, str | None]]:
    """Return (line, people, rank, points, member, name) of the best `limit` and of `member_id`, best first.

    One pass over what was earned in the window, which is what a large program's board costs.
    """
    ranked = _ranked(group_id, since, until)
    return list(
        session.execute(
            select(
                ranked.c.line,
                ranked.c.people,
                ranked.c.rank,
                ranked.c.points,
                ranked.c.member_id,
                Member.name,
            )
            .join(Member, Member.id == ranked.c.member_id)
            .where(or_(ranked.c.line <= limit, ranked.c.member_id == member_id))
            .order_by(ranked.c.line),
        ).all(),
    )


def anybody(session: Session, *, group_id: int, since: date, until: date) -> bool:
    """Return whether anybody earned in the group in the window."""
    return bool(
        session.execute(select(select(_ranked(group_id, since, until)).exists())).scalar_one(),
    )


def hide(session: Session, member_id: int, now: datetime) -> None:
    insert_many(session, Hidden, [{"member_id": member_id, "at": now}], skip_existing=True)


def show(session: Session, member_id: int) -> None:
    session.execute(delete(Hidden).where(Hidden.member_id == member_id))


def is_hidden(session: Session, member_id: int) -> bool:
    return (
        session.execute(select(Hidden.member_id).where(Hidden.member_id == member_id)).scalar_one_or_none()
        is not None
    )
