"""Redemptions (兑换): what members got for their points, and how far its handing over is."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from db.types import Row


class Redemption(Row):
    """One reward, or one piece of a flash sale, of one member: reserved → fulfilled | cancelled | expired.

    `taken` holds the (subject, slot) of each supply that it counts against, so that exactly that is given back.
    """

    __tablename__ = "redemptions"
    __table_args__ = (
        CheckConstraint("points >= 0", name="points"),
        CheckConstraint("state in ('reserved', 'fulfilled', 'cancelled', 'expired')", name="state"),
        Index(None, "member_id", "id"),
        Index(None, "member_id", "reward"),
        Index(
            "ix_redemptions_open",
            "expires_at",
            sqlite_where=text("state = 'reserved'"),
            postgresql_where=text("state = 'reserved'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(160), unique=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"))
    reward: Mapped[str | None] = mapped_column(String(32))
    sale: Mapped[str | None] = mapped_column(String(32))
    kind: Mapped[str] = mapped_column(String(16))
    points: Mapped[int]
    state: Mapped[str] = mapped_column(String(16))
    taken: Mapped[list[Any]]
    entry_id: Mapped[int | None] = mapped_column(ForeignKey("entries.id"))
    coupon_id: Mapped[int | None] = mapped_column(ForeignKey("coupons.id"))
    code: Mapped[str | None] = mapped_column(String(32), unique=True)
    at: Mapped[datetime]
    expires_at: Mapped[datetime | None]
    settled_at: Mapped[datetime | None]
    settled_by: Mapped[int | None]
