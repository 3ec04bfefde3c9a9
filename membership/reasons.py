"""Receipts: why one ledger entry of a member's own is what it is (`/why 123`). Reads only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from core.errors import NotFound
from core.program import Localized, Program
from db.queries import checkins
from db.queries import reasons as rows
from membership import budgets, replays, versions

PAID_SHOWN = 5


class EntryUnseen(NotFound):
    """No entry of this member with that number: another's is not told from none."""

    key = "reasons-entry-unseen"


@dataclass(frozen=True, slots=True)
class Share:
    """Points that came from (or went back to) what entry `entry_id` had earned."""

    entry_id: int
    points: int


@dataclass(frozen=True, slots=True)
class Receipt:
    """One entry with all that led to it.

    An order's entry has `order` and its own `part` of it; a check-in has its `streak`; what was spent or lapsed
    names the entries it was `paid_from`; a reversal names what it `reverses`.
    """

    entry_id: int
    kind: str
    amount: int
    qualifying: int
    word: str
    rule: str
    name: Localized | None
    at: datetime
    version: str
    effective_at: datetime | None
    order: replays.Replay | None
    part: replays.Judged | None
    streak: int | None
    active_from: datetime | None
    expires_at: datetime | None
    remaining: int | None
    taken_back: int
    paid_from: tuple[Share, ...]
    reverses: int | None


def explain(session: Session, *, member_id: int, entry_id: int, program: Program) -> Receipt:
    """Return the receipt of a member's own entry; raises EntryUnseen. O(lines × rules) for an order, else O(1)."""
    entry = rows.entry(session, member_id, entry_id)
    if entry is None:
        raise EntryUnseen(receipt=entry_id)
    word, rule = budgets.origin(entry.key, entry.source)
    past = versions.recall(session, version=entry.rule_version)
    order = (
        replays.of_source(session, member_id=member_id, source=entry.source, program=program)
        if word == "order" and entry.kind == "earn"
        else None
    )
    part = next((one for one in order.parts if one.entry_id == entry.id), None) if order else None
    kept = past.terms.earning.get(rule) if past and past.terms else None
    debit = entry.amount < 0
    return Receipt(
        entry.id,
        entry.kind,
        entry.amount,
        entry.qualifying,
        word,
        rule,
        kept.name if kept else None,
        entry.at,
        entry.rule_version,
        past.effective_at if past else None,
        order,
        part,
        _streak(session, member_id, entry),
        entry.active_from,
        entry.expires_at,
        entry.remaining,
        0 if debit else rows.taken_back(session, entry.id),
        tuple(Share(*one) for one in rows.paid_from(session, entry.id, PAID_SHOWN)) if debit else (),
        entry.reverses_id,
    )


def _streak(session: Session, member_id: int, entry: rows.Booked) -> int | None:
    """Return how many days in a row a check-in was, by the day in its key `checkin:<member>:<day>`."""
    if entry.source != "checkin":
        return None
    made = checkins.of_day(session, member_id, date.fromisoformat(entry.key.rpartition(":")[2]))
    return made.streak if made else None
