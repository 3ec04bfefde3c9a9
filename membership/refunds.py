"""Refunds of every channel: taken in once, the order's points taken back in proportion, told to the member."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.orm import Session

from core.program import Program
from core.wording import money
from db.queries import orders as rows
from db.queries import points as ledger
from membership import budgets, coupon_ends, earning, notices, points, webhooks
from membership.bookings import TOLD_WITHIN
from membership.orders import Outcome


@dataclass(frozen=True, slots=True)
class Refund:
    """Money given back for (part of) an order, in minor units; without a channel the order's own is looked up."""

    channel: str | None
    ref: str
    order_ref: str
    refunded_at: datetime
    amount: int

    @property
    def body(self) -> str:
        told = f"{self.order_ref}|{self.refunded_at.isoformat()}|{self.amount}"
        return hashlib.blake2s(told.encode(), digest_size=12).hexdigest()


@dataclass(frozen=True, slots=True)
class Returned:
    """One refund of a member's own list, amounts in minor units; `points` were taken back."""

    refund_id: int
    ordered_at: datetime
    refunded_at: datetime
    amount: int
    points: int


def of_member(session: Session, *, member_id: int, limit: int) -> tuple[Returned, ...]:
    """Return a member's newest refunds, the newest first."""
    return tuple(Returned(*found) for found in rows.refunds_of_member(session, member_id, limit))


def take_in(
    session: Session, *, refunds: Sequence[Refund], program: Program, now: datetime
) -> tuple[Outcome, ...]:
    """Take in a batch of refunds: one outcome each, in their order."""
    unnamed = [refund.order_ref for refund in refunds if refund.channel is None]
    channels = rows.channels_of(session, unnamed) if unnamed else {}
    outcomes = []
    for refund in refunds:
        found = [refund.channel] if refund.channel else channels.get(refund.order_ref, [])
        if len(found) == 1:
            whole = replace(refund, channel=found[0])
            outcomes.append(give_back(session, refund=whole, program=program, now=now))
        else:
            reason = (
                f"order_id: {refund.order_ref!r} is known in {', '.join(sorted(found))}; expected its channel"
                if found
                else f"order_id: {refund.order_ref!r} is unknown; expected an order that came in before"
            )
            outcomes.append(Outcome(refund.ref, "rejected", reason=reason))
    return tuple(outcomes)


def give_back(session: Session, *, refund: Refund, program: Program, now: datetime) -> Outcome:
    """Take in one refund: points of the order come back in proportion, partial refunds adding up exactly."""
    order = rows.for_refund(session, refund.channel or "", refund.order_ref)
    if order is None:
        reason = (
            f"order_id: {refund.order_ref!r} is unknown in {refund.channel}; expected one that came in before"
        )
        return Outcome(refund.ref, "rejected", reason=reason)
    earlier = rows.refunds(session, order.id)
    if refund.ref in earlier:
        same = earlier[refund.ref][0] == refund.body
        differs = None if same else "refund_id: delivered before with another content; expected a new id"
        return Outcome(refund.ref, "duplicate" if same else "rejected", reason=differs)
    if refund.refunded_at < order.ordered_at - points.CLOCK_SKEW:
        reason = f"refunded_at: {refund.refunded_at.isoformat()} is before the order of {order.ordered_at.isoformat()}"
        return Outcome(refund.ref, "rejected", reason=reason)
    before = sum(amount for _, amount in earlier.values())
    if before + refund.amount > order.total:
        asked, left = (money(minor, program=program) for minor in (refund.amount, order.total - before))
        reason = f"amount: {asked}; expected at most {left}, what is left of the order"
        return Outcome(refund.ref, "rejected", reason=reason)
    claimed = _claw_back(session, order, refund, before, program, now)
    taken = sum(one.amount + one.owed for one in claimed)
    refund_id = rows.insert_refund(
        session,
        order_id=order.id,
        ref=refund.ref,
        body=refund.body,
        amount=refund.amount,
        refunded_at=refund.refunded_at,
        points=taken,
        owed=sum(one.owed for one in claimed),
        waived=sum(one.waived for one in claimed),
    )
    if taken and refund.refunded_at >= now - TOLD_WITHIN:
        notices.tell(
            session,
            member_ids=[order.member_id],
            topic="points",
            text="orders-refunded",
            key=f"refund:{refund_id}",
            values={order.member_id: {"points": taken, "amount_minor": refund.amount}},
            now=now,
        )
    if before + refund.amount == order.total:
        coupon_ends.return_of_order(
            session, channel=refund.channel or "", order_ref=refund.order_ref, program=program, now=now
        )
    webhooks.emit(
        session,
        kind="order.refunded",
        member_id=order.member_id,
        data={
            "channel": refund.channel,
            "order_id": refund.order_ref,
            "refund_id": refund.ref,
            "amount_minor": refund.amount,
            "points": -taken,
        },
        key=f"refund:{refund.channel}:{refund.order_ref}:{refund.ref}",
        now=now,
    )
    return Outcome(refund.ref, "created", points=-taken)


def _claw_back(
    session: Session,
    order: rows.ForRefund,
    refund: Refund,
    before: int,
    program: Program,
    now: datetime,
) -> list[points.TakenBack]:
    """Take each thing that the order earned back in proportion, cumulatively floored, so that parts add up."""
    share = {"total": order.total, "refunded": refund.amount, "refunded_before": before}
    source = f"order:{refund.channel}:{refund.order_ref}"
    earned = ledger.earned_from(session, source)
    for entry in earned:
        budgets.give_back(
            session,
            member_id=entry.member_id,
            key=entry.key,
            source=source,
            points=earning.to_take_back(entry.amount, **share),
            whole=before + refund.amount == order.total,
            at=order.ordered_at,
            program=program,
        )
    return [
        points.take_back(
            session,
            entry_id=entry.id,
            member_id=entry.member_id,
            amount=earning.to_take_back(entry.amount, **share),
            qualifying=earning.to_take_back(entry.qualifying, **share),
            # The key of an entry says which rule of the order it is for: …:earn, …:earn:<rule>.
            key=f"order:{refund.channel}:{refund.order_ref}:refund:{refund.ref}{entry.key.partition(':earn')[2]}",
            source=f"refund:{refund.channel}:{refund.order_ref}",
            program=program,
            now=now,
        )
        for entry in earned
    ]
