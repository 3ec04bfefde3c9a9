"""Issued coupons; their templates are program data."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from db.types import Row


class Coupon(Row):
    """One coupon of one member: issued → redeemed | expired | revoked.

    `code` is the half of the code that the database knows; the other half is computed when a member is shown
    it. `channel`, `store`, `clerk` (Telegram id), `order_ref` and `saved` (minor units) say how it was redeemed.
    """

    __tablename__ = "coupons"
    __table_args__ = (
        Index(None, "member_id", "status"),
        Index(None, "status", "expires_at"),
        Index(None, "channel", "order_ref"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(32), unique=True)
    key: Mapped[str] = mapped_column(String(160), unique=True)
    template: Mapped[str] = mapped_column(String(64))
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"))
    status: Mapped[str] = mapped_column(String(16), default="issued")
    issued_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    redeemed_at: Mapped[datetime | None]
    channel: Mapped[str | None] = mapped_column(String(32))
    store: Mapped[str | None] = mapped_column(String(64))
    clerk: Mapped[int | None]
    order_ref: Mapped[str | None] = mapped_column(String(96))
    saved: Mapped[int | None]
    reminded_at: Mapped[datetime | None]
