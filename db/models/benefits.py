"""Which benefits of a tier were claimed, for which month or year."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from db.types import Row


class BenefitClaim(Row):
    """One benefit that one member took in one period (`2026-11`, `2026`, or `once`)."""

    __tablename__ = "benefit_claims"
    __table_args__ = (UniqueConstraint("member_id", "benefit", "period"), Index(None, "benefit", "period"))

    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"))
    benefit: Mapped[str] = mapped_column(String(32))
    period: Mapped[str] = mapped_column(String(8))
    tier: Mapped[str] = mapped_column(String(32))
    coupon_id: Mapped[int | None] = mapped_column(ForeignKey("coupons.id"))
    at: Mapped[datetime]
