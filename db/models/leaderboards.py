"""Who does not want to be seen on leaderboards."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from db.types import Row


class Hidden(Row):
    """A member who is left out of every leaderboard."""

    __tablename__ = "hidden_members"

    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"), primary_key=True, autoincrement=False)
    at: Mapped[datetime]
