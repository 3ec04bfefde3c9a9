"""Selects and updates over the lines of tickets on their way across, and over forum topics."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import and_, delete, exists, func, or_, select, update
from sqlalchemy.orm import Session, aliased

from db.models.tickets import Ticket, TicketDesk, TicketMessage, TicketTopic
from db.statements import insert_once


def add(session: Session, **values: Any) -> int | None:
    """Insert a line; None when this very message, or this key, is there already."""
    return insert_once(session, TicketMessage, **values)


def by_id(session: Session, line_id: int) -> TicketMessage | None:
    return session.execute(select(TicketMessage).where(TicketMessage.id == line_id)).scalar_one_or_none()


def at(session: Session, chat_id: int, message_id: int) -> TicketMessage | None:
    """Return the line that was written at a place, or whose copy stands there."""
    return session.execute(
        select(TicketMessage)
        .where(
            or_(
                and_(TicketMessage.chat_id == chat_id, TicketMessage.message_id == message_id),
                and_(TicketMessage.from_chat_id == chat_id, TicketMessage.from_message_id == message_id),
            )
        )
        .order_by(TicketMessage.id)
        .limit(1)
    ).scalar_one_or_none()


def heads(session: Session, to: str, now: datetime, limit: int) -> list[TicketMessage]:
    """Return for each ticket the oldest line that is to be sent now, unless one before it is still under way."""
    earlier = aliased(TicketMessage)
    # An edit of what stands already changes nothing in the order of what is still to come.
    blocked = exists().where(
        earlier.ticket_id == TicketMessage.ticket_id,
        earlier.to == TicketMessage.to,
        earlier.state.in_(("queued", "sending")),
        earlier.id < TicketMessage.id,
    )
    return list(
        session.execute(
            select(TicketMessage)
            .where(
                TicketMessage.to == to,
                TicketMessage.state == "queued",
                TicketMessage.due_at <= now,
                ~blocked,
            )
            .order_by(TicketMessage.id)
            .limit(limit)
            .with_for_update(skip_locked=True)
        ).scalars()
    )


def behind(session: Session, head: TicketMessage, limit: int) -> list[TicketMessage]:
    """Return the queued lines of the same ticket and direction after `head`, in order."""
    return list(
        session.execute(
            select(TicketMessage)
            .where(
                TicketMessage.ticket_id == head.ticket_id,
                TicketMessage.to == head.to,
                TicketMessage.state == "queued",
                TicketMessage.id > head.id,
            )
            .order_by(TicketMessage.id)
            .limit(limit)
        ).scalars()
    )


def edited(session: Session, to: str, now: datetime, limit: int) -> list[TicketMessage]:
    """Return lines whose copies no longer read as they do."""
    return list(
        session.execute(
            select(TicketMessage)
            .where(
                TicketMessage.to == to,
                TicketMessage.state == "sent",
                TicketMessage.edited,
                or_(TicketMessage.due_at.is_(None), TicketMessage.due_at <= now),
            )
            .order_by(TicketMessage.id)
            .limit(limit)
        ).scalars()
    )


def hold(session: Session, line_id: int) -> TicketMessage | None:
    """Return a line that nobody else changes until this transaction ends."""
    return session.execute(
        select(TicketMessage)
        .where(TicketMessage.id == line_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).scalar_one_or_none()


def mark(session: Session, line_ids: Sequence[int], **values: Any) -> None:
    session.execute(update(TicketMessage).where(TicketMessage.id.in_(line_ids)).values(**values))


def arm(session: Session, line_ids: Sequence[int], now: datetime) -> None:
    session.execute(
        update(TicketMessage)
        .where(TicketMessage.id.in_(line_ids))
        .values(state="sending", attempts=TicketMessage.attempts + 1, due_at=now)
    )


def same_copy(session: Session, chat_id: int, message_id: int) -> list[TicketMessage]:
    """Return the lines that share one copy: those of a flood are joined."""
    return list(
        session.execute(
            select(TicketMessage)
            .where(TicketMessage.chat_id == chat_id, TicketMessage.message_id == message_id)
            .order_by(TicketMessage.id)
        ).scalars()
    )


def forget_sending(session: Session, most: int, before: datetime | None = None) -> int:
    """Queue again what has been under way since `before`, or at all; what was tried `most` times is `unknown`."""
    under_way = TicketMessage.state == "sending"
    if before is not None:
        under_way = and_(under_way, TicketMessage.due_at < before)
    session.execute(
        update(TicketMessage).where(under_way, TicketMessage.attempts >= most).values(state="unknown")
    )
    done: Any = session.execute(update(TicketMessage).where(under_way).values(state="queued"))
    return int(done.rowcount)


def card_of(session: Session, ticket_id: int) -> int | None:
    """Return where the newest card of a ticket stands at the desk."""
    return session.execute(
        select(TicketMessage.message_id)
        .where(
            TicketMessage.ticket_id == ticket_id,
            TicketMessage.says == "desks-card",
            TicketMessage.state == "sent",
        )
        .order_by(TicketMessage.id.desc())
        .limit(1)
    ).scalar_one_or_none()


def waiting(session: Session, ticket_id: int, to: str) -> int:
    """Return how many lines of a ticket are still to be sent to one side."""
    return session.execute(
        select(func.count())
        .select_from(TicketMessage)
        .where(TicketMessage.ticket_id == ticket_id, TicketMessage.to == to, TicketMessage.state == "queued")
    ).scalar_one()


def post_again(session: Session, ticket_id: int, now: datetime) -> None:
    """Queue the newest card of a ticket once more; it stands before all that still waits."""
    newest = (
        select(func.max(TicketMessage.id))
        .where(TicketMessage.ticket_id == ticket_id, TicketMessage.says == "desks-card")
        .scalar_subquery()
    )
    session.execute(
        update(TicketMessage)
        .where(TicketMessage.id == newest)
        .values(state="queued", attempts=0, due_at=now, chat_id=None, message_id=None)
    )


def postpone(session: Session, to: str, until: datetime) -> None:
    """Let all that waits for one side wait until then."""
    session.execute(
        update(TicketMessage)
        .where(TicketMessage.to == to, TicketMessage.state == "queued", TicketMessage.due_at < until)
        .values(due_at=until)
    )


def topic_of(session: Session, telegram_id: int) -> TicketTopic | None:
    return session.execute(
        select(TicketTopic).where(TicketTopic.telegram_id == telegram_id)
    ).scalar_one_or_none()


def topic_at(session: Session, chat_id: int, thread_id: int) -> TicketTopic | None:
    return session.execute(
        select(TicketTopic).where(TicketTopic.chat_id == chat_id, TicketTopic.thread_id == thread_id)
    ).scalar_one_or_none()


def add_topic(session: Session, **values: Any) -> int | None:
    return insert_once(session, TicketTopic, **values)


def stale_topics(session: Session, limit: int) -> list[TicketTopic]:
    return list(
        session.execute(
            select(TicketTopic).where(TicketTopic.stale).order_by(TicketTopic.id).limit(limit)
        ).scalars()
    )


def change_topic(session: Session, topic_id: int, **values: Any) -> None:
    session.execute(update(TicketTopic).where(TicketTopic.id == topic_id).values(**values))


def touch_topic(session: Session, telegram_id: int) -> None:
    """Note that a topic's title may be behind its ticket."""
    session.execute(
        update(TicketTopic)
        .where(TicketTopic.telegram_id == telegram_id)
        .values(stale=True, revision=TicketTopic.revision + 1)
    )


def dressed_topic(session: Session, topic_id: int, revision: int, **values: Any) -> None:
    """Write down how a topic looks; it stays stale when it was touched after `revision`, or its member erased."""
    session.execute(
        update(TicketTopic)
        .where(TicketTopic.id == topic_id, TicketTopic.telegram_id.is_not(None))
        .values(stale=TicketTopic.revision != revision, **values)
    )


def delete_topic(session: Session, topic_id: int) -> None:
    session.execute(delete(TicketTopic).where(TicketTopic.id == topic_id))


def newest_of(session: Session, telegram_id: int) -> Ticket | None:
    return session.execute(
        select(Ticket).where(Ticket.telegram_id == telegram_id).order_by(Ticket.id.desc()).limit(1)
    ).scalar_one_or_none()


def desk(session: Session, configured: int) -> TicketDesk | None:
    return session.execute(select(TicketDesk).where(TicketDesk.configured == configured)).scalar_one_or_none()


def keep_desk(session: Session, configured: int, **values: Any) -> None:
    if desk(session, configured) is None:
        session.add(TicketDesk(configured=configured, chat_id=configured, told=None))
        session.flush()
    session.execute(update(TicketDesk).where(TicketDesk.configured == configured).values(**values))


def move_chat(session: Session, chat_id: int, to_chat_id: int) -> None:
    """Give up what stood in a chat that has become another one: its messages have other numbers there."""
    session.execute(delete(TicketTopic).where(TicketTopic.chat_id == chat_id))
    session.execute(
        update(TicketDesk).where(TicketDesk.chat_id == chat_id).values(chat_id=to_chat_id, told=None)
    )
