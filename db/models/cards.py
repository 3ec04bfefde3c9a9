"""The paid card (会员年卡): the terms that members bought or were given."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from db.types import Row


class CardTerm(Row):
    """A stretch of time on a tier at least: active → ended | revoked; a member's terms follow one another.

    Its length is `months`, or `days` of a subscription. Only a member's last term has a `remind_at`.
    """

    __tablename__ = "card_terms"
    __table_args__ = (
        CheckConstraint("from_at <= until_at", name="forward"),
        CheckConstraint("(months IS NULL) <> (days IS NULL)", name="length"),
        Index(None, "member_id", "until_at"),
        Index(
            "ix_card_terms_active",
            "until_at",
            sqlite_where=text("state = 'active'"),
            postgresql_where=text("state = 'active'"),
        ),
        Index(
            "ix_card_terms_unreminded",
            "remind_at",
            sqlite_where=text("remind_at IS NOT NULL"),
            postgresql_where=text("remind_at IS NOT NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"))
    key: Mapped[str] = mapped_column(String(96), unique=True)
    payment_id: Mapped[int | None] = mapped_column(ForeignKey("payments.id"), unique=True)
    tier: Mapped[str] = mapped_column(String(32))
    months: Mapped[int | None]
    days: Mapped[int | None]
    state: Mapped[str] = mapped_column(String(8))
    bought_at: Mapped[datetime]
    from_at: Mapped[datetime]
    until_at: Mapped[datetime]
    remind_at: Mapped[datetime | None]
