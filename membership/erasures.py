"""Erasing a member: the person goes, the books stay, and whoever comes back is somebody new."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from core.crypto import Vault
from core.errors import Conflict
from core.program import Program
from db.queries import coupons as vouchers
from db.queries import erasures as rows
from db.queries import lots as ledger
from db.queries import members as identities
from db.queries import merges as held
from db.queries import payments, redemptions
from db.queries import points as entries
from membership import audits, lots, members, points
from membership import redemptions as claims

# How long a blinded account is remembered, so that the gift of joining is not had by erasing over and over.
REMEMBERED = timedelta(days=365)


class SubscriptionRuns(Conflict):
    """Telegram goes on charging for a card that nobody would have."""

    key = "erasures-subscription"


@dataclass(frozen=True, slots=True)
class Loss:
    """What a member gives up by being erased."""

    points: int
    coupons: int
    redemptions: int


@dataclass(frozen=True, slots=True)
class Erased:
    """An erasure that was done (`new` is false when it had been before), with the accounts to be forgotten."""

    telegram_ids: tuple[int, ...]
    forfeited: int
    new: bool


def loss(session: Session, *, member_id: int, now: datetime) -> Loss:
    """Return what a member would lose; raises SubscriptionRuns when Telegram would go on charging."""
    _check(session, member_id, now)
    held = points.balance(session, member_id=member_id, now=now)
    return Loss(
        held.available + held.pending,
        len(vouchers.open_of(session, member_id, now)),
        len(redemptions.ready(session, member_id, now)),
    )


def erase(
    session: Session,
    *,
    member_id: int,
    actor: str,
    origin: str,
    vault: Vault,
    program: Program,
    now: datetime,
) -> Erased:
    """Erase a member for good; doing it twice is one erasure. Raises SubscriptionRuns.

    What waits at the counter goes back, points lapse, open coupons are revoked. Name, phone, birthday, tastes,
    questions, messages and identities are deleted; ledger and orders stay under a member that nobody can find.
    O(own rows) in few statements, with those of members that were merged into this one.
    """
    standing = held.lock(session, [member_id]).get(member_id)
    if standing is None:
        raise members.MemberUnknown(ref=str(member_id))
    if standing.erased_at is not None:
        return Erased((), 0, new=False)
    _check(session, member_id, now)
    for one in redemptions.ready(session, member_id, now):
        claims.cancel(session, redemption_id=one.id, member_id=member_id, program=program, now=now)
    forfeited = _forfeit(session, member_id, program, now)
    family = [member_id, *identities.merged(session, member_id)]
    telegram_ids = rows.accounts(session, family)
    rows.delete_all(session, family, telegram_ids)
    rows.blank(session, family, now)
    for former in family:
        rows.rename(session, former, f"erased-{secrets.token_hex(8)}")
    rows.remember(session, [members.blinded_account(one, vault=vault) for one in telegram_ids], now)
    audits.record(
        session,
        actor=actor,
        action="erasures.erase",
        subject=f"member:{member_id}",
        after={"members": family, "forfeited": forfeited},
        origin=origin,
        now=now,
    )
    return Erased(tuple(telegram_ids), forfeited, new=True)


def forget(session: Session, *, now: datetime) -> None:
    """Drop accounts that were erased longer than a year ago."""
    rows.forget_accounts(session, now - REMEMBERED)


def _check(session: Session, member_id: int, now: datetime) -> None:
    if payments.renews(session, member_id, now):
        raise SubscriptionRuns


def _forfeit(session: Session, member_id: int, program: Program, now: datetime) -> int:
    """Book all that could still be spent as gone."""
    entries.lock_account(session, member_id)
    left = ledger.left(session, member_id)
    amount = sum(one.remaining for one in left)
    if amount:
        key = f"erase:{member_id}"
        gone = lots.Posting(member_id, "adjust", -amount, key, lots.body_of(member_id, amount), "erasure")
        lots.draw(session, posting=gone, lots=left, program=program, now=now)
    return amount
