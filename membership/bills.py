"""Bills for the paid card: what is sold for Telegram Stars, and the yes or no before Telegram takes them."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy.orm import Session

from core.errors import Conflict, Forbidden, NotFound
from core.program import Program
from db.models.payments import Payment
from db.queries import payments as rows

Kind = Literal["once", "monthly"]
STARS = "XTR"
VALID = timedelta(days=1)
# What our payloads begin with: a bot may also take Stars for what is none of ours.
OURS = "card-"


class NotSold(NotFound):
    key = "payments-not-sold"


class Subscribed(Conflict):
    key = "payments-subscribed"


class BillUnknown(NotFound):
    key = "payments-bill-unknown"


class BillNotYours(Forbidden):
    key = "payments-bill-not-yours"


class BillPaid(Conflict):
    key = "payments-bill-paid"


class BillOld(Conflict):
    key = "payments-bill-old"


class BillChanged(Conflict):
    key = "payments-bill-changed"


@dataclass(frozen=True, slots=True)
class Offer:
    """What can be bought: `stars` for a tier, once for `months`, or for each month (`months` is empty)."""

    kind: Kind
    tier: str
    stars: int
    months: int | None


@dataclass(frozen=True, slots=True)
class Bill:
    """A bill to be paid; `payload` is what Telegram carries through the payment."""

    payment_id: int
    payload: str
    offer: Offer


def offers(program: Program) -> tuple[Offer, ...]:
    """Return what is sold for Stars now."""
    card = program.paid_card
    if card is None:
        return ()
    once = Offer("once", card.tier, card.stars, card.months)
    return (once, Offer("monthly", card.tier, card.monthly_stars, None)) if card.monthly_stars else (once,)


def bill(
    session: Session, *, member_id: int, telegram_id: int, kind: str, program: Program, now: datetime
) -> Bill:
    """Make a bill for what is sold now; one that was not paid yet is given again. Raises NotSold, Subscribed."""
    offer = next((one for one in offers(program) if one.kind == kind), None)
    if offer is None:
        raise NotSold
    if offer.kind == "monthly":
        running = rows.subscription(session, member_id, now)
        if running is not None and running.renews:
            raise Subscribed
    known = rows.open_bill(
        session,
        member_id=member_id,
        telegram_id=telegram_id,
        offer=(offer.kind, offer.stars, offer.tier),
        since=now - VALID / 2,  # so that there is time left to pay it
    )
    if known is not None and known.months == offer.months and known.invoice is not None:
        return Bill(known.id, known.invoice, offer)
    payload = f"{OURS}{secrets.token_hex(12)}"
    payment_id = rows.add(
        session,
        invoice=payload,
        member_id=member_id,
        telegram_id=telegram_id,
        kind=offer.kind,
        tier=offer.tier,
        months=offer.months,
        amount=offer.stars,
        currency=STARS,
        state="created",
        created_at=now,
        renews=False,
    )
    assert payment_id is not None  # noqa: S101 - 96 random bits are new
    return Bill(payment_id, payload, offer)


def check(
    session: Session,
    *,
    telegram_id: int,
    payload: str,
    amount: int,
    currency: str,
    program: Program,
    now: datetime,
) -> int:
    """Say yes to a payment by returning its id, before Telegram takes the Stars.

    Raises BillUnknown, BillNotYours, BillPaid, BillOld, BillChanged: each is told to who is about to pay.
    """
    found = rows.by_invoice(session, payload)
    if found is None:
        raise BillUnknown
    if found.telegram_id != telegram_id:
        raise BillNotYours
    if found.state not in rows.OPEN:
        raise BillPaid
    if now >= found.created_at + VALID:
        raise BillOld
    as_sold = Offer(_kind(found), found.tier or "", found.amount, found.months)
    if (amount, currency) != (found.amount, found.currency) or as_sold not in offers(program):
        raise BillChanged
    if not rows.mark_checked(session, found.id, now):
        raise BillPaid
    return found.id


def _kind(found: Payment) -> Kind:
    return "monthly" if found.kind == "monthly" else "once"
