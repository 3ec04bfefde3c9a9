"""How entries use lots: which lots pay for a debit, what is owed beyond them, and what pays that off."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from core.errors import Conflict, Invalid
from core.program import Program
from db.queries import lots as rows
from db.queries import points as entries
from membership import webhooks

_EVENTS = {"redeem": "points.spent", "expire": "points.expired", "adjust": "points.adjusted"}


class PointsShort(Conflict):
    key = "points-short"


class KeyReused(Conflict):
    key = "points-key-reused"


class AmountWrong(Invalid):
    key = "points-amount-wrong"


@dataclass(frozen=True, slots=True)
class Posting:
    """An entry to write; `amount` is below zero when it takes, `body` the hash of what its key stands for."""

    member_id: int
    kind: str
    amount: int
    key: str
    body: str
    source: str
    qualifying: int = 0
    reverses_id: int | None = None


def body_of(*told: object) -> str:
    """Return a hash of what a key stands for, so that the same key with another body is noticed."""
    text = "|".join(str(part) for part in told)
    return hashlib.blake2s(text.encode(), digest_size=12).hexdigest()


def post(session: Session, *, posting: Posting, program: Program, now: datetime) -> int:
    """Write one entry whose key is known to be new, and return it."""
    row = asdict(posting) | {"rule_version": program.version, "at": now}
    entry_id = entries.write_entries(session, [row])[posting.key]
    webhooks.emit(
        session,
        kind=_EVENTS.get(posting.kind) or ("points.returned" if posting.amount > 0 else "points.reversed"),
        member_id=posting.member_id,
        data={"points": posting.amount, "qualifying": posting.qualifying, "source": posting.source},
        key=f"entry:{posting.key}",
        now=now,
    )
    return entry_id


def draw(
    session: Session, *, posting: Posting, lots: Sequence[rows.OpenLot], program: Program, now: datetime
) -> int:
    """Book a debit that `lots` pay for in their order, and return the entry; what they lack is owed."""
    entry_id = post(session, posting=posting, program=program, now=now)
    parts = share(-posting.amount, [(lot.id, lot.remaining) for lot in lots])
    rows.allocate(session, entry_id, parts)
    owed = -posting.amount - sum(amount for _, amount in parts)
    if owed:
        rows.owe(session, entry_id, posting.member_id, owed)
    entries.book(
        session,
        posting.member_id,
        amount=posting.amount,
        qualifying=posting.qualifying,
        spent=-posting.amount if posting.kind == "redeem" else 0,
        expired=-posting.amount if posting.kind == "expire" else 0,
        debt=owed,
    )
    return entry_id


def settle(session: Session, *, member_id: int, now: datetime) -> int:
    """Pay what a member owes with the points they have, pending ones last, and return how many that took.

    Called after every credit of an indebted member, so that a debt never stands beside points to spend.
    """
    held = rows.spendable(session, member_id, now) + rows.pending(session, member_id, now)
    left = [(lot.id, lot.remaining) for lot in held]
    paid = 0
    for entry_id, owed in rows.debts_of(session, member_id):
        parts = share(owed, left)
        took = dict(parts)
        left = [(lot_id, remaining - took.get(lot_id, 0)) for lot_id, remaining in left]
        rows.allocate(session, entry_id, parts)
        rows.pay(session, entry_id, sum(took.values()))
        paid += sum(took.values())
    if paid:
        entries.book(session, member_id, debt=-paid)
    return paid


def share(amount: int, held: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return how much of `amount` each (lot, points) bears, the first as much as it can."""
    parts = []
    for lot_id, points in held:
        part = min(points, amount)
        if part > 0:
            parts.append((lot_id, part))
            amount -= part
    return parts
