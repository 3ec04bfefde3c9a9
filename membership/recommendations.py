"""Recommendations: a member's own history, what may be shown to them, and what they said to it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy.orm import Session

from core.errors import NotFound
from core.program import Program
from db.queries import members
from db.queries import recommendations as rows
from insight.recommender import History, Pick, history_of
from membership.products import Described, describe

Placement = Literal["asked", "weekly"]
Reaction = Literal["interested", "not_for_me", "buy"]

# More lines than anybody's taste needs; keeps one read small for members with a lifetime of orders.
MOST_LINES = 2_000
DURABLE_REST = timedelta(days=180)


class ShowingGone(NotFound):
    key = "recommendations-gone"


@dataclass(frozen=True, slots=True)
class Taste:
    """All that is needed to recommend to one member; empty history when they don't want a personal list."""

    member_id: int
    history: History
    exclude: frozenset[str]
    personal: bool


@dataclass(frozen=True, slots=True)
class Shown:
    """One pick as it was shown: `showing_id` is what its buttons speak of."""

    showing_id: int
    pick: Pick
    product: Described
    partner: Described | None


@dataclass(frozen=True, slots=True)
class Reacted:
    product: Described
    reaction: Reaction


def taste(session: Session, *, member_id: int, program: Program, now: datetime) -> Taste:
    """Read what a member bought and what must not be shown to them now; O(their own lines)."""
    today = now.astimezone(program.time_zone).date()
    exclude = {product.id for product in program.products.values() if not product.sold_on(today)}
    exclude |= rows.disliked(session, member_id)
    if not members.is_personal(session, member_id):
        return Taste(member_id, History(""), frozenset(exclude), personal=False)
    baskets: dict[datetime, set[str]] = {}
    for at, product in rows.bought(session, member_id, MOST_LINES):
        baskets.setdefault(at, set()).add(product)
        known = program.products.get(product)
        if known and program.categories[known.category].durable and at > now - DURABLE_REST:
            exclude.add(product)
    return Taste(member_id, history_of(str(member_id), baskets.items()), frozenset(exclude), personal=True)


def show(
    session: Session,
    *,
    member_id: int,
    picks: tuple[Pick, ...],
    model: str,
    placement: Placement,
    program: Program,
    now: datetime,
) -> tuple[Shown, ...]:
    """Record what is being shown to a member and why."""
    named = describe(
        session, ids=[p for pick in picks for p in (pick.item, pick.reason.partner) if p], program=program
    )
    return tuple(
        Shown(
            rows.show(
                session,
                member_id=member_id,
                product=pick.item,
                reason=pick.reason.kind.value,
                model=model,
                placement=placement,
                shown_at=now,
            ),
            pick,
            named[pick.item],
            named.get(pick.reason.partner),
        )
        for pick in picks
    )


def react(
    session: Session,
    *,
    showing_id: int,
    member_id: int,
    reaction: Reaction,
    program: Program,
    now: datetime,
) -> Reacted:
    """Record what a member said to a pick of their own; `not_for_me` keeps the product away from now on."""
    shown = rows.showing(session, showing_id, member_id)
    if shown is None:
        raise ShowingGone
    rows.react(session, showing_id, reaction, now)
    if reaction == "not_for_me":
        rows.dislike(session, member_id, shown.product, now)
    return Reacted(describe(session, ids=[shown.product], program=program)[shown.product], reaction)


def due_for_push(session: Session, *, topic: str, key: str, after: int, limit: int) -> tuple[int, ...]:
    """Return up to `limit` members above id `after` who can be reached, want `topic`, and haven't been told `key`."""
    return tuple(members.wanting(session, topic, key, after, limit))


def bought_lines(session: Session, *, after: int, limit: int) -> list[tuple[int, int, str, datetime]]:
    """Return (line id, member, product, time) of up to `limit` order lines above `after`, for training."""
    return [(row[0], row[1], row[2], row[3]) for row in rows.lines_between(session, after, limit)]


def keep_model(session: Session, *, version: str, body: bytes, now: datetime) -> None:
    """Store a trained model; the newest is the one in use."""
    rows.keep_model(session, version=version, body=body, now=now)


def newest_model(session: Session) -> tuple[str, bytes] | None:
    found = rows.newest_model(session)
    return None if found is None else (found.version, found.body)
