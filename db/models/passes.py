"""A member's codes of the minute."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from db.types import Row


class Pass(Row):
    """One code that proves for a minute that its member is present; `message_id` is the picture of it."""

    __tablename__ = "passes"
    __table_args__ = (Index(None, "member_id", "id"), Index(None, "expires_at"))

    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"))
    digest: Mapped[str] = mapped_column(String(40), unique=True)
    shown_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    used_by: Mapped[int | None]
    message_id: Mapped[int | None]
