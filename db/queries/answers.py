"""Selects and updates over given answers."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from db.models.answers import Answered


def record(session: Session, **values: Any) -> int:
    answered = Answered(**values)
    session.add(answered)
    session.flush()
    return answered.id


def by_id(session: Session, answer_id: int) -> Answered | None:
    return session.execute(
        select(Answered).where(Answered.id == answer_id).with_for_update()
    ).scalar_one_or_none()


def rate(session: Session, answer_id: int, **values: Any) -> None:
    session.execute(update(Answered).where(Answered.id == answer_id).values(**values))


def choose(session: Session, answer_id: int, place: int) -> None:
    session.execute(update(Answered).where(Answered.id == answer_id).values(chosen=place))


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


def with_asker(session: Session, before: datetime, limit: int) -> dict[int, str]:
    found = session.execute(
        select(Answered.id, Answered.question)
        .where(Answered.at < before, Answered.telegram_id.is_not(None))
        .order_by(Answered.id)
        .limit(limit),
    )
    return {row.id: row.question for row in found}


def detach(session: Session, masked: Mapping[int, str], before: datetime) -> int:
    count = 0
    for answer_id, question in masked.items():
        done: Any = session.execute(
            update(Answered)
            .where(Answered.id == answer_id, Answered.at < before)
            .values(question=question, text="", words=None, member_id=None, telegram_id=None),
        )
        count += done.rowcount
    return count


def forget(session: Session, before: datetime) -> int:
    done: Any = session.execute(delete(Answered).where(Answered.at < before))
    return int(done.rowcount)


class Thumb(NamedTuple):
    question: str
    sources: list[str]
    helpful: bool
    reason: str | None
    words: str | None


Counted = tuple[str, str | None, str | None, bool | None, int]


def thumbs(session: Session, since: datetime) -> list[Counted]:
    """Count answers by (mode, language, prompt version, thumb)."""
    kinds = (Answered.mode, Answered.language, Answered.prompt_version, Answered.helpful)
    found = session.execute(
        select(*kinds, func.count())
        .where(Answered.at >= since, Answered.action == "answer", Answered.mode != "courtesy")
        .group_by(*kinds)
    )
    return [(row[0], row[1], row[2], row[3], row[4]) for row in found]


def rated(session: Session, since: datetime, limit: int) -> list[Thumb]:
    """Return answers with a thumb, the newest first."""
    found = session.execute(
        select(Answered.question, Answered.sources, Answered.helpful, Answered.reason, Answered.words)
        .where(Answered.at >= since, Answered.helpful.is_not(None))
        .order_by(Answered.id.desc())
        .limit(limit)
    )
    return [Thumb(*row) for row in found]
