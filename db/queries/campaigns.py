"""Selects and updates over campaigns."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from db.models.campaigns import Campaign

ENDED = ("finished", "cancelled")
COUNTERS = (
    *("total", "planned", "deferred", "capped", "suppressed"),
    *("sending", "sent", "failed", "unreachable", "unknown"),
)


def create(session: Session, **values: Any) -> Campaign:
    campaign = Campaign(
        **values,
        **dict.fromkeys(COUNTERS, 0),
        audience_top=0,
        audience_done=0,
        clicked=0,
        opted_out=0,
    )
    session.add(campaign)
    session.flush()
    return campaign


def by_id(session: Session, campaign_id: int) -> Campaign | None:
    return session.execute(
        select(Campaign).where(Campaign.id == campaign_id).execution_options(populate_existing=True),
    ).scalar_one_or_none()


def locked(session: Session, campaign_id: int) -> Campaign | None:
    """Return a campaign that nobody else may change until this transaction ends."""
    return session.execute(
        select(Campaign)
        .where(Campaign.id == campaign_id)
        .with_for_update()
        .execution_options(populate_existing=True),
    ).scalar_one_or_none()


def change(session: Session, campaign_id: int, **values: Any) -> None:
    session.execute(
        update(Campaign)
        .where(Campaign.id == campaign_id)
        .values(**values)
        .execution_options(synchronize_session=False),
    )


def shift(session: Session, campaign_id: int, by: Mapping[str, int]) -> None:
    """Add to counters."""
    session.execute(
        update(Campaign)
        .where(Campaign.id == campaign_id)
        .values({getattr(Campaign, name): getattr(Campaign, name) + number for name, number in by.items()})
        .execution_options(synchronize_session=False),
    )


def newest(session: Session, limit: int) -> list[Campaign]:
    """Return campaigns, those that are not over first, then the newest."""
    return list(
        session.execute(
            select(Campaign).order_by(Campaign.state.in_(ENDED), Campaign.id.desc()).limit(limit),
        ).scalars(),
    )


def running(session: Session) -> list[Campaign]:
    return list(
        session.execute(
            select(Campaign).where(Campaign.state == "running").order_by(Campaign.started_at, Campaign.id),
        ).scalars(),
    )


def scheduled(session: Session, now: datetime) -> list[int]:
    """Return the campaigns whose time has come."""
    return list(
        session.execute(
            select(Campaign.id)
            .where(Campaign.state == "scheduled", Campaign.scheduled_at <= now)
            .order_by(Campaign.scheduled_at),
        ).scalars(),
    )


def with_progress(session: Session, ended_since: datetime) -> list[Campaign]:
    """Return campaigns under way, or over since `ended_since`, whose progress somebody looks at."""
    return list(
        session.execute(
            select(Campaign).where(
                Campaign.progress_message.is_not(None),
                Campaign.started_at.is_not(None),
                or_(Campaign.ended_at.is_(None), Campaign.ended_at > ended_since),
            ),
        ).scalars(),
    )
