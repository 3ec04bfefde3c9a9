"""Selects and updates over issued coupons."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Row as Found
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from db.models.coupons import Coupon
from db.statements import insert_once


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
    """Insert a coupon and return its id, or None when `key` has been used."""
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


def by_key(session: Session, key: str) -> Found[int, str, str, datetime]:
    """Return (id, code, template, expires_at) of the coupon issued for `key`."""
    return session.execute(
        select(Coupon.id, Coupon.code, Coupon.template, Coupon.expires_at).where(Coupon.key == key),
    ).one()


def by_code(session: Session, code: str) -> Found[int, int, str, datetime] | None:
    """Return (id, member_id, template, expires_at) of a coupon."""
    return session.execute(
        select(Coupon.id, Coupon.member_id, Coupon.template, Coupon.expires_at).where(Coupon.code == code),
    ).one_or_none()


def open_of(session: Session, member_id: int, now: datetime) -> list[Found[int, str, str, datetime]]:
    return list(
        session.execute(
            select(Coupon.id, Coupon.code, Coupon.template, Coupon.expires_at)
            .where(Coupon.member_id == member_id, Coupon.status == "issued", Coupon.expires_at > now)
            .order_by(Coupon.expires_at, Coupon.id),
        ).all(),
    )


def use_up(session: Session, coupon_id: int, now: datetime) -> bool:
    """Mark an issued coupon as redeemed; False when it no longer was."""
    found = session.execute(
        update(Coupon)
        .where(Coupon.id == coupon_id, Coupon.status == "issued")
        .values(status="redeemed", redeemed_at=now)
        .returning(Coupon.id),
    ).scalar_one_or_none()
    return found is not None
