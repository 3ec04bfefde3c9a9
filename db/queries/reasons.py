"""Selects for explaining one member's entry or order; each asks for the member, so that none shows another's."""

from __future__ import annotations

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, aliased

from db.models.coupons import Coupon
from db.models.orders import Order, OrderLine, Refund
from db.models.points import Allocation, Entry, Lot


class Booked(NamedTuple):
    """A ledger entry with the lot that it opened, where it opened one."""

    id: int
    kind: str
    amount: int
    qualifying: int
    key: str
    source: str
    rule_version: str
    at: datetime
    reverses_id: int | None
    remaining: int | None
    active_from: datetime | None
    expires_at: datetime | None


class Bill(NamedTuple):
    """An order with what its rules looked at, and the template of the coupon that it used."""

    id: int
    channel: str
    ref: str
    ordered_at: datetime
    total: int
    store: str | None
    points: int
    tier: str | None
    first: bool
    coupon_refused: str | None
    rule_version: str | None
    cuts: list[dict[str, Any]] | None
    coupon: str | None


_ENTRY: Select[*tuple[Any, ...]] = select(
    Entry.id,
    Entry.kind,
    Entry.amount,
    Entry.qualifying,
    Entry.key,
    Entry.source,
    Entry.rule_version,
    Entry.at,
    Entry.reverses_id,
    Lot.remaining,
    Lot.active_from,
    Lot.expires_at,
).outerjoin(Lot, Lot.entry_id == Entry.id)
_BILL: Select[*tuple[Any, ...]] = select(
    Order.id,
    Order.channel,
    Order.ref,
    Order.ordered_at,
    Order.total,
    Order.store,
    Order.points,
    Order.tier,
    Order.first,
    Order.coupon_refused,
    Order.rule_version,
    Order.cuts,
    Coupon.template,
).outerjoin(Coupon, Coupon.id == Order.coupon_id)


def entry(session: Session, member_id: int, entry_id: int) -> Booked | None:
    row = session.execute(_ENTRY.where(Entry.id == entry_id, Entry.member_id == member_id)).one_or_none()
    return None if row is None else Booked(*row)


def earned_by(session: Session, member_id: int, source: str) -> list[Booked]:
    """Return what one source has earned a member, in order of booking."""
    return [
        Booked(*row)
        for row in session.execute(
            _ENTRY.where(Entry.source == source, Entry.member_id == member_id, Entry.kind == "earn").order_by(
                Entry.id
            ),
        )
    ]


def bill(session: Session, member_id: int, channel: str, ref: str) -> Bill | None:
    row = session.execute(
        _BILL.where(Order.channel == channel, Order.ref == ref, Order.member_id == member_id),
    ).one_or_none()
    return None if row is None else Bill(*row)


def newest_bill(session: Session, member_id: int, ref: str | None) -> Bill | None:
    """Return a member's newest order, of those with that ref where one is given."""
    query = _BILL.where(Order.member_id == member_id)
    if ref is not None:
        query = query.where(Order.ref == ref)
    row = session.execute(query.order_by(Order.ordered_at.desc(), Order.id.desc()).limit(1)).one_or_none()
    return None if row is None else Bill(*row)


def lines(session: Session, order_id: int) -> list[tuple[str, str | None, int, int]]:
    """Return (product, category, quantity, amount) of an order's lines."""
    return [
        (product, category, quantity, amount)
        for product, category, quantity, amount in session.execute(
            select(OrderLine.product, OrderLine.category, OrderLine.quantity, OrderLine.amount)
            .where(OrderLine.order_id == order_id)
            .order_by(OrderLine.line),
        )
    ]


def refunded(session: Session, order_id: int) -> tuple[int, int]:
    """Return the money given back for an order, and the points that this took."""
    row = session.execute(
        select(func.coalesce(func.sum(Refund.amount), 0), func.coalesce(func.sum(Refund.points), 0)).where(
            Refund.order_id == order_id
        ),
    ).one()
    return int(row[0]), int(row[1])


def taken_back(session: Session, entry_id: int) -> int:
    """Return the points that reversals of an entry took back (and did not give back again)."""
    found = session.execute(
        select(func.coalesce(func.sum(Entry.amount), 0)).where(Entry.reverses_id == entry_id),
    ).scalar_one()
    return -int(found)


def paid_from(session: Session, entry_id: int, limit: int) -> list[tuple[int, int]]:
    """Return (entry, points) for each lot that an entry took points from: the entry that had earned them."""
    earned = aliased(Entry)
    return [
        (row[0], int(row[1]))
        for row in session.execute(
            select(earned.id, func.sum(Allocation.amount))
            .join(Lot, Lot.id == Allocation.lot_id)
            .join(earned, earned.id == Lot.entry_id)
            .where(Allocation.entry_id == entry_id)
            .group_by(earned.id)
            .order_by(earned.id)
            .limit(limit),
        )
    ]
