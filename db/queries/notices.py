"""Selects and updates over the outbox."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, exists, func, select, update
from sqlalchemy import Row as Found
from sqlalchemy.orm import Session

from db.models.groups import Group
from db.models.members import Consent, Member
from db.models.notices import Notice
from db.statements import insert_many


def queue(session: Session, notices: Sequence[Mapping[str, Any]]) -> int:
    """Insert notices whose key is new and return how many were."""
    return len(insert_many(session, Notice, notices, returning=(Notice.id,), skip_existing=True))


def arm(
    session: Session, now: datetime, limit: int
) -> list[Found[int, int, int | None, str | None, str, dict[str, Any], list[Any], int, int | None]]:
    """Mark due notices as being sent (or muted, when their topic is unwanted by now) and return those to send."""
    due = list(
        session.execute(
            select(Notice.id)
            .where(Notice.state == "queued", Notice.due_at <= now)
            .order_by(Notice.due_at, Notice.id)
            .limit(limit)
            .with_for_update(skip_locked=True),
        ).scalars(),
    )
    if not due:
        return []
    # Asked again, since hours may lie between the queueing and the sending.
    agreed = exists().where(
        Consent.member_id == Notice.member_id, Consent.topic == Notice.topic, Consent.granted
    )
    session.execute(
        update(Notice)
        .where(Notice.id.in_(due), Notice.topic != "service", Notice.member_id.is_not(None), ~agreed)
        .values(state="muted")
        .execution_options(synchronize_session=False),
    )
    session.execute(
        update(Notice)
        .where(Notice.id.in_(due), Notice.state == "queued")
        .values(state="sending", attempts=Notice.attempts + 1),
    )
    return list(
        session.execute(
            select(
                Notice.id,
                Notice.chat_id,
                Notice.member_id,
                func.coalesce(Member.language, Group.language),
                Notice.text,
                Notice.values,
                Notice.buttons,
                Notice.attempts,
                Group.topic_id,
            )
            .outerjoin(Member, Member.id == Notice.member_id)
            .outerjoin(Group, Group.chat_id == Notice.chat_id)
            .where(Notice.id.in_(due), Notice.state == "sending")
            .order_by(Notice.due_at, Notice.id),
        ).all(),
    )


def settle(session: Session, notice_id: int, state: str, message_id: int | None, error: str | None) -> None:
    session.execute(
        update(Notice).where(Notice.id == notice_id).values(state=state, message_id=message_id, error=error),
    )
    _blank(session, Notice.id == notice_id)


def attempts(session: Session, notice_id: int) -> int:
    return session.execute(select(Notice.attempts).where(Notice.id == notice_id)).scalar_one()


def postpone(session: Session, notice_id: int, until: datetime, error: str) -> None:
    session.execute(
        update(Notice).where(Notice.id == notice_id).values(state="queued", due_at=until, error=error),
    )


def forget_sending(session: Session) -> int:
    _blank(session, Notice.state == "sending")
    return len(
        session.execute(
            update(Notice).where(Notice.state == "sending").values(state="unknown").returning(Notice.id),
        ).all(),
    )


def _blank(session: Session, which: ColumnElement[bool]) -> None:
    """Drop what a notice without a member said, once nobody sends it any more.

    It may name a member, and no erasure would find it; its key stays, so that it is not told twice.
    """
    session.execute(update(Notice).where(which, Notice.member_id.is_(None)).values(values={}))
