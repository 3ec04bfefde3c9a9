"""Selects and inserts over orders, their lines, refunds, and imported products."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Row as Found
from sqlalchemy import select, tuple_
from sqlalchemy.orm import Session

from db.models.orders import ImportedProduct, Order, OrderLine, Refund
from db.statements import insert, insert_many

_CHUNK = 1_000


class ForRefund(NamedTuple):
    id: int
    member_id: int
    total: int
    ordered_at: datetime


def bodies(session: Session, keys: Sequence[tuple[str, str]]) -> dict[tuple[str, str], str]:
    """Return the content hash of each known order by (channel, ref)."""
    found: dict[tuple[str, str], str] = {}
    for start in range(0, len(keys), _CHUNK):
        for channel, ref, body in session.execute(
            select(Order.channel, Order.ref, Order.body).where(
                tuple_(Order.channel, Order.ref).in_(keys[start : start + _CHUNK]),
            ),
        ):
            found[channel, ref] = body
    return found


def insert_orders(
    session: Session,
    orders: Sequence[tuple[Mapping[str, Any], Sequence[tuple[str, str, int, int]]]],
) -> None:
    """Insert orders with their (product, category, quantity, amount) lines."""
    ids = {
        (row[0], row[1]): row[2]
        for row in insert_many(
            session,
            Order,
            [order for order, _ in orders],
            returning=(Order.channel, Order.ref, Order.id),
        )
    }
    insert_many(
        session,
        OrderLine,
        [
            {
                "order_id": ids[order["channel"], order["ref"]],
                "line": place,
                "product": product,
                "category": category or None,
                "quantity": quantity,
                "amount": amount,
            }
            for order, lines in orders
            for place, (product, category, quantity, amount) in enumerate(lines, start=1)
        ],
    )


def for_refund(session: Session, channel: str, ref: str) -> ForRefund | None:
    """Return an order, locked until the transaction ends."""
    row = session.execute(
        select(Order.id, Order.member_id, Order.total, Order.ordered_at)
        .where(Order.channel == channel, Order.ref == ref)
        .with_for_update(),
    ).one_or_none()
    return None if row is None else ForRefund._make(row)


def refunds(session: Session, order_id: int) -> dict[str, tuple[str, int]]:
    """Return (body, amount) of an order's refunds by their ref."""
    return {
        ref: (body, amount)
        for ref, body, amount in session.execute(
            select(Refund.ref, Refund.body, Refund.amount).where(Refund.order_id == order_id),
        )
    }


def refunds_of_member(
    session: Session, member_id: int, limit: int
) -> list[Found[int, datetime, datetime, int, int]]:
    """Return (id, ordered_at, refunded_at, amount, points) of a member's newest refunds."""
    found = session.execute(
        select(Refund.id, Order.ordered_at, Refund.refunded_at, Refund.amount, Refund.points)
        .join(Order, Order.id == Refund.order_id)
        .where(Order.member_id == member_id)
        .order_by(Refund.refunded_at.desc(), Refund.id.desc())
        .limit(limit),
    )
    return list(found.all())


def channels_of(session: Session, refs: Sequence[str]) -> dict[str, list[str]]:
    """Return the channels in which each order ref is known; O(channels x refs), by the natural key's index."""
    channels = list(session.execute(select(Order.channel).distinct()).scalars())
    found: dict[str, list[str]] = {}
    for start in range(0, len(refs), _CHUNK):
        for channel, ref in session.execute(
            select(Order.channel, Order.ref).where(
                Order.channel.in_(channels),
                Order.ref.in_(refs[start : start + _CHUNK]),
            ),
        ):
            found.setdefault(ref, []).append(channel)
    return found


def insert_refund(session: Session, **values: Any) -> int:
    return session.execute(insert(session, Refund).values(**values).returning(Refund.id)).scalar_one()


def recent(
    session: Session,
    member_id: int,
    limit: int,
) -> list[tuple[Found[int, str, str, datetime, int, int], list[str]]]:
    """Return (id, ref, channel, ordered_at, total, points) of a member's newest orders, with their products."""
    orders = session.execute(
        select(Order.id, Order.ref, Order.channel, Order.ordered_at, Order.total, Order.points)
        .where(Order.member_id == member_id)
        .order_by(Order.ordered_at.desc(), Order.id.desc())
        .limit(limit),
    ).all()
    products: dict[int, list[str]] = {order.id: [] for order in orders}
    for order_id, product in session.execute(
        select(OrderLine.order_id, OrderLine.product)
        .where(OrderLine.order_id.in_(products))
        .order_by(OrderLine.order_id, OrderLine.line),
    ):
        products[order_id].append(product)
    return [(order, products[order.id]) for order in orders]


def categories(session: Session, ids: Sequence[str]) -> dict[str, str]:
    """Return the category of each imported product."""
    found: dict[str, str] = {}
    for start in range(0, len(ids), _CHUNK):
        found |= dict(
            session.execute(
                select(ImportedProduct.id, ImportedProduct.category).where(
                    ImportedProduct.id.in_(ids[start : start + _CHUNK]),
                ),
            ).all(),
        )
    return found


def buyers(session: Session, member_ids: Sequence[int]) -> set[int]:
    """Return those members who have an order already."""
    found: set[int] = set()
    for start in range(0, len(member_ids), _CHUNK):
        found |= set(
            session.execute(
                select(Order.member_id)
                .where(Order.member_id.in_(member_ids[start : start + _CHUNK]))
                .distinct(),
            ).scalars(),
        )
    return found


def whole_products(session: Session, ids: Sequence[str]) -> dict[str, dict[str, Any]]:
    """Return all that is known of imported products, by id."""
    columns = list(ImportedProduct.__table__.columns)
    found: dict[str, dict[str, Any]] = {}
    for start in range(0, len(ids), _CHUNK):
        for row in session.execute(
            select(*columns).where(ImportedProduct.id.in_(ids[start : start + _CHUNK])),
        ).mappings():
            found[row["id"]] = dict(row)
    return found


def put_products(session: Session, products: Sequence[Mapping[str, Any]]) -> None:
    """Insert imported products or replace what is known of them; each id once."""
    statement = insert(session, ImportedProduct)
    columns = [name for name in products[0] if name != "id"]
    session.connection().execute(
        statement.on_conflict_do_update(
            index_elements=["id"],
            set_={name: statement.excluded[name] for name in columns},
        ),
        list(products),
    )


def products(session: Session, ids: Sequence[str]) -> dict[str, Found[str, str, str, int]]:
    """Return (id, name, category, price) of imported products."""
    return {
        row.id: row
        for row in session.execute(
            select(
                ImportedProduct.id,
                ImportedProduct.name,
                ImportedProduct.category,
                ImportedProduct.price,
            ).where(ImportedProduct.id.in_(ids)),
        )
    }
