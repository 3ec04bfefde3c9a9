"""The ledger counted again: what its caches, lots and allocations must come to, and who is at fault."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from db.queries import invariants as rows
from membership import notices

BATCH = 500
_NAMED = 20
_NOTHING = rows.Counted(0, 0, 0, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Fault:
    """`kind` of sum that fails for the member, lot or entry with this id."""

    kind: str
    id: int

    def __str__(self) -> str:
        return f"{self.kind}:{self.id}"


@dataclass(frozen=True, slots=True)
class Checked:
    """One batch: how many `members`, up to which one (`last`, None when none was left), and their faults."""

    members: int
    last: int | None
    faults: tuple[Fault, ...]


def check(session: Session, *, after: int = 0, limit: int = BATCH) -> Checked:
    """Count the ledgers of up to `limit` members after `after` again; O(their entries), reads only.

    For each: entries = lots − debt = cached balance, the other cached sums, no key twice, no debt beside
    points. For each lot and entry: what its allocations say it gave, took or put back.
    """
    cached = rows.accounts(session, after, limit)
    if not cached:
        return Checked(0, None, ())
    first, last = min(cached), max(cached)
    counted, doubled = rows.counted(session, first, last)
    faults = [Fault("key", member_id) for member_id in doubled]
    for member_id, sums in cached.items():
        faults += _of_member(member_id, sums, counted.get(member_id, _NOTHING))
    for kind in rows.TORN:
        faults += [Fault(kind, row_id) for row_id in rows.torn(session, kind, first, last)]
    return Checked(len(cached), last, tuple(faults))


def _of_member(member_id: int, cached: rows.Cached, counted: rows.Counted) -> list[Fault]:
    right = {
        "balance": cached.balance == counted.balance == counted.left - counted.debt,
        "qualifying": cached.qualifying == counted.qualifying,
        "spent": cached.spent == counted.spent,
        "expired": cached.expired == counted.expired,
        "debt": cached.debt == counted.debt >= 0,
    }
    return [Fault(kind, member_id) for kind, holds in right.items() if not holds]


def report(
    session: Session, *, faults: tuple[Fault, ...], chat_ids: tuple[int, ...], key: str, now: datetime
) -> int:
    """Name the faults to those who run the program, once per `key`; ids only, no names."""
    shown = ", ".join(str(one) for one in faults[:_NAMED])
    return sum(
        notices.tell_chat(
            session,
            chat_id=chat_id,
            text="invariants-broken",
            key=f"{key}:{chat_id}",
            values={"count": len(faults), "faults": shown},
            now=now,
        )
        for chat_id in chat_ids
    )
