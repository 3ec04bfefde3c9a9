"""Wrong codes: who tried, when, and a blinded form of what."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from db.types import Row


class Guess(Row):
    """One wrong code; `who` is `telegram:<id>` or `channel:<name>`, `digest` is no use for finding the code."""

    __tablename__ = "guesses"
    __table_args__ = (Index(None, "who", "at"), Index(None, "at"))

    id: Mapped[int] = mapped_column(primary_key=True)
    who: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime]
    digest: Mapped[str] = mapped_column(String(40))
