"""Codes at the counter (店员): what one stands for, and using it up; nobody is found by number, name or phone."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal, InvalidOperation

from sqlalchemy.orm import Session

from core.crypto import Vault
from core.errors import Invalid
from core.program import Program
from db.queries import coupons as coupon_rows
from db.queries import redemptions as redemption_rows
from membership import coupons, guesses, passes, redemptions, staff
from membership.bargains import Redemption, read
from membership.coupon_codes import CODE_LENGTH, kept_half, plain
from membership.coupons import Open, Place, Redeemed
from membership.discounts import Goods
from membership.guesses import Missed
from membership.visits import CHANNEL, note_handed

LARGEST = Decimal(100_000)  # currency units; more is a slip of the finger


class AmountWrong(Invalid):
    """Values: `text`, what was written."""

    key = "counter-amount-wrong"


@dataclass(frozen=True, slots=True)
class Found:
    """What a code at the counter stands for, without whom it belongs to."""

    coupon: Open | None = None
    redemption: Redemption | None = None


def look_up(session: Session, *, typed: str, clerk: int, vault: Vault, now: datetime) -> Found | Missed:
    """Return what a coupon's or a reward's code stands for; a wrong code is noted and counted.

    Raises LockedOut, and staff.OwnAccount for what the clerk holds.
    """
    who = f"telegram:{clerk}"
    guesses.check(session, who=who, now=now)
    half = kept_half(typed, vault)
    card = coupon_rows.by_code(session, half) if half else None
    if card is not None:
        staff.serves_another(session, telegram_id=clerk, member_id=card.member_id)
        return Found(coupon=coupons.own(session, coupon_id=card.id, member_id=card.member_id, now=now))
    waiting = redemption_rows.by_code(session, half) if half else None
    if waiting is not None:
        redemption = read(session, redemption_id=waiting.id)
        staff.serves_another(session, telegram_id=clerk, member_id=redemption.member_id)
        return Found(redemption=redemption)
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
    """Use up a coupon by its code, whoever else holds it; raises what `coupons.redeem` raises, and staff.OwnAccount."""
    half = kept_half(code, vault)
    card = coupon_rows.by_code(session, half) if half else None
    if card is not None:
        staff.serves_another(session, telegram_id=clerk, member_id=card.member_id)
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
    """Hand over what a reward's code stands for; audited.

    Raises RedemptionUnknown, RedemptionSettled, and staff.OwnAccount, which undoes it.
    """
    done = redemptions.fulfil(session, code=code, vault=vault, clerk=clerk, program=program, now=now)
    staff.serves_another(session, telegram_id=clerk, member_id=done.member_id)
    store = staff.store_of(session, telegram_id=clerk)
    note_handed(session, done=done, clerk=clerk, store=store, now=now)
    return done


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
