"""Who works for the brand, and as what."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from db.types import Row


class Staff(Row):
    """One role of one Telegram account; `name` is what the roster shows, `store` where a clerk stands."""

    __tablename__ = "staff"
    __table_args__ = (UniqueConstraint("telegram_id", "role"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    telegram_id: Mapped[int]
    role: Mapped[str] = mapped_column(String(16))
    store: Mapped[str | None] = mapped_column(String(64))
    name: Mapped[str | None] = mapped_column(String(128))
    granted_by: Mapped[int]
    granted_at: Mapped[datetime]
