"""Orders of every channel: taken in once, paid in points at once, told to the member."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy.orm import Session

from core.program import Program
from db.queries import members as identities
from db.queries import orders as rows
from membership import earning, members, notices, points, tiers

# An order that is older than this came in by an import of history: nobody wants 500 messages about it.
TOLD_WITHIN = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Order:
    """An order as a channel delivers it; `total` is the sum of its lines, in minor units."""

    channel: str
    ref: str
    member: members.Ref
    ordered_at: datetime
    currency: str
    store: str | None
    lines: tuple[earning.Line, ...]

    @property
    def total(self) -> int:
        return sum(line.amount for line in self.lines)

    @property
    def body(self) -> str:
        told = (self.member, self.ordered_at.isoformat(), self.currency, self.store, self.lines)
        return hashlib.blake2s(repr(told).encode(), digest_size=12).hexdigest()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one delivered thing; `reason` says why it was rejected."""

    ref: str
    kind: Literal["created", "updated", "duplicate", "rejected"]
    points: int = 0
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Recent:
    """One order of a member's own list."""

    ref: str
    channel: str
    ordered_at: datetime
    total: int
    points: int
    products: tuple[str, ...]


def take_in(
    session: Session, *, orders: Sequence[Order], program: Program, now: datetime
) -> tuple[Outcome, ...]:
    """Take in a batch of orders: one outcome each, in their order; O(batch) with a fixed number of statements.

    A repeated order is a duplicate; the same key with another content is rejected. Members whom nobody
    knows yet are created unjoined, so that their points wait for them.
    """
    known = rows.bodies(session, [(order.channel, order.ref) for order in orders])
    fresh: dict[tuple[str, str], Order] = {}
    outcomes: dict[int, Outcome] = {}
    for place, order in enumerate(orders):
        key = (order.channel, order.ref)
        before = known.get(key) or (fresh[key].body if key in fresh else None)
        if before is None:
            fresh[key] = order
        elif before == order.body:
            outcomes[place] = Outcome(order.ref, "duplicate")
        else:
            reason = "the same order_id was delivered before with another content"
            outcomes[place] = Outcome(order.ref, "rejected", reason=reason)
    earned = _store(session, list(fresh.values()), program, now) if fresh else {}
    return tuple(
        outcomes[place]
        if place in outcomes
        else Outcome(order.ref, "created", points=earned[order.channel, order.ref])
        for place, order in enumerate(orders)
    )


def _store(
    session: Session, orders: list[Order], program: Program, now: datetime
) -> dict[tuple[str, str], int]:
    owners = members.resolve(session, refs=[order.member for order in orders], program=program, now=now)
    ids = sorted(set(owners.values()))
    held = tiers.multiplier_of(session, member_ids=ids, program=program)
    earnings = {
        (order.channel, order.ref): earning.of_order(
            order.lines, tier=held[owners[order.member]], program=program
        )
        for order in orders
    }
    rows.insert_orders(
        session,
        [
            (
                {
                    "channel": order.channel,
                    "ref": order.ref,
                    "body": order.body,
                    "member_id": owners[order.member],
                    "ordered_at": order.ordered_at,
                    "total": order.total,
                    "currency": order.currency,
                    "store": order.store,
                    "points": earnings[order.channel, order.ref].points,
                    "received_at": now,
                },
                [(line.product, line.quantity, line.amount) for line in order.lines],
            )
            for order in orders
        ],
    )
    earned = points.earn_many(
        session,
        grants=[
            points.Grant(
                owners[order.member],
                earnings[order.channel, order.ref].points,
                earnings[order.channel, order.ref].qualifying,
                key=f"order:{order.channel}:{order.ref}:earn",
                source=f"order:{order.channel}:{order.ref}",
                at=order.ordered_at,
                pending_days=earnings[order.channel, order.ref].pending_days,
            )
            for order in orders
            if earnings[order.channel, order.ref].qualifying or earnings[order.channel, order.ref].points
        ],
        program=program,
        now=now,
    )
    promoted = tiers.promote(session, member_ids=ids, program=program, now=now)
    _tell(session, orders, owners, {one.member_id: one for one in earned}, earnings, now)
    _tell_promoted(session, promoted, program, now)
    return {key: earning.points for key, earning in earnings.items()}


def _tell(
    session: Session,
    orders: list[Order],
    owners: dict[members.Ref, int],
    earned: dict[int, points.Earned],
    earnings: dict[tuple[str, str], earning.Earning],
    now: datetime,
) -> None:
    """Queue a message for each recent order that earned something, to those members who can be reached."""
    newest = [order for order in orders if order.ordered_at >= now - TOLD_WITHIN]
    reachable = identities.telegram_ids(session, sorted({owners[order.member] for order in newest}))
    for order in newest:
        member_id = owners[order.member]
        gain = earnings[order.channel, order.ref]
        if not gain.points or member_id not in reachable:
            continue
        values = {
            "points": gain.points,
            "balance": earned[member_id].balance,
            "amount_minor": order.total,
            "pending": gain.pending_days,
        }
        notices.tell(
            session,
            member_ids=[member_id],
            topic="points",
            text="orders-earned-pending" if gain.pending_days else "orders-earned",
            key=f"order:{order.channel}:{order.ref}",
            values={member_id: values},
            buttons=[[notices.Button("points-see", data="points")]],
            now=now,
        )


def _tell_promoted(
    session: Session, promoted: Sequence[tiers.Promoted], program: Program, now: datetime
) -> None:
    if not promoted:
        return
    notices.tell(
        session,
        member_ids=[one.member_id for one in promoted],
        topic="points",
        text="tiers-promoted",
        key=f"tier:{now.isoformat()}",
        values={one.member_id: {"tier": program.tier_by_id[one.after].name.model_dump()} for one in promoted},
        buttons=[[notices.Button("tiers-see", data="tiers")]],
        now=now,
    )


def recent(session: Session, *, member_id: int, limit: int) -> tuple[Recent, ...]:
    """Return a member's newest orders with the products in them."""
    return tuple(
        Recent(order.ref, order.channel, order.ordered_at, order.total, order.points, tuple(products))
        for order, products in rows.recent(session, member_id, limit)
    )
