"""Check-ins by local day, and the cached streak that can be recounted from them."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from db.types import Row


class Checkin(Row):
    """One member's check-in of one local day, in a group or in private, and what it paid."""

    __tablename__ = "checkins"
    __table_args__ = (
        UniqueConstraint("member_id", "day"),
        Index(None, "group_id", "day"),
        Index(None, "day"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"))
    day: Mapped[date]
    group_id: Mapped[int | None] = mapped_column(ForeignKey("groups.id"))
    streak: Mapped[int]
    points: Mapped[int]
    at: Mapped[datetime]


class Streak(Row):
    """What the set of a member's check-in days comes to, so that a check-in needn't read them all."""

    __tablename__ = "streaks"

    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"), primary_key=True, autoincrement=False)
    days: Mapped[int] = mapped_column(default=0)
    best: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
    freezes: Mapped[int] = mapped_column(default=0)
    last_day: Mapped[date | None]
