"""Selects and updates over given answers."""

from __future__ import annotations

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


def question_of(session: Session, answer_id: int, telegram_id: int) -> str | None:
    return session.execute(
        select(Answered.question).where(
            Answered.id == answer_id,
            Answered.telegram_id == telegram_id,
        ),
    ).scalar_one_or_none()


def sources_of(session: Session, answer_id: int, telegram_id: int) -> list[str] | None:
    return session.execute(
        select(Answered.sources).where(Answered.id == answer_id, Answered.telegram_id == telegram_id),
    ).scalar_one_or_none()
