"""What another system of the brand may know of a member: standing and coupons, never who they are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from core.program import Program
from db.queries import members as rows
from membership import coupons, points, tiers
from membership.members import MemberUnknown, Ref


@dataclass(frozen=True, slots=True)
class Standing:
    """A member as a till sees one: number, tier, points and coupons that can be used now."""

    number: str
    joined: bool
    tier: str
    available: int
    pending: int
    expiring_at: datetime | None
    expiring: int
    coupons: tuple[coupons.Open, ...]


def standing(session: Session, *, ref: Ref, program: Program, now: datetime) -> Standing:
    """Return the standing of the member that `ref` names; raises MemberUnknown."""
    found = rows.by_identity(session, ref.kind, ref.value)
    if found is None:
        raise MemberUnknown(ref=ref.kind)
    member_id: int = found.id
    held = tiers.standing(session, member_id=member_id, program=program, now=now)
    balance = points.balance(session, member_id=member_id, now=now)
    soonest = balance.expiring[0] if balance.expiring else None
    return Standing(
        found.number,
        found.joined_at is not None,
        held.tier,
        balance.available,
        balance.pending,
        soonest.at if soonest else None,
        soonest.amount if soonest else 0,
        coupons.open_coupons(session, member_id=member_id, now=now),
    )
