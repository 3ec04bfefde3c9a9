"""Questions that wait for a person."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from db.types import Row


class Ticket(Row):
    """One hand-off of one member: open → answered | cancelled | resolved."""

    __tablename__ = "tickets"
    __table_args__ = (Index(None, "state", "opened_at"), Index(None, "telegram_id", "state"))

    id: Mapped[int] = mapped_column(primary_key=True)
    telegram_id: Mapped[int]
    member_id: Mapped[int | None] = mapped_column(ForeignKey("members.id"))
    question: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(String(12), default="open")
    opened_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    agent_id: Mapped[int | None]


class TicketMessage(Row):
    """Where one line of a ticket stands in the support chat, so that a reply finds its way back."""

    __tablename__ = "ticket_messages"
    __table_args__ = (Index(None, "chat_id", "message_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    ticket_id: Mapped[int] = mapped_column(ForeignKey("tickets.id"))
    chat_id: Mapped[int]
    message_id: Mapped[int]
    author: Mapped[str] = mapped_column(String(8))
    at: Mapped[datetime]
