"""Coupons: issuing them once per occasion, listing them, and using them up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from core.clock import day_begins
from core.crypto import Vault
from core.errors import Conflict, NotFound
from core.program import CouponTemplate, Program
from core.program_values import Localized
from db.queries import coupons as rows
from db.queries import points as ledger
from membership import audits, discounts, notices, webhooks
from membership.coupon_codes import ALPHABET, CODE_LENGTH, Half, kept_half, new_code, shown_code
from membership.discounts import Goods

_TRIES = 5

__all__ = ["ALPHABET", "CODE_LENGTH", "shown_code"]


class CouponUnknown(NotFound):
    key = "coupons-unknown"


class CouponClosed(Conflict):
    """It was used, has expired, or was taken back."""

    key = "coupons-closed"


class CouponUsed(CouponClosed):
    """Values: `used_at`."""

    key = "coupons-used"


class CouponExpired(CouponClosed):
    """Values: `ended_at`, the last instant at which it was good."""

    key = "coupons-expired"


class CouponRevoked(CouponClosed):
    key = "coupons-revoked"


class CouponUnmet(Conflict):
    """Its terms don't fit what is bought. Values: `condition`, `missing_minor`."""

    key = "coupons-unmet"


class NotTogether(Conflict):
    """Another coupon is on this order that does not go with it. Values: `title`."""

    key = "coupons-not-together"


@dataclass(frozen=True, slots=True)
class Issued:
    """A coupon in a member's hands; `new` is false when the occasion had been used before.

    `code` is the kept half: `shown_code` makes the whole of it.
    """

    coupon_id: int
    code: str
    template: str
    expires_at: datetime
    new: bool


@dataclass(frozen=True, slots=True)
class Open:
    """A coupon that can be used now."""

    coupon_id: int
    code: str
    template: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Past:
    """A coupon that can't be used any more: `state` is redeemed, expired or revoked."""

    coupon_id: int
    template: str
    state: str
    at: datetime
    saved: int | None


@dataclass(frozen=True, slots=True)
class Redeemed:
    """A coupon that is used up; `saved` minor units, when that is known; `new` is false for a repeated request."""

    coupon_id: int
    template: str
    member_id: int
    redeemed_at: datetime
    saved: int | None = None
    new: bool = True


# No channel of the API or of a file can have this name.
COUNTER = rows.COUNTER


@dataclass(frozen=True, slots=True)
class Place:
    """Where a coupon is used: one order (or visit) of one channel, by a clerk (Telegram id) or by a system.

    `told` says that another message of the same event tells the member of it.
    """

    channel: str = COUNTER
    order_ref: str | None = None
    store: str | None = None
    clerk: int | None = None
    told: bool = False


def issue(
    session: Session,
    *,
    member_id: int,
    template: str,
    key: str,
    program: Program,
    now: datetime,
) -> Issued:
    """Give a member one coupon of `template` for the occasion `key`, once; valid to the end of its last local day."""
    last_day = now.astimezone(program.time_zone).date() + timedelta(
        days=template_of(program, template).valid_days
    )
    expires_at = day_begins(last_day + timedelta(days=1), program.time_zone)
    for _ in range(_TRIES):  # a new code is known already once in 650 billion: then another one is tried
        code = new_code()
        coupon_id = rows.issue(
            session,
            code=code,
            key=key,
            template=template,
            member_id=member_id,
            now=now,
            expires_at=expires_at,
        )
        if coupon_id is not None:
            data: dict[str, webhooks.Value] = {
                "coupon_id": coupon_id,
                "template": template,
                "expires_at": expires_at.isoformat(),
            }
            webhooks.emit(
                session,
                kind="coupon.issued",
                member_id=member_id,
                data=data,
                key=f"coupon:{coupon_id}:issued",
                now=now,
            )
            return Issued(coupon_id, code, template, expires_at, new=True)
        known = rows.by_key(session, key)
        if known is not None:
            return Issued(known.id, known.code, known.template, known.expires_at, new=False)
    raise RuntimeError("no free coupon code: the source of random numbers repeats itself")


def open_coupons(session: Session, *, member_id: int, now: datetime) -> tuple[Open, ...]:
    """Return the coupons that a member can use now, the soonest to expire first."""
    return tuple(Open(*row) for row in rows.open_of(session, member_id, now))


def past_coupons(
    session: Session, *, member_id: int, before: int | None, limit: int, now: datetime
) -> tuple[Past, ...]:
    """Return up to `limit` of a member's coupons that are over, those below id `before`, newest first."""
    return tuple(
        Past(
            card.id,
            card.template,
            "expired" if card.status == "issued" else card.status,
            card.redeemed_at or card.expires_at,
            card.saved,
        )
        for card in rows.past_of(session, member_id, now, before, limit)
    )


def own(session: Session, *, coupon_id: int, member_id: int, now: datetime) -> Open:
    """Return a member's coupon while it can be used; raises CouponUnknown for another's as for none, CouponClosed."""
    card = rows.by_id(session, coupon_id)
    if card is None or card.member_id != member_id:
        raise CouponUnknown
    _still_open(card, now)
    return Open(card.id, card.code, card.template, card.expires_at)


def redeem(
    session: Session,
    *,
    code: str | Half,
    vault: Vault | None = None,
    member_id: int | None = None,
    place: Place | None = None,
    goods: Sequence[Goods] = (),
    program: Program,
    now: datetime,
) -> Redeemed:
    """Use a coupon up by its code (核销), typed or checked before; with `member_id` only that member's own.

    A typed code takes the vault. The same order asking again gets the first answer. With `goods` the terms are checked and what is saved is
    noted. Raises CouponUnknown, CouponClosed, CouponUnmet, NotTogether.
    """
    if isinstance(code, Half):
        half: str | None = code.kept
    else:
        half = kept_half(code, vault) if vault is not None else None
    card = rows.by_code(session, half) if half else None
    if card is None or (member_id is not None and card.member_id != member_id):
        raise CouponUnknown
    return _redeem(session, card, place or Place(), goods, program, now)


def redeem_held(
    session: Session,
    *,
    coupon_id: int,
    member_id: int,
    place: Place,
    goods: Sequence[Goods] = (),
    program: Program,
    now: datetime,
) -> Redeemed:
    """Use up a coupon of a member who is present, without its code; raises what `redeem` raises."""
    card = rows.by_id(session, coupon_id)
    if card is None or card.member_id != member_id:
        raise CouponUnknown
    return _redeem(session, card, place, goods, program, now)


def revoke(session: Session, *, coupon_id: int, now: datetime) -> bool:
    """Take back a coupon that can still be used, as part of another deed; False when it no longer can."""
    card = rows.by_id(session, coupon_id)
    return card is not None and card.expires_at > now and rows.revoke(session, coupon_id)


def template_of(program: Program, template: str) -> CouponTemplate:
    """Return a template of the program; raises CouponUnknown for one that it no longer has."""
    found = program.coupons.get(template)
    if found is None:
        raise CouponUnknown
    return found


def title_of(program: Program, template: str) -> Localized:
    """Return what a coupon is called; its id when the program no longer has the template."""
    found = program.coupons.get(template)
    return found.title if found else Localized(zh_hans=template)


def _redeem(
    session: Session,
    card: rows.Card,
    place: Place,
    goods: Sequence[Goods],
    program: Program,
    now: datetime,
) -> Redeemed:
    # Two taps, or two coupons of one member on one order, are weighed in turn; what waited looks again.
    ledger.lock_account(session, card.member_id)
    card = rows.by_id(session, card.id) or card
    if place.order_ref is not None and (card.channel, card.order_ref) == (place.channel, place.order_ref):
        done = card.redeemed_at or now
        return Redeemed(card.id, card.template, card.member_id, done, card.saved, new=False)
    _still_open(card, now)
    saved = _fits(session, card, place, goods, program)
    how = {
        "redeemed_at": now,
        "channel": place.channel,
        "order_ref": place.order_ref,
        "store": place.store,
        "clerk": place.clerk,
        "saved": saved,
    }
    if not rows.use_up(session, card.id, **how):
        raise CouponUsed(used_at=now.isoformat())
    _note(session, card, place, saved, program, now)
    return Redeemed(card.id, card.template, card.member_id, now, saved)


def _fits(
    session: Session, card: rows.Card, place: Place, goods: Sequence[Goods], program: Program
) -> int | None:
    """Return what a coupon saves, if that can be known; raises when its terms don't fit the order."""
    template = program.coupons.get(card.template)
    if template is None:
        return None
    if place.order_ref is not None:
        for other in rows.others_on(session, place.channel, place.order_ref, card.id):
            beside = program.coupons.get(other)
            if other == card.template or (beside and not beside.stacking and not template.stacking):
                raise NotTogether(title=title_of(program, other).model_dump())
    if not goods:
        return None
    unmet = discounts.unmet(template, goods, program=program)
    if unmet is not None:
        raise CouponUnmet(condition=unmet.condition, missing_minor=unmet.missing)
    held = discounts.Held(card.id, card.template, card.expires_at)
    return discounts.together(goods, [held], program).off


def _still_open(card: rows.Card, now: datetime) -> None:
    if card.status == "redeemed":
        raise CouponUsed(used_at=(card.redeemed_at or now).isoformat())
    if card.status == "revoked":
        raise CouponRevoked
    if card.status == "expired" or card.expires_at <= now:
        raise CouponExpired(ended_at=(card.expires_at - timedelta(seconds=1)).isoformat())


def _note(
    session: Session, card: rows.Card, place: Place, saved: int | None, program: Program, now: datetime
) -> None:
    """Tell the member at once, other systems, and the log when a clerk did it."""
    notices.tell(
        session,
        member_ids=[] if place.told else [card.member_id],
        topic="coupons",
        text="coupons-used-now",
        key=f"coupon:{card.id}:redeemed:{now.isoformat()}",
        values={
            card.member_id: {
                "title": title_of(program, card.template).model_dump(),
                "store": place.store or "",
                "placed": int(bool(place.store)),
                "saved_minor": saved or 0,
                "off": saved or 0,
            }
        },
        now=now,
    )
    data: dict[str, webhooks.Value] = {
        "coupon_id": card.id,
        "template": card.template,
        "channel": place.channel,
    }
    webhooks.emit(
        session,
        kind="coupon.redeemed",
        member_id=card.member_id,
        data=data | {"order": place.order_ref, "store": place.store, "saved": saved},
        key=f"coupon:{card.id}:redeemed:{now.isoformat()}",
        now=now,
    )
    if place.clerk is not None:
        audits.record(
            session,
            actor=f"telegram:{place.clerk}",
            action="coupons.redeem",
            subject=f"coupon:{card.id}",
            origin="chat",
            after={"template": card.template, "store": place.store, "order": place.order_ref, "saved": saved},
            now=now,
        )
