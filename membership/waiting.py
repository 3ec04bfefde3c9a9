"""Refunds that come before their order: kept, carried out with the order's arrival, reported when it never comes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from core.program import Program
from db.queries import orders
from db.queries import waiting as rows
from membership import audits, notices
from membership.orders import Outcome
from membership.refunds import Refund, give_back

PATIENCE = timedelta(days=30)
_NAMED = 5  # in one message to an operator


@dataclass(frozen=True, slots=True)
class Dropped:
    """A refund whose order never came: the brand paid money back that this program knows nothing of."""

    channel: str
    order_ref: str
    ref: str
    amount: int


def take_in(
    session: Session, *, refunds: Sequence[Refund], program: Program, now: datetime
) -> tuple[Outcome, ...]:
    """Take in refunds of named channels as `refunds.take_in` does, but keep those whose order is not here yet."""
    known = orders.bodies(session, sorted({(refund.channel or "", refund.order_ref) for refund in refunds}))
    return tuple(
        give_back(session, refund=refund, program=program, now=now)
        if (refund.channel, refund.order_ref) in known
        else _hold(session, refund, now)
        for refund in refunds
    )


def apply_for(
    session: Session, *, keys: Sequence[tuple[str, str]], program: Program, now: datetime
) -> tuple[Outcome, ...]:
    """Carry out what waits for these orders, (channel, ref) each; one select by index while nothing waits."""
    if not keys or not rows.is_any(session):
        return ()
    return _carry_out(session, rows.of_orders(session, keys), program, now)


def catch_up(session: Session, *, limit: int, program: Program, now: datetime) -> int:
    """Carry out up to `limit` refunds that came at the same moment as their order; return how many.

    Neither of two transactions at once sees what the other writes; this looks again when both have ended.
    """
    return len(_carry_out(session, rows.come_true(session, limit), program, now))


def drop(session: Session, *, limit: int, operators: Sequence[int], now: datetime) -> tuple[Dropped, ...]:
    """Give up to `limit` refunds up that have waited for PATIENCE, and name them to the operators."""
    old = rows.overdue(session, now - PATIENCE, limit)
    gone = rows.take(session, [one.id for one in old])
    dropped = tuple(Dropped(one.channel, one.order_ref, one.ref, one.amount) for one in old if one.id in gone)
    if dropped:
        named = ", ".join(f"{one.channel}/{one.order_ref}" for one in dropped[:_NAMED])
        named += " …" if len(dropped) > _NAMED else ""
        for operator in operators:
            notices.tell_chat(
                session,
                chat_id=operator,
                text="waiting-dropped",
                key=f"waiting:{old[0].id}:{operator}",
                values={"count": len(dropped), "orders": named, "days": PATIENCE.days},
                now=now,
            )
    return dropped


def _hold(session: Session, refund: Refund, now: datetime) -> Outcome:
    values = {"refunded_at": refund.refunded_at.isoformat(), "amount": refund.amount}
    held = rows.hold(
        session,
        channel=refund.channel,
        order_ref=refund.order_ref,
        ref=refund.ref,
        received_at=now,
        **values,
    )
    if held is None:
        known = rows.held(session, refund.channel or "", refund.order_ref, refund.ref)
        if values != {"refunded_at": known.refunded_at, "amount": known.amount}:
            reason = "refund_id: delivered before with another content; expected a new id"
            return Outcome(refund.ref, "rejected", reason=reason)
    return Outcome(refund.ref, "waiting", reason="its order is not here yet")


def _carry_out(
    session: Session, held: Sequence[rows.Held], program: Program, now: datetime
) -> tuple[Outcome, ...]:
    gone = rows.take(session, [one.id for one in held])
    outcomes = []
    for one in held:
        if one.id not in gone:
            continue
        at = datetime.fromisoformat(one.refunded_at)
        refund = Refund(one.channel, one.ref, one.order_ref, at, one.amount)
        outcome = give_back(session, refund=refund, program=program, now=now)
        if outcome.kind == "rejected":
            _note_refused(session, one, outcome, now)
        outcomes.append(outcome)
    return tuple(outcomes)


def _note_refused(session: Session, one: rows.Held, outcome: Outcome, now: datetime) -> None:
    """Write a refund down that its order refused: whoever sent it was told that it waits."""
    audits.record(
        session,
        actor=f"channel:{one.channel}",
        action="waiting.refused",
        subject=f"order:{one.channel}:{one.order_ref}",
        after={"refund": one.ref, "amount": one.amount},
        reason=outcome.reason,
        origin="http",
        now=now,
    )
