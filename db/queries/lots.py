"""Selects and updates over lots, the allocations that use them, and what is owed beyond them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Select, bindparam, case, func, literal_column, or_, select, text, update
from sqlalchemy.orm import Session

from db.models.points import Allocation, Debt, Entry, Lot
from db.statements import insert_many

# Soonest to expire first: spending by creation date would burn long-lived points before short-lived ones.
_SPEND_ORDER = (Lot.expires_at.asc().nulls_last(), Lot.active_from, Lot.id)


class OpenLot(NamedTuple):
    id: int
    member_id: int
    remaining: int
    active_from: datetime
    expires_at: datetime | None


class OwnLot(NamedTuple):
    """The lot that an entry opened, with the points that it had at first."""

    lot: OpenLot
    amount: int


class Taken(NamedTuple):
    """A lot with how many of its points an entry has taken and not put back yet."""

    lot: OpenLot
    amount: int


# Spelt out, not bound: SQLite uses a partial index only when it sees that index's own condition.
_LEFT = Lot.remaining > literal_column("0")
Lots = Select[int, int, int, datetime, datetime | None]
_OPEN = select(Lot.id, Lot.member_id, Lot.remaining, Lot.active_from, Lot.expires_at)


# Built once: putting a statement together costs as much as SQLite takes to run it.
_OF_MEMBER = _OPEN.where(_LEFT, Lot.member_id == bindparam("member"))
_ALIVE = _OF_MEMBER.where(or_(Lot.expires_at.is_(None), Lot.expires_at > bindparam("now")))
_SPENDABLE = _ALIVE.where(Lot.active_from <= bindparam("now")).order_by(*_SPEND_ORDER)
_PENDING = _ALIVE.where(Lot.active_from > bindparam("now")).order_by(Lot.active_from, Lot.id)


def open_lots(session: Session, lots: Sequence[Mapping[str, Any]]) -> None:
    insert_many(session, Lot, lots)


def spendable(session: Session, member_id: int, now: datetime) -> list[OpenLot]:
    """Return the lots that can pay now, in the order in which they do; O(open lots)."""
    return _lots(session, _SPENDABLE, {"member": member_id, "now": now})


def pending(session: Session, member_id: int, now: datetime) -> list[OpenLot]:
    """Return the lots that are still on their way, the next to arrive first; O(open lots)."""
    return _lots(session, _PENDING, {"member": member_id, "now": now})


def left(session: Session, member_id: int) -> list[OpenLot]:
    """Return the lots that have points left, pending and overdue ones included; O(open lots)."""
    return _lots(session, _OF_MEMBER, {"member": member_id})


def of_entry(session: Session, entry_id: int) -> OwnLot | None:
    row = session.execute(_OPEN.add_columns(Lot.amount).where(Lot.entry_id == entry_id)).one_or_none()
    return None if row is None else OwnLot(OpenLot(*row[:5]), row[5])


def by_id(session: Session, lot_id: int) -> OpenLot:
    return OpenLot(*session.execute(_OPEN.where(Lot.id == lot_id)).one())


def overdue(session: Session, now: datetime, limit: int) -> list[OpenLot]:
    """Return up to `limit` lots that should have expired, oldest first."""
    late = _OPEN.where(_LEFT, Lot.expires_at <= now)
    return _lots(session, late.order_by(Lot.expires_at, Lot.id).limit(limit))


def waiting_for(session: Session, source: str, now: datetime) -> list[OpenLot]:
    """Return the pending lots that one source has earned."""
    earned = _OPEN.join(Entry, Entry.id == Lot.entry_id).where(Entry.source == source, Entry.kind == "earn")
    return _lots(session, earned.where(_LEFT, Lot.active_from > now).order_by(Lot.id))


def unannounced(session: Session, now: datetime, limit: int) -> list[OpenLot]:
    """Return up to `limit` lots that have become available without their member being told, oldest first."""
    due = _OPEN.where(text("unannounced"), Lot.active_from <= now)
    return _lots(session, due.order_by(Lot.active_from, Lot.id).limit(limit))


def arrived(session: Session, lot_ids: Sequence[int], now: datetime) -> None:
    """Mark lots as available from `now` at the latest, and as told."""
    if lot_ids:
        session.execute(
            update(Lot)
            .where(Lot.id.in_(lot_ids))
            .values(active_from=case((Lot.active_from > now, now), else_=Lot.active_from), unannounced=False),
        )


def ending(session: Session, now: datetime, until: datetime, limit: int) -> list[tuple[int, datetime, int]]:
    """Return up to `limit` (member, end, points) that end by `until` and were not reminded of, soonest first."""
    found = session.execute(
        select(Lot.member_id, Lot.expires_at, func.sum(Lot.remaining))
        .where(_LEFT, text("NOT reminded"), Lot.expires_at > now, Lot.expires_at <= until)
        .group_by(Lot.expires_at, Lot.member_id)
        .order_by(Lot.expires_at, Lot.member_id)
        .limit(limit),
    )
    return [(member_id, ends, int(amount)) for member_id, ends, amount in found if ends is not None]


def reminded(session: Session, buckets: Sequence[tuple[int, datetime]]) -> None:
    """Mark the lots of (member, end) as those of which the member knows."""
    session.connection().execute(
        update(Lot)
        .where(Lot.member_id == bindparam("member"), Lot.expires_at == bindparam("ends"))
        .values(reminded=True),
        [{"member": member_id, "ends": ends} for member_id, ends in buckets],
    )


def allocate(session: Session, entry_id: int, parts: Sequence[tuple[int, int]]) -> None:
    """Record which (lot, amount) pay for an entry, and take the points out of them."""
    _move(session, entry_id, parts, sign=-1)


def restore(session: Session, entry_id: int, parts: Sequence[tuple[int, int]]) -> None:
    """Record into which (lot, amount) the points of a return go, and put them there."""
    _move(session, entry_id, parts, sign=1)


def _move(session: Session, entry_id: int, parts: Sequence[tuple[int, int]], *, sign: int) -> None:
    if not parts:
        return
    session.connection().execute(
        update(Lot)
        .where(Lot.id == bindparam("lot"))
        .values(remaining=Lot.remaining + sign * bindparam("part")),
        [{"lot": lot_id, "part": amount} for lot_id, amount in parts],
    )
    insert_many(
        session,
        Allocation,
        [{"entry_id": entry_id, "lot_id": lot_id, "amount": amount} for lot_id, amount in parts],
    )


def taken_by(session: Session, entry_id: int) -> list[Taken]:
    """Return what an entry still holds of each lot, its newest allocation first."""
    held = case((Entry.amount < 0, Allocation.amount), else_=-Allocation.amount)
    sums = (
        select(Allocation.lot_id, func.sum(held).label("held"), func.min(Allocation.id).label("first"))
        .join(Entry, Entry.id == Allocation.entry_id)
        .where(or_(Entry.id == entry_id, Entry.reverses_id == entry_id))
        .group_by(Allocation.lot_id)
        .subquery()
    )
    found = session.execute(
        _OPEN.add_columns(sums.c.held)
        .join(sums, sums.c.lot_id == Lot.id)
        .where(sums.c.held > 0)
        .order_by(sums.c.first.desc()),
    )
    return [Taken(OpenLot(*row[:5]), int(row[5])) for row in found]


def prolong(session: Session, member_id: int, until: datetime, now: datetime) -> None:
    """Move the end of a member's living lots to `until` where it is earlier; at most once a month a row."""
    session.execute(
        update(Lot)
        .where(Lot.member_id == member_id, _LEFT, Lot.expires_at > now, Lot.expires_at < until)
        .values(expires_at=until, reminded=False),
    )


def expired_of(session: Session, lot_id: int) -> int:
    """Return how many points of a lot the ledger has expired."""
    found = session.execute(
        select(func.coalesce(func.sum(Allocation.amount), 0))
        .join(Entry, Entry.id == Allocation.entry_id)
        .where(Allocation.lot_id == lot_id, Entry.kind == "expire"),
    ).scalar_one()
    return int(found)


def postpone(session: Session, lot_ids: Sequence[int], until: datetime) -> None:
    """Give lots a later end, of which the member will be reminded anew."""
    session.execute(update(Lot).where(Lot.id.in_(lot_ids)).values(expires_at=until, reminded=False))


def owe(session: Session, entry_id: int, member_id: int, amount: int) -> None:
    session.add(Debt(entry_id=entry_id, member_id=member_id, amount=amount, remaining=amount))
    session.flush()


def debts_of(session: Session, member_id: int) -> list[tuple[int, int]]:
    """Return (entry, amount) of what a member owes, the oldest first."""
    return [
        (row[0], row[1])
        for row in session.execute(
            select(Debt.entry_id, Debt.remaining)
            .where(Debt.member_id == member_id, Debt.remaining > 0)
            .order_by(Debt.entry_id),
        )
    ]


def owed_by(session: Session, entry_id: int) -> int:
    """Return what an entry took beyond the lots of its time, paid off since or not."""
    found = session.execute(select(Debt.amount).where(Debt.entry_id == entry_id)).scalar_one_or_none()
    return found or 0


def pay(session: Session, entry_id: int, amount: int) -> None:
    session.execute(
        update(Debt).where(Debt.entry_id == entry_id).values(remaining=Debt.remaining - amount),
    )


def _lots(session: Session, query: Lots, values: Mapping[str, Any] | None = None) -> list[OpenLot]:
    return [OpenLot(*row) for row in session.execute(query, values)]
