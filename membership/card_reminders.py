"""When a paid card's end is told beforehand: few days left and not yet told, however late the clock's work is."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from core.clock import day_begins, local_day
from core.program import Program
from db.models.cards import CardTerm
from db.queries import cards as rows
from db.queries import payments as paid
from membership import notices


def plan(
    session: Session, *, member_id: int, terms: Sequence[CardTerm], program: Program, now: datetime
) -> None:
    """Plan the first reminder of the last term; none while a subscription renews by itself."""
    if not terms or program.paid_card is None:
        rows.plan_reminder(session, member_id, None, None)
        return
    last = terms[-1]
    subscription = paid.subscription(session, member_id, now)
    if subscription is not None and subscription.renews:
        rows.plan_reminder(session, member_id, None, None)
        return
    left = days_left(last.until_at, program=program, now=now)
    whole = days_left(last.until_at, program=program, now=last.from_at)
    # Whoever buys a month is not told "30 days left" the next day.
    stages = [stage for stage in program.paid_card.remind_days if 2 * stage <= whole]
    at = _next_reminder(last.until_at, stages, below=left + 1, program=program)
    rows.plan_reminder(session, member_id, last.id, at)


def remind(session: Session, *, limit: int, program: Program, now: datetime) -> int:
    """Tell up to `limit` members that their card ends soon: few days left and not yet told, however late it is."""
    due = rows.to_remind(session, now, limit)
    for term in due:
        left = days_left(term.until_at, program=program, now=now)
        values = {"days": left, "until_at": last_moment(term.until_at).isoformat()}
        notices.tell(
            session,
            member_ids=[term.member_id],
            topic="service",
            text="cards-ending",
            key=f"card:{term.id}:{term.until_at.date().isoformat()}:{left}",
            values={term.member_id: values},
            buttons=[[notices.Button("cards-see", data="card")]],
            now=now,
        )
        stages = program.paid_card.remind_days if program.paid_card else ()
        rows.plan_reminder(
            session,
            term.member_id,
            term.id,
            _next_reminder(term.until_at, stages, below=left, program=program),
        )
    return len(due)


def days_left(until: datetime, *, program: Program, now: datetime) -> int:
    """Return how many local days are left, today's included."""
    return (local_day(until, program.time_zone) - local_day(now, program.time_zone)).days


def last_moment(until: datetime) -> datetime:
    """Return an instant of the last day: what ends at midnight is good until the day before."""
    return until - timedelta(microseconds=1)


def _next_reminder(
    until: datetime, stages: Sequence[int], *, below: int, program: Program
) -> datetime | None:
    """Return the beginning of the local day on which the next of the `stages` under `below` days is reached."""
    stage = max((stage for stage in stages if stage < below), default=None)
    if stage is None:
        return None
    day = local_day(until, program.time_zone) - timedelta(days=stage)
    return day_begins(day, program.time_zone)
