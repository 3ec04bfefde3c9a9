"""Selects and updates over wrong codes."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from db.models.guesses import Guess


def take_turn(session: Session, who: str) -> None:
    """Let one transaction at a time weigh what `who` may still try (SQLite has one writer anyway)."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(f"guess {who}", 0))))


def newest(session: Session, who: str, since: datetime, limit: int) -> list[datetime]:
    """Return when `who` was last wrong after `since`, newest first."""
    return list(
        session.execute(
            select(Guess.at)
            .where(Guess.who == who, Guess.at > since)
            .order_by(Guess.at.desc(), Guess.id.desc())
            .limit(limit),
        ).scalars(),
    )


def add(session: Session, who: str, digest: str, now: datetime) -> None:
    session.add(Guess(who=who, digest=digest, at=now))
    session.flush()


def forget(session: Session, before: datetime, limit: int) -> int:
    """Delete up to `limit` of the oldest before an instant and return how many."""
    old = select(Guess.id).where(Guess.at < before).order_by(Guess.at).limit(limit)
    return len(session.execute(delete(Guess).where(Guess.id.in_(old)).returning(Guess.id)).all())
