"""Groups of questions that nobody could answer."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Index, SmallInteger, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from db.types import Row


class Gap(Row):
    """One group: open → ignored | written | phrased; a decided one keeps what tells its questions again, not them."""

    __tablename__ = "gaps"
    __table_args__ = (Index(None, "state"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    place: Mapped[int]
    question: Mapped[str] = mapped_column(Text)
    examples: Mapped[list[Any]]
    # Digests of the questions as they are matched.
    folds: Mapped[list[Any]]
    size: Mapped[int]
    askers: Mapped[int]
    recent: Mapped[int]
    before: Mapped[int]
    why: Mapped[str] = mapped_column(String(12))
    near: Mapped[str | None] = mapped_column(String(200))
    near_title: Mapped[str | None] = mapped_column(Text)
    fit: Mapped[int | None] = mapped_column(SmallInteger)
    state: Mapped[str] = mapped_column(String(12))
    decided_by: Mapped[int | None]
    decided_at: Mapped[datetime | None]
