"""How far announcements are, and who is next to be told."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Row as Found
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from db.models.members import Member
from db.models.sales import Announcement
from db.queries import reach
from db.statements import insert_once


class Progress(NamedTuple):
    id: int
    after: int
    done: bool


def progress(session: Session, sale: str, opens_at: datetime) -> Progress:
    """Return how far a window's announcement is; whoever works on it holds it until the commit."""
    insert_once(session, Announcement, sale=sale, opens_at=opens_at, after=0, done=False)
    row = session.execute(
        select(Announcement.id, Announcement.after, Announcement.done)
        .where(Announcement.sale == sale, Announcement.opens_at == opens_at)
        .with_for_update(),
    ).one()
    return Progress(*row)


def is_done(session: Session, sale: str, opens_at: datetime) -> bool:
    found = session.execute(
        select(Announcement.done).where(Announcement.sale == sale, Announcement.opens_at == opens_at),
    )
    return bool(found.scalar_one_or_none())


def advance(session: Session, announcement_id: int, *, after: int, done: bool) -> None:
    session.execute(
        update(Announcement).where(Announcement.id == announcement_id).values(after=after, done=done),
    )


def standings(
    session: Session, permission: reach.Permission, after: int, limit: int
) -> list[Found[int, str]]:
    """Return (id, standing) of the next `limit` members by id."""
    batch = select(Member.id.label("id")).where(Member.id > after).order_by(Member.id).limit(limit).subquery()
    return list(
        session.execute(
            select(Member.id, reach.standing(permission))
            .join(batch, batch.c.id == Member.id)
            .order_by(Member.id),
        ).all(),
    )
