"""Members, the identities that lead to them, and what they agreed to."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Boolean, ForeignKey, Index, LargeBinary, String, UniqueConstraint, false, true
from sqlalchemy.orm import Mapped, mapped_column

from db.types import Row


class Member(Row):
    """One customer of the program; `joined_at` is empty while only orders have spoken of them."""

    __tablename__ = "members"

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(64), unique=True)
    name: Mapped[str | None] = mapped_column(String(128))
    language: Mapped[str | None] = mapped_column(String(8))
    created_at: Mapped[datetime]
    joined_at: Mapped[datetime | None]
    joined_by: Mapped[str | None] = mapped_column(String(64))
    birthday: Mapped[bytes | None] = mapped_column(LargeBinary)
    tags: Mapped[str] = mapped_column(String(512), default="")
    personal: Mapped[bool] = mapped_column(Boolean, default=True, server_default=true())
    synthetic: Mapped[bool] = mapped_column(Boolean, default=False, server_default=false())
    reachable: Mapped[bool] = mapped_column(Boolean, default=True, server_default=true())
    last_seen_on: Mapped[date | None]
    # Month and day beside the sealed birthday, written with it: "whose birthday is it" must be a query.
    birthday_md: Mapped[str | None] = mapped_column(String(5), index=True)
    birthday_told_at: Mapped[datetime | None]
    preferences: Mapped[str] = mapped_column(String(512), default="", server_default="")
    merged_into: Mapped[int | None] = mapped_column(ForeignKey("members.id"), index=True)
    erased_at: Mapped[datetime | None]


class Identity(Row):
    """A name under which a channel knows a member: telegram, number, phone (blinded), card, openid …

    `sealed` is what `value` stands for where that is blinded and must be shown (a member's own phone).
    A second Telegram account of one member is of kind `telegram-too`: it leads here, and is not written to.
    """

    __tablename__ = "identities"
    __table_args__ = (UniqueConstraint("kind", "value"), Index(None, "member_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(32))
    value: Mapped[str] = mapped_column(String(128))
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"))
    sealed: Mapped[bytes | None] = mapped_column(LargeBinary)


class Consent(Row):
    """The latest word of a member on one topic, with what they were shown."""

    __tablename__ = "consents"
    __table_args__ = (UniqueConstraint("member_id", "topic"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("members.id"))
    topic: Mapped[str] = mapped_column(String(32))
    granted: Mapped[bool]
    wording: Mapped[str] = mapped_column(String(32))
    at: Mapped[datetime]
    message_id: Mapped[int | None]
