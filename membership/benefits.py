"""Benefits of tiers: what a member has, what they must take themselves, once a period, and who took it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from core.clock import day_begins
from core.errors import Forbidden, NotFound
from core.program import Benefit, Program
from db.queries import benefits as rows
from membership import coupons, ladders, tiers


class BenefitUnknown(NotFound):
    key = "benefits-unknown"


class BenefitHigher(Forbidden):
    key = "benefits-higher"


@dataclass(frozen=True, slots=True)
class Claimed:
    """A benefit in the member's hands; `new` is false when they had it for this period already.

    `coupon` is what the claim issued, if anything; `again_at` is when the next period begins.
    """

    benefit: Benefit
    coupon: coupons.Issued | None
    again_at: datetime | None
    new: bool


@dataclass(frozen=True, slots=True)
class Owned:
    """One benefit of a member's tier; `open` says that it waits to be claimed, `again_at` when it may be anew."""

    benefit: Benefit
    open: bool
    claimed_at: datetime | None
    again_at: datetime | None


@dataclass(frozen=True, slots=True)
class Rate:
    """How many of those who may claim a benefit in the running period did (权益领取率)."""

    benefit: Benefit
    entitled: int
    claimed: int

    @property
    def percent(self) -> int:
        return 100 * self.claimed // self.entitled if self.entitled else 0


def of_tier(program: Program, tier_id: str | None) -> tuple[Benefit, ...]:
    """Return what a tier gives, its own first, then what it has from lower ones."""
    here = ladders.place(program, tier_id)
    own = program.tiers[here].benefits
    lower = [tier.benefits for tier in reversed(program.tiers[:here])]
    return own + tuple(benefit for benefits in lower for benefit in benefits if benefit.inherited)


def early_days(program: Program, tier_id: str | None) -> int:
    """Return how many days before everybody else a tier may have what is new."""
    return max(benefit.early_days for benefit in of_tier(program, tier_id))


def priority(program: Program, tier_id: str | None) -> bool:
    """Say whether a tier's members come first in the queue for a person."""
    return any(benefit.priority for benefit in of_tier(program, tier_id))


def owned(session: Session, *, member_id: int, program: Program, now: datetime) -> tuple[Owned, ...]:
    """Return all benefits that a member has, with those that wait to be claimed."""
    held = tiers.tier_of(session, member_id=member_id, program=program, now=now)
    given = of_tier(program, held.id)
    taken = rows.claimed(session, member_id, _pairs(given, program, now))
    return tuple(
        Owned(
            benefit,
            benefit.claim and benefit.id not in taken,
            taken.get(benefit.id),
            _again(benefit, program, now) if benefit.id in taken else None,
        )
        for benefit in given
    )


def claim(session: Session, *, member_id: int, benefit: str, program: Program, now: datetime) -> Claimed:
    """Take a benefit of one's tier for the running period, once, with the coupon that it stands for.

    The tier is the one held now; taps at the same time are one claim. Raises BenefitUnknown, BenefitHigher.
    """
    held = tiers.tier_of(session, member_id=member_id, program=program, now=now)
    known = {one.id: (one, tier) for tier in program.tiers for one in tier.benefits if one.claim}
    if benefit not in known:
        raise BenefitUnknown(benefit=benefit)
    wanted, lowest = known[benefit]
    if wanted not in of_tier(program, held.id):
        raise BenefitHigher(tier=lowest.name.model_dump())
    period = _period(wanted, program, now)
    claim_id = rows.take(session, member_id=member_id, benefit=benefit, period=period, tier=held.id, at=now)
    issued = None
    if wanted.coupon is not None:
        key = f"benefit:{member_id}:{benefit}:{period}"
        issued = coupons.issue(
            session, member_id=member_id, template=wanted.coupon, key=key, program=program, now=now
        )
        if claim_id is not None:
            rows.name_coupon(session, claim_id, issued.coupon_id)
    return Claimed(wanted, issued, _again(wanted, program, now), claim_id is not None)


def rates(session: Session, *, program: Program, now: datetime) -> tuple[Rate, ...]:
    """Return the claim rate of each benefit that is claimed, in its running period; O(members)."""
    given = [benefit for tier in program.tiers for benefit in tier.benefits if benefit.claim]
    taken = rows.claims(session, _pairs(given, program, now))
    members = rows.joined_by_tier(session)
    return tuple(
        Rate(
            benefit,
            sum(count for tier, count in members.items() if benefit in of_tier(program, tier)),
            taken.get(benefit.id, 0),
        )
        for benefit in given
    )


def _pairs(
    given: list[Benefit] | tuple[Benefit, ...], program: Program, now: datetime
) -> list[tuple[str, str]]:
    return [(benefit.id, _period(benefit, program, now)) for benefit in given if benefit.claim]


def _period(benefit: Benefit, program: Program, now: datetime) -> str:
    """Name the local month or year that a claim is for."""
    today = now.astimezone(program.time_zone).date()
    return {"month": f"{today:%Y-%m}", "year": f"{today:%Y}", "once": "once"}[benefit.every]


def _again(benefit: Benefit, program: Program, now: datetime) -> datetime | None:
    """Return when the period after the running one begins; None for what is given once."""
    today = now.astimezone(program.time_zone).date()
    if benefit.every == "once":
        return None
    first = date(today.year + 1, 1, 1)
    if benefit.every == "month":
        first = ladders.months_on(today.replace(day=1), 1)
    return day_begins(first, program.time_zone)
