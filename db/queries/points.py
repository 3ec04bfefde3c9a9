"""Selects and updates over accounts and ledger entries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Row as Found
from sqlalchemy import bindparam, func, select, update
from sqlalchemy.orm import Session
from sqlalchemy.sql.dml import ReturningUpdate

from db.models.points import Account, Entry, Lot
from db.statements import insert_many

_CHUNK = 1_000


class Sums(NamedTuple):
    """An account's cached sums; `balance` is what all entries add up to, below zero by a debt."""

    balance: int
    debt: int
    spent: int
    expired: int


_SUMS = (Account.balance, Account.debt, Account.spent, Account.expired)
_ACCOUNTS = Account.__table__
# Built once: putting it together anew costs more than all else that an earn does.
_BOOK: ReturningUpdate[Any] = (
    update(_ACCOUNTS)  # type: ignore[arg-type]
    .where(_ACCOUNTS.c.member_id == bindparam("member"))
    .values(
        balance=_ACCOUNTS.c.balance + bindparam("amount"),
        qualifying=_ACCOUNTS.c.qualifying + bindparam("qualifying"),
        spent=_ACCOUNTS.c.spent + bindparam("spent"),
        expired=_ACCOUNTS.c.expired + bindparam("expired"),
        debt=_ACCOUNTS.c.debt + bindparam("debt"),
    )
    .returning(*(_ACCOUNTS.c[column.key] for column in _SUMS))
)
_STANDING = select(
    *_SUMS, select(func.max(Entry.id)).where(Entry.member_id == bindparam("member")).scalar_subquery()
).where(Account.member_id == bindparam("member"))


def write_entries(session: Session, entries: Sequence[Mapping[str, Any]]) -> dict[str, int]:
    """Insert entries whose key is new and return their ids by key."""
    written = insert_many(session, Entry, entries, returning=(Entry.key, Entry.id), skip_existing=True)
    return {row[0]: row[1] for row in written}


def credit(session: Session, changes: Sequence[tuple[int, int, int]]) -> dict[int, Sums]:
    """Add (member, points, qualifying) to the cached sums and return them as they are then."""
    sums: dict[int, list[int]] = defaultdict(lambda: [0, 0])
    for member_id, amount, qualifying in changes:
        sums[member_id][0] += amount
        sums[member_id][1] += qualifying
    if len(sums) == 1:
        ((member_id, (amount, qualifying)),) = sums.items()
        return {member_id: book(session, member_id, amount=amount, qualifying=qualifying)}
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
    return sums_of(session, list(sums))


def book(
    session: Session,
    member_id: int,
    *,
    amount: int = 0,
    qualifying: int = 0,
    spent: int = 0,
    expired: int = 0,
    debt: int = 0,
) -> Sums:
    """Add to one member's cached sums and return them as they are then."""
    changes = {
        "member": member_id,
        "amount": amount,
        "qualifying": qualifying,
        "spent": spent,
        "expired": expired,
        "debt": debt,
    }
    return Sums(*session.connection().execute(_BOOK, changes).one())


def sums_of(session: Session, member_ids: Sequence[int]) -> dict[int, Sums]:
    """Return the cached sums of members; those without an account are left out."""
    found: dict[int, Sums] = {}
    for start in range(0, len(member_ids), _CHUNK):
        for member_id, *sums in session.execute(
            select(Account.member_id, *_SUMS).where(
                Account.member_id.in_(member_ids[start : start + _CHUNK]),
            ),
        ):
            found[member_id] = Sums(*sums)
    return found


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


def kind_of(session: Session, entry_id: int) -> Found[int, str] | None:
    """Return (member, kind) of an entry."""
    return session.execute(select(Entry.member_id, Entry.kind).where(Entry.id == entry_id)).one_or_none()


def earned_from(session: Session, source: str) -> list[Found[int, int, str, int, int]]:
    """Return (id, member, key, amount, qualifying) of what one source has earned, in order of booking."""
    return list(
        session.execute(
            select(Entry.id, Entry.member_id, Entry.key, Entry.amount, Entry.qualifying)
            .where(Entry.source == source, Entry.kind == "earn")
            .order_by(Entry.id),
        ).all()
    )


def taken_back(session: Session, entry_id: int) -> int:
    """Return the points that earlier reversals of an entry took back or made a debt of."""
    found = session.execute(
        select(func.coalesce(func.sum(-Entry.amount), 0)).where(Entry.reverses_id == entry_id),
    ).scalar_one()
    return int(found)


def standing_of(session: Session, member_id: int) -> tuple[Sums, int | None]:
    """Return a member's cached sums and their newest entry; nothing at all for who has no account."""
    found = session.execute(_STANDING, {"member": member_id}).one_or_none()
    if found is None:
        return Sums(0, 0, 0, 0), None
    *sums, newest = found
    return Sums(*sums), newest


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
