"""Flash sales (秒杀): a few pieces, a short window, first come first served, and never one too many."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy.orm import Session

from core.errors import Conflict, Forbidden, NotFound, Refusal
from core.program import Program, Sale
from db.queries import groups
from db.queries import points as ledger
from db.queries import redemptions as bargains
from db.queries import rewards as stock
from db.queries import sales as rows
from membership import notices, reach, rewards, tiers
from membership.availability import RewardSoldOut
from membership.bargains import Bargain, PriceChanged, Redemption, Supply, strike

TOPIC = reach.TOPIC
START = "sale"


class SaleUnknown(NotFound):
    key = "sales-unknown"


class SaleNotOpen(Conflict):
    """Values: `opens_moment`."""

    key = "sales-not-open"


class SaleOver(Conflict):
    """The window that the button was for has closed, or the sale has no other."""

    key = "sales-over"


class SaleForTiers(Forbidden):
    """Values: `tier`, the lowest that may take part."""

    key = "sales-for-tiers"


class SaleSoldOut(Conflict):
    key = "sales-sold-out"


class SaleHad(Conflict):
    """The member has had all that one may in this window. Values: `count`."""

    key = "sales-had"


@dataclass(frozen=True, slots=True)
class Showing:
    """One window of a sale; `left` is what is left for everybody, `had` what the member has claimed in it."""

    sale: str
    opens_at: datetime
    closes_at: datetime
    running: bool
    left: int
    had: int


def listing(
    session: Session, *, member_id: int | None, program: Program, now: datetime
) -> tuple[Showing, ...]:
    """Return the running and coming windows, the next first; one that will not come again is left out."""
    found = [
        showing(session, sale=sale, member_id=member_id, program=program, now=now) for sale in program.sales
    ]
    return tuple(sorted((one for one in found if one.closes_at > now), key=lambda one: one.opens_at))


def showing(
    session: Session, *, sale: str, member_id: int | None, program: Program, now: datetime
) -> Showing:
    """Return the window of a sale that runs, or comes next, or was the last; raises SaleUnknown."""
    known = sale_of(program, sale)
    opens, closes = known.running_or_next(now, program.time_zone)
    supply = _supply(known, opens)
    taken = stock.taken(session, [supply])[supply]
    had = len(bargains.claims(session, _keys(known, opens, member_id))) if member_id is not None else 0
    return Showing(sale, opens, closes, opens <= now < closes, max(0, known.stock - taken), had)


def claim(
    session: Session,
    *,
    sale: str,
    opens_at: datetime,
    piece: int,
    price: int,
    member_id: int,
    program: Program,
    now: datetime,
) -> Redemption:
    """Claim one piece in the window that opened at `opens_at`, for the `price` shown; a `piece` is claimed once.

    Raises SaleUnknown, SaleNotOpen, SaleOver, SaleForTiers, SaleHad, SaleSoldOut, PriceChanged, PointsShort.
    Thousands may claim at once: the cheap read turns most away without a lock, and the guarded update of the stock decides.
    """
    known = sale_of(program, sale)
    if not 0 <= piece < known.per_member:
        raise SaleHad(count=known.per_member)
    key = _keys(known, opens_at, member_id)[piece]
    if done := bargains.by_key(session, key):
        return Redemption(*done)
    if refusal := _refusal(session, known, opens_at, member_id, program, now):
        raise refusal
    if price != known.points:
        raise PriceChanged(points=known.points)
    ledger.lock_account(session, member_id)
    if done := bargains.by_key(session, key):
        return Redemption(*done)
    subject, slot = _supply(known, opens_at)
    try:
        return strike(
            session,
            bargain=_bargain(known, key, member_id, (subject, slot, known.stock), program),
            program=program,
            now=now,
        )
    except RewardSoldOut:
        raise SaleSoldOut from None


def announce(
    session: Session, *, sale: str, opens_at: datetime, limit: int, program: Program, now: datetime
) -> bool:
    """Tell groups, and the next `limit` members, that a window comes; return whether anybody is left to tell.

    Members need to want the topic and to have room under the caps; who stood before is remembered, so that
    a crash or a second process tells nobody twice. O(limit) a call.
    """
    known = sale_of(program, sale)
    progress = rows.progress(session, sale, opens_at)
    if progress.done:
        return False
    values = _announced(known, opens_at)
    key = f"sale:{sale}:{_slot(opens_at)}"
    if progress.after == 0 and known.in_groups:
        for group in groups.active(session):
            notices.tell_chat(
                session,
                chat_id=group.chat_id,
                text="sales-announced",
                key=f"{key}:{group.chat_id}",
                values=values,
                buttons=[[notices.Button(text="sales-see", data=f"{START}:{sale}")]],
                now=now,
            )
    batch = rows.standings(session, reach.permission(program, now), progress.after, limit)
    ready = [member_id for member_id, standing in batch if standing == "ready"]
    allowed = tiers.multiplier_of(session, member_ids=ready, program=program)
    wanted = [one for one in ready if not known.tiers or allowed[one].id in known.tiers]
    notices.tell(
        session,
        member_ids=wanted,
        topic=TOPIC,
        text="sales-announced",
        key=key,
        values=dict.fromkeys(wanted, values),
        buttons=[
            [notices.Button(text="sales-see", data=f"{START}:{sale}")],
            [notices.Button(text="notices-stop", data=f"topic:{TOPIC}:0")],
        ],
        now=now,
    )
    more = len(batch) == limit
    rows.advance(session, progress.id, after=batch[-1][0] if batch else progress.after, done=not more)
    return more


def to_announce(*, program: Program, now: datetime) -> tuple[tuple[str, datetime], ...]:
    """Return (sale, opens_at) of each window that may be announced now: soon or running, outside quiet hours."""
    if reach.quiet_end(program, now) is not None:
        return ()
    found = []
    for sale in program.sales.values():
        opens, closes = sale.running_or_next(now, program.time_zone)
        if sale.announce_minutes and opens - timedelta(minutes=sale.announce_minutes) <= now < closes:
            found.append((sale.id, opens))
    return tuple(found)


def is_announced(session: Session, *, sale: str, opens_at: datetime) -> bool:
    """Say whether everybody has been told of a window; asked before each writing."""
    return rows.is_done(session, sale, opens_at)


def sale_of(program: Program, sale: str) -> Sale:
    """Return a sale of the program; raises SaleUnknown for one that it no longer has."""
    found = program.sales.get(sale)
    if found is None:
        raise SaleUnknown
    return found


def _refusal(
    session: Session, sale: Sale, opens_at: datetime, member_id: int, program: Program, now: datetime
) -> Refusal | None:
    """Return the first condition that does not hold, by reads alone."""
    opens, closes = sale.running_or_next(now, program.time_zone)
    if opens_at != opens or now >= closes:
        return SaleNotOpen(opens_moment=opens.isoformat()) if now < opens <= opens_at else SaleOver()
    if now < opens:
        return SaleNotOpen(opens_moment=opens.isoformat())
    if sale.tiers:
        tier = tiers.multiplier_of(session, member_ids=[member_id], program=program)[member_id]
        if tier.id not in sale.tiers:
            lowest = next(one for one in program.tiers if one.id in sale.tiers)
            return SaleForTiers(tier=lowest.name.model_dump())
    supply = _supply(sale, opens)
    return SaleSoldOut() if stock.taken(session, [supply])[supply] >= sale.stock else None


def _bargain(sale: Sale, key: str, member_id: int, supply: Supply, program: Program) -> Bargain:
    reward = rewards.reward_of(program, sale.reward) if sale.reward else None
    return Bargain(
        key,
        member_id,
        reward.kind if reward else "coupon",
        sale.points,
        (supply,),
        reward=reward.id if reward else None,
        sale=sale.id,
        coupon=reward.coupon if reward else sale.coupon,
    )


def _announced(sale: Sale, opens_at: datetime) -> dict[str, object]:
    return {
        "title": sale.title.model_dump(),
        "about": sale.description.model_dump(),
        "opens_moment": opens_at.isoformat(),
        "stock": sale.stock,
        "points": sale.points,
    }


def _supply(sale: Sale, opens_at: datetime) -> tuple[str, str]:
    return f"sale:{sale.id}", _slot(opens_at)


def _slot(opens_at: datetime) -> str:
    return f"{opens_at.astimezone(UTC):%Y-%m-%dT%H:%MZ}"


def _keys(sale: Sale, opens_at: datetime, member_id: int) -> list[str]:
    """Return the key of each piece that a member may claim in a window."""
    window = f"sale:{sale.id}:{_slot(opens_at)}:{member_id}"
    return [f"{window}:{piece}" for piece in range(sale.per_member)]
