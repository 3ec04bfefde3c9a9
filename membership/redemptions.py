"""Redemptions (兑换): points for a reward, held until it is handed over, given back when it is not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from core.crypto import Vault
from core.errors import Conflict
from core.program import Program
from core.program_values import Localized
from db.queries import points as ledger
from db.queries import redemptions as rows
from db.queries import rewards as stock
from membership import coupons, notices, points, rewards
from membership.bargains import (
    Bargain,
    PriceChanged,
    Redemption,
    RedemptionUnknown,
    State,
    read,
    report,
    strike,
)
from membership.coupon_codes import kept_half


class RedemptionSettled(Conflict):
    """It was handed over, given back or timed out before. Values: `settled_at`."""

    key = "redemptions-settled"


class CouponGone(Conflict):
    """The coupon that it brought has been used or has expired, so there is nothing to give back."""

    key = "redemptions-coupon-gone"


@dataclass(frozen=True, slots=True)
class Undone:
    """A redemption that was given back, and the points that came back with it."""

    redemption: Redemption
    points: int


def redeem(
    session: Session,
    *,
    member_id: int,
    reward: str,
    attempt: int,
    price: int,
    program: Program,
    now: datetime,
) -> Redemption:
    """Redeem a reward for the `price` that the member was shown; one `attempt` (see `rewards.Offer`) happens once.

    Raises what `membership.rewards` has for a condition that does not hold, PriceChanged, PointsShort, NoCodeLeft.
    """
    known = rewards.reward_of(program, reward)
    key = f"reward:{reward}:{member_id}:{attempt}"
    if done := rows.by_key(session, key):
        return Redemption(*done)
    # A crowd before an empty shelf waits for nobody's account.
    if refusal := rewards.sold_out(session, reward=known, program=program, now=now):
        raise refusal
    ledger.lock_account(session, member_id)
    if done := rows.by_key(session, key):
        return Redemption(*done)
    offer = rewards.offer(session, reward=reward, member_id=member_id, program=program, now=now)
    if offer.refusal is not None:
        raise offer.refusal
    if price != known.points:
        raise PriceChanged(points=known.points)
    bargain = Bargain(
        key,
        member_id,
        known.kind,
        known.points,
        rewards.supplies(known, program=program, now=now),
        reward=reward,
        coupon=known.coupon if known.kind == "coupon" else None,
    )
    return strike(session, bargain=bargain, program=program, now=now)


def fulfil(
    session: Session, *, code: str, vault: Vault, clerk: int, program: Program, now: datetime
) -> Redemption:
    """Hand a reserved thing over for its code (核销) and tell the member; `clerk` is a Telegram id.

    The code may be typed as it is shown. Raises RedemptionUnknown, RedemptionSettled.
    """
    half = kept_half(code, vault)
    found = rows.by_code(session, half) if half else None
    if found is None:
        raise RedemptionUnknown
    return _hand_over(session, found.id, clerk, program, now)


def fulfil_held(
    session: Session, *, redemption_id: int, member_id: int, clerk: int, program: Program, now: datetime
) -> Redemption:
    """Hand a reserved thing over to a member who is present, without its code; raises what `fulfil` raises."""
    own(session, redemption_id=redemption_id, member_id=member_id)
    return _hand_over(session, redemption_id, clerk, program, now)


def cancel(
    session: Session, *, redemption_id: int, member_id: int, program: Program, now: datetime
) -> Undone:
    """Give a redemption back while it has not been handed over or its coupon not been used.

    Points return to where they came from and the piece to its supply. Cancelling twice is the same answer.
    Raises RedemptionUnknown (also for another member's), RedemptionSettled, CouponGone.
    """
    rows.lock(session, redemption_id)
    card = own(session, redemption_id=redemption_id, member_id=member_id)
    if card.state == "cancelled":
        return Undone(card, card.points)
    if card.coupon_id is not None and card.state == "fulfilled":
        if not coupons.revoke(session, coupon_id=card.coupon_id, now=now):
            raise CouponGone
    elif card.state != "reserved" or _is_late(card, now):
        raise _settled(card)
    return _undo(session, card, "cancelled", program, now)


def time_out(session: Session, *, redemption_id: int, program: Program, now: datetime) -> Undone | None:
    """Give back what nobody came for and tell the member; None when it was settled meanwhile."""
    rows.lock(session, redemption_id)
    card = read(session, redemption_id=redemption_id)
    if card.state != "reserved" or not _is_late(card, now):
        return None
    undone = _undo(session, card, "expired", program, now)
    _tell(session, card, "redemptions-notice-expired", {"points": undone.points}, program, now)
    return undone


def overdue(session: Session, *, now: datetime, limit: int) -> tuple[int, ...]:
    """Return up to `limit` ids of redemptions whose time at the counter is over, oldest first."""
    return tuple(rows.overdue(session, now, limit))


def own(session: Session, *, redemption_id: int, member_id: int) -> Redemption:
    """Return a member's redemption; raises RedemptionUnknown for another's as for none."""
    found = rows.by_id(session, redemption_id)
    if found is None or found.member_id != member_id:
        raise RedemptionUnknown
    return Redemption(*found)


def mine(session: Session, *, member_id: int, before: int | None, limit: int) -> tuple[Redemption, ...]:
    """Return up to `limit` of a member's redemptions older than `before`, newest first."""
    return tuple(Redemption(*row) for row in rows.page(session, member_id, before, limit))


def ready_of(session: Session, *, member_id: int, now: datetime) -> tuple[Redemption, ...]:
    """Return what waits for a member at the counter, the soonest to be given up first."""
    return tuple(Redemption(*row) for row in rows.ready(session, member_id, now))


def coupon_of(session: Session, *, redemption: Redemption, now: datetime) -> coupons.Open | None:
    """Return the coupon that a redemption brought, while it can be used."""
    if redemption.coupon_id is None:
        return None
    try:
        return coupons.own(session, coupon_id=redemption.coupon_id, member_id=redemption.member_id, now=now)
    except coupons.CouponClosed:
        return None


def title_of(redemption: Redemption, program: Program) -> Localized:
    """Return what was redeemed in the brand's words; its id when the program no longer has it."""
    if redemption.sale is not None and redemption.sale in program.sales:
        return program.sales[redemption.sale].title
    if redemption.reward is not None and redemption.reward in program.rewards:
        return program.rewards[redemption.reward].title
    return Localized(zh_hans=redemption.reward or redemption.sale or redemption.kind)


def _hand_over(
    session: Session, redemption_id: int, clerk: int, program: Program, now: datetime
) -> Redemption:
    rows.lock(session, redemption_id)
    card = read(session, redemption_id=redemption_id)
    if card.state != "reserved" or _is_late(card, now):
        raise _settled(card)
    rows.settle(session, redemption_id, state="fulfilled", now=now, by=clerk)
    _tell(session, card, "redemptions-notice-fulfilled", {}, program, now)
    done = read(session, redemption_id=redemption_id)
    report(session, redemption=done, now=now)
    return done


def _undo(session: Session, card: Redemption, after: State, program: Program, now: datetime) -> Undone:
    """Settle a locked redemption as given back, then its points and, last, what it was taken from."""
    entry_id, taken = rows.settle(session, card.redemption_id, state=after, now=now)
    back = 0
    if entry_id is not None:
        back = points.return_spent(
            session,
            entry_id=entry_id,
            amount=card.points,
            key=f"redemption:{card.redemption_id}:return",
            source=f"redeem:{card.sale or card.reward}",
            program=program,
            now=now,
        ).amount
    undone = read(session, redemption_id=card.redemption_id)
    report(session, redemption=undone, now=now)
    for subject, slot in taken:
        stock.put_back(session, subject, slot)
    return Undone(undone, back)


def _is_late(card: Redemption, now: datetime) -> bool:
    return card.expires_at is not None and card.expires_at <= now


def _settled(card: Redemption) -> RedemptionSettled:
    at = card.settled_at or card.expires_at or card.at
    return RedemptionSettled(settled_at=at.isoformat())


def _tell(
    session: Session,
    card: Redemption,
    text: str,
    more: dict[str, int],
    program: Program,
    now: datetime,
) -> None:
    values = {"title": title_of(card, program).model_dump(), **more}
    notices.tell(
        session,
        member_ids=[card.member_id],
        topic="points",
        text=text,
        key=f"{text}:{card.redemption_id}",
        values={card.member_id: values},
        buttons=[[notices.Button(text="redemptions-mine", data="redemptions")]],
        now=now,
    )
