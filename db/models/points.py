"""The points ledger: append-only entries, the lots they open, what uses lots up, and what is owed."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, false, text
from sqlalchemy.orm import Mapped, mapped_column

from db.types import Row


class Account(Row):
    """Cached sums of one member's ledger and the tier they hold; all else can be recounted.

    `tier` is what counts. While a `floor_tier` stands below it, `earned_tier` is the member's own; without one it
    is empty. `term_begins` to `tier_until` is the own tier's term, `warned_days` the last warning given in it.
    """

    __tablename__ = "accounts"

    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"), primary_key=True, autoincrement=False)
    balance: Mapped[int] = mapped_column(default=0)
    qualifying: Mapped[int] = mapped_column(default=0)
    debt: Mapped[int] = mapped_column(default=0, server_default="0")
    spent: Mapped[int] = mapped_column(default=0, server_default="0")
    expired: Mapped[int] = mapped_column(default=0, server_default="0")
    tier: Mapped[str] = mapped_column(String(32))
    tier_since: Mapped[datetime]
    tier_until: Mapped[datetime | None] = mapped_column(index=True)
    term_begins: Mapped[datetime | None]
    earned_tier: Mapped[str | None] = mapped_column(String(32))
    floor_tier: Mapped[str | None] = mapped_column(String(32))
    floor_until: Mapped[datetime | None] = mapped_column(index=True)
    warned_days: Mapped[int | None]


class Entry(Row):
    """One movement of points; never changed, corrected only by a reversing entry."""

    __tablename__ = "entries"
    __table_args__ = (
        Index(None, "member_id", "at", "id"),
        Index(None, "member_id", "id"),
        Index(None, "source"),
        Index(
            "ix_entries_reverses_id",
            "reverses_id",
            sqlite_where=text("reverses_id IS NOT NULL"),
            postgresql_where=text("reverses_id IS NOT NULL"),
        ),
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
    """The points of one positive entry and how many of them are left.

    `unannounced` ones wait to become available, which the member is told then; `reminded` is about `expires_at`.
    """

    __tablename__ = "lots"
    __table_args__ = (
        CheckConstraint("remaining >= 0 and remaining <= amount", name="remaining"),
        Index(
            "ix_lots_open",
            "member_id",
            "expires_at",
            sqlite_where=text("remaining > 0"),
            postgresql_where=text("remaining > 0"),
        ),
        Index(
            "ix_lots_open_expiry",
            "expires_at",
            sqlite_where=text("remaining > 0"),
            postgresql_where=text("remaining > 0"),
        ),
        Index(
            "ix_lots_unreminded",
            "expires_at",
            sqlite_where=text("remaining > 0 AND NOT reminded"),
            postgresql_where=text("remaining > 0 AND NOT reminded"),
        ),
        Index(
            "ix_lots_unannounced",
            "active_from",
            sqlite_where=text("unannounced"),
            postgresql_where=text("unannounced"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey("entries.id"), unique=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"))
    amount: Mapped[int]
    remaining: Mapped[int]
    active_from: Mapped[datetime]
    expires_at: Mapped[datetime | None]
    unannounced: Mapped[bool] = mapped_column(default=False, server_default=false())
    reminded: Mapped[bool] = mapped_column(default=False, server_default=false())


class Debt(Row):
    """What a negative entry took beyond the lots there were; later points pay it first."""

    __tablename__ = "debts"
    __table_args__ = (
        CheckConstraint("remaining >= 0 and remaining <= amount", name="remaining"),
        Index(None, "member_id"),
    )

    entry_id: Mapped[int] = mapped_column(ForeignKey("entries.id"), primary_key=True, autoincrement=False)
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"))
    amount: Mapped[int]
    remaining: Mapped[int]


class Allocation(Row):
    """How many points a negative entry took from which lot, or a return of them put back into it."""

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
    earned: Mapped[str | None] = mapped_column(String(32))
    at: Mapped[datetime]
