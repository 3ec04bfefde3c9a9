"""Selects and updates over bills, payments and the comparisons with Telegram's list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import and_, func, or_, select, update
from sqlalchemy.orm import Session

from db.models.payments import Payment, PaymentCheck
from db.statements import insert_once

OPEN = ("created", "checked")
KEPT = ("paid", "refunding", "refunded")


def add(session: Session, **values: Any) -> int | None:
    """Insert a bill or a payment; None when its `invoice` or `charge` is known."""
    return insert_once(session, Payment, **values)


def by_id(session: Session, payment_id: int) -> Payment | None:
    return session.execute(select(Payment).where(Payment.id == payment_id)).scalar_one_or_none()


def by_invoice(session: Session, invoice: str) -> Payment | None:
    return session.execute(select(Payment).where(Payment.invoice == invoice)).scalar_one_or_none()


def by_charge(session: Session, charge: str) -> Payment | None:
    return session.execute(select(Payment).where(Payment.charge == charge)).scalar_one_or_none()


def open_bill(
    session: Session, *, member_id: int, telegram_id: int, offer: tuple[str, int, str], since: datetime
) -> Payment | None:
    """Return the newest unpaid bill of a member for the same (kind, amount, tier) made after `since`."""
    kind, amount, tier = offer
    return session.execute(
        select(Payment)
        .where(
            Payment.member_id == member_id,
            Payment.telegram_id == telegram_id,
            Payment.state.in_(OPEN),
            Payment.kind == kind,
            Payment.amount == amount,
            Payment.tier == tier,
            Payment.created_at > since,
        )
        .order_by(Payment.id.desc())
        .limit(1),
    ).scalar_one_or_none()


def mark_checked(session: Session, payment_id: int, now: datetime) -> bool:
    """Note that Telegram asked about a bill; False when it is not open any more."""
    return _changed(
        session, payment_id, OPEN, {"state": "checked", "checked_at": func.coalesce(Payment.checked_at, now)}
    )


def mark_paid(session: Session, payment_id: int, values: Mapping[str, Any]) -> bool:
    """Make an open bill a payment; False when another payment has done so."""
    return _changed(session, payment_id, OPEN, values)


def mark_refunding(session: Session, payment_id: int, now: datetime) -> bool:
    return _changed(session, payment_id, ("paid",), {"state": "refunding", "refunding_at": now})


def mark_kept(session: Session, payment_id: int) -> bool:
    return _changed(session, payment_id, ("refunding",), {"state": "paid", "refunding_at": None})


def mark_refunded(session: Session, payment_id: int, now: datetime) -> bool:
    values = {"state": "refunded", "refunded_at": now, "renews": False}
    return _changed(session, payment_id, ("paid", "refunding"), values)


def _changed(session: Session, payment_id: int, states: Sequence[str], values: Mapping[str, Any]) -> bool:
    found = session.execute(
        update(Payment)
        .where(Payment.id == payment_id, Payment.state.in_(states))
        .values(**values)
        .returning(Payment.id)
        .execution_options(synchronize_session=False),
    ).scalar_one_or_none()
    session.expire_all()
    return found is not None


def stop_renewing(session: Session, bill_id: int, but: int) -> None:
    """Of a subscription's payments only the newest one, `but`, can renew."""
    session.execute(
        update(Payment)
        .where(or_(Payment.id == bill_id, Payment.bill_id == bill_id), Payment.id != but, Payment.renews)
        .values(renews=False)
        .execution_options(synchronize_session=False),
    )


def set_renewal(session: Session, payment_id: int, *, renews: bool) -> None:
    session.execute(update(Payment).where(Payment.id == payment_id).values(renews=renews))


def subscription(session: Session, member_id: int, now: datetime) -> Payment | None:
    """Return the newest payment of a member's subscription whose period runs."""
    return session.execute(
        select(Payment)
        .where(
            Payment.member_id == member_id,
            Payment.state == "paid",
            Payment.expires_at.is_not(None),
            Payment.expires_at > now,
        )
        .order_by(Payment.paid_at.desc(), Payment.id.desc())
        .limit(1),
    ).scalar_one_or_none()


def renews(session: Session, member_id: int, now: datetime) -> bool:
    """Return whether any subscription of a member, of the several that two Telegram accounts may have, goes on."""
    running = select(Payment.id).where(
        Payment.member_id == member_id,
        Payment.state == "paid",
        Payment.renews,
        Payment.expires_at > now,
    )
    return session.execute(select(running.exists())).scalar_one()


def paid_by(session: Session, telegram_id: int, member_id: int | None, limit: int) -> list[Payment]:
    """Return the newest payments of an account and of the member behind it."""
    whose = [Payment.telegram_id == telegram_id]
    if member_id is not None:
        whose.append(Payment.member_id == member_id)
    return list(
        session.execute(
            select(Payment)
            .where(or_(*whose), Payment.state.in_(KEPT))
            .order_by(Payment.id.desc())
            .limit(limit),
        ).scalars(),
    )


def in_doubt(session: Session, before: datetime, limit: int) -> list[Payment]:
    """Return refunds that were asked of Telegram before `before` and never settled."""
    return list(
        session.execute(
            select(Payment)
            .where(Payment.state == "refunding", Payment.refunding_at < before)
            .order_by(Payment.refunding_at, Payment.id)
            .limit(limit),
        ).scalars(),
    )


def by_charges(session: Session, charges: Sequence[str]) -> dict[str, Payment]:
    found = session.execute(select(Payment).where(Payment.charge.in_(charges))).scalars()
    return {str(row.charge): row for row in found}


def confirm(session: Session, charges: Sequence[str], now: datetime) -> None:
    """Note that Telegram's list holds these payments."""
    session.execute(
        update(Payment)
        .where(Payment.charge.in_(charges), Payment.confirmed_at.is_(None))
        .values(confirmed_at=now)
        .execution_options(synchronize_session=False),
    )
    session.expire_all()


def unconfirmed(session: Session, before: datetime, limit: int) -> list[Payment]:
    """Return payments of before `before` that no list of Telegram has held."""
    return list(
        session.execute(
            select(Payment)
            .where(
                and_(Payment.confirmed_at.is_(None), Payment.paid_at < before),
                Payment.currency == "XTR",
            )
            .order_by(Payment.paid_at, Payment.id)
            .limit(limit),
        ).scalars(),
    )


def last_check(session: Session) -> PaymentCheck | None:
    return session.execute(
        select(PaymentCheck).order_by(PaymentCheck.id.desc()).limit(1),
    ).scalar_one_or_none()


def add_check(session: Session, values: Mapping[str, Any]) -> int:
    check = PaymentCheck(**values)
    session.add(check)
    session.flush()
    return check.id
