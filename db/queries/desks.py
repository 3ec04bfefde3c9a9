"""Selects and updates over members' own colleagues, and what the desk looks up about who asks."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from db.models.answers import Answered
from db.models.tickets import Ticket, TicketContact
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
