"""Giving Stars back: asked of Telegram between two transactions, so that a crash in between can be repaired."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from core.errors import Conflict, NotFound
from core.program import Program
from db.models.payments import Payment
from db.queries import cards as terms
from db.queries import payments as rows
from membership import audits, bills, cards, notices, payments

IN_DOUBT = timedelta(minutes=5)


class PaymentUnknown(NotFound):
    key = "payments-unknown"


class AlreadyRefunded(Conflict):
    key = "payments-refunded-already"


class CardUsed(Conflict):
    key = "payments-card-used"


class TooLate(Conflict):
    key = "payments-too-late"


@dataclass(frozen=True, slots=True)
class Refunding:
    """A payment whose Stars Telegram is to be asked to give back."""

    payment_id: int
    charge: str
    telegram_id: int
    amount: int
    subscription: bool


@dataclass(frozen=True, slots=True)
class Refunded:
    """A payment whose Stars went back; `new` is false when that was known."""

    payment_id: int
    amount: int
    new: bool


@dataclass(frozen=True, slots=True)
class Chance:
    """A payment that a member can have back by themselves until `until_at`."""

    payment_id: int
    amount: int
    until_at: datetime


def chance(
    session: Session, *, member_id: int, telegram_id: int, program: Program, now: datetime
) -> Chance | None:
    """Return the newest payment that its member can still have back without asking anybody."""
    for one in rows.paid_by(session, telegram_id, member_id, payments.SHOWN):
        if one.state != "paid" or one.telegram_id != telegram_id or _refusal(session, one, program, now):
            continue
        return Chance(one.id, one.amount, _deadline(one, program))
    return None


def begin_own(
    session: Session, *, payment_id: int, member_id: int, telegram_id: int, program: Program, now: datetime
) -> Refunding:
    """Begin to give a member's own payment back; raises PaymentUnknown, AlreadyRefunded, TooLate, CardUsed."""
    found = rows.by_id(session, payment_id)
    if found is None or found.telegram_id != telegram_id or found.member_id != member_id:
        raise PaymentUnknown(receipt=payments.receipt_of(payment_id))
    if found.state == "paid" and (refusal := _refusal(session, found, program, now)):
        raise refusal
    return _begin(session, found, actor=f"member:{member_id}", reason="self-service", now=now)


def begin(session: Session, *, receipt: str, operator_id: int, reason: str, now: datetime) -> Refunding:
    """Begin to give back the payment that an operator names, by its number or by Telegram's charge id.

    Raises PaymentUnknown, AlreadyRefunded and ReasonMissing; one that is under way already is begun again.
    """
    why = audits.needed(reason)
    number = re.fullmatch(r"[#＃]?\s*[Pp]?(\d{1,18})", receipt.strip())
    found = rows.by_id(session, int(number[1])) if number else rows.by_charge(session, receipt.strip())
    if found is None:
        raise PaymentUnknown(receipt=receipt[:64])
    return _begin(session, found, actor=f"telegram:{operator_id}", reason=why, now=now)


def finish(session: Session, *, charge: str, program: Program, now: datetime) -> Refunded | None:
    """Note that Telegram gave a payment back, end its card, and tell the member; None for a charge not ours."""
    found = rows.by_charge(session, charge)
    if found is None:
        return None
    payment_id, amount, member_id = found.id, found.amount, found.member_id
    if not rows.mark_refunded(session, payment_id, now):
        return Refunded(payment_id, amount, new=False)
    ended = cards.revoke(session, payment_id=payment_id, program=program, now=now)
    if member_id is not None:
        holder = ended.member_id if ended else member_id
        notices.tell(
            session,
            member_ids=[holder],
            topic="service",
            text="payments-refunded",
            key=f"payment:{payment_id}:refunded",
            values={holder: {"stars": amount, "receipt": payments.receipt_of(payment_id)}},
            buttons=[[notices.Button("cards-see", data="card")]],
            now=now,
        )
    return Refunded(payment_id, amount, new=True)


def refused(session: Session, *, payment_id: int, error: str, now: datetime) -> None:
    """Telegram would not give a payment back: it stays paid, and the log says why."""
    if rows.mark_kept(session, payment_id):
        audits.record(
            session,
            actor="telegram",
            action="payments.refund_refused",
            subject=f"payment:{payment_id}",
            origin="chat",
            reason=error,
            now=now,
        )


def in_doubt(session: Session, *, limit: int, now: datetime) -> Sequence[Refunding]:
    """Return refunds that were begun minutes ago and whose end nobody wrote down."""
    return tuple(_refunding(one) for one in rows.in_doubt(session, now - IN_DOUBT, limit))


def _begin(session: Session, found: Payment, *, actor: str, reason: str, now: datetime) -> Refunding:
    if found.state == "refunded":
        raise AlreadyRefunded(receipt=payments.receipt_of(found.id))
    if found.charge is None:
        raise PaymentUnknown(receipt=payments.receipt_of(found.id))
    told = _refunding(found)
    if rows.mark_refunding(session, told.payment_id, now):
        audits.record(
            session,
            actor=actor,
            action="payments.refund",
            subject=f"payment:{told.payment_id}",
            origin="chat",
            before={"state": "paid"},
            after={"state": "refunding", "amount": told.amount, "currency": bills.STARS},
            reason=reason,
            now=now,
        )
    return told


def _refunding(found: Payment) -> Refunding:
    return Refunding(
        found.id, found.charge or "", found.telegram_id, found.amount, found.expires_at is not None
    )


def _refusal(session: Session, one: Payment, program: Program, now: datetime) -> Conflict | None:
    """Return why a member can't have this payment back by themselves."""
    if one.problem is not None:
        return None
    if now >= _deadline(one, program):
        return TooLate()
    term = terms.by_payment(session, one.id)
    if term is not None and term.from_at <= now and terms.used_since(session, term.member_id, term.bought_at):
        return CardUsed()
    return None


def _deadline(one: Payment, program: Program) -> datetime:
    days = program.paid_card.refund_days if program.paid_card else 0
    return (one.paid_at or one.created_at) + timedelta(days=days)
