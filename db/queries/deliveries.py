"""Selects and updates over what is to be sent to webhook endpoints."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row as Found
from sqlalchemy import ScalarSelect, delete, or_, select, update
from sqlalchemy.orm import Session

from db.models.webhooks import Delivery, Endpoint


def waiting(session: Session, now: datetime) -> list[int]:
    """Return the endpoints that are on, not held, and have something due; O(endpoints), by index."""
    due = (
        select(Delivery.id)
        .where(
            Delivery.endpoint_id == Endpoint.id,
            Delivery.state == "queued",
            Delivery.due_at <= now,
            _free(now),
        )
        .limit(1)
    )
    return list(
        session.execute(
            select(Endpoint.id)
            .where(
                Endpoint.off_at.is_(None),
                or_(Endpoint.held_until.is_(None), Endpoint.held_until <= now),
                due.exists(),
            )
            .order_by(Endpoint.id)
        ).scalars()
    )


def claim(
    session: Session, endpoint_id: int, limit: int, now: datetime, until: datetime
) -> list[Found[int, str, str, int]]:
    """Lease due deliveries of an endpoint and return (id, key, body, attempts) of each."""
    ids = list(
        session.execute(
            select(Delivery.id)
            .where(
                Delivery.endpoint_id == endpoint_id,
                Delivery.state == "queued",
                Delivery.due_at <= now,
                _free(now),
            )
            .order_by(Delivery.due_at, Delivery.id)
            .limit(limit)
            .with_for_update(skip_locked=True)
        ).scalars()
    )
    if not ids:
        return []
    session.execute(
        update(Delivery)
        .where(Delivery.id.in_(ids))
        .values(leased_until=until, attempts=Delivery.attempts + 1)
        .execution_options(synchronize_session=False)
    )
    return list(
        session.execute(
            select(Delivery.id, Delivery.key, Delivery.body, Delivery.attempts)
            .where(Delivery.id.in_(ids))
            .order_by(Delivery.due_at, Delivery.id)
        ).all()
    )


def settle(session: Session, delivery_id: int, attempt: int | None, **values: Any) -> bool:
    """Write down how a delivery stands; with `attempt` only while that attempt is still the newest."""
    ours = update(Delivery).where(Delivery.id == delivery_id, Delivery.state == "queued")
    if attempt is not None:
        ours = ours.where(Delivery.attempts == attempt)
    done = ours.values(leased_until=None, **values).returning(Delivery.id)
    return session.execute(done).scalar_one_or_none() is not None


def queued(session: Session, endpoint_id: int) -> int:
    """Count what waits for an endpoint."""
    return len(
        session.execute(
            select(Delivery.id).where(Delivery.endpoint_id == endpoint_id, Delivery.state == "queued")
        ).all()
    )


def prune(session: Session, before: datetime, limit: int) -> int:
    """Delete up to `limit` deliveries that ended before `before`, or whose endpoint is gone."""
    ended = select(Delivery.id).where(Delivery.settled_at < before, Delivery.state != "queued").limit(limit)
    orphans = select(Delivery.id).where(Delivery.endpoint_id.not_in(_endpoints())).limit(limit)
    ids: Sequence[int] = session.execute(ended).scalars().all() or session.execute(orphans).scalars().all()
    if ids:
        session.execute(delete(Delivery).where(Delivery.id.in_(ids)))
    return len(ids)


def _endpoints() -> ScalarSelect[int]:
    return select(Endpoint.id).scalar_subquery()


def _free(now: datetime) -> Any:
    return or_(Delivery.leased_until.is_(None), Delivery.leased_until <= now)
