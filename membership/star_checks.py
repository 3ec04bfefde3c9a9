"""Comparing the books with Telegram's own list of Star transactions, page by page, and repairing what is missing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from core.program import Program
from db.queries import payments as rows
from membership import notices, payments, star_refunds

# The list only grows at its end; the last rows are looked at again all the same.
OVERLAP = 200
# A payment of the last minutes may not have been on a page that was asked for before it.
SETTLED = timedelta(hours=1)
_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Seen:
    """One transaction of Telegram's list: Stars that came in for a bill, or went back (`receipt` is empty)."""

    charge: str
    amount: int
    receipt: payments.Receipt | None


@dataclass(frozen=True, slots=True)
class Compared:
    """What one page showed: payments booked and refunds noted that we had missed, and what does not agree."""

    booked: int = 0
    refunded: int = 0
    differences: tuple[str, ...] = ()

    def __add__(self, other: Compared) -> Compared:
        return Compared(
            self.booked + other.booked,
            self.refunded + other.refunded,
            self.differences + other.differences,
        )


@dataclass(frozen=True, slots=True)
class Check:
    """One finished comparison, from transaction `begin` of the list to `end`."""

    check_id: int
    begin: int
    end: int
    found: Compared


def starting_point(session: Session, *, whole: bool) -> int:
    """Return the transaction at which to begin: the first, or a little before the end of the last comparison."""
    last = rows.last_check(session)
    return 0 if whole or last is None else max(0, last.end - OVERLAP)


def compare(
    session: Session, *, seen: Sequence[Seen], desk: Sequence[int], program: Program, now: datetime
) -> Compared:
    """Compare a page of the list with the books, and book what is missing; O(page)."""
    known = rows.by_charges(session, [one.charge for one in seen])
    amounts = {charge: (row.amount, row.id) for charge, row in known.items()}
    total = Compared()
    for one in seen:
        if one.receipt is None:
            back = star_refunds.finish(session, charge=one.charge, program=program, now=now)
            if back is None:
                total += Compared(differences=(f"refund {one.charge}: no such payment here",))
            elif back.amount != one.amount:
                total += Compared(differences=(_differs("refund", back.payment_id, back.amount, one.amount),))
            total += Compared(refunded=int(back is not None and back.new))
        elif one.charge in amounts:
            amount, payment_id = amounts[one.charge]
            if amount != one.amount:
                total += Compared(differences=(_differs("payment", payment_id, amount, one.amount),))
        else:
            booked = payments.book(session, receipt=one.receipt, desk=desk, program=program, now=now)
            total += Compared(booked=int(booked.new))
    rows.confirm(session, [one.charge for one in seen if one.receipt is not None], now)
    return total


def conclude(
    session: Session, *, begin: int, end: int, found: Compared, desk: Sequence[int], began: datetime
) -> Check:
    """Write a comparison down; what was missing or does not agree is told to `desk`, once."""
    unseen = [
        f"{payments.receipt_of(one.id)}: not in Telegram's list"
        for one in rows.unconfirmed(session, began - SETTLED, _SHOWN)
    ]
    last = rows.last_check(session)
    told_before = set(last.differences) if last else set()
    all_found = Compared(found.booked, found.refunded, (*found.differences, *unseen))
    check_id = rows.add_check(
        session,
        {
            "at": began,
            "begin": begin,
            "end": end,
            "booked": found.booked,
            "refunded": found.refunded,
            "differences": list(all_found.differences),
        },
    )
    news = [one for one in all_found.differences if one not in told_before]
    if news or found.booked or found.refunded:
        for chat_id in desk:
            notices.tell_chat(
                session,
                chat_id=chat_id,
                text="payments-compared",
                key=f"payments:check:{check_id}:{chat_id}",
                values={
                    "booked": found.booked,
                    "refunded": found.refunded,
                    "differing": len(news),
                    "list": "\n".join(news[:_SHOWN]),
                },
                now=began,
            )
    return Check(check_id, begin, end, all_found)


def _differs(what: str, payment_id: int, ours: int, theirs: int) -> str:
    return f"{what} {payments.receipt_of(payment_id)}: {ours} Stars here, {theirs} at Telegram"
