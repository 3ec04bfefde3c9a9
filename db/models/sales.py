"""How far the announcement of a flash sale's window has come."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from db.types import Row


class Announcement(Row):
    """One window of one sale: members up to `after` have been dealt with; `done` when none is left."""

    __tablename__ = "sale_announcements"
    __table_args__ = (UniqueConstraint("sale", "opens_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    sale: Mapped[str] = mapped_column(String(32))
    opens_at: Mapped[datetime]
    after: Mapped[int] = mapped_column(default=0)
    done: Mapped[bool] = mapped_column(default=False)
