"""Clerk mode (店员): a member's code opens a short visit, in which coupons are used and rewards handed over.

A clerk sees a masked name, the tier, and what can be used now; they find nobody by number, name or phone.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal, InvalidOperation

from sqlalchemy.orm import Session

from core.crypto import Vault
from core.errors import Conflict, Forbidden, Invalid, NotFound
from core.program import Program
from db.queries import counter as rows
from db.queries import coupons as coupon_rows
from db.queries import members as member_rows
from db.queries import redemptions as redemption_rows
from membership import audits, coupons, guesses, passes, points, redemptions, staff
from membership.coupon_codes import CODE_LENGTH, kept_half, plain
from membership.coupons import Open, Place, Redeemed
from membership.discounts import Goods
from membership.guesses import Missed
from membership.redemptions import Redemption

LENGTH = timedelta(minutes=5)
CHANNEL = "counter"
LARGEST = Decimal(100_000)  # currency units; more is a slip of the finger


class VisitUnknown(NotFound):
    key = "counter-unknown"


class VisitOver(Conflict):
    key = "counter-over"


class OwnCode(Forbidden):
    key = "counter-own-code"


class AmountWrong(Invalid):
    """Values: `text`, what was written."""

    key = "counter-amount-wrong"


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


@dataclass(frozen=True, slots=True)
class Found:
    """What a code at the counter stands for, without whom it belongs to."""

    coupon: Open | None = None
    redemption: Redemption | None = None


def open_visit(session: Session, *, typed: str, clerk: int, vault: Vault, now: datetime) -> Visit | Missed:
    """Open a visit by a member's code, once; a wrong code is noted and counted.

    Raises LockedOut, PassOver, PassUsed, OwnCode.
    """
    who = f"telegram:{clerk}"
    guesses.check(session, who=who, now=now)
    try:
        pass_id, member_id = passes.use(session, typed=typed, clerk=clerk, vault=vault, now=now)
    except passes.PassUnknown:
        return guesses.note(session, who=who, typed=typed, vault=vault, now=now)
    own = member_rows.by_account(session, clerk)
    if own is not None and own.id == member_id:
        raise OwnCode
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
        action="counter.open",
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
    _note_handed(session, done, clerk, seen.store, now)
    return done


def look_up(session: Session, *, typed: str, clerk: int, vault: Vault, now: datetime) -> Found | Missed:
    """Return what a coupon's or a reward's code stands for; a wrong code is noted and counted. Raises LockedOut."""
    who = f"telegram:{clerk}"
    guesses.check(session, who=who, now=now)
    half = kept_half(typed, vault)
    card = coupon_rows.by_code(session, half) if half else None
    if card is not None:
        return Found(coupon=coupons.own(session, coupon_id=card.id, member_id=card.member_id, now=now))
    waiting = redemption_rows.by_code(session, half) if half else None
    if waiting is not None:
        return Found(redemption=redemptions.read(session, redemption_id=waiting.id))
    return guesses.note(session, who=who, typed=typed, vault=vault, now=now)


def redeem_code(
    session: Session,
    *,
    code: str,
    clerk: int,
    amount: int | None,
    vault: Vault,
    program: Program,
    now: datetime,
) -> Redeemed:
    """Use up a coupon by its code, whoever holds it; raises what `coupons.redeem` raises."""
    return coupons.redeem(
        session,
        code=code,
        vault=vault,
        place=Place(CHANNEL, None, staff.store_of(session, telegram_id=clerk), clerk),
        goods=() if amount is None else (Goods(None, 1, amount),),
        program=program,
        now=now,
    )


def hand_over_code(
    session: Session, *, code: str, clerk: int, vault: Vault, program: Program, now: datetime
) -> Redemption:
    """Hand over what a reward's code stands for; audited. Raises RedemptionUnknown, RedemptionSettled."""
    done = redemptions.fulfil(session, code=code, vault=vault, clerk=clerk, program=program, now=now)
    _note_handed(session, done, clerk, staff.store_of(session, telegram_id=clerk), now)
    return done


def current(session: Session, *, visit_id: int, clerk: int, now: datetime) -> rows.Seen:
    """Return a clerk's own visit while it lasts; raises VisitUnknown, VisitOver."""
    seen = rows.visit(session, visit_id)
    if seen is None or seen.clerk != clerk:
        raise VisitUnknown
    if seen.ends_at <= now:
        raise VisitOver
    return seen


def is_pass(typed: str) -> bool:
    """Return whether a text has the length of a member's code rather than of a coupon's or reward's."""
    return len(plain(typed)) <= passes.LENGTH < CODE_LENGTH


def amount_of(text: str, *, program: Program) -> int:
    """Return an amount as it was typed in minor units; raises AmountWrong."""
    written = unicodedata.normalize("NFKC", text).strip().lstrip("¥￥$").removesuffix("元").replace(",", "")
    try:
        amount = Decimal(written.strip())
    except InvalidOperation:
        raise AmountWrong(text=text[:40]) from None
    if not amount.is_finite() or not 0 < amount <= LARGEST:
        raise AmountWrong(text=text[:40])
    minor = amount.scaleb(program.minor_units)
    if minor != minor.to_integral_value():
        raise AmountWrong(text=text[:40])
    return int(minor)


def masked(name: str | None) -> str:
    """Return a name by which two people can agree on who is meant, and no more."""
    words = (name or "").split()
    return f"{words[0][:1]}**" if words else "**"


def _note_handed(session: Session, done: Redemption, clerk: int, store: str | None, now: datetime) -> None:
    audits.record(
        session,
        actor=f"telegram:{clerk}",
        action="redemptions.fulfil",
        subject=f"redemption:{done.redemption_id}",
        origin="chat",
        after={"reward": done.reward or done.sale, "store": store},
        now=now,
    )
