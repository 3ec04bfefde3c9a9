"""What members were shown and what they said to it; what they buy is read from their orders."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from db.types import Row


class Showing(Row):
    """One product shown to one member, with the reason given and what they did about it."""

    __tablename__ = "showings"
    __table_args__ = (Index(None, "member_id", "shown_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"))
    product: Mapped[str] = mapped_column(String(64))
    reason: Mapped[str] = mapped_column(String(32))
    model: Mapped[str] = mapped_column(String(64))
    placement: Mapped[str] = mapped_column(String(16))
    shown_at: Mapped[datetime]
    reaction: Mapped[str | None] = mapped_column(String(16))
    reacted_at: Mapped[datetime | None]


class Dislike(Row):
    """A product that a member does not want to be shown again."""

    __tablename__ = "dislikes"

    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"), primary_key=True)
    product: Mapped[str] = mapped_column(String(64), primary_key=True)
    at: Mapped[datetime]


class TrainedModel(Row):
    """A trained recommender, the newest of which is in use."""

    __tablename__ = "trained_models"

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[str] = mapped_column(String(64), unique=True)
    trained_at: Mapped[datetime]
    body: Mapped[bytes] = mapped_column(LargeBinary)
