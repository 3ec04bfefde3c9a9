"""A visit (接待): what a clerk sees and does for the member whose code of the minute they have scanned.

It shows a masked name, the tier, and what can be used now, for five minutes, to the one clerk who opened it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from core.crypto import Vault
from core.errors import Conflict, NotFound
from core.program import Program
from db.queries import visits as rows
from membership import audits, coupons, guesses, passes, points, redemptions, staff
from membership.bargains import Redemption
from membership.coupons import Open, Place, Redeemed
from membership.discounts import Goods
from membership.guesses import Missed

LENGTH = timedelta(minutes=5)
CHANNEL = coupons.COUNTER


class VisitUnknown(NotFound):
    key = "counter-unknown"


class VisitOver(Conflict):
    key = "counter-over"


@dataclass(frozen=True, slots=True)
class Visit:
    """What a clerk sees of whoever stands before them."""

    visit_id: int
    member_id: int
    name: str
    tier: str
    ends_at: datetime
    coupons: tuple[Open, ...]
    rewards: tuple[Redemption, ...]
    points: int


def open_visit(session: Session, *, typed: str, clerk: int, vault: Vault, now: datetime) -> Visit | Missed:
    """Open a visit by a member's code, once; a wrong code is noted and counted.

    Raises LockedOut, PassOver, PassUsed, staff.OwnAccount.
    """
    who = f"telegram:{clerk}"
    guesses.check(session, who=who, now=now)
    try:
        pass_id, member_id = passes.use(session, typed=typed, clerk=clerk, vault=vault, now=now)
    except passes.PassUnknown:
        return guesses.note(session, who=who, typed=typed, vault=vault, now=now)
    staff.serves_another(session, telegram_id=clerk, member_id=member_id)
    store = staff.store_of(session, telegram_id=clerk)
    visit_id = rows.open_visit(
        session,
        pass_id=pass_id,
        member_id=member_id,
        clerk=clerk,
        store=store,
        opened_at=now,
        ends_at=now + LENGTH,
    )
    if visit_id is None:
        raise passes.PassUsed
    audits.record(
        session,
        actor=who,
        action="visits.open",
        subject=f"member:{member_id}",
        origin="chat",
        after={"visit": visit_id, "store": store},
        now=now,
    )
    return see(session, visit_id=visit_id, clerk=clerk, now=now)


def see(session: Session, *, visit_id: int, clerk: int, now: datetime) -> Visit:
    """Return what can be done for a visitor now; raises VisitUnknown (also for a colleague's), VisitOver."""
    seen = current(session, visit_id=visit_id, clerk=clerk, now=now)
    return Visit(
        seen.id,
        seen.member_id,
        masked(seen.name),
        seen.tier,
        seen.ends_at,
        coupons.open_coupons(session, member_id=seen.member_id, now=now),
        redemptions.ready_of(session, member_id=seen.member_id, now=now),
        points.balance(session, member_id=seen.member_id, now=now).available,
    )


def redeem_coupon(
    session: Session,
    *,
    visit_id: int,
    clerk: int,
    coupon_id: int,
    amount: int | None,
    program: Program,
    now: datetime,
) -> Redeemed:
    """Use up a visitor's coupon (核销); `amount` is what it covers of this purchase, in minor units.

    All of a visit is one purchase: what does not go together is refused. Raises what `coupons.redeem_held` raises.
    """
    seen = current(session, visit_id=visit_id, clerk=clerk, now=now)
    return coupons.redeem_held(
        session,
        coupon_id=coupon_id,
        member_id=seen.member_id,
        place=Place(CHANNEL, str(seen.id), seen.store, clerk),
        goods=() if amount is None else (Goods(None, 1, amount),),
        program=program,
        now=now,
    )


def hand_over(
    session: Session, *, visit_id: int, clerk: int, redemption_id: int, program: Program, now: datetime
) -> Redemption:
    """Hand a visitor what they have redeemed; audited. Raises RedemptionUnknown, RedemptionSettled."""
    seen = current(session, visit_id=visit_id, clerk=clerk, now=now)
    done = redemptions.fulfil_held(
        session,
        redemption_id=redemption_id,
        member_id=seen.member_id,
        clerk=clerk,
        program=program,
        now=now,
    )
    note_handed(session, done=done, clerk=clerk, store=seen.store, now=now)
    return done


def current(session: Session, *, visit_id: int, clerk: int, now: datetime) -> rows.Seen:
    """Return a clerk's own visit while it lasts; raises VisitUnknown, VisitOver."""
    seen = rows.visit(session, visit_id)
    if seen is None or seen.clerk != clerk:
        raise VisitUnknown
    if seen.ends_at <= now:
        raise VisitOver
    return seen


def masked(name: str | None) -> str:
    """Return a name by which two people can agree on who is meant, and no more."""
    words = (name or "").split()
    return f"{words[0][:1]}**" if words else "**"


def note_handed(session: Session, *, done: Redemption, clerk: int, store: str | None, now: datetime) -> None:
    """Write a handing over down, with who did it and where."""
    audits.record(
        session,
        actor=f"telegram:{clerk}",
        action="redemptions.fulfil",
        subject=f"redemption:{done.redemption_id}",
        origin="chat",
        after={"reward": done.reward or done.sale, "store": store},
        now=now,
    )
