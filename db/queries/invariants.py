"""What a ledger adds up to, for one range of members at a time; no statement looks at all of them."""

from __future__ import annotations

from typing import Any, NamedTuple

from sqlalchemy import Select, and_, bindparam, case, func, or_, select
from sqlalchemy.orm import Session

from db.models.points import Account, Allocation, Debt, Entry, Lot

_RANGE: tuple[Any, Any] = (bindparam("first"), bindparam("last"))
# A return has a positive amount and puts its allocations back.
_TAKEN = case((Entry.amount < 0, Allocation.amount), else_=-Allocation.amount)
_RETURN = and_(Entry.kind == "reverse", Entry.amount > 0)


class Cached(NamedTuple):
    """An account's cached sums."""

    balance: int
    qualifying: int
    spent: int
    expired: int
    debt: int


class Counted(NamedTuple):
    """The same from the entries, lots and debts themselves; `left` is what the lots still hold."""

    balance: int
    qualifying: int
    spent: int
    expired: int
    debt: int
    left: int


_ENTRIES = (
    select(
        Entry.member_id,
        func.sum(Entry.amount),
        func.sum(Entry.qualifying),
        func.sum(case((or_(Entry.kind == "redeem", _RETURN), -Entry.amount), else_=0)),
        func.sum(case((Entry.kind == "expire", -Entry.amount), else_=0)),
        func.count() - func.count(Entry.key.distinct()),
    )
    .where(Entry.member_id.between(*_RANGE))
    .group_by(Entry.member_id)
)
_LOTS = (
    select(Lot.member_id, func.sum(Lot.remaining))
    .where(Lot.member_id.between(*_RANGE))
    .group_by(Lot.member_id)
)
_DEBTS = (
    select(Debt.member_id, func.sum(Debt.remaining))
    .where(Debt.member_id.between(*_RANGE))
    .group_by(Debt.member_id)
)
_USED = (
    select(func.coalesce(func.sum(_TAKEN), 0))
    .join(Entry, Entry.id == Allocation.entry_id)
    .where(Allocation.lot_id == Lot.id)
    .correlate(Lot)
    .scalar_subquery()
)
_ALLOCATED = (
    select(func.coalesce(func.sum(Allocation.amount), 0))
    .where(Allocation.entry_id == Entry.id)
    .correlate(Entry)
    .scalar_subquery()
)
_OWED = select(Debt.remaining).where(Debt.entry_id == Entry.id).correlate(Entry).scalar_subquery()
_OPENED = select(Lot.amount).where(Lot.entry_id == Entry.id).correlate(Entry).scalar_subquery()
TORN: dict[str, Select[Any]] = {
    "lot-use": select(Lot.id).where(Lot.member_id.between(*_RANGE), Lot.amount - Lot.remaining != _USED),
    "lot-range": select(Lot.id).where(
        Lot.member_id.between(*_RANGE), or_(Lot.remaining < 0, Lot.remaining > Lot.amount)
    ),
    "lot-owner": select(Lot.id)
    .join(Entry, Entry.id == Lot.entry_id)
    .where(Lot.member_id.between(*_RANGE), Lot.member_id != Entry.member_id),
    "entry-use": select(Entry.id).where(
        Entry.member_id.between(*_RANGE),
        Entry.amount < 0,
        -Entry.amount != _ALLOCATED + func.coalesce(_OWED, 0),
    ),
    "return-use": select(Entry.id).where(
        Entry.member_id.between(*_RANGE), _RETURN, Entry.amount != _ALLOCATED
    ),
    "entry-lot": select(Entry.id).where(
        Entry.member_id.between(*_RANGE),
        Entry.amount > 0,
        Entry.kind.in_(("earn", "adjust")),
        Entry.amount != func.coalesce(_OPENED, 0),
    ),
}


def accounts(session: Session, after: int, limit: int) -> dict[int, Cached]:
    """Return the cached sums of up to `limit` members whose id comes after `after`, in order."""
    found = session.execute(
        select(
            Account.member_id,
            Account.balance,
            Account.qualifying,
            Account.spent,
            Account.expired,
            Account.debt,
        )
        .where(Account.member_id > after)
        .order_by(Account.member_id)
        .limit(limit),
    )
    return {row[0]: Cached(*row[1:]) for row in found}


def counted(session: Session, first: int, last: int) -> tuple[dict[int, Counted], list[int]]:
    """Return the sums of the members from `first` to `last`, and those of them with a key used twice."""
    span = {"first": first, "last": last}
    left = {row[0]: int(row[1]) for row in session.execute(_LOTS, span)}
    owed = {row[0]: int(row[1]) for row in session.execute(_DEBTS, span)}
    booked = {row[0]: row[1:] for row in session.execute(_ENTRIES, span)}
    sums = {}
    for member_id in booked.keys() | left.keys() | owed.keys():
        balance, qualifying, spent, expired, _ = booked.get(member_id, (0, 0, 0, 0, 0))
        entries = (int(balance), int(qualifying), int(spent), int(expired))
        sums[member_id] = Counted(*entries, owed.get(member_id, 0), left.get(member_id, 0))
    return sums, [member_id for member_id, row in booked.items() if row[4]]


def torn(session: Session, fault: str, first: int, last: int) -> list[int]:
    """Return the lots or entries of a range that do not add up in the way `fault` names."""
    return list(session.execute(TORN[fault], {"first": first, "last": last}).scalars())
