"""Selects and updates over conversations."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Select, delete, select, update
from sqlalchemy.orm import Session

from db.models.conversations import Conversation
from db.statements import insert


def lock(
    session: Session, chat_id: int, telegram_id: int, member_id: int | None, now: datetime
) -> Conversation:
    """Hold the conversation, begun empty if there is none."""
    session.execute(
        insert(session, Conversation)
        .values(
            chat_id=chat_id,
            telegram_id=telegram_id,
            member_id=member_id,
            summary="",
            turns=[],
            count=0,
            at=now,
        )
        .on_conflict_do_nothing()
    )
    return session.execute(_of(chat_id, telegram_id).with_for_update()).scalar_one()


def of(session: Session, chat_id: int, telegram_id: int) -> Conversation | None:
    return session.execute(_of(chat_id, telegram_id)).scalar_one_or_none()


def write(session: Session, conversation_id: int, **values: Any) -> None:
    session.execute(update(Conversation).where(Conversation.id == conversation_id).values(**values))


def summarise(session: Session, conversation_id: int, summary: str, count: int) -> bool:
    """Replace the summary unless a turn has been added since there were `count`."""
    done: Any = session.execute(
        update(Conversation)
        .where(Conversation.id == conversation_id, Conversation.count == count)
        .values(summary=summary)
    )
    return bool(done.rowcount)


def forget(session: Session, telegram_id: int) -> int:
    done: Any = session.execute(delete(Conversation).where(Conversation.telegram_id == telegram_id))
    return int(done.rowcount)


def prune(session: Session, before: datetime, limit: int) -> int:
    old = select(Conversation.id).where(Conversation.at < before).order_by(Conversation.at).limit(limit)
    done: Any = session.execute(delete(Conversation).where(Conversation.id.in_(old)))
    return int(done.rowcount)


def _of(chat_id: int, telegram_id: int) -> Select[Conversation]:
    return (
        select(Conversation)
        .where(Conversation.chat_id == chat_id, Conversation.telegram_id == telegram_id)
        .execution_options(populate_existing=True)
    )
