"""The outbox: unasked messages, written in the transaction of what they tell about."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from db.types import Row


class Notice(Row):
    """One message to be sent: queued → sending → sent | blocked | failed | unknown | muted."""

    __tablename__ = "notices"
    __table_args__ = (Index(None, "state", "due_at"), Index(None, "member_id", "due_at"))

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(160), unique=True)
    chat_id: Mapped[int]
    member_id: Mapped[int | None] = mapped_column(ForeignKey("members.id"))
    topic: Mapped[str] = mapped_column(String(32))
    text: Mapped[str] = mapped_column(String(64))
    values: Mapped[dict[str, Any]]
    buttons: Mapped[list[Any]]
    state: Mapped[str] = mapped_column(String(8), default="queued")
    due_at: Mapped[datetime]
    attempts: Mapped[int] = mapped_column(default=0)
    error: Mapped[str | None] = mapped_column(String(200))
    message_id: Mapped[int | None]
