"""What tests of tiers share: programs with other rules, members on a tier, nights that pass."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from core.program import Program
from db.engine import Database
from membership import notices, reviews, tiers
from tests.builders import a_member, some_points
from tests.conftest import NOW

MINUTE = timedelta(minutes=1)
FAR = NOW + timedelta(days=9_000)


def ruled(program: Program, **rules: Any) -> Program:
    """The demo program with other tier rules."""
    return program.model_copy(update={"tier_rules": program.tier_rules.model_copy(update=rules)})


async def gains(
    db: Database, program: Program, member_id: int, amount: int, at: datetime, *, now: datetime | None = None
) -> list[str]:
    """Give points that qualify, and return the tiers that this lifts to."""
    await some_points(db, program, member_id=member_id, amount=amount, at=at, now=now or at)
    moved = await db.write(tiers.promote, member_ids=[member_id], program=program, now=now or at)
    return [one.after for one in moved]


async def on_tier(db: Database, program: Program, tier: str, *, now: datetime = NOW) -> int:
    """A member who reached `tier` now, by points of just before: none of them count towards staying."""
    member = (await a_member(db, program, now=now)).member_id
    reach = program.tier_by_id[tier].reach
    assert await gains(db, program, member, reach, now - MINUTE, now=now) == [tier]
    return member


async def night(db: Database, program: Program, now: datetime) -> tuple[int, int]:
    """One review of everybody; return how many were kept on, and how many lowered."""
    kept = lowered = 0
    while (done := await db.write(reviews.review, limit=3, program=program, now=now)).looked_at:
        kept, lowered = kept + done.kept, lowered + done.lowered
    return kept, lowered


async def warned(db: Database, program: Program, now: datetime) -> None:
    while await db.write(reviews.warn, limit=3, program=program, now=now):
        pass


async def stands(db: Database, program: Program, member_id: int, now: datetime) -> tiers.Standing:
    return await db.read(tiers.standing, member_id=member_id, program=program, now=now)


async def told(db: Database) -> list[notices.Due]:
    """Return what has been queued since the last call, in order."""
    return list(await db.write(notices.arm, limit=1_000, now=FAR))
