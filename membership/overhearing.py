"""Whether the bot may answer a group's question that nobody addressed to it: where wanted, and seldom."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from db.queries import groups as rows

EVERY = timedelta(minutes=3)


def may_speak(session: Session, *, chat_id: int, now: datetime) -> bool:
    """Say whether a group lets the bot answer unasked, and it has been quiet long enough."""
    found = rows.by_chat(session, chat_id)
    if found is None or not found.active or not found.answers:
        return False
    return found.answered_at is None or found.answered_at <= now - EVERY


def take_turn(session: Session, *, chat_id: int, now: datetime) -> bool:
    """Take the one answer that a group gets unasked for a while; False when another process was quicker."""
    found = rows.by_chat(session, chat_id)
    return found is not None and rows.take_answer(session, found.id, now, EVERY)
