"""The points ledger: earning in lots, spending the soonest to expire, and what a member has.

The one door to it: what is undone, expires or is owed lives in `returns`, `expiry` and `lots`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from core.errors import Invalid
from core.program import Program
from db.queries import lots
from db.queries import points as rows
from membership import webhooks
from membership.arrivals import Released, arrive, release
from membership.corrections import Adjusted, adjust
from membership.expiry import expire, expires_at, prolong, remind
from membership.lots import AmountWrong, KeyReused, PointsShort, Posting, body_of, draw, settle
from membership.returns import Returned, ReturnTooLarge, SpendUnknown, TakenBack, return_spent, take_back
from membership.statements import Balance, Bucket, Movement, balance, statement

CLOCK_SKEW = timedelta(hours=26)  # a channel may send local time as UTC


class AheadOfTime(Invalid):
    key = "points-ahead-of-time"


@dataclass(frozen=True, slots=True)
class Grant:
    """Points to give: `amount` to spend and `qualifying` towards tiers; `key` makes it happen once.

    `activity` says that the member did something for them, which counts where points expire by inactivity.
    """

    member_id: int
    amount: int
    qualifying: int
    key: str
    source: str
    at: datetime
    pending_days: int = 0
    activity: bool = True

    @property
    def active_from(self) -> datetime:
        """When the points can be spent."""
        return self.at + timedelta(days=self.pending_days)

    @property
    def body(self) -> str:
        return body_of(self.member_id, self.amount, self.qualifying, self.source)


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
    lots.open_lots(
        session,
        [
            {
                "entry_id": written[grant.key],
                "member_id": grant.member_id,
                "amount": grant.amount,
                "remaining": grant.amount,
                "active_from": grant.active_from,
                "expires_at": expiry[grant.key],
                # A history that comes in late has nothing on its way: its members hear nothing of it.
                "unannounced": grant.active_from > now,
            }
            for grant in fresh
            if grant.amount > 0
        ],
    )
    sums = rows.credit(session, [(grant.member_id, grant.amount, grant.qualifying) for grant in fresh])
    for member_id in sorted(sums):
        if sums[member_id].debt:
            settle(session, member_id=member_id, now=now)
    _prolong(session, fresh, program, now)
    _announce(session, fresh, now)
    replayed = {} if len(fresh) == len(grants) else _replays(session, grants, written)
    return [
        Earned(
            written[grant.key],
            grant.member_id,
            grant.amount,
            sums[grant.member_id].balance,
            expiry[grant.key],
            new=True,
        )
        if grant.key in written
        else replayed[grant.key]
        for grant in grants
    ]


def _announce(session: Session, grants: Sequence[Grant], now: datetime) -> None:
    """Tell the brand's other systems of what was earned lately."""
    events = [
        webhooks.Event(
            "points.earned",
            grant.member_id,
            {
                "points": grant.amount,
                "qualifying": grant.qualifying,
                "source": grant.source,
                "pending_days": grant.pending_days,
            },
            f"entry:{grant.key}",
        )
        for grant in grants
        if grant.at >= now - webhooks.FRESH
    ]
    webhooks.emit_many(session, events=events, now=now)


def _replays(session: Session, grants: Sequence[Grant], written: dict[str, int]) -> dict[str, Earned]:
    """Return the first results of those grants whose key had been used before."""
    repeated = {grant.key: grant for grant in grants if grant.key not in written}
    found: dict[str, Earned] = {}
    for entry_id, key, body, member_id, amount, held, until in rows.by_keys(session, list(repeated)):
        if body != repeated[key].body:
            raise KeyReused(key=key)
        found[key] = Earned(entry_id, member_id, amount, held, until, new=False)
    return found


def _prolong(session: Session, grants: Sequence[Grant], program: Program, now: datetime) -> None:
    if program.points.expiry.mode != "inactivity":
        return
    last: dict[int, datetime] = {}
    for grant in grants:
        if grant.activity:
            last[grant.member_id] = max(grant.at, last.get(grant.member_id, grant.at))
    for member_id in sorted(last):
        prolong(session, member_id=member_id, at=last[member_id], program=program, now=now)


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
    body = body_of(member_id, amount, 0, source)
    if known := rows.by_keys(session, [key]):
        if known[0].body != body:
            raise KeyReused(key=key)
        return Spent(known[0].id, amount, known[0].balance, new=False)
    paying = lots.spendable(session, member_id, now)
    held = sum(lot.remaining for lot in paying)
    if held < amount:
        raise PointsShort(missing=amount - held)
    posting = Posting(member_id, "redeem", -amount, key, body, source)
    entry_id = draw(session, posting=posting, lots=paying, program=program, now=now)
    prolong(session, member_id=member_id, at=now, program=program, now=now)
    return Spent(entry_id, amount, rows.sums_of(session, [member_id])[member_id].balance, new=True)


__all__ = [
    "Adjusted",
    "AheadOfTime",
    "AmountWrong",
    "Balance",
    "Bucket",
    "Earned",
    "Grant",
    "KeyReused",
    "Movement",
    "PointsShort",
    "Released",
    "ReturnTooLarge",
    "Returned",
    "SpendUnknown",
    "Spent",
    "TakenBack",
    "adjust",
    "arrive",
    "balance",
    "earn",
    "earn_many",
    "expire",
    "expires_at",
    "release",
    "remind",
    "return_spent",
    "settle",
    "spend",
    "statement",
    "take_back",
]
