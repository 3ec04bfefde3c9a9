"""Points for part of an order (抵扣): a clerk asks, only the member's own tap takes them, and two minutes decide."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy.orm import Session

from core.errors import Conflict, NotFound
from core.program import Program
from db.queries import points as ledger
from db.queries import visits as rows
from membership import audits, notices, points, returns, visits

State = Literal["asked", "confirmed", "declined", "lapsed", "undone"]
PATIENCE = timedelta(minutes=2)


class DeductionUnknown(NotFound):
    key = "deductions-unknown"


class DeductionOver(Conflict):
    """It was answered before, or its two minutes are over."""

    key = "deductions-over"


class NoSpending(Conflict):
    """The program takes no points for orders."""

    key = "deductions-none"


class NothingToSpend(Conflict):
    """Too few points, or too small an order. Values: `step`, `balance`."""

    key = "deductions-too-few"


class StillAsked(Conflict):
    key = "deductions-still-asked"


@dataclass(frozen=True, slots=True)
class Offer:
    """`points` that pay `value` minor units of an order."""

    points: int
    value: int


@dataclass(frozen=True, slots=True)
class Deduction:
    """A deduction as it stands; `amount` is the order's, in minor units."""

    deduction_id: int
    visit_id: int
    member_id: int
    clerk: int
    amount: int
    points: int
    value: int
    state: State
    until: datetime

    @property
    def due(self) -> int:
        """What is left to pay, in minor units."""
        return self.amount - self.value


def worth(amount: int, balance: int, *, program: Program) -> Offer | None:
    """Return the most points that may pay for an order of `amount` minor units; None when not even one step may.

    Whole steps only, so that the value is never rounded up; it is rounded down to the smallest coin.
    """
    rules = program.points.spending
    if rules is None:
        return None
    unit = 10**program.minor_units
    payable = int(amount * rules.max_share)  # minor units, rounded down
    steps = min(balance, payable * rules.points_per_unit // unit) // rules.step
    spent = steps * rules.step
    value = spent * unit // rules.points_per_unit
    return Offer(spent, value) if value > 0 else None


def ask(
    session: Session, *, visit_id: int, clerk: int, amount: int, program: Program, now: datetime
) -> Deduction:
    """Ask a visitor in their own chat whether points may pay for part of their order; nothing is taken yet.

    Raises NoSpending, NothingToSpend, StillAsked, and what a visit raises.
    """
    seen = visits.current(session, visit_id=visit_id, clerk=clerk, now=now)
    rules = program.points.spending
    if rules is None:
        raise NoSpending
    ledger.lock_account(session, seen.member_id)
    before = rows.latest(session, visit_id)
    if before is not None and before.state == "confirmed":
        raise StillAsked
    if before is not None and before.state == "asked" and before.until > now:
        raise StillAsked
    balance = points.balance(session, member_id=seen.member_id, now=now).available
    offer = worth(amount, balance, program=program)
    if offer is None:
        raise NothingToSpend(step=rules.step, balance=balance)
    until = min(now + PATIENCE, seen.ends_at)
    asked = rows.ask(
        session,
        visit_id=visit_id,
        amount=amount,
        points=offer.points,
        value=offer.value,
        now=now,
        until=until,
    )
    notices.tell(
        session,
        member_ids=[seen.member_id],
        topic="service",  # asked for at the counter, so it is no matter of taste
        text="deductions-ask",
        key=f"deduction:{asked}:ask",
        values={
            seen.member_id: {
                "points": offer.points,
                "value_minor": offer.value,
                "amount_minor": amount,
                "store": seen.store or "",
                "placed": int(bool(seen.store)),
            }
        },
        buttons=[
            [
                notices.Button(text="deductions-yes", data=f"deduct:{asked}:1"),
                notices.Button(text="deductions-no", data=f"deduct:{asked}:0"),
            ]
        ],
        now=now,
    )
    return _read(session, asked)


def answer(
    session: Session, *, deduction_id: int, member_id: int, yes: bool, program: Program, now: datetime
) -> Deduction:
    """Take the member's own answer; a yes spends the points, once, and the clerk is told.

    Raises DeductionUnknown (also for anybody else's), DeductionOver, PointsShort.
    """
    asked = rows.deduction(session, deduction_id)
    if asked is None or asked.member_id != member_id:
        raise DeductionUnknown
    after: State = "confirmed" if yes else "declined"
    if asked.until <= now or not rows.settle(session, asked.id, "asked", after, decided_at=now):
        raise DeductionOver
    if yes:
        spent = points.spend(
            session,
            member_id=member_id,
            amount=asked.points,
            key=f"deduction:{asked.id}",
            source=f"deduction:{asked.id}",
            program=program,
            now=now,
        )
        rows.settle(session, asked.id, "confirmed", "confirmed", entry_id=spent.entry_id)
        _note(session, "deduct", asked, now)
    _tell_clerk(session, asked, after, now)
    return _read(session, asked.id)


def undo(session: Session, *, deduction_id: int, clerk: int, program: Program, now: datetime) -> Deduction:
    """Give the points of a confirmed deduction back while the visit lasts (the order came to nothing); audited.

    Raises DeductionUnknown, DeductionOver, and what a visit raises.
    """
    asked = rows.deduction(session, deduction_id)
    if asked is None or asked.clerk != clerk:
        raise DeductionUnknown
    visits.current(session, visit_id=asked.visit_id, clerk=clerk, now=now)
    if asked.entry_id is None or not rows.settle(session, asked.id, "confirmed", "undone", decided_at=now):
        raise DeductionOver
    returns.return_spent(
        session,
        entry_id=asked.entry_id,
        amount=asked.points,
        key=f"deduction:{asked.id}:undo",
        source=f"deduction:{asked.id}",
        program=program,
        now=now,
    )
    _note(session, "undo", asked, now)
    notices.tell(
        session,
        member_ids=[asked.member_id],
        topic="points",
        text="deductions-undone",
        key=f"deduction:{asked.id}:undone",
        values={asked.member_id: {"points": asked.points}},
        now=now,
    )
    return _read(session, asked.id)


def lapse(session: Session, *, limit: int, now: datetime) -> int:
    """Close up to `limit` deductions that nobody answered in time and tell their clerks; return how many."""
    late = rows.lapsed(session, now, limit)
    for asked in late:
        if rows.settle(session, asked.id, "asked", "lapsed", decided_at=now):
            _tell_clerk(session, asked, "lapsed", now)
    return len(late)


def _tell_clerk(session: Session, asked: rows.Asked, state: State, now: datetime) -> None:
    notices.tell_chat(
        session,
        chat_id=asked.clerk,
        text="deductions-to-clerk",
        key=f"deduction:{asked.id}:{state}",
        values={
            "state": state,
            "points": asked.points,
            "value_minor": asked.value,
            "due_minor": asked.amount - asked.value,
            "amount_minor": asked.amount,
        },
        buttons=[[notices.Button(text="deductions-undo", data=f"undeduct:{asked.id}")]]
        if state == "confirmed"
        else (),
        now=now,
    )


def _note(session: Session, verb: str, asked: rows.Asked, now: datetime) -> None:
    audits.record(
        session,
        actor=f"telegram:{asked.clerk}",
        action=f"deductions.{verb}",
        subject=f"member:{asked.member_id}",
        origin="chat",
        after={
            "deduction": asked.id,
            "points": asked.points,
            "value": asked.value,
            "amount": asked.amount,
            "store": asked.store,
        },
        now=now,
    )


def _read(session: Session, deduction_id: int) -> Deduction:
    found = rows.deduction(session, deduction_id)
    if found is None:
        raise DeductionUnknown
    return _deduction(found)


def _deduction(row: rows.Asked) -> Deduction:
    state: State = row.state  # type: ignore[assignment]
    return Deduction(
        row.id,
        row.visit_id,
        row.member_id,
        row.clerk,
        row.amount,
        row.points,
        row.value,
        state,
        row.until,
    )
