"""What members did elsewhere (a review, a share, a visit), as channels report it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from db.types import Row


class Behaviour(Row):
    """One reported deed; (channel, ref) is its natural key and `body` the hash of what was reported."""

    __tablename__ = "behaviours"
    __table_args__ = (UniqueConstraint("channel", "ref"), Index(None, "member_id", "at"))

    id: Mapped[int] = mapped_column(primary_key=True)
    channel: Mapped[str] = mapped_column(String(32))
    ref: Mapped[str] = mapped_column(String(64))
    body: Mapped[str] = mapped_column(String(32))
    kind: Mapped[str] = mapped_column(String(32))
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"))
    at: Mapped[datetime]
    points: Mapped[int] = mapped_column(default=0)
