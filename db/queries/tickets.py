"""Selects and updates over tickets."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row as Found
from sqlalchemy import and_, func, null, or_, select, update
from sqlalchemy.orm import Session

from db.models.members import Member
from db.models.tickets import Ticket, TicketMessage, TicketTopic
from db.statements import insert_once


def add(session: Session, **values: Any) -> int | None:
    """Insert an open ticket; None when the account has one open."""
    return insert_once(session, Ticket, state="open", **values)


def by_id(session: Session, ticket_id: int) -> Ticket | None:
    return session.execute(select(Ticket).where(Ticket.id == ticket_id)).scalar_one_or_none()


def hold(session: Session, ticket_id: int) -> Ticket | None:
    """Return a ticket that nobody else changes until this transaction ends."""
    return session.execute(
        select(Ticket)
        .where(Ticket.id == ticket_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).scalar_one_or_none()


def open_of(session: Session, telegram_id: int) -> int | None:
    return session.execute(
        select(Ticket.id).where(Ticket.telegram_id == telegram_id, Ticket.state == "open").limit(1),
    ).scalar_one_or_none()


def last_closed(session: Session, telegram_id: int) -> Ticket | None:
    return session.execute(
        select(Ticket)
        .where(Ticket.telegram_id == telegram_id, Ticket.state != "open")
        .order_by(Ticket.id.desc())
        .limit(1)
    ).scalar_one_or_none()


def last_rated(session: Session, telegram_id: int, since: datetime) -> int | None:
    """Return the ticket that an account rated last without words, not earlier than `since`."""
    return session.execute(
        select(Ticket.id)
        .where(Ticket.telegram_id == telegram_id, Ticket.rated_at >= since, Ticket.rating_words.is_(None))
        .order_by(Ticket.rated_at.desc())
        .limit(1)
    ).scalar_one_or_none()


def waiting(session: Session, ticket_id: int) -> int:
    """Return the place of an open ticket among those that nobody has taken: 1 is next, 0 is taken already."""
    mine = by_id(session, ticket_id)
    if mine is None or mine.state != "open" or mine.taken_at is not None:
        return 0
    earlier = Ticket.id <= mine.id
    before = and_(Ticket.first, earlier) if mine.first else or_(Ticket.first, earlier)
    return session.execute(
        select(func.count())
        .select_from(Ticket)
        .where(Ticket.state == "open", Ticket.taken_at.is_(None), before)
    ).scalar_one()


def change(session: Session, ticket_id: int, **values: Any) -> None:
    session.execute(update(Ticket).where(Ticket.id == ticket_id).values(**values))


def take(session: Session, ticket_id: int, agent_id: int, agent_name: str, now: datetime) -> bool:
    """Give an open ticket that nobody has to an agent; False when somebody was quicker."""
    taken = session.execute(
        update(Ticket)
        .where(Ticket.id == ticket_id, Ticket.state == "open", Ticket.taken_at.is_(None))
        .values(agent_id=agent_id, agent_name=agent_name, taken_at=now)
        .returning(Ticket.id)
    ).scalar_one_or_none()
    return taken is not None


def close(session: Session, ticket_id: int, state: str, now: datetime) -> bool:
    """Close a ticket that is open; False when it is not."""
    closed = session.execute(
        update(Ticket)
        .where(Ticket.id == ticket_id, Ticket.state == "open")
        .values(state=state, closed_at=now)
        .returning(Ticket.id),
    ).scalar_one_or_none()
    return closed is not None


def member_of(session: Session, ticket_id: int) -> int | None:
    return session.execute(select(Ticket.member_id).where(Ticket.id == ticket_id)).scalar_one_or_none()


def language_of(session: Session, ticket_id: int) -> str | None:
    """Return the language to speak: the member's choice of today, or what a stranger's Telegram said."""
    return session.execute(
        select(func.coalesce(Member.language, Ticket.language))
        .select_from(Ticket)
        .outerjoin(Member, Member.id == Ticket.member_id)
        .where(Ticket.id == ticket_id)
    ).scalar_one_or_none()


def by_place(session: Session, chat_id: int, message_id: int) -> int | None:
    """Return the ticket of a message, be it what was written or a copy of it."""
    return session.execute(
        select(TicketMessage.ticket_id)
        .where(
            or_(
                and_(TicketMessage.chat_id == chat_id, TicketMessage.message_id == message_id),
                and_(TicketMessage.from_chat_id == chat_id, TicketMessage.from_message_id == message_id),
            )
        )
        .order_by(TicketMessage.id.desc())
        .limit(1)
    ).scalar_one_or_none()


def by_topic(session: Session, chat_id: int, thread_id: int) -> int | None:
    """Return the newest ticket of the account that a forum topic belongs to."""
    return session.execute(
        select(Ticket.id)
        .join(TicketTopic, TicketTopic.telegram_id == Ticket.telegram_id)
        .where(TicketTopic.chat_id == chat_id, TicketTopic.thread_id == thread_id)
        .order_by(Ticket.id.desc())
        .limit(1)
    ).scalar_one_or_none()


def said(session: Session, ticket_id: int) -> list[Found[str, str | None, str | None, str, datetime]]:
    """Return (author, agent, text, kind, at) of what people said in a ticket, in order."""
    return list(
        session.execute(
            select(
                TicketMessage.author,
                TicketMessage.agent_name,
                TicketMessage.text,
                TicketMessage.kind,
                TicketMessage.at,
            )
            .where(TicketMessage.ticket_id == ticket_id, TicketMessage.says.is_(None))
            .where(TicketMessage.author != "bot")
            .order_by(TicketMessage.id)
        ).all()
    )


def others_of(session: Session, ticket: Ticket, limit: int) -> list[Ticket]:
    """Return other tickets of the same account or member, the newest first."""
    same = Ticket.telegram_id == ticket.telegram_id
    if ticket.member_id is not None:
        same = or_(same, Ticket.member_id == ticket.member_id)
    return list(
        session.execute(
            select(Ticket).where(same, Ticket.id != ticket.id).order_by(Ticket.id.desc()).limit(limit)
        ).scalars()
    )


def open_ones(session: Session, limit: int) -> list[Ticket]:
    """Return open tickets in the order in which they are to be served."""
    return list(
        session.execute(
            select(Ticket).where(Ticket.state == "open").order_by(Ticket.first.desc(), Ticket.id).limit(limit)
        ).scalars()
    )


def answered_by_member(session: Session, before: datetime) -> list[Ticket]:
    """Return open tickets where the desk spoke last, earlier than `before`."""
    return list(
        session.execute(
            select(Ticket)
            .where(
                Ticket.state == "open",
                Ticket.agent_at.is_not(None),
                Ticket.agent_at <= before,
                or_(Ticket.member_at.is_(None), Ticket.member_at < Ticket.agent_at),
            )
            .order_by(Ticket.id)
        ).scalars()
    )


def forget_texts(session: Session, before: datetime) -> int:
    """Blank what was said in tickets that ended before `before`, and what the bot quoted of it."""
    old = select(Ticket.id).where(Ticket.state != "open", Ticket.closed_at < before)
    session.execute(
        update(Ticket)
        .where(Ticket.id.in_(old), or_(Ticket.question != "", Ticket.rating_words.is_not(None)))
        .values(question="", rating_words=None, name=None)
    )
    done: Any = session.execute(
        update(TicketMessage)
        .where(
            TicketMessage.ticket_id.in_(old),
            or_(TicketMessage.text.is_not(None), TicketMessage.values.is_not(None)),
        )
        .values(text=None, entities=null(), values=null())
    )
    return int(done.rowcount)


def counts(session: Session, since: datetime) -> Found[int, int, int, int]:
    """Return (open, nobody has, resolved since, ratings since)."""
    return session.execute(
        select(
            func.count().filter(Ticket.state == "open"),
            func.count().filter(and_(Ticket.state == "open", Ticket.taken_at.is_(None))),
            func.count().filter(and_(Ticket.state == "resolved", Ticket.closed_at >= since)),
            func.count().filter(Ticket.rated_at >= since),
        )
    ).one()


def first_answers(session: Session, since: datetime, limit: int) -> list[tuple[datetime, datetime]]:
    """Return (opened, first answered) of the newest answered tickets that were opened after `since`."""
    found = session.execute(
        select(Ticket.opened_at, Ticket.answered_at)
        .where(Ticket.answered_at.is_not(None), Ticket.opened_at >= since)
        .order_by(Ticket.id.desc())
        .limit(limit)
    )
    return [(opened, answered) for opened, answered in found if answered is not None]


def ratings(session: Session, since: datetime) -> list[int]:
    return [
        rating
        for rating in session.execute(
            select(Ticket.rating).where(Ticket.rating.is_not(None), Ticket.rated_at >= since)
        ).scalars()
        if rating is not None
    ]


def rated_words(session: Session, limit: int) -> Sequence[Ticket]:
    """Return the newest tickets whose members added words to their rating."""
    return list(
        session.execute(
            select(Ticket)
            .where(Ticket.rating_words.is_not(None))
            .order_by(Ticket.rated_at.desc())
            .limit(limit)
        ).scalars()
    )
