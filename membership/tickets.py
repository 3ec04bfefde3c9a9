"""Hand-off: a member's question waits for a person, and the talk goes both ways."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from core.errors import NotFound
from core.program import Program
from db.queries import tickets as rows
from membership import webhooks

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


class NoTicket(NotFound):
    key = "tickets-none"


@dataclass(frozen=True, slots=True)
class Opened:
    """A ticket and its place in the queue (1 = next); `new` is false when one was open already."""

    ticket_id: int
    place: int
    staffed: bool
    new: bool


@dataclass(frozen=True, slots=True)
class OpenTicket:
    ticket_id: int
    telegram_id: int
    language: str | None


def open_ticket(
    session: Session,
    *,
    telegram_id: int,
    member_id: int | None,
    question: str,
    program: Program,
    now: datetime,
) -> Opened:
    """Open a ticket for who asks, or return the one that they have open."""
    staffed = is_staffed(program, now)
    known = rows.open_of(session, telegram_id)
    if known is not None:
        return Opened(known, rows.place(session, known), staffed, new=False)
    ticket_id = rows.open_ticket(
        session,
        telegram_id=telegram_id,
        member_id=member_id,
        question=question,
        opened_at=now,
    )
    webhooks.emit(
        session,
        kind="ticket.opened",
        member_id=member_id,
        data={"ticket": ticket_id},
        key=f"ticket:{ticket_id}:opened:{now.isoformat()}",
        now=now,
    )
    return Opened(ticket_id, rows.place(session, ticket_id), staffed, new=True)


def relayed(
    session: Session,
    *,
    ticket_id: int,
    chat_id: int,
    message_id: int,
    author: str,
    now: datetime,
) -> None:
    """Remember where a line of a ticket stands in the support chat."""
    rows.relayed(session, ticket_id=ticket_id, chat_id=chat_id, message_id=message_id, author=author, at=now)


def of_member(session: Session, *, telegram_id: int) -> int | None:
    """Return the open ticket of who writes, if there is one."""
    return rows.open_of(session, telegram_id)


def by_message(session: Session, *, chat_id: int, message_id: int) -> OpenTicket | None:
    """Return the open ticket that a message of the support chat belongs to."""
    found = rows.by_message(session, chat_id, message_id)
    return None if found is None else OpenTicket(found[0], found[1], found[2])


def close(session: Session, *, ticket_id: int, agent_id: int | None, now: datetime) -> OpenTicket:
    """Close an open ticket: resolved by an agent, or cancelled by its member; raises NoTicket."""
    closed = rows.close(session, ticket_id, "resolved" if agent_id else "cancelled", agent_id, now)
    if closed is None:
        raise NoTicket
    webhooks.emit(
        session,
        kind="ticket.closed",
        member_id=rows.member_of(session, ticket_id),
        data={"ticket": ticket_id, "resolved": agent_id is not None},
        key=f"ticket:{ticket_id}:closed:{now.isoformat()}",
        now=now,
    )
    return OpenTicket(closed[0], closed[1], closed[2])


def is_staffed(program: Program, now: datetime) -> bool:
    """Return whether people answer at `now`, by the program's support hours."""
    local = now.astimezone(program.time_zone)
    hours = program.support
    return WEEKDAYS[local.weekday()] in hours.days and hours.opens <= local.time() < hours.closes
