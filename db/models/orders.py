"""Orders of all channels with their lines and refunds; amounts are integers of the smallest money unit."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column

from db.types import Row


class Order(Row):
    """One purchase; (channel, ref) is its natural key and `body` the hash of what was delivered under it."""

    __tablename__ = "orders"
    __table_args__ = (UniqueConstraint("channel", "ref"), Index(None, "member_id", "ordered_at"))

    id: Mapped[int] = mapped_column(primary_key=True)
    channel: Mapped[str] = mapped_column(String(32))
    ref: Mapped[str] = mapped_column(String(96))
    body: Mapped[str] = mapped_column(String(32))
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"))
    ordered_at: Mapped[datetime]
    total: Mapped[int]
    currency: Mapped[str] = mapped_column(String(3))
    store: Mapped[str | None] = mapped_column(String(64))
    points: Mapped[int] = mapped_column(default=0)
    received_at: Mapped[datetime]
    # What the rules looked at beside the order itself, so that it can be judged again under its rule version.
    tier: Mapped[str | None] = mapped_column(String(32))
    first: Mapped[bool] = mapped_column(default=False, server_default=false())
    coupon_id: Mapped[int | None] = mapped_column(ForeignKey("coupons.id"))
    coupon_refused: Mapped[str | None] = mapped_column(String(32))
    rule_version: Mapped[str | None] = mapped_column(String(16))
    cuts: Mapped[list[Any] | None]


class OrderLine(Row):
    """One product of an order."""

    __tablename__ = "order_lines"
    __table_args__ = (UniqueConstraint("order_id", "line"), CheckConstraint("quantity > 0", name="quantity"))

    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id"))
    line: Mapped[int]
    product: Mapped[str] = mapped_column(String(64))
    quantity: Mapped[int]
    amount: Mapped[int]
    category: Mapped[str | None] = mapped_column(String(64))


class Refund(Row):
    """Money given back for an order, wholly or in part."""

    __tablename__ = "refunds"
    __table_args__ = (UniqueConstraint("order_id", "ref"), CheckConstraint("amount > 0", name="positive"))

    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id"))
    ref: Mapped[str] = mapped_column(String(96))
    body: Mapped[str] = mapped_column(String(32))
    amount: Mapped[int]
    refunded_at: Mapped[datetime]
    points: Mapped[int] = mapped_column(default=0)
    owed: Mapped[int] = mapped_column(default=0, server_default="0")
    waived: Mapped[int] = mapped_column(default=0, server_default="0")


class ImportedProduct(Row):
    """A product that came by import, beside the program's own catalogue."""

    __tablename__ = "products"

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    category: Mapped[str] = mapped_column(String(64))
    price: Mapped[int]
    tags: Mapped[str] = mapped_column(String(512), default="")
    active_from: Mapped[datetime | None]
    active_until: Mapped[datetime | None]
    stock: Mapped[int | None]
    image: Mapped[str | None] = mapped_column(String(512))
