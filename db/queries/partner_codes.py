"""Selects and updates over a partner's codes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Row as Found
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from db.models.partner_codes import PartnerCode
from db.statements import insert_many


def add(session: Session, reward: str, codes: Sequence[str], now: datetime) -> int:
    """Insert the codes that are new to this reward and return how many were."""
    new = [{"reward": reward, "code": code, "added_at": now} for code in codes]
    return len(insert_many(session, PartnerCode, new, returning=(PartnerCode.id,), skip_existing=True))


def give(session: Session, reward: str, redemption_id: int, now: datetime) -> str | None:
    """Give the oldest free code to a redemption; None when there is none. Two takers never wait for one code."""
    oldest = (
        select(PartnerCode.id)
        .where(PartnerCode.reward == reward, PartnerCode.redemption_id.is_(None))
        .order_by(PartnerCode.id)
        .limit(1)
        .with_for_update(skip_locked=True)
        .scalar_subquery()
    )
    given: str | None = session.execute(
        update(PartnerCode)
        .where(PartnerCode.id == oldest, PartnerCode.redemption_id.is_(None))
        .values(redemption_id=redemption_id, given_at=now)
        .returning(PartnerCode.code),
    ).scalar_one_or_none()
    return given


def free(session: Session, rewards: Sequence[str]) -> dict[str, int]:
    """Return how many codes of each reward are left to give; O(free codes), by index."""
    found = dict.fromkeys(rewards, 0)
    if rewards:
        for reward, count in session.execute(
            select(PartnerCode.reward, func.count())
            .where(PartnerCode.reward.in_(rewards), PartnerCode.redemption_id.is_(None))
            .group_by(PartnerCode.reward),
        ):
            found[reward] = count
    return found


def newest(session: Session, reward: str) -> int:
    """Return the id of the newest code of a reward, 0 when there never was one."""
    return session.execute(
        select(func.coalesce(func.max(PartnerCode.id), 0)).where(PartnerCode.reward == reward),
    ).scalar_one()


def totals(session: Session) -> list[Found[str, int, int]]:
    """Return (reward, codes, given) of each reward that has codes."""
    return list(
        session.execute(
            select(PartnerCode.reward, func.count(), func.count(PartnerCode.redemption_id))
            .group_by(PartnerCode.reward)
            .order_by(PartnerCode.reward),
        ).all(),
    )
