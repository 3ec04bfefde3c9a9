"""Group chats that the bot looks after."""

from __future__ import annotations

from datetime import datetime, time

from sqlalchemy import Boolean, String, false, true
from sqlalchemy.orm import Mapped, mapped_column

from db.types import Row


class Group(Row):
    """One group chat; `chat_id` follows the chat when Telegram migrates it to a supergroup."""

    __tablename__ = "groups"

    id: Mapped[int] = mapped_column(primary_key=True)
    chat_id: Mapped[int] = mapped_column(unique=True)
    title: Mapped[str] = mapped_column(String(256))
    kind: Mapped[str] = mapped_column(String(32))
    language: Mapped[str] = mapped_column(String(8))
    topic_id: Mapped[int | None]
    active: Mapped[bool] = mapped_column(Boolean, default=True, server_default=true())
    daily_task: Mapped[bool] = mapped_column(Boolean, default=True, server_default=true())
    weekly_board: Mapped[bool] = mapped_column(Boolean, default=True, server_default=true())
    answers: Mapped[bool] = mapped_column(Boolean, default=False, server_default=false())
    task_at: Mapped[time]
    added_at: Mapped[datetime]
    added_by: Mapped[int | None]
    invited_at: Mapped[datetime | None]
    answered_at: Mapped[datetime | None]
