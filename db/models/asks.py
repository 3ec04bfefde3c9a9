"""When a member was asked for more of their profile, and whether they said no."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from db.types import Row


class Ask(Row):
    """The latest time that a member was asked for one item, and their latest "no, thanks"."""

    __tablename__ = "asks"
    __table_args__ = (UniqueConstraint("member_id", "item"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"))
    item: Mapped[str] = mapped_column(String(16))
    asked_at: Mapped[datetime]
    declined_at: Mapped[datetime | None]
