"""Selects and updates over the inbox."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, delete, exists, or_, update
from sqlalchemy.orm import Session

from db.models.schedule import Lease
from db.models.updates import InboxUpdate
from db.statements import insert_many, take_turns

_TAKING_OVER = 3_902_117_745


def keep(
    session: Session, updates: Sequence[tuple[int, dict[str, Any]]], owner: str, now: datetime
) -> set[int]:
    """Insert updates with a new id and return those ids."""
    inserted = insert_many(
        session,
        InboxUpdate,
        [
            {
                "update_id": update_id,
                "payload": payload,
                "state": "open",
                "received_at": now,
                "attempts": 0,
                "owner": owner,
            }
            for update_id, payload in updates
        ],
        returning=(InboxUpdate.update_id,),
        skip_existing=True,
    )
    return {row[0] for row in inserted}


def _left(now: datetime) -> ColumnElement[bool]:
    """Open updates whose process is gone: nobody holds the lease of that name any more."""
    alive = exists().where(Lease.name == InboxUpdate.owner, Lease.expires_at > now)
    return and_(InboxUpdate.state == "open", or_(InboxUpdate.owner.is_(None), ~alive))


def set_aside(session: Session, attempts: int, now: datetime) -> None:
    session.execute(
        update(InboxUpdate)
        .where(_left(now), InboxUpdate.attempts >= attempts)
        .execution_options(synchronize_session=False)
        .values(state="poison", error="the process ended each time while it was dealt with"),
    )


def take_over(session: Session, owner: str, now: datetime) -> list[tuple[int, dict[str, Any]]]:
    """Make left updates `owner`'s, count one more attempt on each, and return them, oldest first.

    In turns: of two at once, the second must see the first one's lease, or it would take the same updates.
    """
    take_turns(session, _TAKING_OVER)
    taken = session.execute(
        update(InboxUpdate)
        .where(_left(now))
        .values(attempts=InboxUpdate.attempts + 1, owner=owner)
        .returning(InboxUpdate.update_id, InboxUpdate.payload)
        .execution_options(synchronize_session=False),
    )
    return sorted(((row.update_id, row.payload) for row in taken), key=lambda pair: pair[0])


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
