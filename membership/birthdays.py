"""Birthdays: a gift in the birthday's month, once a year, and a greeting on the day, at a civil hour."""

from __future__ import annotations

from calendar import isleap
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from core.program import Program
from db.queries import birthdays as rows
from membership import coupons, notices
from membership.reach import quiet_end

TOPIC = "coupons"
BELATED_DAYS = 2
# A birthday moved from December to January is a new calendar year, but not a new year of one's life.
BETWEEN_GIFTS = timedelta(days=300)
_LEAP_DAY, _DAY_BEFORE = "02-29", "02-28"


@dataclass(frozen=True, slots=True)
class Batch:
    """How many members were dealt with, and the highest id among them, after which the next batch begins."""

    count: int
    last: int


def give(session: Session, *, after: int, limit: int, program: Program, now: datetime) -> Batch:
    """Give the birthday coupon to up to `limit` members of this local month above id `after`, and tell them.

    Safe to repeat and to miss days: whoever is in the month and had nothing this year gets it. Whose birthday is
    today is greeted with it, in one message. O(limit) with the index on the day of the year.
    """
    if program.birthday_coupon is None:
        return Batch(0, after)
    today = now.astimezone(program.time_zone).date()
    due = rows.awaiting(
        session,
        month=f"{today:%m}",
        year=today.year,
        given_since=now - BETWEEN_GIFTS,
        after=after,
        limit=limit,
    )
    for member_id, md in due:
        gift_id = rows.give(session, member_id=member_id, year=today.year, at=now)
        if gift_id is None:
            continue
        issued = coupons.issue(
            session,
            member_id=member_id,
            template=program.birthday_coupon,
            key=f"birthday:{member_id}:{today.year}",
            program=program,
            now=now,
        )
        rows.name_coupon(session, gift_id, issued.coupon_id)
        is_today = md in celebrated(today)
        _tell(
            session,
            member_id,
            "birthdays-gift-today" if is_today else "birthdays-gift",
            f"birthday-day:{today.year}" if is_today else f"birthday-gift:{today.year}",
            _coupon(program, issued.expires_at),
            program,
            now,
        )
    return Batch(len(due), due[-1][0] if due else after)


def greet(session: Session, *, after: int, limit: int, program: Program, now: datetime) -> Batch:
    """Greet up to `limit` members above id `after` whose birthday is today, or was while nobody could say so.

    Once a year each; a coupon that still waits is pointed out.
    """
    today = now.astimezone(program.time_zone).date()
    days = {
        md: day
        for past in range(BELATED_DAYS, -1, -1)
        for day in (today - timedelta(days=past),)
        for md in celebrated(day)
    }
    due = rows.on_days(session, days=list(days), after=after, limit=limit)
    waiting = rows.unused(session, [member_id for member_id, _ in due], now)
    for member_id, md in due:
        day = days[md]
        text = "birthdays-today" if day == today else "birthdays-belated"
        values: dict[str, Any] = {}
        if member_id in waiting and program.birthday_coupon is not None:
            text = "birthdays-today-coupon" if day == today else "birthdays-belated-coupon"
            values = _coupon(program, waiting[member_id])
        _tell(session, member_id, text, f"birthday-day:{day.year}", values, program, now)
    return Batch(len(due), due[-1][0] if due else after)


def celebrated(day: date) -> Sequence[str]:
    """Return whose birthdays (MM-DD) are celebrated on a local day: the 29th of February a day early, in its month."""
    md = f"{day:%m-%d}"
    return (md, _LEAP_DAY) if md == _DAY_BEFORE and not isleap(day.year) else (md,)


def _coupon(program: Program, expires_at: datetime) -> dict[str, Any]:
    assert program.birthday_coupon is not None  # noqa: S101 - who calls has looked
    return {
        "coupon": coupons.template_of(program, program.birthday_coupon).title.model_dump(),
        "until_at": (expires_at - timedelta(microseconds=1)).isoformat(),
    }


def _tell(
    session: Session,
    member_id: int,
    text: str,
    key: str,
    values: dict[str, Any],
    program: Program,
    now: datetime,
) -> None:
    notices.tell(
        session,
        member_ids=[member_id],
        topic=TOPIC,
        text=text,
        key=key,
        values={member_id: values},
        buttons=[[notices.Button("birthdays-coupons", data="coupons")]] if values else (),
        now=now,
        due_at=quiet_end(program, now),
    )
