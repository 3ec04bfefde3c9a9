"""The points ledger: earning in lots, spending the soonest to expire, expiry, and taking back."""

from __future__ import annotations

import hashlib
from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy.orm import Session

from core.clock import day_begins
from core.errors import Conflict, Invalid
from core.program import Program
from db.queries import points as rows

EXPIRING_BUCKETS = 6
CLOCK_SKEW = timedelta(hours=26)  # a channel may send local time as UTC


class PointsShort(Conflict):
    key = "points-short"


class KeyReused(Conflict):
    key = "points-key-reused"


class AmountWrong(Invalid):
    key = "points-amount-wrong"


class AheadOfTime(Invalid):
    key = "points-ahead-of-time"


@dataclass(frozen=True, slots=True)
class Grant:
    """Points to give: `amount` to spend and `qualifying` towards tiers; `key` makes it happen once."""

    member_id: int
    amount: int
    qualifying: int
    key: str
    source: str
    at: datetime
    pending_days: int = 0

    @property
    def body(self) -> str:
        """A hash of what the key stands for, so that the same key with another body is noticed."""
        told = f"{self.member_id}|{self.amount}|{self.qualifying}|{self.source}"
        return hashlib.blake2s(told.encode(), digest_size=12).hexdigest()


@dataclass(frozen=True, slots=True)
class Earned:
    """One grant as it stands in the ledger; `new` is false when its key had been used before."""

    entry_id: int
    member_id: int
    amount: int
    balance: int
    expires_at: datetime | None
    new: bool


@dataclass(frozen=True, slots=True)
class Spent:
    entry_id: int
    amount: int
    balance: int
    new: bool


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
    receipt: int | None


@dataclass(frozen=True, slots=True)
class Movement:
    """One line of the statement."""

    entry_id: int
    kind: str
    amount: int
    source: str
    at: datetime


def earn(session: Session, *, grant: Grant, program: Program, now: datetime) -> Earned:
    """Write one grant into the ledger, once; the same key with another body raises KeyReused."""
    return earn_many(session, grants=[grant], program=program, now=now)[0]


def earn_many(session: Session, *, grants: Sequence[Grant], program: Program, now: datetime) -> list[Earned]:
    """Write grants with few statements; O(grants). Raises AmountWrong, AheadOfTime, KeyReused."""
    for grant in grants:
        if grant.amount < 0 or grant.qualifying < 0 or (grant.amount == 0 and grant.qualifying == 0):
            raise AmountWrong(amount=grant.amount)
        if grant.at > now + CLOCK_SKEW:
            raise AheadOfTime(at=grant.at.isoformat())
    written = rows.write_entries(
        session,
        [
            {
                "member_id": grant.member_id,
                "kind": "earn",
                "amount": grant.amount,
                "qualifying": grant.qualifying,
                "key": grant.key,
                "body": grant.body,
                "source": grant.source,
                "rule_version": program.version,
                "at": grant.at,
            }
            for grant in grants
        ],
    )
    fresh = [grant for grant in grants if grant.key in written]
    expiry = {grant.key: expires_at(grant.at, program=program) for grant in fresh}
    rows.open_lots(
        session,
        [
            {
                "entry_id": written[grant.key],
                "member_id": grant.member_id,
                "amount": grant.amount,
                "remaining": grant.amount,
                "active_from": grant.at + timedelta(days=grant.pending_days),
                "expires_at": expiry[grant.key],
            }
            for grant in fresh
            if grant.amount > 0
        ],
    )
    balances = rows.credit(session, [(grant.member_id, grant.amount, grant.qualifying) for grant in fresh])
    replayed = {} if len(fresh) == len(grants) else _replays(session, grants, written)
    return [
        Earned(
            written[grant.key],
            grant.member_id,
            grant.amount,
            balances[grant.member_id],
            expiry[grant.key],
            new=True,
        )
        if grant.key in written
        else replayed[grant.key]
        for grant in grants
    ]


def _replays(session: Session, grants: Sequence[Grant], written: dict[str, int]) -> dict[str, Earned]:
    """Return the first results of those grants whose key had been used before."""
    repeated = {grant.key: grant for grant in grants if grant.key not in written}
    found: dict[str, Earned] = {}
    for entry_id, key, body, member_id, amount, balance, until in rows.by_keys(session, list(repeated)):
        if body != repeated[key].body:
            raise KeyReused(key=key)
        found[key] = Earned(entry_id, member_id, amount, balance, until, new=False)
    return found


def spend(
    session: Session,
    *,
    member_id: int,
    amount: int,
    key: str,
    source: str,
    program: Program,
    now: datetime,
) -> Spent:
    """Take `amount` available points, the soonest to expire first, once per key; raises PointsShort."""
    if amount <= 0:
        raise AmountWrong(amount=amount)
    rows.lock_account(session, member_id)
    body = Grant(member_id, amount, 0, key, source, now).body
    if known := rows.by_keys(session, [key]):
        if known[0].body != body:
            raise KeyReused(key=key)
        return Spent(known[0].id, amount, known[0].balance, new=False)
    lots = rows.spendable(session, member_id, now)
    if sum(lot.remaining for lot in lots) < amount:
        raise PointsShort(missing=amount - sum(lot.remaining for lot in lots))
    entry_id = _debit(session, member_id, "redeem", amount, key, body, source, program.version, now)
    _allocate(session, entry_id, lots, amount)
    return Spent(entry_id, amount, rows.balance_of(session, member_id), new=True)


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
) -> int:
    """Reverse up to `amount` points of an earlier entry within what is left; return how many came back.

    The entry's own lot pays first, then the member's other points (policy `within_balance`); points that
    have expired are not charged a second time.
    """
    rows.lock_account(session, member_id)
    own = rows.lot_of(session, entry_id)
    others = [lot for lot in rows.spendable(session, member_id, now) if own is None or lot.id != own.id]
    alive = own is not None and (own.expires_at is None or own.expires_at > now)
    lots = [own, *others] if own is not None and alive else others
    taken = min(amount, sum(lot.remaining for lot in lots)) if alive else 0
    if taken == 0 and qualifying == 0:
        return 0
    body = Grant(member_id, taken, qualifying, key, source, now).body
    reversing = rows.write_entries(
        session,
        [
            {
                "member_id": member_id,
                "kind": "reverse",
                "amount": -taken,
                "qualifying": -qualifying,
                "key": key,
                "body": body,
                "source": source,
                "rule_version": program.version,
                "at": now,
                "reverses_id": entry_id,
            },
        ],
    )
    if key in reversing:
        _allocate(session, reversing[key], lots, taken)
        rows.credit(session, [(member_id, -taken, -qualifying)])
    return taken


def expire(session: Session, *, limit: int, program: Program, now: datetime) -> int:
    """Expire up to `limit` lots whose time has come; return how many. Safe to repeat and to miss days."""
    lots = rows.overdue(session, now, limit)
    for lot in lots:
        rows.lock_account(session, lot.member_id)
        remaining = rows.remaining_of(session, lot.id)
        if remaining == 0:
            continue
        key = f"lot:{lot.id}:expire"
        body = Grant(lot.member_id, remaining, 0, key, "expiry", now).body
        entry_id = _debit(
            session, lot.member_id, "expire", remaining, key, body, "expiry", program.version, now
        )
        _allocate(session, entry_id, [lot], remaining)
    return len(lots)


def balance(session: Session, *, member_id: int, now: datetime) -> Balance:
    """Return what a member has, with all that will expire or arrive, soonest first; O(open lots)."""
    available = pending = 0
    expiring: dict[datetime, int] = {}
    arriving: dict[datetime, int] = {}
    for lot in rows.open_lots_of(session, member_id, now):
        if lot.active_from > now:
            pending += lot.remaining
            arriving[lot.active_from] = arriving.get(lot.active_from, 0) + lot.remaining
            continue
        available += lot.remaining
        if lot.expires_at is not None:
            expiring[lot.expires_at] = expiring.get(lot.expires_at, 0) + lot.remaining
    sums = rows.sums_by_kind(session, member_id)
    # What is past its date but not yet expired by the nightly job is gone for the member all the same.
    lapsed = rows.lapsed(session, member_id, now)
    return Balance(
        available,
        pending,
        tuple(Bucket(at, expiring[at]) for at in sorted(expiring)[:EXPIRING_BUCKETS]),
        tuple(Bucket(at, arriving[at]) for at in sorted(arriving)),
        spent=-sums.get("redeem", 0),
        expired=-sums.get("expire", 0) + lapsed,
        receipt=rows.newest(session, member_id),
    )


def statement(session: Session, *, member_id: int, before: int | None, limit: int) -> tuple[Movement, ...]:
    """Return up to `limit` movements older than entry `before` (all, when empty), newest first."""
    return tuple(Movement(*row) for row in rows.statement(session, member_id, before, limit))


def expires_at(at: datetime, *, program: Program) -> datetime | None:
    """Return when points earned at `at` expire, under the program's mode."""
    expiry = program.points.expiry
    zone = program.time_zone
    day = at.astimezone(zone).date()
    if expiry.mode in {"never", "inactivity"}:
        return None
    if expiry.mode == "fixed":
        month, _, dom = (expiry.month_day or "12-31").partition("-")
        last = _in_year(day.year, int(month), int(dom))
        last = last if last >= day else _in_year(day.year + 1, int(month), int(dom))
        return day_begins(last + timedelta(days=1), zone)
    # N months on, rounded up to the end of that month: the first instant of the month after it.
    months = day.year * 12 + day.month - 1 + expiry.months + 1
    return datetime.combine(
        day.replace(year=months // 12, month=months % 12 + 1, day=1), time(0), zone
    ).astimezone(UTC)


def _in_year(year: int, month: int, dom: int) -> date:
    """Return that day, or the month's last one in a year that has no such day."""
    return date(year, month, min(dom, monthrange(year, month)[1]))


def _debit(
    session: Session,
    member_id: int,
    kind: str,
    amount: int,
    key: str,
    body: str,
    source: str,
    version: str,
    now: datetime,
) -> int:
    written = rows.write_entries(
        session,
        [
            {
                "member_id": member_id,
                "kind": kind,
                "amount": -amount,
                "qualifying": 0,
                "key": key,
                "body": body,
                "source": source,
                "rule_version": version,
                "at": now,
            },
        ],
    )
    rows.credit(session, [(member_id, -amount, 0)])
    return written[key]


def _allocate(session: Session, entry_id: int, lots: Sequence[rows.OpenLot], amount: int) -> None:
    parts = []
    for lot in lots:
        part = min(lot.remaining, amount)
        if part > 0:
            parts.append((lot.id, part))
            amount -= part
    rows.allocate(session, entry_id, parts)
