"""The points ledger: append-only entries, the lots they open, the allocations that use lots up."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from db.types import Row


class Account(Row):
    """Cached sums of one member's ledger and the tier they hold; all else can be recounted."""

    __tablename__ = "accounts"

    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"), primary_key=True, autoincrement=False)
    balance: Mapped[int] = mapped_column(default=0)
    qualifying: Mapped[int] = mapped_column(default=0)
    tier: Mapped[str] = mapped_column(String(32))
    tier_since: Mapped[datetime]
    tier_until: Mapped[datetime | None]


class Entry(Row):
    """One movement of points; never changed, corrected only by a reversing entry."""

    __tablename__ = "entries"
    __table_args__ = (
        Index(None, "member_id", "at", "id"),
        CheckConstraint("amount <> 0 or qualifying <> 0", name="moves"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"))
    kind: Mapped[str] = mapped_column(String(8))
    amount: Mapped[int]
    qualifying: Mapped[int] = mapped_column(default=0)
    key: Mapped[str] = mapped_column(String(160), unique=True)
    body: Mapped[str] = mapped_column(String(32))
    source: Mapped[str] = mapped_column(String(160))
    rule_version: Mapped[str] = mapped_column(String(16))
    at: Mapped[datetime]
    reverses_id: Mapped[int | None] = mapped_column(ForeignKey("entries.id"))


class Lot(Row):
    """The points of one positive entry and how many of them are left."""

    __tablename__ = "lots"
    __table_args__ = (
        CheckConstraint("remaining >= 0 and remaining <= amount", name="remaining"),
        Index(None, "member_id", "expires_at"),
        Index(
            "ix_lots_open_expiry",
            "expires_at",
            sqlite_where=text("remaining > 0"),
            postgresql_where=text("remaining > 0"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey("entries.id"), unique=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"))
    amount: Mapped[int]
    remaining: Mapped[int]
    active_from: Mapped[datetime]
    expires_at: Mapped[datetime | None]


class Allocation(Row):
    """How many points a negative entry took from which lot."""

    __tablename__ = "allocations"
    __table_args__ = (
        CheckConstraint("amount > 0", name="positive"),
        Index(None, "entry_id"),
        Index(None, "lot_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey("entries.id"))
    lot_id: Mapped[int] = mapped_column(ForeignKey("lots.id"))
    amount: Mapped[int]


class TierChange(Row):
    """One step of a member's tier history, and why."""

    __tablename__ = "tier_changes"
    __table_args__ = (Index(None, "member_id", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"))
    before: Mapped[str] = mapped_column(String(32))
    after: Mapped[str] = mapped_column(String(32))
    reason: Mapped[str] = mapped_column(String(32))
    at: Mapped[datetime]
