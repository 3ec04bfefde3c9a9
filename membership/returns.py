"""Undoing: points of a refunded purchase come back to the brand, points of a cancelled redemption to the member."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from core.errors import Conflict, NotFound
from core.program import Program
from db.queries import lots as rows
from db.queries import points as entries
from membership.expiry import lapse
from membership.lots import AmountWrong, KeyReused, Posting, body_of, draw, post, settle, share


class SpendUnknown(NotFound):
    key = "points-spend-unknown"


class ReturnTooLarge(Conflict):
    key = "points-return-too-large"


@dataclass(frozen=True, slots=True)
class TakenBack:
    """What became of a claim: taken from lots, `owed` from now on, or `waived` by the refund policy."""

    amount: int
    owed: int
    waived: int
    new: bool


@dataclass(frozen=True, slots=True)
class Returned:
    """Points that a redemption gave back; `revived` of them had ended meanwhile and live on a while."""

    entry_id: int
    amount: int
    revived: int
    balance: int
    new: bool


def take_back(
    session: Session,
    *,
    entry_id: int,
    member_id: int,
    amount: int,
    qualifying: int,
    key: str,
    source: str,
    program: Program,
    now: datetime,
) -> TakenBack:
    """Reverse up to `amount` points of an earlier entry, once per key, as far as the refund policy goes.

    The entry's own lot pays first, pending or not. Beyond it `only_pending` takes nothing, `within_balance` the
    points that can be spent, `allow_debt` pending ones too, and then makes a debt. Points of that lot that have
    expired, and what earlier reversals took, are not charged again.
    """
    if amount < 0 or qualifying < 0:
        raise AmountWrong(amount=amount)
    entries.lock_account(session, member_id)
    body = body_of(entry_id, amount, qualifying, source)
    if known := entries.by_keys(session, [key]):
        if known[0].body != body:
            raise KeyReused(key=key)
        owed = rows.owed_by(session, known[0].id)
        return TakenBack(-known[0].amount - owed, owed, amount + known[0].amount, new=False)
    policy = program.points.refund_policy
    own = rows.of_entry(session, entry_id)
    due = min(amount, _chargeable(session, own, entry_id, now))
    paying = _paying(session, own, member_id, policy, now)
    taken = min(due, sum(lot.remaining for lot in paying))
    owed = due - taken if policy == "allow_debt" else 0
    if taken or owed or qualifying:
        posting = Posting(member_id, "reverse", -taken - owed, key, body, source, -qualifying, entry_id)
        draw(session, posting=posting, lots=paying, program=program, now=now)
    return TakenBack(taken, owed, amount - taken - owed, new=True)


def _chargeable(session: Session, own: rows.OwnLot | None, entry_id: int, now: datetime) -> int:
    """Return how many points of an entry the member has had or still has."""
    if own is None:
        return 0
    gone = rows.expired_of(session, own.lot.id) + entries.taken_back(session, entry_id)
    overdue = own.lot.remaining if _ended(own.lot, now) else 0
    return max(0, own.amount - gone - overdue)


def _paying(
    session: Session, own: rows.OwnLot | None, member_id: int, policy: str, now: datetime
) -> list[rows.OpenLot]:
    """Return the lots that a refund may take from, in the order in which they pay."""
    first = [] if own is None or _ended(own.lot, now) else [own.lot]
    if policy == "only_pending":
        return [lot for lot in first if lot.active_from > now]
    others = rows.spendable(session, member_id, now)
    if policy == "allow_debt":
        others += rows.pending(session, member_id, now)
    return first + [lot for lot in others if lot not in first]


def return_spent(
    session: Session,
    *,
    entry_id: int,
    amount: int,
    key: str,
    source: str,
    program: Program,
    now: datetime,
) -> Returned:
    """Give `amount` points of a `redeem` entry back to the lots that paid, the last to pay first, once per key.

    Over several returns never more than was taken (ReturnTooLarge). A lot that has ended meanwhile lives on for
    `points.revive_days`; what was left in it when it ended stays expired.
    """
    if amount <= 0:
        raise AmountWrong(amount=amount)
    spent = entries.kind_of(session, entry_id)
    if spent is None or spent.kind != "redeem":
        raise SpendUnknown(receipt=f"#{entry_id}")
    entries.lock_account(session, spent.member_id)
    body = body_of(entry_id, amount, source)
    if known := entries.by_keys(session, [key]):
        if known[0].body != body:
            raise KeyReused(key=key)
        return Returned(known[0].id, amount, 0, known[0].balance, new=False)
    taken = rows.taken_by(session, entry_id)
    left = sum(one.amount for one in taken)
    if amount > left:
        raise ReturnTooLarge(amount=amount, left=left)
    parts = dict(share(amount, [(one.lot.id, one.amount) for one in taken]))
    ended = [one.lot for one in taken if one.lot.id in parts and _ended(one.lot, now)]
    for lot in ended:
        lapse(session, lot=lot, program=program, now=now)
    posting = Posting(spent.member_id, "reverse", amount, key, body, source, reverses_id=entry_id)
    back_id = post(session, posting=posting, program=program, now=now)
    rows.restore(session, back_id, list(parts.items()))
    if ended:
        until = now + timedelta(days=program.points.revive_days)
        rows.postpone(session, [lot.id for lot in ended], until)
    sums = entries.book(session, spent.member_id, amount=amount, spent=-amount)
    if sums.debt:
        settle(session, member_id=spent.member_id, now=now)
    return Returned(back_id, amount, sum(parts[lot.id] for lot in ended), sums.balance, new=True)


def _ended(lot: rows.OpenLot, now: datetime) -> bool:
    return lot.expires_at is not None and lot.expires_at <= now
