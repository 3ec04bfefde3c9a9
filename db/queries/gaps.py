"""Selects and updates over unanswered questions and their groups."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import and_, delete, func, or_, select, update
from sqlalchemy.orm import Session

from db.models.answers import Answered
from db.models.gaps import Gap
from db.statements import insert_many


class Asked(NamedTuple):
    id: int
    telegram_id: int | None
    question: str
    at: datetime
    language: str | None
    action: str
    helpful: bool | None
    sources: list[str]


def unanswered(session: Session, since: datetime, limit: int) -> list[Asked]:
    """Return questions that nobody answered well, the newest first: unknown, none picked, or a thumb down."""
    lost = and_(Answered.action.in_(("handoff", "refuse")), Answered.mode.in_(("extractive", "agent")))
    unchosen = and_(Answered.action == "clarify", Answered.mode != "courtesy", Answered.chosen.is_(None))
    found = session.execute(
        select(
            Answered.id,
            Answered.telegram_id,
            Answered.question,
            Answered.at,
            Answered.language,
            Answered.action,
            Answered.helpful,
            Answered.sources,
        )
        .where(Answered.at >= since, or_(lost, unchosen, Answered.helpful.is_(False)))
        .order_by(Answered.id.desc())
        .limit(limit)
    )
    return [Asked(*row) for row in found]


def replace_open(session: Session, rows: Sequence[Mapping[str, Any]]) -> None:
    session.execute(delete(Gap).where(Gap.state == "open"))
    insert_many(session, Gap, rows)


def made_at(session: Session) -> datetime | None:
    return session.execute(select(func.max(Gap.at)).where(Gap.state == "open")).scalar_one()


def opened(session: Session, limit: int, after: int) -> list[Gap]:
    return list(
        session.execute(
            select(Gap).where(Gap.state == "open").order_by(Gap.place).offset(after).limit(limit)
        ).scalars()
    )


def count_open(session: Session) -> int:
    return session.execute(select(func.count()).select_from(Gap).where(Gap.state == "open")).scalar_one()


def by_id(session: Session, gap_id: int) -> Gap | None:
    return session.execute(select(Gap).where(Gap.id == gap_id, Gap.state == "open")).scalar_one_or_none()


def decided(session: Session, state: str, since: datetime) -> list[list[str]]:
    found = session.execute(select(Gap.folds).where(Gap.state == state, Gap.decided_at >= since))
    return [list(row) for row in found.scalars()]


def decide(session: Session, gap_id: int, state: str, by: int, at: datetime) -> bool:
    """Close an open group and forget its wordings."""
    done: Any = session.execute(
        update(Gap)
        .where(Gap.id == gap_id, Gap.state == "open")
        .values(state=state, decided_by=by, decided_at=at, question="", examples=[], near_title=None)
    )
    return bool(done.rowcount)
