"""Selects and inserts over birthdays (month and day only) and the gifts given for them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import exists, or_, select, update
from sqlalchemy.orm import Session

from db.models.birthdays import BirthdayGift
from db.models.coupons import Coupon
from db.models.members import Member
from db.statements import insert_once


def awaiting(
    session: Session, *, month: str, year: int, given_since: datetime, after: int, limit: int
) -> list[tuple[int, str]]:
    """Return (id, MM-DD) of joined members above `after` whose birthday is in `month` and who had no gift lately."""
    had = exists().where(
        BirthdayGift.member_id == Member.id,
        or_(BirthdayGift.year == year, BirthdayGift.at > given_since),
    )
    found = session.execute(
        select(Member.id, Member.birthday_md)
        .where(
            Member.id > after,
            Member.joined_at.is_not(None),
            Member.birthday_md.between(f"{month}-01", f"{month}-31"),
            ~had,
        )
        .order_by(Member.id)
        .limit(limit),
    )
    return [(member_id, md) for member_id, md in found if md is not None]


def on_days(session: Session, *, days: Sequence[str], after: int, limit: int) -> list[tuple[int, str]]:
    """Return (id, MM-DD) of joined members above `after` who have their birthday on one of `days`."""
    found = session.execute(
        select(Member.id, Member.birthday_md)
        .where(Member.id > after, Member.joined_at.is_not(None), Member.birthday_md.in_(days))
        .order_by(Member.id)
        .limit(limit),
    )
    return [(member_id, md) for member_id, md in found if md is not None]


def give(session: Session, *, member_id: int, year: int, at: datetime) -> int | None:
    """Insert a gift and return its id; None when the member had one this year."""
    return insert_once(session, BirthdayGift, member_id=member_id, year=year, at=at)


def name_coupon(session: Session, gift_id: int, coupon_id: int) -> None:
    session.execute(update(BirthdayGift).where(BirthdayGift.id == gift_id).values(coupon_id=coupon_id))


def unused(session: Session, member_ids: Sequence[int], now: datetime) -> dict[int, datetime]:
    """Return until when the birthday coupon of members is still open, by member."""
    return dict(
        session.execute(
            select(Coupon.member_id, Coupon.expires_at)
            .join(BirthdayGift, BirthdayGift.coupon_id == Coupon.id)
            .where(
                BirthdayGift.member_id.in_(member_ids), Coupon.status == "issued", Coupon.expires_at > now
            ),
        ).all(),
    )
