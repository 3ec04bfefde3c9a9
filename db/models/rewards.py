"""How much of what is limited has been taken."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from db.types import Row


class Stock(Row):
    """What was taken of one supply (`subject`, in one period or sale window: `slot`) and what it held at the last taking.

    The program says how much is offered; what is left is that less `taken`.
    """

    __tablename__ = "stocks"
    __table_args__ = (
        UniqueConstraint("subject", "slot"),
        CheckConstraint("taken >= 0 and taken <= offered", name="taken"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    subject: Mapped[str] = mapped_column(String(64))
    slot: Mapped[str] = mapped_column(String(32))
    taken: Mapped[int]
    offered: Mapped[int]
