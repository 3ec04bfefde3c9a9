"""How much of each limit on earning is used up."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from db.types import Row


class Budget(Row):
    """What was given under `purse` in the span that `begins` on a local day; `most_…` is the limit as last seen.

    `owner` is a member's id, or 0 for all members together (hence no foreign key).
    """

    __tablename__ = "budgets"
    __table_args__ = (
        UniqueConstraint("purse", "owner", "span", "begins"),
        CheckConstraint("points >= 0 and times >= 0", name="given"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    purse: Mapped[str] = mapped_column(String(40))
    owner: Mapped[int]
    span: Mapped[str] = mapped_column(String(8))
    begins: Mapped[date]
    points: Mapped[int] = mapped_column(default=0)
    times: Mapped[int] = mapped_column(default=0)
    most_points: Mapped[int | None]
    most_times: Mapped[int | None]
