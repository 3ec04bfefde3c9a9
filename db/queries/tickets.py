"""Selects and updates over tickets and where their lines stand."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from db.models.members import Member
from db.models.tickets import Ticket, TicketMessage
from db.statements import insert_once


def open_ticket(session: Session, **values: Any) -> int:
    ticket = Ticket(state="open", **values)
    session.add(ticket)
    session.flush()
    return ticket.id


def open_of(session: Session, telegram_id: int) -> int | None:
    return session.execute(
        select(Ticket.id).where(Ticket.telegram_id == telegram_id, Ticket.state == "open").limit(1),
    ).scalar_one_or_none()


def place(session: Session, ticket_id: int) -> int:
    """Return how many open tickets stand up to this one."""
    return session.execute(
        select(func.count()).select_from(Ticket).where(Ticket.state == "open", Ticket.id <= ticket_id),
    ).scalar_one()


def relayed(session: Session, **values: Any) -> None:
    insert_once(session, TicketMessage, **values)


def by_message(session: Session, chat_id: int, message_id: int) -> tuple[int, int, str | None] | None:
    """Return (ticket, telegram id, language) of the open ticket that a support message belongs to."""
    row = session.execute(
        select(Ticket.id, Ticket.telegram_id, Member.language)
        .join(TicketMessage, TicketMessage.ticket_id == Ticket.id)
        .outerjoin(Member, Member.id == Ticket.member_id)
        .where(
            TicketMessage.chat_id == chat_id,
            TicketMessage.message_id == message_id,
            Ticket.state == "open",
        ),
    ).first()
    return None if row is None else (row[0], row[1], row[2])


def member_of(session: Session, ticket_id: int) -> int | None:
    return session.execute(select(Ticket.member_id).where(Ticket.id == ticket_id)).scalar_one()


def close(
    session: Session,
    ticket_id: int,
    state: str,
    agent_id: int | None,
    now: datetime,
) -> tuple[int, int, str | None] | None:
    """Close a ticket that is open and return (ticket, telegram id, language), or None."""
    closed = session.execute(
        update(Ticket)
        .where(Ticket.id == ticket_id, Ticket.state == "open")
        .values(state=state, agent_id=agent_id, closed_at=now)
        .returning(Ticket.telegram_id, Ticket.member_id),
    ).one_or_none()
    if closed is None:
        return None
    language = session.execute(
        select(Member.language).where(Member.id == closed.member_id)
    ).scalar_one_or_none()
    return ticket_id, closed.telegram_id, language
