"""Selects and updates over visits at the counter and what was paid with points."""

from __future__ import annotations

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from db.models.members import Member
from db.models.points import Account
from db.models.visits import Deduction, Visit
from db.statements import insert_once


class Seen(NamedTuple):
    """A visit with the little that a clerk may see of its member."""

    id: int
    member_id: int
    clerk: int
    store: str | None
    ends_at: datetime
    name: str | None
    tier: str


class Asked(NamedTuple):
    """A deduction with its visit."""

    id: int
    visit_id: int
    member_id: int
    clerk: int
    store: str | None
    amount: int
    points: int
    value: int
    state: str
    until: datetime
    entry_id: int | None


def open_visit(
    session: Session,
    *,
    pass_id: int,
    member_id: int,
    clerk: int,
    store: str | None,
    opened_at: datetime,
    ends_at: datetime,
) -> int | None:
    """Insert a visit; None when the pass has opened one."""
    return insert_once(
        session,
        Visit,
        pass_id=pass_id,
        member_id=member_id,
        clerk=clerk,
        store=store,
        opened_at=opened_at,
        ends_at=ends_at,
    )


def visit(session: Session, visit_id: int) -> Seen | None:
    row = session.execute(
        select(Visit.id, Visit.member_id, Visit.clerk, Visit.store, Visit.ends_at, Member.name, Account.tier)
        .join(Member, Member.id == Visit.member_id)
        .join(Account, Account.member_id == Visit.member_id)
        .where(Visit.id == visit_id),
    ).one_or_none()
    return None if row is None else Seen(*row)


def ask(
    session: Session, *, visit_id: int, amount: int, points: int, value: int, now: datetime, until: datetime
) -> int:
    asked = Deduction(
        visit_id=visit_id,
        amount=amount,
        points=points,
        value=value,
        state="asked",
        asked_at=now,
        until=until,
    )
    session.add(asked)
    session.flush()
    return asked.id


def deduction(session: Session, deduction_id: int) -> Asked | None:
    return _one(session, Deduction.id == deduction_id)


def latest(session: Session, visit_id: int) -> Asked | None:
    """Return the newest deduction of a visit."""
    newest = select(func.max(Deduction.id)).where(Deduction.visit_id == visit_id).scalar_subquery()
    return _one(session, Deduction.id == newest)


def settle(session: Session, deduction_id: int, before: str, after: str, **values: Any) -> bool:
    """Change a deduction's state; False when it was no longer `before`."""
    found = session.execute(
        update(Deduction)
        .where(Deduction.id == deduction_id, Deduction.state == before)
        .values(state=after, **values)
        .returning(Deduction.id),
    ).scalar_one_or_none()
    return found is not None


def lapsed(session: Session, now: datetime, limit: int) -> list[Asked]:
    """Return up to `limit` deductions that nobody answered in time."""
    rows = session.execute(
        _ASKED.where(Deduction.state == "asked", Deduction.until <= now)
        .order_by(Deduction.until)
        .limit(limit),
    )
    return [Asked(*row) for row in rows]


_ASKED = select(
    Deduction.id,
    Deduction.visit_id,
    Visit.member_id,
    Visit.clerk,
    Visit.store,
    Deduction.amount,
    Deduction.points,
    Deduction.value,
    Deduction.state,
    Deduction.until,
    Deduction.entry_id,
).join(Visit, Visit.id == Deduction.visit_id)


def _one(session: Session, condition: Any) -> Asked | None:
    row = session.execute(_ASKED.where(condition)).one_or_none()
    return None if row is None else Asked(*row)
