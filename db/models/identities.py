"""Claims of a phone number that leads to somebody else's membership already."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, LargeBinary, String, text
from sqlalchemy.orm import Mapped, mapped_column

from db.types import Row

_STANDING = "state IN ('open', 'review')"


class Claim(Row):
    """One member shares a number that another one holds: open → merged | review → merged | moved | refused.

    `open` waits for the holder, `review` for an operator; `value` is the blinded number.
    """

    __tablename__ = "identity_claims"
    __table_args__ = (
        Index(
            "ix_identity_claims_standing",
            "value",
            "claimant_id",
            unique=True,
            sqlite_where=text(_STANDING),
            postgresql_where=text(_STANDING),
        ),
        Index(None, "claimant_id"),
        Index(None, "holder_id"),
        Index(None, "state", "opened_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    value: Mapped[str] = mapped_column(String(128))
    sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    claimant_id: Mapped[int] = mapped_column(ForeignKey("members.id"))
    holder_id: Mapped[int] = mapped_column(ForeignKey("members.id"))
    state: Mapped[str] = mapped_column(String(8), default="open")
    opened_at: Mapped[datetime]
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[str | None] = mapped_column(String(96))
