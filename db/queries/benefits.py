"""Selects and inserts over claimed benefits."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select, tuple_, update
from sqlalchemy.orm import Session

from db.models.benefits import BenefitClaim
from db.models.members import Member
from db.models.points import Account
from db.statements import insert_once


def take(
    session: Session, *, member_id: int, benefit: str, period: str, tier: str, at: datetime
) -> int | None:
    """Insert a claim and return its id; None when the member has it for this period."""
    return insert_once(
        session, BenefitClaim, member_id=member_id, benefit=benefit, period=period, tier=tier, at=at
    )


def name_coupon(session: Session, claim_id: int, coupon_id: int) -> None:
    session.execute(update(BenefitClaim).where(BenefitClaim.id == claim_id).values(coupon_id=coupon_id))


def claimed(session: Session, member_id: int, pairs: Sequence[tuple[str, str]]) -> dict[str, datetime]:
    """Return when a member claimed each of these (benefit, period), by benefit."""
    return dict(
        session.execute(
            select(BenefitClaim.benefit, BenefitClaim.at).where(
                BenefitClaim.member_id == member_id,
                tuple_(BenefitClaim.benefit, BenefitClaim.period).in_(pairs),
            ),
        ).all(),
    )


def claims(session: Session, pairs: Sequence[tuple[str, str]]) -> dict[str, int]:
    """Return how many members claimed each of these (benefit, period), by benefit."""
    return dict(
        session.execute(
            select(BenefitClaim.benefit, func.count())
            .where(tuple_(BenefitClaim.benefit, BenefitClaim.period).in_(pairs))
            .group_by(BenefitClaim.benefit),
        ).all(),
    )


def joined_by_tier(session: Session) -> dict[str, int]:
    """Return how many joined members hold each tier; O(members), by one scan."""
    return dict(
        session.execute(
            select(Account.tier, func.count())
            .join(Member, Member.id == Account.member_id)
            .where(Member.joined_at.is_not(None))
            .group_by(Account.tier),
        ).all(),
    )
