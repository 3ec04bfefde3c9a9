"""Selects and the one insert over rule versions."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Row as Found
from sqlalchemy import select
from sqlalchemy.orm import Session

from db.models.versions import Version
from db.statements import insert


def put(session: Session, version: str, effective_at: datetime, rules: Mapping[str, Any]) -> bool:
    """Store a version that is not known yet; return whether it was new."""
    statement = (
        insert(session, Version)
        .values(version=version, effective_at=effective_at, rules=dict(rules))
        .on_conflict_do_nothing()
        .returning(Version.version)
    )
    return session.execute(statement).scalar_one_or_none() is not None


def get(session: Session, version: str) -> Found[datetime, dict[str, Any]] | None:
    """Return (effective_at, rules) of a version."""
    return session.execute(
        select(Version.effective_at, Version.rules).where(Version.version == version),
    ).one_or_none()
