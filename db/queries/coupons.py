"""Selects and updates over issued coupons."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Row as Found
from sqlalchemy import select, tuple_, update
from sqlalchemy.orm import Session

from db.models.coupons import Coupon
from db.statements import insert_once

_CHUNK = 500
COUNTER = "@counter"  # where a coupon was used when no channel's system used it


class Card(NamedTuple):
    """A coupon as it stands."""

    id: int
    code: str
    member_id: int
    template: str
    status: str
    issued_at: datetime
    expires_at: datetime
    redeemed_at: datetime | None
    channel: str | None
    store: str | None
    order_ref: str | None
    saved: int | None


_CARD = tuple(getattr(Coupon, name) for name in Card._fields)


def issue(
    session: Session,
    *,
    code: str,
    key: str,
    template: str,
    member_id: int,
    now: datetime,
    expires_at: datetime,
) -> int | None:
    """Insert a coupon and return its id, or None when `key` (or, rarely, `code`) has been used."""
    return insert_once(
        session,
        Coupon,
        code=code,
        key=key,
        template=template,
        member_id=member_id,
        status="issued",
        issued_at=now,
        expires_at=expires_at,
    )


def by_key(session: Session, key: str) -> Card | None:
    return _one(session, Coupon.key == key)


def by_code(session: Session, code: str) -> Card | None:
    """Return the coupon whose kept half is `code`."""
    return _one(session, Coupon.code == code)


def by_id(session: Session, coupon_id: int) -> Card | None:
    return _one(session, Coupon.id == coupon_id)


def open_of(session: Session, member_id: int, now: datetime) -> list[Found[int, str, str, datetime]]:
    return list(
        session.execute(
            select(Coupon.id, Coupon.code, Coupon.template, Coupon.expires_at)
            .where(Coupon.member_id == member_id, Coupon.status == "issued", Coupon.expires_at > now)
            .order_by(Coupon.expires_at, Coupon.id),
        ).all(),
    )


def past_of(session: Session, member_id: int, now: datetime, before: int | None, limit: int) -> list[Card]:
    """Return a member's used, expired and revoked coupons below id `before`, newest first."""
    ended = (Coupon.status != "issued") | (Coupon.expires_at <= now)
    statement = select(*_CARD).where(Coupon.member_id == member_id, ended)
    if before is not None:
        statement = statement.where(Coupon.id < before)
    return [Card(*row) for row in session.execute(statement.order_by(Coupon.id.desc()).limit(limit))]


def use_up(session: Session, coupon_id: int, **how: Any) -> bool:
    """Mark an issued coupon as redeemed; False when it no longer was issued."""
    return _change(session, coupon_id, "issued", status="redeemed", **how)


def revoke(session: Session, coupon_id: int) -> bool:
    """Mark an issued coupon as revoked; False when it no longer was issued."""
    return _change(session, coupon_id, "issued", status="revoked")


def give_back(session: Session, coupon_id: int) -> bool:
    """Make a redeemed coupon an issued one again; False when it no longer was redeemed."""
    fresh: dict[str, Any] = dict.fromkeys(
        ("redeemed_at", "channel", "store", "clerk", "order_ref", "saved", "reminded_at")
    )
    return _change(session, coupon_id, "redeemed", status="issued", **fresh)


def bind(session: Session, coupon_id: int, channel: str, order_ref: str) -> bool:
    """Let a coupon that the counter redeemed count for an order; False when it counts for another already."""
    found = session.execute(
        update(Coupon)
        .where(Coupon.id == coupon_id, Coupon.status == "redeemed", Coupon.channel == COUNTER)
        .values(channel=channel, order_ref=order_ref)
        .returning(Coupon.id),
    ).scalar_one_or_none()
    return found is not None


def of_orders(session: Session, orders: Sequence[tuple[str, str]]) -> list[Card]:
    """Return the coupons redeemed on orders (channel, ref); O(orders) in few statements."""
    found: list[Card] = []
    for start in range(0, len(orders), _CHUNK):
        wanted = tuple_(Coupon.channel, Coupon.order_ref).in_(orders[start : start + _CHUNK])
        rows = session.execute(select(*_CARD).where(wanted, Coupon.status == "redeemed").order_by(Coupon.id))
        found += [Card(*row) for row in rows]
    return found


def at_counter(
    session: Session, member_ids: Sequence[int], templates: Sequence[str], since: datetime
) -> list[Card]:
    """Return members' coupons of some templates that the counter has redeemed since, and no order has taken up."""
    found: list[Card] = []
    for start in range(0, len(member_ids), _CHUNK):
        rows = session.execute(
            select(*_CARD)
            .where(
                Coupon.member_id.in_(member_ids[start : start + _CHUNK]),
                Coupon.status == "redeemed",
                Coupon.channel == COUNTER,
                Coupon.template.in_(templates),
                Coupon.redeemed_at >= since,
            )
            .order_by(Coupon.redeemed_at, Coupon.id),
        )
        found += [Card(*row) for row in rows]
    return found


def expire(session: Session, now: datetime, limit: int) -> int:
    """Mark up to `limit` issued coupons whose time is over as expired, and return how many."""
    due = list(
        session.execute(
            select(Coupon.id)
            .where(Coupon.status == "issued", Coupon.expires_at <= now)
            .order_by(Coupon.expires_at)
            .limit(limit)
            .with_for_update(skip_locked=True),
        ).scalars(),
    )
    if due:
        session.execute(
            update(Coupon).where(Coupon.id.in_(due), Coupon.status == "issued").values(status="expired"),
        )
    return len(due)


def ending(
    session: Session, *, until: datetime, issued_before: datetime, now: datetime, limit: int
) -> list[int]:
    """Return up to `limit` members who have coupons that end by `until` and were not reminded of."""
    return list(
        session.execute(
            select(Coupon.member_id)
            .where(*_unreminded(until, issued_before, now))
            .group_by(Coupon.member_id)
            .order_by(Coupon.member_id)
            .limit(limit),
        ).scalars(),
    )


def remind(
    session: Session, member_id: int, *, until: datetime, issued_before: datetime, now: datetime
) -> list[Found[int, str, datetime]]:
    """Note that a member is reminded of all that ends by `until`; return (id, template, expires_at), soonest first."""
    due = session.execute(
        update(Coupon)
        .where(Coupon.member_id == member_id, *_unreminded(until, issued_before, now))
        .values(reminded_at=now)
        .returning(Coupon.id, Coupon.template, Coupon.expires_at),
    ).all()
    return sorted(due, key=lambda row: (row.expires_at, row.id))


def others_on(session: Session, channel: str, order_ref: str, coupon_id: int) -> list[str]:
    """Return the templates of the other coupons redeemed on an order."""
    return list(
        session.execute(
            select(Coupon.template).where(
                Coupon.channel == channel,
                Coupon.order_ref == order_ref,
                Coupon.status == "redeemed",
                Coupon.id != coupon_id,
            ),
        ).scalars(),
    )


def _unreminded(until: datetime, issued_before: datetime, now: datetime) -> tuple[Any, ...]:
    return (
        Coupon.status == "issued",
        Coupon.expires_at > now,
        Coupon.expires_at <= until,
        Coupon.issued_at <= issued_before,
        Coupon.reminded_at.is_(None),
    )


def _change(session: Session, coupon_id: int, before: str, **values: Any) -> bool:
    found = session.execute(
        update(Coupon)
        .where(Coupon.id == coupon_id, Coupon.status == before)
        .values(**values)
        .returning(Coupon.id),
    ).scalar_one_or_none()
    return found is not None


def _one(session: Session, condition: Any) -> Card | None:
    row = session.execute(select(*_CARD).where(condition)).one_or_none()
    return None if row is None else Card(*row)
