"""Bills and payments in Telegram Stars, and what the nightly comparison with Telegram found."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, false, text
from sqlalchemy.orm import Mapped, mapped_column

from db.types import Row


class Payment(Row):
    """One bill: created → checked → paid → refunding → refunded; `invoice` is its payload, `charge` the receipt.

    A renewal, or a second payment of one bill, is a row of its own with `bill_id`. `problem` says why a payment
    that was kept bought nothing. A month of `kind` monthly is Telegram's 30 days.
    """

    __tablename__ = "payments"
    __table_args__ = (
        CheckConstraint("amount > 0", name="positive"),
        Index(None, "member_id", "id"),
        Index(None, "bill_id"),
        Index(None, "state", "refunding_at"),
        Index(
            "ix_payments_unconfirmed",
            "paid_at",
            sqlite_where=text("confirmed_at IS NULL"),
            postgresql_where=text("confirmed_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    invoice: Mapped[str | None] = mapped_column(String(32), unique=True)
    bill_id: Mapped[int | None] = mapped_column(ForeignKey("payments.id"))
    member_id: Mapped[int | None] = mapped_column(ForeignKey("members.id"))
    telegram_id: Mapped[int]
    kind: Mapped[str] = mapped_column(String(8))
    tier: Mapped[str | None] = mapped_column(String(32))
    months: Mapped[int | None]
    amount: Mapped[int]
    currency: Mapped[str] = mapped_column(String(3))
    state: Mapped[str] = mapped_column(String(10))
    problem: Mapped[str | None] = mapped_column(String(8))
    created_at: Mapped[datetime]
    checked_at: Mapped[datetime | None]
    charge: Mapped[str | None] = mapped_column(String(128), unique=True)
    paid_at: Mapped[datetime | None]
    renews: Mapped[bool] = mapped_column(default=False, server_default=false())
    expires_at: Mapped[datetime | None]
    refunding_at: Mapped[datetime | None]
    refunded_at: Mapped[datetime | None]
    confirmed_at: Mapped[datetime | None]


class PaymentCheck(Row):
    """One comparison with Telegram's list: up to which transaction, and what did not agree."""

    __tablename__ = "payment_checks"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(index=True)
    begin: Mapped[int]
    end: Mapped[int]
    booked: Mapped[int]
    refunded: Mapped[int]
    differences: Mapped[list[Any]]
