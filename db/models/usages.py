"""What the language model was used for: tokens and their price, a day and person."""

from __future__ import annotations

from datetime import date

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from db.types import Row


class Usage(Row):
    """One local day of one person; `telegram_id` 0 is everybody together, which outlives an erased person."""

    __tablename__ = "usages"
    __table_args__ = (UniqueConstraint("day", "telegram_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    day: Mapped[date]
    telegram_id: Mapped[int]
    calls: Mapped[int]
    tokens_in: Mapped[int]
    tokens_out: Mapped[int]
    # Millionths of the currency that prices are set in.
    cost: Mapped[int]
