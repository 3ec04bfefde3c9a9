"""Campaigns for tests: drafted, tested, approved and started through the rules."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.program import Program
from db.engine import Database
from db.models.campaigns import Recipient
from membership import campaigns, launches
from membership.campaigns import Card, Figures
from membership.letters import Content, Written

AUTHOR, OTHER = 101, 102


async def a_draft(db: Database, program: Program, *, now: datetime, **given: Any) -> Card:
    """A draft to everybody, by AUTHOR."""
    values: dict[str, Any] = {
        "name": "Winter",
        "segment": "all",
        "content": Content({"zh-Hans": Written("你好 {name}")}),
        "by": AUTHOR,
        "language": "zh-Hans",
    }
    return await db.write(campaigns.draft, **(values | given), program=program, now=now)


async def an_approved(db: Database, program: Program, *, now: datetime, **given: Any) -> Card:
    """A campaign that was tested by its author and approved by somebody else."""
    drafted = await a_draft(db, program, now=now, **given)
    await db.write(
        campaigns.tested, campaign_id=drafted.id, content_hash=drafted.content_hash, by=AUTHOR, now=now
    )
    return await db.write(campaigns.approve, campaign_id=drafted.id, by=OTHER, program=program, now=now)


async def a_started(db: Database, program: Program, *, now: datetime, **given: Any) -> Card:
    """A campaign that is running; nothing of it is planned yet."""
    approved = await an_approved(db, program, now=now, **given)
    return await db.write(launches.start, campaign_id=approved.id, by=OTHER, program=program, now=now)


async def figures(db: Database, campaign_id: int) -> Figures:
    """The campaign's counters, which must add up and equal a recount of its rows at any time."""
    shown = await db.read(campaigns.card, campaign_id=campaign_id)
    assert shown.figures.adds_up, shown.figures
    counted = await db.read(recount, campaign_id)
    assert all(getattr(shown.figures, state) == number for state, number in counted.items()), counted
    assert sum(counted.values()) == shown.figures.total
    return shown.figures


def recount(session: Session, campaign_id: int) -> dict[str, int]:
    found = session.execute(
        select(Recipient.state, func.count())
        .where(Recipient.campaign_id == campaign_id)
        .group_by(Recipient.state),
    )
    return {row[0]: row[1] for row in found}


def rows(session: Session, campaign_id: int) -> dict[int, tuple[str, str | None, int]]:
    """Return (state, reason, attempts) by member."""
    found = session.execute(
        select(Recipient.member_id, Recipient.state, Recipient.reason, Recipient.attempts).where(
            Recipient.campaign_id == campaign_id
        ),
    )
    return {row[0]: (row[1], row[2], row[3]) for row in found}
