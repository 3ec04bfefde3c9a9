"""Campaigns with their counters, and one row for each member whom a campaign is for."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Boolean, ForeignKey, Index, String, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column

from db.types import Row


class Campaign(Row):
    """One announcement: draft → tested → approved → scheduled | running ⇄ paused → finished | cancelled.

    The counters move in the transaction that moves the recipients, so they always add up to `total`.
    """

    __tablename__ = "campaigns"
    __table_args__ = (Index(None, "state"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(64))
    segment: Mapped[str] = mapped_column(String(32))
    texts: Mapped[dict[str, Any]]
    photo: Mapped[str | None] = mapped_column(String(256))
    link_label: Mapped[str | None] = mapped_column(String(64))
    link_url: Mapped[str | None] = mapped_column(String(512))
    link_counted: Mapped[bool] = mapped_column(Boolean, default=False, server_default=false())
    content_hash: Mapped[str] = mapped_column(String(32))
    state: Mapped[str] = mapped_column(String(12), default="draft")

    created_by: Mapped[int]
    created_at: Mapped[datetime]
    edited_by: Mapped[int]
    edited_at: Mapped[datetime]
    tested_by: Mapped[int | None]
    tested_at: Mapped[datetime | None]
    tested_hash: Mapped[str | None] = mapped_column(String(32))
    approved_by: Mapped[int | None]
    approved_at: Mapped[datetime | None]
    approved_hash: Mapped[str | None] = mapped_column(String(32))
    sent_by: Mapped[int | None]
    scheduled_at: Mapped[datetime | None]
    started_at: Mapped[datetime | None]
    paused_by: Mapped[int | None]
    paused_at: Mapped[datetime | None]
    pause_reason: Mapped[str | None] = mapped_column(String(16))
    ended_by: Mapped[int | None]
    ended_at: Mapped[datetime | None]

    audience_top: Mapped[int] = mapped_column(default=0)
    audience_done: Mapped[int] = mapped_column(default=0)
    planned_at: Mapped[datetime | None]
    deadline_at: Mapped[datetime | None]
    total: Mapped[int] = mapped_column(default=0)
    planned: Mapped[int] = mapped_column(default=0)
    deferred: Mapped[int] = mapped_column(default=0)
    capped: Mapped[int] = mapped_column(default=0)
    suppressed: Mapped[int] = mapped_column(default=0)
    sending: Mapped[int] = mapped_column(default=0)
    sent: Mapped[int] = mapped_column(default=0)
    failed: Mapped[int] = mapped_column(default=0)
    unreachable: Mapped[int] = mapped_column(default=0)
    unknown: Mapped[int] = mapped_column(default=0)
    clicked: Mapped[int] = mapped_column(default=0)
    opted_out: Mapped[int] = mapped_column(default=0)

    language: Mapped[str] = mapped_column(String(8))
    progress_chat: Mapped[int | None]
    progress_message: Mapped[int | None]
    progress_shown: Mapped[str | None] = mapped_column(String(160))


class Recipient(Row):
    """One member of one campaign: planned | deferred → sending → sent | failed | unreachable | unknown.

    `capped` and `suppressed` are ends too: not sent, and `reason` says why. `due_at` is moved a little ahead by
    whoever takes the row, so that two senders rarely reach for the same one.
    """

    __tablename__ = "campaign_recipients"
    __table_args__ = (
        UniqueConstraint("campaign_id", "member_id"),
        Index(None, "campaign_id", "state", "due_at"),
        Index(None, "member_id", "armed_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaigns.id"))
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"))
    state: Mapped[str] = mapped_column(String(12))
    reason: Mapped[str | None] = mapped_column(String(160))
    due_at: Mapped[datetime]
    attempts: Mapped[int] = mapped_column(default=0)
    chat_id: Mapped[int | None]
    armed_at: Mapped[datetime | None]
    settled_at: Mapped[datetime | None]
    message_id: Mapped[int | None]
    clicked_at: Mapped[datetime | None]
    opted_out_at: Mapped[datetime | None]
