"""The inbox: each update is kept before Telegram may forget it, and until it is dealt with."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from db.types import Row


class InboxUpdate(Row):
    """One update of Telegram: open → done | poison; `owner` is the process that deals with it."""

    __tablename__ = "inbox"
    __table_args__ = (Index(None, "state"),)

    update_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    payload: Mapped[dict[str, Any]]
    state: Mapped[str] = mapped_column(String(8), default="open")
    received_at: Mapped[datetime]
    attempts: Mapped[int] = mapped_column(default=0)
    error: Mapped[str | None] = mapped_column(String(200))
    owner: Mapped[str | None] = mapped_column(String(32))
