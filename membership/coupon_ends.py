"""How coupons end other than by use: expiry with its reminder, being taken back; and how they come back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from core.program import Program
from db.queries import coupons as rows
from membership import audits, notices, staff
from membership.coupons import CouponUnknown, Issued, issue, revoke, template_of, title_of

# Whoever was just told of a new coupon is not reminded of it on the same day.
FRESH = timedelta(days=1)
# A coupon that the counter has used counts for the order which the till reports around then.
AROUND = timedelta(hours=2)
# Tills report within days; an import of history is not searched for coupons.
LATEST = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Withdrawn:
    coupon_id: int
    template: str
    member_id: int


@dataclass(frozen=True, slots=True)
class Bought:
    """An order as far as coupons are concerned."""

    channel: str
    ref: str
    member_id: int
    ordered_at: datetime


def expire(session: Session, *, limit: int, now: datetime) -> int:
    """Expire up to `limit` coupons whose time is over; return how many. Safe to repeat and to miss days."""
    return rows.expire(session, now, limit)


def remind(session: Session, *, limit: int, program: Program, now: datetime) -> int:
    """Tell up to `limit` members of what ends within the program's days, once a coupon, in one message each."""
    until = now + timedelta(days=program.coupon_reminder_days)
    due = rows.ending(session, until=until, issued_before=now - FRESH, now=now, limit=limit)
    for member_id in due:
        ending = rows.remind(session, member_id, until=until, issued_before=now - FRESH, now=now)
        if not ending:
            continue
        soonest = ending[0]
        notices.tell(
            session,
            member_ids=[member_id],
            topic="coupons",
            text="coupons-ending",
            key=f"coupon:{soonest.id}:ending",
            values={
                member_id: {
                    "count": len(ending),
                    "title": title_of(program, soonest.template).model_dump(),
                    "until_at": (soonest.expires_at - timedelta(seconds=1)).isoformat(),
                }
            },
            buttons=[[notices.Button(text="coupons-see", data="coupons")]],
            now=now,
        )
    return len(due)


def withdraw(
    session: Session, *, coupon_id: int, by: int, reason: str, program: Program, now: datetime
) -> Withdrawn:
    """Let an operator take a coupon back, with a reason that the member reads; audited.

    Raises CouponUnknown when it can't be used any more, ReasonMissing.
    """
    told = audits.needed(reason)
    card = rows.by_id(session, coupon_id)
    if card is None or not revoke(session, coupon_id=coupon_id, now=now):
        raise CouponUnknown
    audits.record(
        session,
        actor=f"telegram:{by}",
        action="coupons.revoke",
        subject=f"coupon:{card.id}",
        origin="chat",
        before={"status": "issued"},
        after={"status": "revoked", "template": card.template},
        reason=told,
        now=now,
    )
    notices.tell(
        session,
        member_ids=[card.member_id],
        topic="coupons",
        text="coupons-withdrawn",
        key=f"coupon:{card.id}:revoked",
        values={
            card.member_id: {"title": title_of(program, card.template).model_dump(), "reason": told[:200]}
        },
        now=now,
    )
    return Withdrawn(card.id, card.template, card.member_id)


def give(
    session: Session,
    *,
    member_id: int,
    template: str,
    reason: str,
    attempt: str,
    by: int,
    program: Program,
    now: datetime,
) -> Issued:
    """Let an operator give a member a coupon, with a reason, once an `attempt`; audited, and told at once.

    Raises ReasonMissing, CouponUnknown, and staff.OwnAccount for their own account.
    """
    why = audits.needed(reason)
    staff.serves_another(session, telegram_id=by, member_id=member_id)
    known = template_of(program, template)
    issued = issue(
        session, member_id=member_id, template=known.id, key=f"given:{by}:{attempt}", program=program, now=now
    )
    if not issued.new:
        return issued
    audits.record(
        session,
        actor=f"telegram:{by}",
        action="coupons.issue",
        subject=f"member:{member_id}",
        origin="chat",
        after={"coupon": issued.coupon_id, "template": known.id},
        reason=why,
        now=now,
    )
    notices.tell(
        session,
        member_ids=[member_id],
        topic="coupons",
        text="coupons-given",
        key=f"coupon:{issued.coupon_id}:given",
        values={
            member_id: {
                "title": known.title.model_dump(),
                "until_at": (issued.expires_at - timedelta(seconds=1)).isoformat(),
            }
        },
        buttons=[[notices.Button(text="coupons-see", data="coupons")]],
        now=now,
    )
    return issued


def return_of_order(
    session: Session, *, channel: str, order_ref: str, program: Program, now: datetime
) -> tuple[int, ...]:
    """Give the coupons of a wholly refunded order back to their member; those that have expired stay used.

    A second call finds none. Returns the ids of those that came back.
    """
    back = [
        card
        for card in rows.of_orders(session, [(channel, order_ref)])
        if card.expires_at > now and rows.give_back(session, card.id)
    ]
    for card in back:
        notices.tell(
            session,
            member_ids=[card.member_id],
            topic="coupons",
            text="coupons-returned",
            key=f"coupon:{card.id}:returned:{channel}:{order_ref}",
            values={
                card.member_id: {
                    "title": title_of(program, card.template).model_dump(),
                    "until_at": (card.expires_at - timedelta(seconds=1)).isoformat(),
                }
            },
            now=now,
        )
    return tuple(card.id for card in back)


def multipliers(
    session: Session, *, orders: Sequence[Bought], program: Program, now: datetime
) -> dict[tuple[str, str], str]:
    """Return the template of the multiplier coupon that counts for each order which has one.

    That is one redeemed on the order itself, or one that the counter redeemed for this member around the time of
    the order: the first such order takes it up and keeps it. O(orders), a fixed number of statements and one a
    coupon that is taken up.
    """
    kinds = _multiplying(program)
    recent = [order for order in orders if order.ordered_at >= now - LATEST]
    if not kinds or not recent:
        return {}
    keys = [(order.channel, order.ref) for order in recent]
    found: dict[tuple[str, str], str] = {}
    for card in rows.of_orders(session, keys):
        if card.template in kinds and card.channel and card.order_ref:
            found[card.channel, card.order_ref] = card.template
    open_orders = [order for order in recent if (order.channel, order.ref) not in found]
    if not open_orders:
        return found
    since = min(order.ordered_at for order in open_orders) - AROUND
    members = sorted({order.member_id for order in open_orders})
    for card in rows.at_counter(session, members, sorted(kinds), since):
        order = _nearest(card, open_orders, found)
        if order is not None and rows.bind(session, card.id, order.channel, order.ref):
            found[order.channel, order.ref] = card.template
    return found


def _nearest(card: rows.Card, orders: Iterable[Bought], taken: dict[tuple[str, str], str]) -> Bought | None:
    used_at = card.redeemed_at
    fitting = [
        order
        for order in orders
        if used_at is not None
        and order.member_id == card.member_id
        and abs(order.ordered_at - used_at) <= AROUND
        and (order.channel, order.ref) not in taken
    ]
    return min(fitting, key=lambda one: abs(one.ordered_at - (used_at or one.ordered_at)), default=None)


def _multiplying(program: Program) -> frozenset[str]:
    return frozenset(name for name, one in program.coupons.items() if one.kind == "multiplier")
