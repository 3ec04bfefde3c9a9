"""Invitation links, and what became of each friend who joined by one."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Boolean, CheckConstraint, ForeignKey, Index, String, false, text
from sqlalchemy.orm import Mapped, mapped_column

from db.types import Row


class ReferralLink(Row):
    """A member's own link; `token` says nothing about whose it is."""

    __tablename__ = "referral_links"

    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"), index=True)
    token: Mapped[str] = mapped_column(String(32), unique=True)
    created_at: Mapped[datetime]


class Referral(Row):
    """One friend: joined → ordered → paid | held | cancelled, and held → paid | cancelled.

    `reason` says why it is held or was cancelled; `capped` that the inviter had had their number of the month.
    """

    __tablename__ = "referrals"
    __table_args__ = (
        CheckConstraint("(state = 'paid') = (paid_at IS NOT NULL)", name="paid"),
        Index(None, "inviter_id", "joined_at"),
        Index(None, "invitee_id", "state"),
        Index(None, "state", "due_at"),
        Index(None, "state", "expires_at"),
        Index(
            "ix_referrals_cash",
            "id",
            sqlite_where=text("cash_minor > 0 AND exported_at IS NULL"),
            postgresql_where=text("cash_minor > 0 AND exported_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(64), unique=True)
    inviter_id: Mapped[int] = mapped_column(ForeignKey("members.id"))
    invitee_id: Mapped[int] = mapped_column(ForeignKey("members.id"))
    state: Mapped[str] = mapped_column(String(10))
    reason: Mapped[str | None] = mapped_column(String(16))
    joined_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    order_id: Mapped[int | None] = mapped_column(ForeignKey("orders.id"))
    due_at: Mapped[datetime | None]
    capped: Mapped[bool] = mapped_column(Boolean, default=False, server_default=false())
    paid_at: Mapped[datetime | None]
    cash_minor: Mapped[int] = mapped_column(default=0, server_default="0")
    exported_at: Mapped[datetime | None]
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[int | None]
