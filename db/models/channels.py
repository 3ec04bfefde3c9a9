"""The systems that may deliver and ask over HTTP, their keys, and what they were answered."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from db.types import Row


class Channel(Row):
    """A system of the brand (till, mall, app): which kinds it may deliver or ask for, which personal fields."""

    __tablename__ = "channels"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(32), unique=True)
    kinds: Mapped[list[Any]]
    fields: Mapped[list[Any]]
    created_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    used_at: Mapped[datetime | None]


class ChannelKey(Row):
    """One secret of a channel, sealed; two of them live side by side while a channel changes over."""

    __tablename__ = "channel_keys"
    __table_args__ = (Index(None, "channel_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    channel_id: Mapped[int] = mapped_column(ForeignKey("channels.id"))
    secret: Mapped[bytes] = mapped_column(LargeBinary)
    created_at: Mapped[datetime]
    ends_at: Mapped[datetime | None]


class ChannelRequest(Row):
    """What was answered to one `webhook-id` of a channel, and a hash of what was asked under it."""

    __tablename__ = "channel_requests"
    __table_args__ = (UniqueConstraint("channel_id", "request_id"), Index(None, "at"))

    id: Mapped[int] = mapped_column(primary_key=True)
    channel_id: Mapped[int] = mapped_column(ForeignKey("channels.id"))
    request_id: Mapped[str] = mapped_column(String(64))
    digest: Mapped[str] = mapped_column(String(64))
    status: Mapped[int | None]
    answer: Mapped[dict[str, Any] | None]
    at: Mapped[datetime]
