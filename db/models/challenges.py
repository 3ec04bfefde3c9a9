"""What members did about the tasks that were posted."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from db.types import Row


class Attempt(Row):
    """One member's one try at one task of one local day: done | wrong, or pending → done | rejected."""

    __tablename__ = "attempts"
    __table_args__ = (
        UniqueConstraint("member_id", "challenge", "day"),
        Index(None, "post_id", "state"),
        Index(None, "group_id", "day"),
        Index(None, "state", "at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"))
    challenge: Mapped[str] = mapped_column(String(32))
    day: Mapped[date]
    group_id: Mapped[int] = mapped_column(ForeignKey("groups.id"))
    post_id: Mapped[int] = mapped_column(ForeignKey("posts.id"))
    state: Mapped[str] = mapped_column(String(8))
    points: Mapped[int] = mapped_column(default=0)
    at: Mapped[datetime]
    message_id: Mapped[int | None]
    decided_by: Mapped[int | None]
    decided_at: Mapped[datetime | None]
