"""Selects and updates over the terms of paid cards."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Row as Found
from sqlalchemy import exists, select, update
from sqlalchemy.orm import Session

from db.models.benefits import BenefitClaim
from db.models.cards import CardTerm
from db.statements import insert_once


def add(session: Session, **values: Any) -> int | None:
    """Insert a term; None when its key has been used."""
    return insert_once(session, CardTerm, **values)


def by_key(session: Session, key: str) -> CardTerm | None:
    return session.execute(select(CardTerm).where(CardTerm.key == key)).scalar_one_or_none()


def by_payment(session: Session, payment_id: int) -> CardTerm | None:
    return session.execute(
        select(CardTerm).where(CardTerm.payment_id == payment_id),
    ).scalar_one_or_none()


def open_of(session: Session, member_id: int, now: datetime) -> list[CardTerm]:
    """Return a member's active terms that are not over at `now`, in their order."""
    return list(
        session.execute(
            select(CardTerm)
            .where(
                CardTerm.member_id == member_id,
                CardTerm.state == "active",
                CardTerm.until_at > now,
            )
            .order_by(CardTerm.from_at, CardTerm.id)
            .execution_options(populate_existing=True),
        ).scalars(),
    )


def move(session: Session, term_id: int, begins: datetime, ends: datetime) -> None:
    session.execute(
        update(CardTerm).where(CardTerm.id == term_id).values(from_at=begins, until_at=ends),
    )


def revoke(session: Session, term_id: int, ends: datetime) -> bool:
    """Cut a term off at `ends`; False when that had been done."""
    found = session.execute(
        update(CardTerm)
        .where(CardTerm.id == term_id, CardTerm.state != "revoked")
        .values(state="revoked", until_at=ends, remind_at=None)
        .returning(CardTerm.id)
        .execution_options(synchronize_session=False),
    ).scalar_one_or_none()
    session.expire_all()
    return found is not None


def past(session: Session, now: datetime, limit: int) -> list[Found[int, int]]:
    """Return (id, member id) of active terms that are over."""
    return list(
        session.execute(
            select(CardTerm.id, CardTerm.member_id)
            .where(CardTerm.state == "active", CardTerm.until_at <= now)
            .order_by(CardTerm.until_at, CardTerm.id)
            .limit(limit),
        ).all(),
    )


def end(session: Session, term_id: int, now: datetime) -> bool:
    """Close an active term that is over; False when there was nothing left to close."""
    found = session.execute(
        update(CardTerm)
        .where(CardTerm.id == term_id, CardTerm.state == "active", CardTerm.until_at <= now)
        .values(state="ended", remind_at=None)
        .returning(CardTerm.id)
        .execution_options(synchronize_session=False),
    ).scalar_one_or_none()
    session.expire_all()
    return found is not None


def plan_reminder(session: Session, member_id: int, term_id: int | None, at: datetime | None) -> None:
    """Let a member's one reminder be that of `term_id` at `at`."""
    session.execute(
        update(CardTerm)
        .where(CardTerm.member_id == member_id, CardTerm.remind_at.is_not(None))
        .values(remind_at=None),
    )
    if term_id is not None:
        session.execute(update(CardTerm).where(CardTerm.id == term_id).values(remind_at=at))


def to_remind(session: Session, now: datetime, limit: int) -> list[CardTerm]:
    return list(
        session.execute(
            select(CardTerm)
            .where(CardTerm.remind_at <= now)
            .order_by(CardTerm.remind_at, CardTerm.id)
            .limit(limit),
        ).scalars(),
    )


def used_since(session: Session, member_id: int, since: datetime) -> bool:
    """Return whether a member claimed a benefit at or after `since`."""
    claimed = exists().where(BenefitClaim.member_id == member_id, BenefitClaim.at >= since)
    return bool(session.execute(select(claimed)).scalar_one())
