"""Coupons: issuing them once per occasion, listing them, and using them up."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from core.clock import day_begins
from core.errors import Conflict, NotFound
from core.program import CouponTemplate, Program
from db.queries import coupons as rows

# No 0 O 1 I L U: a code is read out at the counter. 13 characters of 30 are just under 64 bits, 14 above.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_LENGTH = 14


class CouponUnknown(NotFound):
    key = "coupons-unknown"


class CouponClosed(Conflict):
    key = "coupons-closed"


@dataclass(frozen=True, slots=True)
class Issued:
    """A coupon in a member's hands; `new` is false when the occasion had been used before."""

    coupon_id: int
    code: str
    template: str
    expires_at: datetime
    new: bool


@dataclass(frozen=True, slots=True)
class Open:
    """A coupon that can be used now."""

    coupon_id: int
    code: str
    template: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Redeemed:
    coupon_id: int
    template: str
    member_id: int
    redeemed_at: datetime


def issue(
    session: Session,
    *,
    member_id: int,
    template: str,
    key: str,
    program: Program,
    now: datetime,
) -> Issued:
    """Give a member one coupon of `template` for the occasion `key`, once; valid to the end of its last local day."""
    last_day = now.astimezone(program.time_zone).date() + timedelta(
        days=template_of(program, template).valid_days
    )
    expires_at = day_begins(last_day + timedelta(days=1), program.time_zone)
    code = "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))
    coupon_id = rows.issue(
        session,
        code=code,
        key=key,
        template=template,
        member_id=member_id,
        now=now,
        expires_at=expires_at,
    )
    if coupon_id is None:
        known = rows.by_key(session, key)
        return Issued(known.id, known.code, known.template, known.expires_at, new=False)
    return Issued(coupon_id, code, template, expires_at, new=True)


def open_coupons(session: Session, *, member_id: int, now: datetime) -> tuple[Open, ...]:
    """Return the coupons that a member can use now, the soonest to expire first."""
    return tuple(Open(*row) for row in rows.open_of(session, member_id, now))


def redeem(session: Session, *, code: str, member_id: int | None = None, now: datetime) -> Redeemed:
    """Use a coupon up at the counter (核销); with `member_id` only that member's own. Raises CouponUnknown, CouponClosed."""
    found = rows.by_code(session, code.strip().upper().replace("-", ""))
    if found is None or (member_id is not None and found.member_id != member_id):
        raise CouponUnknown
    if found.expires_at <= now or not rows.use_up(session, found.id, now):
        raise CouponClosed
    return Redeemed(found.id, found.template, found.member_id, now)


def template_of(program: Program, template: str) -> CouponTemplate:
    """Return a template of the program; raises CouponUnknown for one that it no longer has."""
    found = program.coupons.get(template)
    if found is None:
        raise CouponUnknown
    return found


def shown_code(code: str) -> str:
    """Return a code grouped so that it can be read out: `ABCDE-FGHJK-MNPQ`."""
    return "-".join(code[start : start + 5] for start in range(0, len(code), 5))
