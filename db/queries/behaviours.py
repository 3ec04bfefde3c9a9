"""Selects and inserts over what members did elsewhere."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select, tuple_
from sqlalchemy.orm import Session

from db.models.behaviours import Behaviour
from db.statements import insert_many

_CHUNK = 1_000


def bodies(session: Session, keys: Sequence[tuple[str, str]]) -> dict[tuple[str, str], str]:
    """Return the content hash of each known deed by (channel, ref)."""
    found: dict[tuple[str, str], str] = {}
    for start in range(0, len(keys), _CHUNK):
        for channel, ref, body in session.execute(
            select(Behaviour.channel, Behaviour.ref, Behaviour.body).where(
                tuple_(Behaviour.channel, Behaviour.ref).in_(keys[start : start + _CHUNK]),
            ),
        ):
            found[channel, ref] = body
    return found


def write(session: Session, behaviours: Sequence[Mapping[str, Any]]) -> None:
    insert_many(session, Behaviour, behaviours)
