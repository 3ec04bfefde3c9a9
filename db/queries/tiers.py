"""Selects and updates over the tier that an account holds, and its history."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Row as Found
from sqlalchemy import bindparam, select, update
from sqlalchemy.orm import Session

from db.models.points import Account, TierChange
from db.statements import insert_many

_CHUNK = 1_000


def open_account(session: Session, member_id: int, tier: str, now: datetime) -> None:
    session.add(Account(member_id=member_id, balance=0, qualifying=0, tier=tier, tier_since=now))
    session.flush()


def held(session: Session, member_id: int) -> Found[str, datetime, datetime | None] | None:
    """Return (tier, tier_since, tier_until) of a member's account."""
    return session.execute(
        select(Account.tier, Account.tier_since, Account.tier_until).where(Account.member_id == member_id),
    ).one_or_none()


def tiers_of(session: Session, member_ids: Sequence[int]) -> dict[int, str]:
    found: dict[int, str] = {}
    for start in range(0, len(member_ids), _CHUNK):
        found |= dict(
            session.execute(
                select(Account.member_id, Account.tier).where(
                    Account.member_id.in_(member_ids[start : start + _CHUNK]),
                ),
            ).all(),
        )
    return found


def move(
    session: Session,
    changes: Sequence[tuple[int, str, str]],
    reason: str,
    now: datetime,
    until: datetime | None,
) -> None:
    """Write (member, before, after) into accounts and history."""
    if not changes:
        return
    session.connection().execute(
        update(Account)
        .where(Account.member_id == bindparam("member"))
        .values(tier=bindparam("after"), tier_since=now, tier_until=until),
        [{"member": member, "after": after} for member, _, after in sorted(changes)],
    )
    insert_many(
        session,
        TierChange,
        [
            {"member_id": member, "before": before, "after": after, "reason": reason, "at": now}
            for member, before, after in changes
        ],
    )
