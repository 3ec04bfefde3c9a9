"""Selects and inserts over refunds that wait for their order."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import delete, select, tuple_
from sqlalchemy.orm import Session

from db.models.orders import Order
from db.models.waiting import WaitingRefund
from db.statements import insert_once

_CHUNK = 500


class Held(NamedTuple):
    id: int
    channel: str
    order_ref: str
    ref: str
    refunded_at: str
    amount: int


_COLUMNS = (
    WaitingRefund.id,
    WaitingRefund.channel,
    WaitingRefund.order_ref,
    WaitingRefund.ref,
    WaitingRefund.refunded_at,
    WaitingRefund.amount,
)


def hold(session: Session, **values: Any) -> int | None:
    """Insert a refund and return its id, or None when one of that name waits for that order already."""
    return insert_once(session, WaitingRefund, **values)


def held(session: Session, channel: str, order_ref: str, ref: str) -> Held:
    row = session.execute(
        select(*_COLUMNS).where(
            WaitingRefund.channel == channel, WaitingRefund.order_ref == order_ref, WaitingRefund.ref == ref
        )
    ).one()
    return Held(*row)


def is_any(session: Session) -> bool:
    return session.execute(select(WaitingRefund.id).limit(1)).first() is not None


def of_orders(session: Session, keys: Sequence[tuple[str, str]]) -> list[Held]:
    """Return what waits for these orders, (channel, ref) each, in the order in which it came."""
    found: list[Held] = []
    for start in range(0, len(keys), _CHUNK):
        of_these = tuple_(WaitingRefund.channel, WaitingRefund.order_ref).in_(keys[start : start + _CHUNK])
        rows = session.execute(select(*_COLUMNS).where(of_these).order_by(WaitingRefund.id))
        found += [Held(*row) for row in rows]
    return found


def come_true(session: Session, limit: int) -> list[Held]:
    """Return refunds that wait although their order is there: both came at the same moment."""
    rows = session.execute(
        select(*_COLUMNS)
        .join(Order, (Order.channel == WaitingRefund.channel) & (Order.ref == WaitingRefund.order_ref))
        .order_by(WaitingRefund.id)
        .limit(limit)
    )
    return [Held(*row) for row in rows]


def overdue(session: Session, before: datetime, limit: int) -> list[Held]:
    rows = session.execute(
        select(*_COLUMNS)
        .where(WaitingRefund.received_at < before)
        .order_by(WaitingRefund.received_at, WaitingRefund.id)
        .limit(limit)
    )
    return [Held(*row) for row in rows]


def take(session: Session, ids: Sequence[int]) -> set[int]:
    """Delete these rows and return those that were still there: of two who want one, one gets it."""
    gone: set[int] = set()
    for start in range(0, len(ids), _CHUNK):
        these = delete(WaitingRefund).where(WaitingRefund.id.in_(ids[start : start + _CHUNK]))
        gone |= set(session.execute(these.returning(WaitingRefund.id)).scalars())
    return gone
