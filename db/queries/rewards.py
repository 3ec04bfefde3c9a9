"""Selects and updates over supplies, of which each piece is taken once."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select, tuple_, update
from sqlalchemy.orm import Session

from db.models.members import Member
from db.models.rewards import Stock
from db.queries import segments
from db.statements import insert_once


def taken(session: Session, supplies: Iterable[tuple[str, str]]) -> dict[tuple[str, str], int]:
    """Return how much of each (subject, slot) is gone; what was never taken from is 0."""
    wanted = list(supplies)
    found = dict.fromkeys(wanted, 0)
    if wanted:
        for subject, slot, count in session.execute(
            select(Stock.subject, Stock.slot, Stock.taken).where(
                tuple_(Stock.subject, Stock.slot).in_(wanted)
            ),
        ):
            found[subject, slot] = count
    return found


def take(session: Session, subject: str, slot: str, offered: int) -> bool:
    """Take one piece of what holds `offered`; False when none is left. The update alone decides."""
    if _take(session, subject, slot, offered):
        return True
    insert_once(session, Stock, subject=subject, slot=slot, taken=0, offered=offered)
    return _take(session, subject, slot, offered)


def _take(session: Session, subject: str, slot: str, offered: int) -> bool:
    one = session.execute(
        update(Stock)
        .where(Stock.subject == subject, Stock.slot == slot, Stock.taken < offered)
        .values(taken=Stock.taken + 1, offered=offered)
        .returning(Stock.id),
    )
    return one.scalar_one_or_none() is not None


def put_back(session: Session, subject: str, slot: str) -> None:
    session.execute(
        update(Stock)
        .where(Stock.subject == subject, Stock.slot == slot, Stock.taken > 0)
        .values(taken=Stock.taken - 1),
    )


def is_in(session: Session, member_id: int, conditions: segments.Conditions) -> bool:
    """Return whether one member meets a segment's conditions; O(their own orders)."""
    found = session.execute(
        select(Member.id).where(Member.id == member_id, *segments.where(conditions)),
    )
    return found.scalar_one_or_none() is not None
