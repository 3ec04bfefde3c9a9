"""What a member sees of their ledger: the balance at one instant, and the movements that led there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from db.queries import lots
from db.queries import points as rows

EXPIRING_BUCKETS = 6
ORIGINS = frozenset(
    [
        "order",
        "refund",
        "checkin",
        "challenge",
        "event",
        "referral",
        "redeem",
        "deduction",
        "profile",
        "merge",
        "expiry",
        "returned",
        "other",
    ]
)


@dataclass(frozen=True, slots=True)
class Bucket:
    """`amount` points that change at the instant `at` (expire, or become available)."""

    at: datetime
    amount: int


@dataclass(frozen=True, slots=True)
class Balance:
    """What a member has at one instant; `receipt` is the newest ledger entry that it counts."""

    available: int
    pending: int
    expiring: tuple[Bucket, ...]
    arriving: tuple[Bucket, ...]
    spent: int
    expired: int
    debt: int
    receipt: int | None


@dataclass(frozen=True, slots=True)
class Movement:
    """One line of the statement."""

    entry_id: int
    kind: str
    amount: int
    source: str
    at: datetime

    @property
    def origin(self) -> str:
        """Return the word for where it comes from, one of ORIGINS; texts name it as `points-source-<word>`."""
        if self.kind == "expire":
            return "expiry"
        if self.kind == "reverse" and self.amount > 0:
            return "returned"
        word = self.source.partition(":")[0]
        return word if word in ORIGINS else "other"


def balance(session: Session, *, member_id: int, now: datetime) -> Balance:
    """Return what a member has, with all that will expire or arrive, soonest first; O(open lots)."""
    available = pending = lapsed = 0
    expiring: dict[datetime, int] = {}
    arriving: dict[datetime, int] = {}
    for lot in lots.left(session, member_id):
        if lot.expires_at is not None and lot.expires_at <= now:
            # Not yet expired by the nightly job, but gone for the member all the same.
            lapsed += lot.remaining
        elif lot.active_from > now:
            pending += lot.remaining
            arriving[lot.active_from] = arriving.get(lot.active_from, 0) + lot.remaining
        else:
            available += lot.remaining
            if lot.expires_at is not None:
                expiring[lot.expires_at] = expiring.get(lot.expires_at, 0) + lot.remaining
    sums, receipt = rows.standing_of(session, member_id)
    return Balance(
        available,
        pending,
        tuple(Bucket(at, expiring[at]) for at in sorted(expiring)[:EXPIRING_BUCKETS]),
        tuple(Bucket(at, arriving[at]) for at in sorted(arriving)),
        spent=sums.spent,
        expired=sums.expired + lapsed,
        debt=sums.debt,
        receipt=receipt,
    )


def statement(session: Session, *, member_id: int, before: int | None, limit: int) -> tuple[Movement, ...]:
    """Return up to `limit` movements older than entry `before` (all, when empty), newest first."""
    return tuple(Movement(*row) for row in rows.statement(session, member_id, before, limit))
