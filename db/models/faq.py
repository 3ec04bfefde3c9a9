"""What was found wrong in the articles and has been told."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from db.types import Row


class FaqFinding(Row):
    """One finding that operators know of; gone when it is found no more, so that it is told when it comes back."""

    __tablename__ = "faq_findings"

    id: Mapped[int] = mapped_column(primary_key=True)
    digest: Mapped[str] = mapped_column(String(40), unique=True)
    told_at: Mapped[datetime]
