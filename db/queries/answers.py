"""Selects and updates over given answers."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from db.models.answers import Answered


def record(session: Session, **values: Any) -> int:
    answered = Answered(**values)
    session.add(answered)
    session.flush()
    return answered.id


def rate(session: Session, answer_id: int, telegram_id: int, *, helpful: bool) -> bool:
    rated = session.execute(
        update(Answered)
        .where(Answered.id == answer_id, Answered.telegram_id == telegram_id)
        .values(helpful=helpful)
        .returning(Answered.id),
    ).scalar_one_or_none()
    return rated is not None


def asked(session: Session, answer_id: int, telegram_id: int) -> Answered | None:
    return session.execute(
        select(Answered).where(Answered.id == answer_id, Answered.telegram_id == telegram_id),
    ).scalar_one_or_none()


def question_before(session: Session, answered: Answered, since: datetime) -> str | None:
    """Return what the same person last asked in earnest before `answered`, not earlier than `since`."""
    return session.execute(
        select(Answered.question)
        .where(
            Answered.telegram_id == answered.telegram_id,
            Answered.id < answered.id,
            Answered.at >= since,
            Answered.mode != "courtesy",
        )
        .order_by(Answered.id.desc())
        .limit(1),
    ).scalar_one_or_none()


def sources_of(session: Session, answer_id: int, telegram_id: int) -> list[str] | None:
    return session.execute(
        select(Answered.sources).where(Answered.id == answer_id, Answered.telegram_id == telegram_id),
    ).scalar_one_or_none()
