"""Members that were merged, with a journal by which it can be undone."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from db.types import Row


class Merge(Row):
    """One member's records given to another; `before` is what was changed in place, as it had been."""

    __tablename__ = "merges"
    __table_args__ = (Index(None, "source_id"), Index(None, "target_id"), Index(None, "at"))

    id: Mapped[int] = mapped_column(primary_key=True)
    source_id: Mapped[int] = mapped_column(ForeignKey("members.id"))
    target_id: Mapped[int] = mapped_column(ForeignKey("members.id"))
    actor: Mapped[str] = mapped_column(String(96))
    reason: Mapped[str] = mapped_column(String(500))
    before: Mapped[dict[str, Any]]
    at: Mapped[datetime]
    undone_at: Mapped[datetime | None]
    undone_by: Mapped[str | None] = mapped_column(String(96))


class MergeMove(Row):
    """One row that changed hands: `place` is `table.column`, `row_id` the row's key."""

    __tablename__ = "merge_moves"

    merge_id: Mapped[int] = mapped_column(ForeignKey("merges.id"), primary_key=True)
    place: Mapped[str] = mapped_column(String(64), primary_key=True)
    row_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
