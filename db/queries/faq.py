"""Selects and updates over findings in the articles."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from db.models.faq import FaqFinding
from db.statements import insert_once


def add(session: Session, digest: str, now: datetime) -> bool:
    """Note a finding; False when it is known."""
    return insert_once(session, FaqFinding, digest=digest, told_at=now) is not None


def keep_only(session: Session, digests: Collection[str]) -> None:
    """Forget the findings that are found no more."""
    for digest in session.scalars(select(FaqFinding.digest)).all():
        if digest not in digests:
            session.execute(delete(FaqFinding).where(FaqFinding.digest == digest))
