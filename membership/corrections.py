"""What is given or taken by hand: an entry of its own, never a change of another."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from core.program import Program
from db.queries import lots as rows
from db.queries import points as entries
from membership.expiry import expires_at
from membership.lots import AmountWrong, KeyReused, PointsShort, Posting, body_of, draw, post, settle


@dataclass(frozen=True, slots=True)
class Adjusted:
    """A correction as booked; `owed` is what it took beyond the points there were."""

    entry_id: int
    amount: int
    owed: int
    balance: int
    new: bool


def adjust(
    session: Session,
    *,
    member_id: int,
    amount: int,
    key: str,
    source: str,
    program: Program,
    now: datetime,
) -> Adjusted:
    """Give (or, below zero, take) `amount` points by hand, once per key.

    What is taken comes from the points that can be spent (PointsShort), or makes a debt where the refund
    policy is `allow_debt`. It buys no tier: qualifying points stay as they are.
    """
    if amount == 0:
        raise AmountWrong(amount=amount)
    entries.lock_account(session, member_id)
    body = body_of(member_id, amount, 0, source)
    if known := entries.by_keys(session, [key]):
        if known[0].body != body:
            raise KeyReused(key=key)
        return Adjusted(known[0].id, amount, rows.owed_by(session, known[0].id), known[0].balance, new=False)
    posting = Posting(member_id, "adjust", amount, key, body, source)
    entry_id = (_give if amount > 0 else _take)(session, posting, program, now)
    balance = entries.sums_of(session, [member_id])[member_id].balance
    return Adjusted(entry_id, amount, rows.owed_by(session, entry_id), balance, new=True)


def _give(session: Session, posting: Posting, program: Program, now: datetime) -> int:
    entry_id = post(session, posting=posting, program=program, now=now)
    lot = {
        "entry_id": entry_id,
        "member_id": posting.member_id,
        "amount": posting.amount,
        "remaining": posting.amount,
        "active_from": now,
        "expires_at": expires_at(now, program=program),
    }
    rows.open_lots(session, [lot])
    if entries.book(session, posting.member_id, amount=posting.amount).debt:
        settle(session, member_id=posting.member_id, now=now)
    return entry_id


def _take(session: Session, posting: Posting, program: Program, now: datetime) -> int:
    paying = rows.spendable(session, posting.member_id, now)
    held = sum(lot.remaining for lot in paying)
    if program.points.refund_policy == "allow_debt":
        paying += rows.pending(session, posting.member_id, now)
    elif held < -posting.amount:
        raise PointsShort(missing=-posting.amount - held)
    return draw(session, posting=posting, lots=paying, program=program, now=now)
