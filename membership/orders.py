"""Orders of every channel: taken in once, paid in points at once, told to the member."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy.orm import Session

from core.errors import Invalid, Refusal
from core.program import Program
from core.wording import money
from db.queries import orders as rows
from membership import bookings, earning, feedback, members, webhooks
from membership.bookings import TOLD_WITHIN
from membership.coupon_codes import Half
from membership.points import CLOCK_SKEW


class OrderEmpty(Invalid):
    key = "orders-empty"


class AmountWrong(Invalid):
    key = "orders-amount-wrong"


class QuantityWrong(Invalid):
    key = "orders-quantity-wrong"


class CurrencyForeign(Invalid):
    key = "orders-currency-foreign"


class AheadOfTime(Invalid):
    key = "orders-ahead-of-time"


@dataclass(frozen=True, slots=True)
class Order:
    """An order as a channel delivers it; `total` is the sum of its lines, in minor units.

    `coupon` is the code that was handed over with it, if one was, as `coupon_codes.checked` gives it.
    """

    channel: str
    ref: str
    member: members.Ref
    ordered_at: datetime
    currency: str
    store: str | None
    lines: tuple[earning.Line, ...]
    coupon: Half | str | None = None

    @property
    def key(self) -> tuple[str, str]:
        return self.channel, self.ref

    @property
    def total(self) -> int:
        return sum(line.amount for line in self.lines)

    @property
    def body(self) -> str:
        told = (self.member, self.ordered_at.isoformat(), self.currency, self.store, self.lines)
        # An order without a coupon keeps the hash that it had before there were any.
        whole = repr(told) if self.coupon is None else repr((*told, self.coupon))
        return hashlib.blake2s(whole.encode(), digest_size=12).hexdigest()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one delivered thing; `reason` says why it was rejected, or what of it was not honoured."""

    ref: str
    kind: Literal["created", "updated", "duplicate", "rejected", "waiting"]
    points: int = 0
    reason: str | None = None
    refusal: Refusal | None = None


@dataclass(frozen=True, slots=True)
class Recent:
    """One order of a member's own list."""

    ref: str
    channel: str
    ordered_at: datetime
    total: int
    points: int
    products: tuple[str, ...]


def take_in(
    session: Session, *, orders: Sequence[Order], program: Program, now: datetime
) -> tuple[Outcome, ...]:
    """Take in a batch of orders: one outcome each, in their order; O(batch) with a fixed number of statements.

    A repeated order is a duplicate; the same key with another content is rejected, and so is what makes no sense
    as an order. Members whom nobody knows yet are created unjoined, so that their points wait for them.
    """
    known = rows.bodies(session, [order.key for order in orders])
    fresh: dict[tuple[str, str], Order] = {}
    outcomes: dict[int, Outcome] = {}
    for place, order in enumerate(orders):
        before = known.get(order.key) or (fresh[order.key].body if order.key in fresh else None)
        if before is not None and before == order.body:
            outcomes[place] = Outcome(order.ref, "duplicate")
        elif before is not None:
            reason = "the same order_id was delivered before with another content"
            outcomes[place] = Outcome(order.ref, "rejected", reason=reason)
        elif refused := fault(order, program=program, now=now):
            reason, refusal = refused
            outcomes[place] = Outcome(order.ref, "rejected", reason=reason, refusal=refusal)
        else:
            fresh[order.key] = order
    booked = _store(session, list(fresh.values()), program, now) if fresh else {}
    return tuple(
        outcomes[place] if place in outcomes else _created(order, booked[order.key])
        for place, order in enumerate(orders)
    )


def fault(order: Order, *, program: Program, now: datetime) -> tuple[str, Refusal] | None:
    """Return what makes an order impossible, in words for whoever sent it and as a refusal; None for a sound one."""
    return next(_faults(order, program, now), None)


def _faults(order: Order, program: Program, now: datetime) -> Iterator[tuple[str, Refusal]]:
    most = program.minor(program.points.max_order)
    limit = money(most, program=program)
    if not order.lines:
        yield "lines: none; expected at least one", OrderEmpty()
    for line in order.lines:
        if line.quantity < 1:
            reason = f"quantity: {line.quantity} of {line.product!r}; expected at least 1"
            yield reason, QuantityWrong(product=line.product, quantity=line.quantity)
        if line.amount < 0:
            amount = money(line.amount, program=program)
            reason = f"amount: {amount} of {line.product!r}; expected 0 or more (money goes back by a refund)"
            yield reason, AmountWrong(amount=amount, limit=limit)
    if not 0 < order.total <= most:
        amount = money(order.total, program=program)
        reason = f"amount: {amount} in all; expected more than 0 and at most {limit} (points.max_order)"
        yield reason, AmountWrong(amount=amount, limit=limit)
    if order.currency != program.currency:
        reason = f"currency: {order.currency!r}; expected {program.currency}, the program's currency"
        yield reason, CurrencyForeign(currency=order.currency, expected=program.currency)
    if order.ordered_at > now + CLOCK_SKEW:
        at = order.ordered_at.isoformat()
        yield f"ordered_at: {at}; expected a time that has come", AheadOfTime(at=at)


def _created(order: Order, booked: bookings.Booked) -> Outcome:
    note = None
    if booked.coupon_refused is not None:
        # The code stays out of it: it may be somebody else's, and reports are kept.
        note = f"coupon: not honoured ({booked.coupon_refused}), the order was taken in without it"
    return Outcome(order.ref, "created", points=booked.points, reason=note)


def _store(
    session: Session, orders: list[Order], program: Program, now: datetime
) -> dict[tuple[str, str], bookings.Booked]:
    owners = members.resolve(session, refs=[order.member for order in orders], program=program, now=now)
    owned = [bookings.Owned(order, owners[order.member]) for order in orders]
    booked, promoted = bookings.book(session, owned=owned, program=program, now=now)
    recent = [one for one in booked if one.order.ordered_at >= now - TOLD_WITHIN]
    feedback.tell_orders(session, booked=recent, promoted=promoted, program=program, now=now)
    webhooks.emit_many(session, events=[_event(one) for one in recent], now=now)
    return {one.order.key: one for one in booked}


def _event(one: bookings.Booked) -> webhooks.Event:
    order = one.order
    data: dict[str, webhooks.Value] = {
        "channel": order.channel,
        "order_id": order.ref,
        "amount_minor": order.total,
        "points": one.points,
    }
    return webhooks.Event("order.taken", one.member_id, data, f"order:{order.channel}:{order.ref}")


def recent(session: Session, *, member_id: int, limit: int) -> tuple[Recent, ...]:
    """Return a member's newest orders with the products in them."""
    return tuple(
        Recent(order.ref, order.channel, order.ordered_at, order.total, order.points, tuple(products))
        for order, products in rows.recent(session, member_id, limit)
    )
