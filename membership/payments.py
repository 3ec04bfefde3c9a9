"""Payments in Telegram Stars: booked once with what they buy, listed, and whether a subscription renews."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from core.errors import Conflict
from core.program import Program
from db.models.payments import Payment
from db.queries import members as identities
from db.queries import payments as rows
from membership import cards, notices

MONTH_DAYS = 30  # the only subscription period that Telegram knows
SHOWN = 6


class SubscriptionOver(Conflict):
    key = "payments-subscription-over"


@dataclass(frozen=True, slots=True)
class Receipt:
    """A payment as Telegram tells of it; `expires_at` is there for a subscription's."""

    charge: str
    payload: str
    telegram_id: int
    amount: int
    currency: str
    paid_at: datetime
    expires_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Booked:
    """A payment as it stands; `problem` says why it bought nothing, `new` is false for a repeated receipt."""

    payment_id: int
    member_id: int | None
    problem: str | None
    new: bool
    until_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Subscription:
    """A subscription whose period runs; `charge` is its newest payment at Telegram."""

    payment_id: int
    charge: str
    telegram_id: int
    renews: bool


@dataclass(frozen=True, slots=True)
class Paid:
    """One payment of a list; `receipt` is what a person reads out."""

    payment_id: int
    kind: str
    amount: int
    currency: str
    state: str
    at: datetime

    @property
    def receipt(self) -> str:
        return receipt_of(self.payment_id)


def receipt_of(payment_id: int) -> str:
    """Return a payment's number as people see it."""
    return f"P{payment_id}"


def book(
    session: Session, *, receipt: Receipt, desk: Sequence[int], program: Program, now: datetime
) -> Booked:
    """Write a payment down with the term that it buys, once per charge: all of it in one transaction.

    The Stars are Telegram's fact, so this refuses nothing: a second payment of one bill, or one of somebody
    else's, buys a term for who paid; what can buy nothing (`problem`) is kept and told to `desk`.
    """
    known = rows.by_charge(session, receipt.charge)
    if known is not None:
        return Booked(known.id, known.member_id, known.problem, new=False)
    bill_ = rows.by_invoice(session, receipt.payload)
    owner = identities.by_identity(session, "telegram", str(receipt.telegram_id))
    member_id = owner.id if owner is not None else None
    problem = _problem(bill_, receipt, member_id)
    payment_id = _keep(session, bill_, receipt, member_id, problem, now)
    if payment_id is None:  # the same receipt is being booked by another process, which was quicker
        first = rows.by_charge(session, receipt.charge)
        assert first is not None  # noqa: S101 - its charge is what stood in the way
        return Booked(first.id, first.member_id, first.problem, new=False)
    if bill_ is None or member_id is None or problem is not None:
        _tell_desk(session, payment_id, receipt, problem, desk, now)
        return Booked(payment_id, member_id, problem, new=True)
    renewed = receipt.expires_at is not None and bill_.id != payment_id
    if receipt.expires_at is not None:
        rows.stop_renewing(session, bill_.id, but=payment_id)
    monthly = bill_.kind == "monthly"
    term = cards.extend(
        session,
        member_id=member_id,
        key=f"payment:{payment_id}",
        payment_id=payment_id,
        tier=bill_.tier or "",
        months=None if monthly else bill_.months,
        days=MONTH_DAYS if monthly else None,
        program=program,
        now=now,
    )
    text = "cards-renewed" if renewed else "cards-paid"
    cards.tell(session, text=text, key=f"payment:{payment_id}", term=term, program=program, now=now)
    return Booked(payment_id, member_id, None, new=True, until_at=term.until_at)


def of_payer(session: Session, *, telegram_id: int, member_id: int | None) -> tuple[Paid, ...]:
    """Return the newest payments of an account, for the person behind it."""
    return tuple(
        Paid(one.id, one.kind, one.amount, one.currency, one.state, one.paid_at or one.created_at)
        for one in rows.paid_by(session, telegram_id, member_id, SHOWN)
    )


def subscription(
    session: Session, *, payment_id: int, member_id: int, telegram_id: int, now: datetime
) -> Subscription:
    """Return a member's own running subscription; raises SubscriptionOver."""
    found = rows.subscription(session, member_id, now)
    if found is None or found.id != payment_id or found.telegram_id != telegram_id or found.charge is None:
        raise SubscriptionOver
    return Subscription(found.id, found.charge, found.telegram_id, found.renews)


def let_renew(session: Session, *, payment_id: int, renews: bool, program: Program, now: datetime) -> None:
    """Write down what Telegram did: the subscription renews by itself, or ends with its period."""
    found = rows.by_id(session, payment_id)
    if found is None or found.member_id is None:
        raise SubscriptionOver
    rows.set_renewal(session, payment_id, renews=renews)
    cards.refresh(session, member_id=found.member_id, program=program, now=now)


def _problem(bill_: Payment | None, receipt: Receipt, member_id: int | None) -> str | None:
    """Return why a payment can buy nothing, if that is so."""
    if bill_ is None:
        return "bill"
    if receipt.currency != bill_.currency or receipt.amount < bill_.amount:
        return "amount"
    return "nobody" if member_id is None else None


def _keep(
    session: Session,
    bill_: Payment | None,
    receipt: Receipt,
    member_id: int | None,
    problem: str | None,
    now: datetime,
) -> int | None:
    """Make the bill a payment, or add a row for a renewal, a second payment, or one of no bill; None when known."""
    values: dict[str, Any] = {
        "member_id": member_id,
        "telegram_id": receipt.telegram_id,
        "amount": receipt.amount,
        "currency": receipt.currency,
        "state": "paid",
        "problem": problem,
        "charge": receipt.charge,
        "paid_at": receipt.paid_at,
        "renews": receipt.expires_at is not None and problem is None,
        "expires_at": receipt.expires_at,
    }
    if bill_ is not None and rows.mark_paid(session, bill_.id, values):
        return bill_.id
    return rows.add(
        session,
        bill_id=bill_.id if bill_ is not None else None,
        kind=bill_.kind if bill_ is not None else "unknown",
        tier=bill_.tier if bill_ is not None else None,
        months=bill_.months if bill_ is not None else None,
        created_at=now,
        **values,
    )


def _tell_desk(
    session: Session,
    payment_id: int,
    receipt: Receipt,
    problem: str | None,
    desk: Sequence[int],
    now: datetime,
) -> None:
    """Let the people who answer know of a payment that bought nothing."""
    for chat_id in desk:
        notices.tell_chat(
            session,
            chat_id=chat_id,
            text=f"payments-kept-{problem}",
            key=f"payment:{payment_id}:{chat_id}",
            values={
                "receipt": receipt_of(payment_id),
                "amount": receipt.amount,
                "currency": receipt.currency,
            },
            now=now,
        )
