"""Refunds that came before their order."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from db.types import Row


class WaitingRefund(Row):
    """A refund whose order has not come in yet; gone as soon as it has, or after a month."""

    __tablename__ = "waiting_refunds"
    __table_args__ = (
        UniqueConstraint("channel", "order_ref", "ref"),
        CheckConstraint("amount > 0", name="positive"),
        Index(None, "received_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    channel: Mapped[str] = mapped_column(String(32))
    order_ref: Mapped[str] = mapped_column(String(96))
    ref: Mapped[str] = mapped_column(String(96))
    # As it was delivered, offset and all: a refund is known again by its own words.
    refunded_at: Mapped[str] = mapped_column(String(40))
    amount: Mapped[int]
    received_at: Mapped[datetime]
