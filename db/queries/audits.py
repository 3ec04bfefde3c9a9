"""Reading and adding to the audit log."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models.audits import Audit
from db.statements import take_turns

_CHAIN = 5_021_884_317  # the advisory lock of whoever adds to the chain


def lock_chain(session: Session) -> None:
    """Let one writer at a time add to the chain."""
    take_turns(session, _CHAIN)


def head(session: Session) -> str | None:
    """Return the newest digest."""
    return session.execute(select(Audit.digest).order_by(Audit.id.desc()).limit(1)).scalar_one_or_none()


def add(session: Session, values: dict[str, Any]) -> int:
    row = Audit(**values)
    session.add(row)
    session.flush()
    return row.id


def after(session: Session, audit_id: int, limit: int) -> list[Audit]:
    """Return up to `limit` rows behind `audit_id`, in the order of the chain."""
    return list(
        session.execute(select(Audit).where(Audit.id > audit_id).order_by(Audit.id).limit(limit)).scalars(),
    )


def of_subject(session: Session, subject: str, limit: int) -> list[Audit]:
    """Return the newest rows about one subject."""
    return list(
        session.execute(
            select(Audit).where(Audit.subject == subject).order_by(Audit.id.desc()).limit(limit),
        ).scalars(),
    )
