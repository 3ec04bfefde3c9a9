"""Points on their way (待到账): they arrive when their time comes or their event does, and the member is told."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from db.queries import lots as rows
from membership import notices


@dataclass(frozen=True, slots=True)
class Released:
    """Points that an event made available before their time, and whose they are."""

    amount: int
    member_ids: tuple[int, ...]


def release(session: Session, *, source: str, now: datetime) -> Released:
    """Make the pending points of one source (`order:pos:1042`) available, as check-out or pick-up does.

    Nothing is pending the second time, so it may be sent more than once.
    """
    waiting = rows.waiting_for(session, source, now)
    rows.arrived(session, [lot.id for lot in waiting], now)
    _tell(session, waiting, now)
    return Released(sum(lot.remaining for lot in waiting), tuple(sorted({lot.member_id for lot in waiting})))


def arrive(session: Session, *, limit: int, now: datetime) -> int:
    """Tell members of up to `limit` lots that have become available since anybody looked; return how many."""
    due = rows.unannounced(session, now, limit)
    rows.arrived(session, [lot.id for lot in due], now)
    _tell(session, due, now)
    return len(due)


def _tell(session: Session, lots: Sequence[rows.OpenLot], now: datetime) -> None:
    """One message a member, however many lots came at once; what was refunded on its way is no news."""
    sums: dict[int, int] = defaultdict(int)
    newest: dict[int, int] = {}
    for lot in lots:
        sums[lot.member_id] += lot.remaining
        newest[lot.member_id] = max(lot.id, newest.get(lot.member_id, 0))
    for member_id, amount in sums.items():
        if amount:
            notices.tell(
                session,
                member_ids=[member_id],
                topic="points",
                text="points-arrived",
                key=f"arrived:{newest[member_id]}",
                values={member_id: {"amount": amount}},
                buttons=[[notices.Button("points-see", data="points")]],
                now=now,
            )
