"""Selects and updates over the roster."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Row as Found
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from db.models.staff import Staff
from db.statements import insert_once


def roles(session: Session, telegram_id: int) -> list[Found[str, str | None]]:
    """Return (role, store) of one account."""
    return list(
        session.execute(select(Staff.role, Staff.store).where(Staff.telegram_id == telegram_id)).all()
    )


def add(
    session: Session,
    *,
    telegram_id: int,
    role: str,
    store: str | None,
    name: str | None,
    by: int,
    now: datetime,
) -> bool:
    """Insert a role; False when the account has it."""
    added = insert_once(
        session,
        Staff,
        telegram_id=telegram_id,
        role=role,
        store=store,
        name=name,
        granted_by=by,
        granted_at=now,
    )
    return added is not None


def move(session: Session, telegram_id: int, role: str, store: str) -> None:
    """Note where somebody stands now."""
    session.execute(
        update(Staff).where(Staff.telegram_id == telegram_id, Staff.role == role).values(store=store)
    )


def remove(session: Session, telegram_id: int, role: str) -> bool:
    """Delete a role; False when the account has none such."""
    found = session.execute(
        delete(Staff).where(Staff.telegram_id == telegram_id, Staff.role == role).returning(Staff.id),
    ).scalar_one_or_none()
    return found is not None


def roster(session: Session, limit: int) -> list[Found[int, str, str | None, str | None]]:
    """Return (telegram_id, role, store, name), people together, in the order in which they came."""
    return list(
        session.execute(
            select(Staff.telegram_id, Staff.role, Staff.store, Staff.name).order_by(Staff.id).limit(limit),
        ).all(),
    )
