"""What an invitation brings: points for both, a coupon or cash for the inviter, once, within caps and budget."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from core.clock import day_begins, local_day
from core.program import Program
from db.models.referrals import Referral
from db.queries import referrals as rows
from membership import budgets, coupons, notices, points


@dataclass(frozen=True, slots=True)
class Settled:
    """How a referral stands after it was looked at; `points` of the inviter, when it was paid."""

    referral_id: int
    state: str
    reason: str | None = None
    points: int = 0


def pay(
    session: Session,
    *,
    found: Referral,
    states: Sequence[str],
    decided_by: int | None = None,
    program: Program,
    now: datetime,
) -> Settled | None:
    """Reward both sides, once; beyond the cap of the month only the friend. None when somebody was quicker.

    An order that was refunded below the least since then cancels it instead. Who pays without a colleague's decision stays within `points.limits`: what does not fit is held.
    """
    rules = program.points.referral
    referral_id, inviter_id, invitee_id = found.id, found.inviter_id, found.invitee_id
    if found.order_id is not None and rows.net_of(session, found.order_id) < program.minor(rules.min_spend):
        gone = rows.advance(session, referral_id, states, state="cancelled", reason="refunded")
        return Settled(referral_id, "cancelled", "refunded") if gone else None
    rewarded = rows.rewarded_since(session, inviter_id, month_begins(program, now))
    capped = rewarded >= rules.max_per_month
    shares = [(invitee_id, rules.invitee_points, "invitee")]
    if not capped:
        shares.insert(0, (inviter_id, rules.inviter_points, "inviter"))
    if decided_by is None and not _within_budget(session, referral_id, shares, program, now):
        rows.advance(session, referral_id, states, state="held", reason="budget")
        return Settled(referral_id, "held", "budget")
    paid = rows.advance(
        session,
        referral_id,
        states,
        state="paid",
        reason=None,
        capped=capped,
        paid_at=now,
        cash_minor=0 if capped else program.minor(rules.inviter_cash),
        decided_by=decided_by,
        decided_at=now if decided_by is not None else None,
    )
    if not paid:
        return None
    for member_id, amount, side in shares:
        if amount:
            grant = points.Grant(
                member_id, amount, 0, f"referral:{referral_id}:{side}", f"referral:{referral_id}", now
            )
            points.earn(session, grant=grant, program=program, now=now)
    if not capped:
        _reward_inviter(session, referral_id, inviter_id, program, now)
    notices.tell(
        session,
        member_ids=[invitee_id],
        topic="points",
        text="referrals-paid-friend",
        key=f"referral:{referral_id}:invitee",
        values={invitee_id: {"points": rules.invitee_points}},
        buttons=[[notices.Button("points-see", data="points")]],
        now=now,
    )
    return Settled(referral_id, "paid", points=0 if capped else rules.inviter_points)


def _reward_inviter(
    session: Session, referral_id: int, inviter_id: int, program: Program, now: datetime
) -> None:
    """Give the coupon, and say all that came in one message, without a word of what the friend bought."""
    rules = program.points.referral
    values: dict[str, object] = {"points": rules.inviter_points}
    text = "referrals-paid"
    if rules.inviter_coupon is not None:
        coupons.issue(
            session,
            member_id=inviter_id,
            template=rules.inviter_coupon,
            key=f"referral:{referral_id}:coupon",
            program=program,
            now=now,
        )
        values["coupon"] = program.coupons[rules.inviter_coupon].title.model_dump()
        text = "referrals-paid-coupon"
    if rules.inviter_cash:
        values["cash_minor"] = program.minor(rules.inviter_cash)
        text = f"{text}-cash"
    notices.tell(
        session,
        member_ids=[inviter_id],
        topic="points",
        text=text,
        key=f"referral:{referral_id}:inviter",
        values={inviter_id: values},
        buttons=[[notices.Button("referrals-see", data="invite")]],
        now=now,
    )


def _within_budget(
    session: Session,
    referral_id: int,
    shares: Sequence[tuple[int, int, str]],
    program: Program,
    now: datetime,
) -> bool:
    """Use the budgets of `points.limits` up for both sides, or for neither."""
    asks = [budgets.Ask(member_id, "referral", amount, now) for member_id, amount, _ in shares if amount]
    allowed = budgets.take(session, asks=asks, program=program)
    if all(one.points == ask.points for ask, one in zip(asks, allowed, strict=True)):
        return True
    for ask, one in zip(asks, allowed, strict=True):
        if one.points:
            budgets.give_back(
                session,
                member_id=ask.member_id,
                key=f"referral:{referral_id}",
                source=f"referral:{referral_id}",
                points=one.points,
                whole=True,
                at=now,
                program=program,
            )
    return False


def month_begins(program: Program, now: datetime) -> datetime:
    """Return the first instant of the local month."""
    return day_begins(local_day(now, program.time_zone).replace(day=1), program.time_zone)
