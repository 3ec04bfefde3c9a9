"""What was last said between the assistant and one person in one chat."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from db.types import Row


class Conversation(Row):
    """The last turns as they are, and a summary of those before; personal numbers are masked."""

    __tablename__ = "conversations"
    __table_args__ = (UniqueConstraint("chat_id", "telegram_id"), Index(None, "at"))

    id: Mapped[int] = mapped_column(primary_key=True)
    chat_id: Mapped[int]
    telegram_id: Mapped[int]
    member_id: Mapped[int | None] = mapped_column(ForeignKey("members.id"), index=True)
    summary: Mapped[str] = mapped_column(String(1_000))
    turns: Mapped[list[Any]]
    count: Mapped[int]
    at: Mapped[datetime]
