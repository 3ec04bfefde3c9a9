"""Selects and updates over webhook endpoints."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from db.models.members import Member
from db.models.webhooks import Delivery, Endpoint
from db.statements import insert_many, insert_once

_CHUNK = 1_000


def listening(session: Session) -> list[tuple[int, list[str]]]:
    """Return (id, kinds) of the endpoints that are on."""
    return [
        (row[0], row[1])
        for row in session.execute(select(Endpoint.id, Endpoint.kinds).where(Endpoint.off_at.is_(None)))
    ]


def numbers(session: Session, member_ids: Sequence[int]) -> dict[int, str]:
    """Return the member number of each id."""
    found: dict[int, str] = {}
    for start in range(0, len(member_ids), _CHUNK):
        part = member_ids[start : start + _CHUNK]
        found |= {
            row.id: row.number
            for row in session.execute(select(Member.id, Member.number).where(Member.id.in_(part)))
        }
    return found


def queue(session: Session, deliveries: Sequence[Mapping[str, Any]]) -> int:
    """Insert the deliveries whose (endpoint, key) is new and return how many were."""
    return len(insert_many(session, Delivery, deliveries, returning=(Delivery.id,), skip_existing=True))


def add(session: Session, **values: Any) -> int | None:
    """Insert an endpoint and return its id, or None when its address is known."""
    return insert_once(session, Endpoint, **values)


def endpoint(session: Session, endpoint_id: int) -> Endpoint | None:
    return session.execute(select(Endpoint).where(Endpoint.id == endpoint_id)).scalar_one_or_none()


def endpoints(session: Session) -> list[Endpoint]:
    return list(session.execute(select(Endpoint).order_by(Endpoint.id)).scalars())


def counts(session: Session) -> dict[tuple[int, str], int]:
    """Return how many deliveries stand in which state, by (endpoint, state)."""
    return {
        (endpoint_id, state): count
        for endpoint_id, state, count in session.execute(
            select(Delivery.endpoint_id, Delivery.state, func.count()).group_by(
                Delivery.endpoint_id, Delivery.state
            )
        )
    }


def remove(session: Session, endpoint_id: int) -> bool:
    """Delete an endpoint, False when there is none; what was to be sent to it is pruned later."""
    gone = delete(Endpoint).where(Endpoint.id == endpoint_id).returning(Endpoint.id)
    return session.execute(gone).scalar_one_or_none() is not None


def change(session: Session, endpoint_id: int, **values: Any) -> None:
    session.execute(update(Endpoint).where(Endpoint.id == endpoint_id).values(**values))


def requeue(session: Session, endpoint_id: int, now: datetime) -> int:
    """Make all that never arrived due at once; return how many."""
    again = (
        update(Delivery)
        .where(Delivery.endpoint_id == endpoint_id, Delivery.state.in_(("queued", "failed")))
        .values(state="queued", due_at=now, attempts=0, leased_until=None, settled_at=None)
        .returning(Delivery.id)
    )
    return len(session.execute(again).all())
