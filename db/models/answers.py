"""What the assistant answered, on what grounds, and what people thought of it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, SmallInteger, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from db.types import Row


class Answered(Row):
    """One question with the decision that was taken, for feedback and for the gap report."""

    __tablename__ = "answers"
    __table_args__ = (Index(None, "at"), Index(None, "telegram_id", "id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int | None] = mapped_column(ForeignKey("members.id"))
    telegram_id: Mapped[int | None]
    question: Mapped[str] = mapped_column(Text)
    action: Mapped[str] = mapped_column(String(16))
    mode: Mapped[str] = mapped_column(String(16))
    text: Mapped[str] = mapped_column(Text)
    sources: Mapped[list[Any]]
    prompt_version: Mapped[str | None] = mapped_column(String(64))
    at: Mapped[datetime]
    helpful: Mapped[bool | None]
    language: Mapped[str | None] = mapped_column(String(8))
    # How well the best article fitted, 0 to 1; None when none was looked at.
    score: Mapped[float | None]
    # The place of the article that was picked, when several were offered.
    chosen: Mapped[int | None] = mapped_column(SmallInteger)
    reason: Mapped[str | None] = mapped_column(String(12))
    words: Mapped[str | None] = mapped_column(String(500))
    rated_at: Mapped[datetime | None]
