"""What a member is told at once (即时反馈): one message for one event, whatever it brought about."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from core.program import Program
from db.queries import members as identities
from membership import bookings, notices, tiers

TOPIC = "points"


def tell_orders(
    session: Session,
    *,
    booked: Sequence[bookings.Booked],
    promoted: Sequence[tiers.Promoted],
    program: Program,
    now: datetime,
) -> None:
    """Queue one message for each order that brought something: points, a coupon used, a limit reached, a new tier.

    Who rises by several orders at once hears of it with the last of them; who rises by old orders only is not told.
    """
    reachable = identities.telegram_ids(session, sorted({one.member_id for one in booked}))
    told = [one for one in booked if one.member_id in reachable]
    last = {one.member_id: one.order.key for one in sorted(told, key=lambda one: one.order.ordered_at)}
    risen = {one.member_id: one for one in promoted}
    for one in told:
        step = risen.get(one.member_id) if last[one.member_id] == one.order.key else None
        text = _text(one, step)
        if text is None:
            continue
        see = (
            notices.Button("tiers-see", data="tiers") if step else notices.Button("points-see", data="points")
        )
        notices.tell(
            session,
            member_ids=[one.member_id],
            topic=TOPIC,
            text=text,
            key=f"order:{one.order.channel}:{one.order.ref}",
            values={one.member_id: _values(one, step, program)},
            buttons=[[see]],
            now=now,
        )


def _text(one: bookings.Booked, step: tiers.Promoted | None) -> str | None:
    """Return the text for an order, or None when there is nothing to tell."""
    later, _ = one.later
    plain = not (one.cut or step or one.coupon or 0 < later < one.points)
    if one.points and not plain:
        return "orders-earned-more"
    if one.points:
        return "orders-earned-pending" if later else "orders-earned"
    if one.cut:
        return "orders-capped"
    return "tiers-promoted" if step else None


def _values(one: bookings.Booked, step: tiers.Promoted | None, program: Program) -> dict[str, Any]:
    later, days = one.later
    used = program.coupons.get(one.coupon) if one.coupon else None
    tier = program.tier_by_id.get(step.after) if step else None
    return {
        "amount_minor": one.order.total,
        "points": one.points,
        "instant": one.points - later,
        "later": later,
        "pending": days,
        "balance": one.balance,
        "cut": _yes(one.cut),
        "used": _yes(used),
        "coupon": used.title.model_dump() if used else "",
        "risen": _yes(tier),
        "tier": tier.name.model_dump() if tier else "",
    }


def _yes(true: object) -> str:
    """Word a fact for a Fluent selector."""
    return "yes" if true else "no"
