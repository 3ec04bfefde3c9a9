"""Selects and updates over codes of the minute."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Row as Found
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from db.models.passes import Pass
from db.statements import insert_once


def add(
    session: Session, *, member_id: int, digest: str, shown_at: datetime, expires_at: datetime
) -> int | None:
    """Insert a pass; None when the code is another's already."""
    return insert_once(
        session, Pass, member_id=member_id, digest=digest, shown_at=shown_at, expires_at=expires_at
    )


def end(session: Session, member_id: int, now: datetime) -> list[int]:
    """End a member's unused passes, and return the messages that still show one."""
    session.execute(
        update(Pass)
        .where(Pass.member_id == member_id, Pass.used_at.is_(None), Pass.expires_at > now)
        .values(expires_at=now),
    )
    shown = session.execute(
        select(Pass.id, Pass.message_id).where(Pass.member_id == member_id, Pass.message_id.is_not(None)),
    ).all()
    if shown:
        session.execute(update(Pass).where(Pass.id.in_([row.id for row in shown])).values(message_id=None))
    return [row.message_id for row in shown if row.message_id is not None]


def place(session: Session, pass_id: int, message_id: int) -> None:
    session.execute(update(Pass).where(Pass.id == pass_id).values(message_id=message_id))


def by_digest(session: Session, digest: str) -> Found[int, int, datetime, datetime | None] | None:
    """Return (id, member_id, expires_at, used_at)."""
    return session.execute(
        select(Pass.id, Pass.member_id, Pass.expires_at, Pass.used_at).where(Pass.digest == digest),
    ).one_or_none()


def use(session: Session, pass_id: int, by: int, now: datetime) -> bool:
    """Mark a pass as used; False when somebody was quicker."""
    found = session.execute(
        update(Pass)
        .where(Pass.id == pass_id, Pass.used_at.is_(None))
        .values(used_at=now, used_by=by)
        .returning(Pass.id),
    ).scalar_one_or_none()
    return found is not None


def forget(session: Session, before: datetime, limit: int) -> int:
    """Delete up to `limit` passes that opened nothing and ended before an instant; return how many."""
    old = (
        select(Pass.id)
        .where(Pass.expires_at < before, Pass.used_at.is_(None))
        .order_by(Pass.expires_at)
        .limit(limit)
    )
    return len(session.execute(delete(Pass).where(Pass.id.in_(old)).returning(Pass.id)).all())
