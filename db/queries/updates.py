"""Selects and updates over the inbox."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row as Found
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from db.models.updates import InboxUpdate
from db.statements import insert_many


def keep(session: Session, updates: Sequence[tuple[int, dict[str, Any]]], now: datetime) -> set[int]:
    """Insert updates with a new id and return those ids."""
    inserted = insert_many(
        session,
        InboxUpdate,
        [
            {"update_id": update_id, "payload": payload, "state": "open", "received_at": now, "attempts": 0}
            for update_id, payload in updates
        ],
        returning=(InboxUpdate.update_id,),
        skip_existing=True,
    )
    return {row[0] for row in inserted}


def set_aside(session: Session, attempts: int) -> None:
    session.execute(
        update(InboxUpdate)
        .where(InboxUpdate.state == "open", InboxUpdate.attempts >= attempts)
        .values(state="poison", error="the process ended each time while it was dealt with"),
    )


def reopen(session: Session) -> list[Found[int, dict[str, Any]]]:
    """Count one more attempt on all open updates and return them, oldest first."""
    session.execute(
        update(InboxUpdate).where(InboxUpdate.state == "open").values(attempts=InboxUpdate.attempts + 1),
    )
    return list(
        session.execute(
            select(InboxUpdate.update_id, InboxUpdate.payload)
            .where(InboxUpdate.state == "open")
            .order_by(InboxUpdate.update_id),
        ).all(),
    )


def finish(session: Session, done: Sequence[int], failed: Mapping[int, str]) -> None:
    if done:
        session.execute(
            update(InboxUpdate).where(InboxUpdate.update_id.in_(done)).values(state="done", payload={}),
        )
    for update_id, error in failed.items():
        session.execute(
            update(InboxUpdate)
            .where(InboxUpdate.update_id == update_id)
            .values(state="poison", error=error[:200]),
        )


def purge(session: Session, before: datetime) -> int:
    return len(
        session.execute(
            delete(InboxUpdate)
            .where(InboxUpdate.state == "done", InboxUpdate.received_at < before)
            .returning(InboxUpdate.update_id),
        ).all(),
    )
