"""The bot's standing messages in groups, which are edited while the day goes on."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Boolean, ForeignKey, Index, String, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column

from db.types import Row


class Post(Row):
    """One message of one kind for one group and local day.

    It is due while what it counts differs from `shown`: no flag that could be lost between two transactions.
    """

    __tablename__ = "posts"
    __table_args__ = (UniqueConstraint("group_id", "day", "kind"), Index(None, "closed", "due_at"))

    id: Mapped[int] = mapped_column(primary_key=True)
    group_id: Mapped[int] = mapped_column(ForeignKey("groups.id"))
    day: Mapped[date]
    kind: Mapped[str] = mapped_column(String(16))
    subject: Mapped[str] = mapped_column(String(64), default="")
    message_id: Mapped[int | None]
    shown: Mapped[int | None]
    closed: Mapped[bool] = mapped_column(Boolean, default=False, server_default=false())
    due_at: Mapped[datetime]
