"""The versions of the program's rules that ledger entries were computed under."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from db.types import Row


class Version(Row):
    """One version with all that earning is computed by, and since when this installation has used it."""

    __tablename__ = "versions"
    __table_args__ = (Index(None, "effective_at"),)

    version: Mapped[str] = mapped_column(String(16), primary_key=True)
    effective_at: Mapped[datetime]
    rules: Mapped[dict[str, Any]]
