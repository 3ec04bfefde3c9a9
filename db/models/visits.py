"""What happens at the counter: a visit of a member, and points that pay for part of an order."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from db.types import Row


class Visit(Row):
    """A member seen by one clerk (Telegram id) through one pass, for a few minutes."""

    __tablename__ = "visits"
    __table_args__ = (Index(None, "member_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    pass_id: Mapped[int] = mapped_column(ForeignKey("passes.id"), unique=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"))
    clerk: Mapped[int]
    store: Mapped[str | None] = mapped_column(String(64))
    opened_at: Mapped[datetime]
    ends_at: Mapped[datetime]


class Deduction(Row):
    """Points for part of an order: asked → confirmed | declined | lapsed, and confirmed → undone.

    `amount` is the order's, `value` what the points pay of it, both in minor units.
    """

    __tablename__ = "deductions"
    __table_args__ = (
        CheckConstraint("points > 0 and value > 0 and value <= amount", name="within"),
        Index(None, "visit_id", "state"),
        Index(None, "state", "until"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    visit_id: Mapped[int] = mapped_column(ForeignKey("visits.id"))
    amount: Mapped[int]
    points: Mapped[int]
    value: Mapped[int]
    state: Mapped[str] = mapped_column(String(16))
    asked_at: Mapped[datetime]
    until: Mapped[datetime]
    decided_at: Mapped[datetime | None]
    entry_id: Mapped[int | None] = mapped_column(ForeignKey("entries.id"))
