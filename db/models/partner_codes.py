"""Codes that a partner gave us to give away (跨界合作)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from db.types import Row


class PartnerCode(Row):
    """One code of a partner's list; given to one redemption, once."""

    __tablename__ = "partner_codes"
    __table_args__ = (
        UniqueConstraint("reward", "code"),
        Index(
            "ix_partner_codes_free",
            "reward",
            "id",
            sqlite_where=text("redemption_id IS NULL"),
            postgresql_where=text("redemption_id IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    reward: Mapped[str] = mapped_column(String(32))
    code: Mapped[str] = mapped_column(String(128))
    added_at: Mapped[datetime]
    redemption_id: Mapped[int | None] = mapped_column(ForeignKey("redemptions.id"), unique=True)
    given_at: Mapped[datetime | None]
