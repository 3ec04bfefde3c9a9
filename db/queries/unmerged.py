"""The ledger after a merge was taken back: what follows its lots, and what one member used of the other's."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Select, case, func, select, update
from sqlalchemy.orm import Session

from db.models.merges import MergeMove
from db.models.points import Allocation, Debt, Entry, Lot
from db.statements import insert_many


class Borrowed(NamedTuple):
    """Points of one member's lot that the other member's entries hold."""

    lot_id: int
    lender: int
    borrower: int
    active_from: datetime
    expires_at: datetime | None
    amount: int


def follow(session: Session, merge_id: int, source: int, target: int) -> None:
    """Give the source what happened to its own entries and lots meanwhile: reversals, expiry, what they owe."""
    entries = _moved(merge_id, "entries.member_id")
    lots = _moved(merge_id, "lots.member_id")
    ended = (
        select(Allocation.entry_id)
        .join(Entry, Entry.id == Allocation.entry_id)
        .where(Entry.member_id == target, Entry.kind == "expire", Allocation.lot_id.in_(lots))
    )
    for which in (Entry.reverses_id.in_(entries), Entry.id.in_(ended)):
        session.execute(update(Entry).where(Entry.member_id == target, which).values(member_id=source))
    owed = select(Entry.id).where(Entry.member_id == source)
    session.execute(
        update(Debt).where(Debt.member_id == target, Debt.entry_id.in_(owed)).values(member_id=source)
    )


def borrowed(session: Session, pair: Sequence[int]) -> list[Borrowed]:
    """Return what each of two members' entries hold of the other's lots."""
    held = func.sum(case((Entry.amount < 0, Allocation.amount), else_=-Allocation.amount))
    rows = session.execute(
        select(Lot.id, Lot.member_id, Entry.member_id, Lot.active_from, Lot.expires_at, held)
        .join(Allocation, Allocation.lot_id == Lot.id)
        .join(Entry, Entry.id == Allocation.entry_id)
        .where(Lot.member_id.in_(pair), Entry.member_id.in_(pair), Lot.member_id != Entry.member_id)
        .group_by(Lot.id, Lot.member_id, Entry.member_id, Lot.active_from, Lot.expires_at)
        .having(held > 0)
        .order_by(Lot.id),
    )
    return [
        Borrowed(lot, lender, borrower, begins, ends, int(amount))
        for lot, lender, borrower, begins, ends, amount in rows
    ]


def lend(session: Session, one: Borrowed, *, gives: int, takes: int) -> None:
    """Put a used-up lot of the borrower in the place of the lender's: `takes` opens it, `gives` pays for it."""
    insert_many(
        session,
        Lot,
        [
            {
                "entry_id": takes,
                "member_id": one.borrower,
                "amount": one.amount,
                "remaining": 0,
                "active_from": one.active_from,
                "expires_at": one.expires_at,
            }
        ],
    )
    stand_in = select(Lot.id).where(Lot.entry_id == takes).scalar_subquery()
    theirs = select(Entry.id).where(Entry.member_id == one.borrower)
    session.execute(
        update(Allocation)
        .where(Allocation.lot_id == one.lot_id, Allocation.entry_id.in_(theirs))
        .values(lot_id=stand_in)
    )
    insert_many(session, Allocation, [{"entry_id": gives, "lot_id": one.lot_id, "amount": one.amount}])


def _moved(merge_id: int, place: str) -> Select[int]:
    return select(MergeMove.row_id).where(MergeMove.merge_id == merge_id, MergeMove.place == place)
