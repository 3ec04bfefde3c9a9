"""Who wants to hear of what happens here, and what has been or will be told to them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Boolean, Index, LargeBinary, String, Text, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column

from db.types import Row


class Endpoint(Row):
    """An address that events are posted to; off once it asked for it (410) or failed for too long."""

    __tablename__ = "endpoints"
    # Never an id again: what was queued for a removed endpoint must not go to its successor.
    __table_args__ = {"sqlite_autoincrement": True}  # noqa: RUF012

    id: Mapped[int] = mapped_column(primary_key=True)
    url: Mapped[str] = mapped_column(String(500), unique=True)
    kinds: Mapped[list[Any]]
    secret: Mapped[bytes] = mapped_column(LargeBinary)
    inside: Mapped[bool] = mapped_column(Boolean, default=False, server_default=false())
    created_at: Mapped[datetime]
    off_at: Mapped[datetime | None]
    off_reason: Mapped[str | None] = mapped_column(String(200))
    failures: Mapped[int] = mapped_column(default=0, server_default="0")
    failing_since: Mapped[datetime | None]
    held_until: Mapped[datetime | None]
    answered_at: Mapped[datetime | None]


class Delivery(Row):
    """One event for one endpoint: queued → sent | failed; `leased_until` is whoever sends it now."""

    __tablename__ = "deliveries"
    __table_args__ = (
        UniqueConstraint("endpoint_id", "key"),
        Index(None, "endpoint_id", "state", "due_at"),
        Index(None, "state", "settled_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    # No foreign key: an order that is being taken in must not fail because its listener is removed meanwhile.
    endpoint_id: Mapped[int]
    key: Mapped[str] = mapped_column(String(200))
    kind: Mapped[str] = mapped_column(String(32))
    body: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(String(8), default="queued")
    due_at: Mapped[datetime]
    leased_until: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    status: Mapped[int | None]
    error: Mapped[str | None] = mapped_column(String(200))
    created_at: Mapped[datetime]
    settled_at: Mapped[datetime | None]
