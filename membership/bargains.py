"""Striking a bargain: points, coupon or code, and the last piece, whole or not at all."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy.orm import Session

from core.clock import day_begins
from core.errors import Conflict, NotFound
from core.program import Program
from db.queries import redemptions as rows
from db.queries import rewards as stock
from membership import coupons, partner_codes, points, webhooks
from membership.availability import RewardSoldOut
from membership.coupon_codes import new_code

State = Literal["reserved", "fulfilled", "cancelled", "expired"]
Supply = tuple[str, str, int]
# Waits for the counter; all else is the member's at once.
HANDED_OVER = frozenset({"item", "experience"})


class PriceChanged(Conflict):
    """Values: `points`, what it costs now."""

    key = "redemptions-price-changed"


class RedemptionUnknown(NotFound):
    key = "redemptions-unknown"


@dataclass(frozen=True, slots=True)
class Redemption:
    """A redemption as it stands; `new` is true only in the answer to the request that made it.

    `code` is the kept half of what the counter asks for (see `membership.coupon_codes`), `partner_code` what the
    partner does; a coupon's code is the coupon's.
    """

    redemption_id: int
    member_id: int
    reward: str | None
    sale: str | None
    kind: str
    points: int
    state: str
    code: str | None
    coupon_id: int | None
    partner_code: str | None
    at: datetime
    expires_at: datetime | None
    settled_at: datetime | None
    new: bool = False


# What of it a new row takes over as it is.
_STORED = (
    "member_id",
    "reward",
    "sale",
    "kind",
    "points",
    "state",
    "code",
    "coupon_id",
    "at",
    "expires_at",
    "settled_at",
)


@dataclass(frozen=True, slots=True)
class Bargain:
    """What is to be given to whom, for how many points, from which supplies; `key` makes it happen once."""

    key: str
    member_id: int
    kind: str
    points: int
    supplies: tuple[Supply, ...]
    reward: str | None = None
    sale: str | None = None
    coupon: str | None = None


def strike(session: Session, *, bargain: Bargain, program: Program, now: datetime) -> Redemption:
    """Carry one bargain out whole or not at all; the caller holds the member's account and has checked the key.

    The supplies are taken last, so that the row that everybody wants is held for one statement and the commit.
    Raises RewardSoldOut, PointsShort, NoCodeLeft.
    """
    entry_id = None
    if bargain.points:
        entry_id = points.spend(
            session,
            member_id=bargain.member_id,
            amount=bargain.points,
            key=f"redemption:{bargain.key}",
            source=f"redeem:{bargain.sale or bargain.reward}",
            program=program,
            now=now,
        ).entry_id
    held = _held(bargain, _coupon(session, bargain, program, now), program, now)
    values = {name: getattr(held, name) for name in _STORED}
    supplies = [[subject, slot] for subject, slot, _ in bargain.supplies]
    redemption_id = rows.add(session, key=bargain.key, entry_id=entry_id, taken=supplies, **values)
    if redemption_id is None:
        done = rows.by_key(session, bargain.key)
        assert done is not None  # noqa: S101 - the key is why nothing was inserted
        return Redemption(*done)
    held = replace(held, redemption_id=redemption_id)
    if bargain.kind == "partner" and bargain.reward:
        code = partner_codes.give(session, reward=bargain.reward, redemption_id=redemption_id, now=now)
        held = replace(held, partner_code=code)
    report(session, redemption=held, now=now)
    for subject, slot, offered in bargain.supplies:
        if not stock.take(session, subject, slot, offered):
            raise RewardSoldOut
    return held


def _held(bargain: Bargain, coupon_id: int | None, program: Program, now: datetime) -> Redemption:
    """Return the redemption that a bargain becomes, before it has an id."""
    waits = bargain.kind in HANDED_OVER
    return Redemption(
        redemption_id=0,
        member_id=bargain.member_id,
        reward=bargain.reward,
        sale=bargain.sale,
        kind=bargain.kind,
        points=bargain.points,
        state="reserved" if waits else "fulfilled",
        code=new_code() if waits else None,
        coupon_id=coupon_id,
        partner_code=None,
        at=now,
        expires_at=held_until(program, now) if waits else None,
        settled_at=None if waits else now,
        new=True,
    )


def _coupon(session: Session, bargain: Bargain, program: Program, now: datetime) -> int | None:
    if bargain.coupon is None:
        return None
    return coupons.issue(
        session,
        member_id=bargain.member_id,
        template=bargain.coupon,
        key=f"redemption:{bargain.key}",
        program=program,
        now=now,
    ).coupon_id


def report(session: Session, *, redemption: Redemption, now: datetime) -> None:
    """Queue what became of a redemption for the brand's other systems; a timed-out one is a cancelled one to them."""
    state = "cancelled" if redemption.state == "expired" else redemption.state
    webhooks.emit(
        session,
        kind=f"redemption.{state}",
        member_id=redemption.member_id,
        data={
            "redemption_id": redemption.redemption_id,
            "reward": redemption.reward,
            "sale": redemption.sale,
            "points": redemption.points,
            "timed_out": redemption.state == "expired",
        },
        key=f"redemption:{redemption.redemption_id}:{state}",
        now=now,
    )


def read(session: Session, *, redemption_id: int) -> Redemption:
    """Return a redemption, whosever it is; raises RedemptionUnknown."""
    found = rows.by_id(session, redemption_id)
    if found is None:
        raise RedemptionUnknown
    return Redemption(*found)


def held_until(program: Program, now: datetime) -> datetime:
    """Return when a thing reserved now is given up: the last local day of holding has passed."""
    last_day = now.astimezone(program.time_zone).date() + timedelta(days=program.redemption_hold_days)
    return day_begins(last_day + timedelta(days=1), program.time_zone)
