"""When points end, and what happens then."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from core.clock import day_begins
from core.program import Program
from db.queries import lots as rows
from db.queries import points as entries
from membership import notices
from membership.lots import Posting, body_of, draw


def expires_at(at: datetime, *, program: Program) -> datetime | None:
    """Return when points earned at `at` expire, under the program's mode.

    By inactivity it is the same date as by months, only that each later activity moves it on (`prolong`).
    """
    expiry = program.points.expiry
    zone = program.time_zone
    day = at.astimezone(zone).date()
    if expiry.mode == "never":
        return None
    if expiry.mode == "fixed":
        month, _, dom = (expiry.month_day or "12-31").partition("-")
        last = _in_year(day.year, int(month), int(dom))
        last = last if last >= day else _in_year(day.year + 1, int(month), int(dom))
        return day_begins(last + timedelta(days=1), zone)
    # N months on, rounded up to the end of that month: the first instant of the month after it.
    months = day.year * 12 + day.month - 1 + expiry.months + 1
    return day_begins(date(months // 12, months % 12 + 1, 1), zone)


def prolong(session: Session, *, member_id: int, at: datetime, program: Program, now: datetime) -> None:
    """Under expiry by inactivity: what a member did at `at` keeps all their points alive from then on."""
    until = expires_at(at, program=program)
    if program.points.expiry.mode == "inactivity" and until is not None:
        rows.prolong(session, member_id, until, now)


def expire(session: Session, *, limit: int, program: Program, now: datetime) -> int:
    """Expire up to `limit` lots whose time has come; return how many. Safe to repeat and to miss days."""
    overdue = rows.overdue(session, now, limit)
    for lot in overdue:
        entries.lock_account(session, lot.member_id)
        # Spent, returned or kept alive by somebody else since it was listed: only what still stands counts.
        lapse(session, lot=rows.by_id(session, lot.id), program=program, now=now)
    return len(overdue)


def remind(session: Session, *, limit: int, program: Program, now: datetime) -> int:
    """Tell members of up to `limit` dates by which points end within the program's days; return how many.

    One message a member and date, however late the job is; points that come to a date already told of are
    no second message.
    """
    until = now + timedelta(days=program.points.expiry_reminder_days)
    ending = rows.ending(session, now, until, limit)
    for member_id, ends, amount in ending:
        last = ends - timedelta(microseconds=1)
        notices.tell(
            session,
            member_ids=[member_id],
            topic="points",
            text="points-ending",
            key=f"ending:{ends:%Y%m%dT%H%M%S}",
            values={member_id: {"amount": amount, "day_at": last.isoformat()}},
            buttons=[[notices.Button("points-see", data="points")]],
            now=now,
        )
    if ending:
        rows.reminded(session, [(member_id, ends) for member_id, ends, _ in ending])
    return len(ending)


def lapse(session: Session, *, lot: rows.OpenLot, program: Program, now: datetime) -> int:
    """Take what is left of one lot past its end, and return it; the account is locked by the caller."""
    if lot.remaining == 0 or lot.expires_at is None or lot.expires_at > now:
        return 0
    # A lot that was revived ends a second time, hence the instant.
    key = f"lot:{lot.id}:expire:{lot.expires_at:%Y%m%dT%H%M%S}"
    body = body_of(lot.member_id, lot.remaining, 0, "expiry")
    posting = Posting(lot.member_id, "expire", -lot.remaining, key, body, "expiry")
    draw(session, posting=posting, lots=[lot], program=program, now=now)
    return lot.remaining


def _in_year(year: int, month: int, dom: int) -> date:
    """Return that day, or the month's last one in a year that has no such day."""
    return date(year, month, min(dom, monthrange(year, month)[1]))
