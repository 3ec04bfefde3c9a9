"""Selects and updates over members' own colleagues, and what the desk looks up about who asks."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import and_, delete, func, select
from sqlalchemy.orm import Session

from db.models.answers import Answered
from db.models.tickets import Ticket, TicketContact, TicketMessage
from db.statements import insert_once


def contact(session: Session, member_id: int) -> TicketContact | None:
    return session.execute(
        select(TicketContact).where(TicketContact.member_id == member_id)
    ).scalar_one_or_none()


def set_contact(session: Session, member_id: int, agent_id: int, agent_name: str, now: datetime) -> None:
    forget(session, member_id)
    insert_once(session, TicketContact, member_id=member_id, agent_id=agent_id, agent_name=agent_name, at=now)


def forget(session: Session, member_id: int) -> None:
    session.execute(delete(TicketContact).where(TicketContact.member_id == member_id))


def note(session: Session, ticket_id: int, chat_id: int, album: str, now: datetime) -> None:
    """Remember that an album is for colleagues only; nothing of what it says is kept."""
    insert_once(
        session,
        TicketMessage,
        ticket_id=ticket_id,
        to="member",
        author="bot",
        kind="note",
        album=album,
        key=_note_key(chat_id, album),
        state="kept",
        at=now,
    )


def is_note(session: Session, chat_id: int, album: str) -> bool:
    """Return whether an album is for colleagues only."""
    found = select(TicketMessage.id).where(TicketMessage.key == _note_key(chat_id, album))
    return session.execute(found).scalar_one_or_none() is not None


def drop_album(session: Session, chat_id: int, album: str) -> tuple[int, bool]:
    """Delete the parts of an album that wait; return how many, and whether others are on their way already."""
    parts = and_(TicketMessage.from_chat_id == chat_id, TicketMessage.album == album)
    dropped: Any = session.execute(delete(TicketMessage).where(parts, TicketMessage.state == "queued"))
    left = session.execute(select(func.count()).select_from(TicketMessage).where(parts)).scalar_one()
    return int(dropped.rowcount), left > 0


def agents_spoke(session: Session, ticket_id: int) -> tuple[datetime | None, datetime | None]:
    """Return when colleagues said something first, and last, in a ticket."""
    first, last = session.execute(
        select(func.min(TicketMessage.at), func.max(TicketMessage.at)).where(
            TicketMessage.ticket_id == ticket_id, TicketMessage.author == "agent"
        )
    ).one()
    return first, last


def _note_key(chat_id: int, album: str) -> str:
    return f"note:{chat_id}:{album}"


def answers_before(session: Session, telegram_id: int, limit: int) -> list[Answered]:
    """Return what the assistant answered an account last, the oldest first."""
    newest = session.execute(
        select(Answered).where(Answered.telegram_id == telegram_id).order_by(Answered.id.desc()).limit(limit)
    ).scalars()
    return list(newest)[::-1]


def agents_lately(session: Session, limit: int) -> list[tuple[int, str]]:
    """Return (id, name) of who took tickets last."""
    found = session.execute(
        select(Ticket.agent_id, func.max(Ticket.agent_name))
        .where(Ticket.agent_id.is_not(None), Ticket.agent_name.is_not(None))
        .group_by(Ticket.agent_id)
        .order_by(func.max(Ticket.id).desc())
        .limit(limit)
    )
    return [(agent_id, name) for agent_id, name in found if agent_id is not None and name is not None]
