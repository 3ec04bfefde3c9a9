"""Which members were given a birthday gift in which year."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from db.types import Row


class BirthdayGift(Row):
    """The gift of one member in one calendar year; a birthday that was changed brings no second one."""

    __tablename__ = "birthday_gifts"
    __table_args__ = (UniqueConstraint("member_id", "year"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"))
    year: Mapped[int]
    coupon_id: Mapped[int | None] = mapped_column(ForeignKey("coupons.id"))
    at: Mapped[datetime]
