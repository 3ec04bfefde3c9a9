"""What a member may still tell of themselves: what each thing brings, when to ask, and paying for it once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, get_args

from sqlalchemy.orm import Session

from core.program import Program
from db.queries import asks as rows
from db.queries import members as identities
from db.queries import points as ledger
from membership import budgets, notices, points

Item = Literal["phone", "birthday", "preferences"]
ITEMS: tuple[Item, ...] = get_args(Item)
SOURCE = "profile"

# The good moments: something has just gone well, and the member has read about it.
MOMENTS = ("orders-earned", "orders-earned-more", "orders-earned-pending", "redemptions-notice-fulfilled")
SOON = timedelta(minutes=10)
LATE = timedelta(hours=26)


@dataclass(frozen=True, slots=True)
class Missing:
    """One thing that is not known yet, and the points that telling it brings (0 when it was paid before)."""

    item: Item
    points: int


@dataclass(frozen=True, slots=True)
class Asked:
    member_id: int
    item: Item


def missing(session: Session, *, member_id: int, program: Program) -> tuple[Missing, ...]:
    """Return what a member may still tell; nothing that the program has no choices for."""
    known = dict(zip(ITEMS, rows.told(session, member_id), strict=True))
    open_items = [item for item in ITEMS if not known[item] and _asked_for(item, program)]
    paid = _paid(session, member_id, open_items)
    return tuple(
        Missing(item, 0 if item in paid else getattr(program.points.profile, item)) for item in open_items
    )


def pay(session: Session, *, member_id: int, item: Item, program: Program, now: datetime) -> int:
    """Pay for one item, once a person whatever they change later; return the points that were given."""
    amount: int = getattr(program.points.profile, item)
    if amount == 0 or _paid(session, member_id, [item]):
        return 0
    grant = points.Grant(member_id, amount, 0, _key(member_id, item), SOURCE, now)
    earned = budgets.earn(session, grant=grant, program=program, now=now)
    return earned.amount if earned else 0


def due(session: Session, *, after: int, limit: int, program: Program, now: datetime) -> tuple[int, ...]:
    """Return members above id `after` whom something good has just been told, and who were left in peace for long enough."""
    quiet_since = now - timedelta(days=program.asks.every_days)
    return tuple(rows.moved(session, MOMENTS, now - LATE, now - SOON, quiet_since, after, limit))


def ask(session: Session, *, member_id: int, program: Program, now: datetime) -> Asked | None:
    """Ask a member for the one thing that brings most, with the reason and a way to say no.

    None when nothing is to be asked: all is told, it was asked within `every_days`, or declined within
    `again_days`. Whoever turned the topic off is not asked.
    """
    asked = rows.of_member(session, member_id)
    if any(at > now - timedelta(days=program.asks.every_days) for at, _ in asked.values()):
        return None
    again = now - timedelta(days=program.asks.again_days)
    fresh = [
        one
        for one in missing(session, member_id=member_id, program=program)
        if one.points and not any(word and word > again for word in asked.get(one.item, ())[1:])
    ]
    if not fresh:
        return None
    # What was never asked goes first, so that one thing is not asked for over and over.
    chosen = min(fresh, key=lambda one: (one.item in asked, -one.points, ITEMS.index(one.item)))
    rows.note(session, member_id, chosen.item, now, None)
    notices.tell(
        session,
        member_ids=[member_id],
        topic="points",
        text=f"asks-{chosen.item}",
        key=f"ask:{chosen.item}:{now:%Y%m%d}",
        values={member_id: {"points": chosen.points}},
        buttons=[
            [
                notices.Button(text="asks-yes", data=f"ask:{chosen.item}"),
                notices.Button(text="asks-no", data=f"ask-no:{chosen.item}"),
            ]
        ],
        now=now,
    )
    return Asked(member_id, chosen.item)


def decline(session: Session, *, member_id: int, item: str, now: datetime) -> None:
    """Note that a member does not want to be asked for an item for a good while."""
    if item in ITEMS and not rows.decline(session, member_id, item, now):
        rows.note(session, member_id, item, now, now)


def _asked_for(item: Item, program: Program) -> bool:
    return item != "preferences" or bool(program.preferences)


def _paid(session: Session, member_id: int, items: Sequence[Item]) -> set[Item]:
    """Return what was paid to this person: to this membership or to one that was merged into it."""
    keys = {
        _key(one, item): item for one in (member_id, *identities.merged(session, member_id)) for item in items
    }
    return {keys[found.key] for found in ledger.by_keys(session, list(keys))}


def _key(member_id: int, item: str) -> str:
    return f"profile:{member_id}:{item}"
