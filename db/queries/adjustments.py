"""Selects and updates over adjustments."""

from __future__ import annotations

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from db.models.adjustments import Adjustment
from db.models.members import Member
from db.statements import insert_once


class Found(NamedTuple):
    id: int
    member_id: int
    number: str
    amount: int
    reason: str
    state: str
    proposed_by: int


_FOUND = select(
    Adjustment.id,
    Adjustment.member_id,
    Member.number,
    Adjustment.amount,
    Adjustment.reason,
    Adjustment.state,
    Adjustment.proposed_by,
).join(Member, Member.id == Adjustment.member_id)


def add(session: Session, **values: Any) -> bool:
    """Insert one and return whether its key was new."""
    return insert_once(session, Adjustment, **values) is not None


def by_key(session: Session, key: str) -> Found:
    return Found(*session.execute(_FOUND.where(Adjustment.key == key)).one())


def by_id(session: Session, adjustment_id: int) -> Found | None:
    row = session.execute(_FOUND.where(Adjustment.id == adjustment_id)).one_or_none()
    return None if row is None else Found(*row)


def decide(session: Session, adjustment_id: int, state: str, by: int, now: datetime) -> bool:
    """Take a waiting adjustment to its end and return whether it was this call that did."""
    done: Any = session.execute(
        update(Adjustment)
        .where(Adjustment.id == adjustment_id, Adjustment.state == "waiting")
        .values(state=state, decided_by=by, decided_at=now)
        .returning(Adjustment.id),
    ).scalar_one_or_none()
    return done is not None
