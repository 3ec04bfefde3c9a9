"""Referrals that a colleague looks at before they are paid, and the cash that bookkeepers pay out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from core.errors import Conflict, NotFound
from core.program import Program
from db.queries import points as ledger
from db.queries import referrals as rows
from membership import audits, referral_rewards

SHOWN = 10
MOST_PAYOUTS = 5_000


class ReferralUnknown(NotFound):
    key = "referrals-unknown"


class Decided(Conflict):
    key = "referrals-decided-already"


@dataclass(frozen=True, slots=True)
class Held:
    """What waits for a decision: two member numbers and the reason, which are all that a colleague needs."""

    referral_id: int
    reason: str
    inviter: str
    invitee: str
    joined_at: datetime


@dataclass(frozen=True, slots=True)
class Payout:
    """Cash that an inviter has earned; `amount_minor` in minor units."""

    referral_id: int
    number: str
    name: str | None
    amount_minor: int
    paid_at: datetime


def waiting(session: Session) -> tuple[Held, ...]:
    """Return what has waited longest."""
    return tuple(
        Held(referral_id, reason or "", inviter, invitee, joined_at)
        for referral_id, reason, inviter, invitee, joined_at in rows.held(session, SHOWN)
    )


def decide(
    session: Session,
    *,
    referral_id: int,
    release: bool,
    reason: str,
    operator_id: int,
    program: Program,
    now: datetime,
) -> referral_rewards.Settled:
    """Release a held referral, which pays it, or cancel it; of two colleagues the quicker one decides.

    Raises ReferralUnknown, Decided and ReasonMissing.
    """
    why = audits.needed(reason)
    found = rows.by_id(session, referral_id)
    if found is None:
        raise ReferralUnknown(id=referral_id)
    held_for = found.reason
    ledger.lock_account(session, found.inviter_id)
    found = rows.by_id(session, referral_id)
    if found is None or found.state != "held":
        raise Decided
    if release:
        done = referral_rewards.pay(
            session, found=found, states=("held",), decided_by=operator_id, program=program, now=now
        )
    else:
        cancelled = rows.advance(
            session, referral_id, ("held",), state="cancelled", decided_by=operator_id, decided_at=now
        )
        done = referral_rewards.Settled(referral_id, "cancelled", held_for) if cancelled else None
    if done is None:
        raise Decided
    audits.record(
        session,
        actor=f"telegram:{operator_id}",
        action="referrals.release" if release else "referrals.cancel",
        subject=f"referral:{referral_id}",
        origin="chat",
        before={"state": "held", "reason": held_for},
        after={"state": done.state, "points": done.points},
        reason=why,
        now=now,
    )
    return done


def payouts(session: Session, *, operator_id: int, now: datetime) -> tuple[Payout, ...]:
    """Return the cash that nobody has taken to the bookkeepers yet, and mark it as taken; audited."""
    found = tuple(
        Payout(referral_id, number, name, amount, paid_at or now)
        for referral_id, number, name, amount, paid_at in rows.unexported(session, MOST_PAYOUTS)
    )
    if found:
        rows.mark_exported(session, [one.referral_id for one in found], now)
        audits.record(
            session,
            actor=f"telegram:{operator_id}",
            action="referrals.export",
            subject="referrals",
            origin="chat",
            after={"count": len(found), "sum": sum(one.amount_minor for one in found)},
            now=now,
        )
    return found
