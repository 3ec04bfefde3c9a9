"""A segment's conditions as SQL over members, accounts, orders and their lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, ScalarSelect, exists, func, or_, select
from sqlalchemy import Row as Found
from sqlalchemy.orm import Session

from db.models.members import Member
from db.models.orders import ImportedProduct, Order, OrderLine
from db.models.points import Account


@dataclass(frozen=True, slots=True)
class Conditions:
    """What a segment asks for, with its days already turned into instants; all that is given must hold.

    `categories` narrow which orders the order conditions look at; `own_products` are the catalogue's products
    of those categories, `known_products` all of the catalogue, whose own category counts before an imported one.
    Orders that came in after `seen_until` do not count: the audience is the one of that instant.
    """

    seen_until: datetime
    tiers: Sequence[str] = ()
    languages: Sequence[str] = ()
    joined_since: datetime | None = None
    categories: Sequence[str] = ()
    own_products: Sequence[str] = ()
    known_products: Sequence[str] = ()
    ordered_since: datetime | None = None
    not_ordered_since: datetime | None = None
    min_orders: int | None = None
    max_orders: int | None = None


def where(conditions: Conditions) -> list[ColumnElement[bool]]:
    """Return the conditions on `Member` that make it one of the segment."""
    met: list[ColumnElement[bool]] = [Member.created_at <= conditions.seen_until]
    if conditions.tiers:
        met.append(
            exists()
            .where(Account.member_id == Member.id, Account.tier.in_(conditions.tiers))
            .correlate(Member),
        )
    if conditions.languages:
        met.append(Member.language.in_(conditions.languages))
    if conditions.joined_since is not None:
        met.append(Member.joined_at >= conditions.joined_since)
    return met + _orders_met(conditions)


def _orders_met(conditions: Conditions) -> list[ColumnElement[bool]]:
    counted = _counted(conditions)
    met: list[ColumnElement[bool]] = []
    if conditions.ordered_since is not None:
        met.append(exists().where(*counted, Order.ordered_at >= conditions.ordered_since).correlate(Member))
    if conditions.not_ordered_since is not None:
        met.append(
            ~exists().where(*counted, Order.ordered_at >= conditions.not_ordered_since).correlate(Member)
        )
    at_least = conditions.min_orders
    if at_least is None and _asks_for_an_order(conditions):
        at_least = 1
    if at_least == 1:
        met.append(exists().where(*counted).correlate(Member))
    elif at_least:
        met.append(_number(counted) >= at_least)
    if conditions.max_orders == 0:
        met.append(~exists().where(*counted).correlate(Member))
    elif conditions.max_orders is not None:
        met.append(_number(counted) <= conditions.max_orders)
    return met


def _asks_for_an_order(conditions: Conditions) -> bool:
    """Who never bought has no last order; and categories alone mean: bought from one of them."""
    bare = conditions.max_orders is None and conditions.ordered_since is None
    return conditions.not_ordered_since is not None or (bool(conditions.categories) and bare)


def _counted(conditions: Conditions) -> list[ColumnElement[bool]]:
    counted: list[ColumnElement[bool]] = [
        Order.member_id == Member.id,
        Order.received_at <= conditions.seen_until,
    ]
    if conditions.categories:
        imported = select(ImportedProduct.id).where(
            ImportedProduct.category.in_(conditions.categories),
            ImportedProduct.id.not_in(conditions.known_products),
        )
        counted.append(
            exists()
            .where(
                OrderLine.order_id == Order.id,
                or_(OrderLine.product.in_(conditions.own_products), OrderLine.product.in_(imported)),
            )
            .correlate(Order),
        )
    return counted


def _number(counted: list[ColumnElement[bool]]) -> ScalarSelect[int]:
    return select(func.count()).select_from(Order).where(*counted).correlate(Member).scalar_subquery()


def count(session: Session, conditions: Conditions) -> int:
    return session.execute(
        select(func.count()).select_from(Member).where(*where(conditions)),
    ).scalar_one()


def sample(
    session: Session, conditions: Conditions, limit: int
) -> list[Found[str | None, str, int, str | None]]:
    """Return (name, tier, points, language) of the segment's newest members."""
    return list(
        session.execute(
            select(Member.name, Account.tier, Account.balance, Member.language)
            .join(Account, Account.member_id == Member.id)
            .where(*where(conditions))
            .order_by(Member.id.desc())
            .limit(limit),
        ).all(),
    )


def example(session: Session, member_id: int) -> Found[str | None, str, int, str | None] | None:
    """Return (name, tier, points, language) of one member."""
    return session.execute(
        select(Member.name, Account.tier, Account.balance, Member.language)
        .join(Account, Account.member_id == Member.id)
        .where(Member.id == member_id),
    ).one_or_none()
