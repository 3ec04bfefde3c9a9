"""Copies of their data that members asked for, and what is kept of accounts that were erased."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from db.types import Row


class DataCopy(Row):
    """When a member took a copy of their data."""

    __tablename__ = "data_copies"
    __table_args__ = (Index(None, "member_id", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"))
    at: Mapped[datetime]


class ErasedAccount(Row):
    """A blinded Telegram account that was erased, for a year: the gift of joining is given once."""

    __tablename__ = "erased_accounts"

    value: Mapped[str] = mapped_column(String(40), primary_key=True)
    at: Mapped[datetime] = mapped_column(index=True)
