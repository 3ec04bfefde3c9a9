"""Questions that wait for a person, what is said about them, and where the desk talks."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column

from db.types import Row

_OPEN = sql("state = 'open'")


class Ticket(Row):
    """One hand-off of one account: open → resolved | cancelled | expired; `agent_id` is who has it."""

    __tablename__ = "tickets"
    __table_args__ = (
        Index(None, "state", "opened_at"),
        Index(None, "telegram_id", "state"),
        # Two taps at once open one ticket.
        Index(
            "uq_tickets_open_telegram_id",
            "telegram_id",
            unique=True,
            sqlite_where=_OPEN,
            postgresql_where=_OPEN,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    telegram_id: Mapped[int]
    member_id: Mapped[int | None] = mapped_column(ForeignKey("members.id"))
    question: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(String(12), default="open")
    opened_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    agent_id: Mapped[int | None]
    agent_name: Mapped[str | None] = mapped_column(String(128))
    name: Mapped[str | None] = mapped_column(String(128))
    language: Mapped[str | None] = mapped_column(String(8))
    # Whether it comes before others in the queue.
    first: Mapped[bool] = mapped_column(default=False, server_default=sql("false"))
    # Whether that is for what was asked (harm, health, the law, a complaint), not for the member's tier.
    urgent: Mapped[bool] = mapped_column(default=False, server_default=sql("false"))
    taken_at: Mapped[datetime | None]
    answered_at: Mapped[datetime | None]
    # When the member, and the desk, last said something.
    member_at: Mapped[datetime | None]
    agent_at: Mapped[datetime | None]
    reminded: Mapped[int] = mapped_column(default=0, server_default=sql("0"))
    warned_at: Mapped[datetime | None]
    rating: Mapped[int | None]
    rating_words: Mapped[str | None] = mapped_column(Text)
    rated_at: Mapped[datetime | None]


class TicketMessage(Row):
    """One line of a ticket on its way across: queued → sending → sent | blocked | failed | unknown.

    `from_…` is where it was written, `chat_id` and `message_id` where its copy stands. What the bot says itself has
    a text key in `says`. `edited` means that the copy no longer reads as the line does.
    """

    __tablename__ = "ticket_messages"
    __table_args__ = (
        Index(None, "chat_id", "message_id"),
        Index(None, "state", "due_at"),
        Index(None, "ticket_id"),
        # Asked every second, of few lines among all that were ever sent. SQLite uses it for these very words only.
        Index(
            "ix_ticket_messages_edited",
            "to",
            "id",
            sqlite_where=sql("edited = 1"),
            postgresql_where=sql("edited"),
        ),
        UniqueConstraint("from_chat_id", "from_message_id"),
        UniqueConstraint("key"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    ticket_id: Mapped[int] = mapped_column(ForeignKey("tickets.id"))
    chat_id: Mapped[int | None]
    message_id: Mapped[int | None]
    author: Mapped[str] = mapped_column(String(8))
    at: Mapped[datetime]
    to: Mapped[str] = mapped_column(String(8), default="desk", server_default=sql("'desk'"))
    agent_name: Mapped[str | None] = mapped_column(String(128))
    kind: Mapped[str] = mapped_column(String(16), default="text", server_default=sql("'text'"))
    text: Mapped[str | None] = mapped_column(Text)
    entities: Mapped[list[Any] | None]
    album: Mapped[str | None] = mapped_column(String(32))
    says: Mapped[str | None] = mapped_column(String(48))
    values: Mapped[dict[str, Any] | None]
    key: Mapped[str | None] = mapped_column(String(96))
    from_chat_id: Mapped[int | None]
    from_message_id: Mapped[int | None]
    answers_id: Mapped[int | None]
    state: Mapped[str] = mapped_column(String(8), default="sent", server_default=sql("'sent'"))
    attempts: Mapped[int] = mapped_column(default=0, server_default=sql("0"))
    due_at: Mapped[datetime | None]
    edited: Mapped[bool] = mapped_column(default=False, server_default=sql("false"))


class TicketTopic(Row):
    """The forum topic of one account in the support chat; without an account it waits to be deleted there."""

    __tablename__ = "ticket_topics"
    __table_args__ = (
        UniqueConstraint("telegram_id"),
        UniqueConstraint("chat_id", "thread_id"),
        Index("ix_ticket_topics_stale", "id", sqlite_where=sql("stale = 1"), postgresql_where=sql("stale")),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    telegram_id: Mapped[int | None]
    chat_id: Mapped[int]
    thread_id: Mapped[int]
    title: Mapped[str] = mapped_column(String(128))
    closed: Mapped[bool] = mapped_column(default=False)
    # Whether title or state in Telegram may be behind.
    stale: Mapped[bool] = mapped_column(default=False)
    # Counts what made it stale, so that what comes while it is brought up to date is not taken for done.
    revision: Mapped[int] = mapped_column(default=0, server_default=sql("0"))


class TicketDesk(Row):
    """Where the support chat of the settings is now, and what its people were told is missing."""

    __tablename__ = "ticket_desks"

    configured: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    chat_id: Mapped[int]
    told: Mapped[str | None] = mapped_column(String(16))


class TicketContact(Row):
    """A member's own colleague at the desk, for tiers that have one."""

    __tablename__ = "ticket_contacts"
    __table_args__ = (UniqueConstraint("member_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"))
    agent_id: Mapped[int]
    agent_name: Mapped[str] = mapped_column(String(128))
    at: Mapped[datetime]
