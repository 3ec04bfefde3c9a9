"""Selects and updates over accounts, entries, lots and allocations."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Row as Found
from sqlalchemy import bindparam, func, or_, select, update
from sqlalchemy.orm import Session, aliased

from db.models.points import Account, Allocation, Entry, Lot
from db.statements import insert_many

_CHUNK = 1_000


class OpenLot(NamedTuple):
    id: int
    member_id: int
    remaining: int
    active_from: datetime
    expires_at: datetime | None


_OPEN = select(Lot.id, Lot.member_id, Lot.remaining, Lot.active_from, Lot.expires_at)
# Soonest to expire first: spending by creation date would burn long-lived points before short-lived ones.
_SPEND_ORDER = (Lot.expires_at.asc().nulls_last(), Lot.active_from, Lot.id)


def write_entries(session: Session, entries: Sequence[Mapping[str, Any]]) -> dict[str, int]:
    """Insert entries whose key is new and return their ids by key."""
    written = insert_many(session, Entry, entries, returning=(Entry.key, Entry.id), skip_existing=True)
    return {row[0]: row[1] for row in written}


def open_lots(session: Session, lots: Sequence[Mapping[str, Any]]) -> None:
    insert_many(session, Lot, lots)


def credit(session: Session, changes: Sequence[tuple[int, int, int]]) -> dict[int, int]:
    """Add (member, points, qualifying) to the cached sums and return the new balances."""
    sums: dict[int, list[int]] = defaultdict(lambda: [0, 0])
    for member_id, amount, qualifying in changes:
        sums[member_id][0] += amount
        sums[member_id][1] += qualifying
    if len(sums) == 1:
        ((member_id, (amount, qualifying)),) = sums.items()
        new = session.execute(
            update(Account)
            .where(Account.member_id == member_id)
            .values(balance=Account.balance + amount, qualifying=Account.qualifying + qualifying)
            .returning(Account.balance),
        ).scalar_one()
        return {member_id: new}
    if not sums:
        return {}
    # Members in order of id, so that two imports at once cannot wait for each other in a circle.
    session.connection().execute(
        update(Account)
        .where(Account.member_id == bindparam("member"))
        .values(
            balance=Account.balance + bindparam("amount"),
            qualifying=Account.qualifying + bindparam("more"),
        ),
        [{"member": member, "amount": sums[member][0], "more": sums[member][1]} for member in sorted(sums)],
    )
    return balances(session, list(sums))


def balances(session: Session, member_ids: Sequence[int]) -> dict[int, int]:
    found: dict[int, int] = {}
    for start in range(0, len(member_ids), _CHUNK):
        found |= dict(
            session.execute(
                select(Account.member_id, Account.balance).where(
                    Account.member_id.in_(member_ids[start : start + _CHUNK]),
                ),
            ).all(),
        )
    return found


def balance_of(session: Session, member_id: int) -> int:
    return session.execute(select(Account.balance).where(Account.member_id == member_id)).scalar_one()


def lock_account(session: Session, member_id: int) -> None:
    """Let one writer at a time work on a member's lots (PostgreSQL; SQLite has one writer anyway)."""
    session.execute(select(Account.member_id).where(Account.member_id == member_id).with_for_update())


def by_keys(
    session: Session,
    keys: Sequence[str],
) -> list[Found[int, str, str, int, int, int, datetime | None]]:
    """Return (id, key, body, member, amount, member's balance, expiry) of the entries with these keys."""
    found: list[Found[int, str, str, int, int, int, datetime | None]] = []
    for start in range(0, len(keys), _CHUNK):
        found += session.execute(
            select(
                Entry.id,
                Entry.key,
                Entry.body,
                Entry.member_id,
                Entry.amount,
                Account.balance,
                Lot.expires_at,
            )
            .join(Account, Account.member_id == Entry.member_id)
            .outerjoin(Lot, Lot.entry_id == Entry.id)
            .where(Entry.key.in_(keys[start : start + _CHUNK])),
        ).all()
    return found


def spendable(session: Session, member_id: int, now: datetime) -> list[OpenLot]:
    """Return the lots that can pay now, in the order in which they do."""
    return [
        OpenLot(*row)
        for row in session.execute(
            _OPEN.where(
                Lot.member_id == member_id,
                Lot.remaining > 0,
                Lot.active_from <= now,
                or_(Lot.expires_at.is_(None), Lot.expires_at > now),
            ).order_by(*_SPEND_ORDER),
        )
    ]


def open_lots_of(session: Session, member_id: int, now: datetime) -> list[OpenLot]:
    """Return the lots that have points left and have not expired, pending ones included."""
    return [
        OpenLot(*row)
        for row in session.execute(
            _OPEN.where(
                Lot.member_id == member_id,
                Lot.remaining > 0,
                or_(Lot.expires_at.is_(None), Lot.expires_at > now),
            ),
        )
    ]


def lot_of(session: Session, entry_id: int) -> OpenLot | None:
    row = session.execute(_OPEN.where(Lot.entry_id == entry_id)).one_or_none()
    return None if row is None else OpenLot(*row)


def overdue(session: Session, now: datetime, limit: int) -> list[OpenLot]:
    """Return up to `limit` lots that should have expired, oldest first."""
    return [
        OpenLot(*row)
        for row in session.execute(
            _OPEN.where(Lot.remaining > 0, Lot.expires_at <= now)
            .order_by(Lot.expires_at, Lot.id)
            .limit(limit),
        )
    ]


def remaining_of(session: Session, lot_id: int) -> int:
    return session.execute(select(Lot.remaining).where(Lot.id == lot_id)).scalar_one()


def lapsed(session: Session, member_id: int, now: datetime) -> int:
    found = session.execute(
        select(func.coalesce(func.sum(Lot.remaining), 0)).where(
            Lot.member_id == member_id,
            Lot.remaining > 0,
            Lot.expires_at <= now,
        ),
    ).scalar_one()
    return int(found)


def allocate(session: Session, entry_id: int, parts: Sequence[tuple[int, int]]) -> None:
    """Record which lots pay for an entry, and take the points out of them."""
    for lot_id, amount in parts:
        session.execute(update(Lot).where(Lot.id == lot_id).values(remaining=Lot.remaining - amount))
    insert_many(
        session,
        Allocation,
        [{"entry_id": entry_id, "lot_id": lot_id, "amount": amount} for lot_id, amount in parts],
    )


def sums_by_kind(session: Session, member_id: int) -> dict[str, int]:
    """Return the sum of a member's entries by kind; O(entries of the member)."""
    return {
        kind: int(total)
        for kind, total in session.execute(
            select(Entry.kind, func.sum(Entry.amount))
            .where(Entry.member_id == member_id)
            .group_by(Entry.kind),
        )
    }


def newest(session: Session, member_id: int) -> int | None:
    return session.execute(
        select(Entry.id)
        .where(Entry.member_id == member_id)
        .order_by(Entry.at.desc(), Entry.id.desc())
        .limit(1),
    ).scalar_one_or_none()


def statement(
    session: Session,
    member_id: int,
    before: int | None,
    limit: int,
) -> list[Found[int, str, int, str, datetime]]:
    query = select(Entry.id, Entry.kind, Entry.amount, Entry.source, Entry.at).where(
        Entry.member_id == member_id,
        Entry.amount != 0,
    )
    if before is not None:
        query = query.where(Entry.id < before)
    return list(session.execute(query.order_by(Entry.id.desc()).limit(limit)).all())


def qualifying_since(session: Session, member_ids: Sequence[int], since: datetime) -> dict[int, int]:
    """Return each member's qualifying points earned at or after `since`.

    What was taken back counts where it was earned: the refund of an old order lowers no later term.
    """
    found: dict[int, int] = dict.fromkeys(member_ids, 0)
    earned = aliased(Entry)
    for start in range(0, len(member_ids), _CHUNK):
        for member_id, total in session.execute(
            select(Entry.member_id, func.sum(Entry.qualifying))
            .outerjoin(earned, earned.id == Entry.reverses_id)
            .where(
                Entry.member_id.in_(member_ids[start : start + _CHUNK]),
                Entry.at >= since,
                or_(earned.id.is_(None), earned.at >= since),
            )
            .group_by(Entry.member_id),
        ):
            found[member_id] = int(total)
    return found
