"""What `program.yaml` says of tiers: the ladder, what counts towards it, and what each step gives."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise
from typing import Literal, Self

from pydantic import Field, ValidationInfo, field_validator

from core.program_values import Count, Factor, Id, Localized, Part, Positive, Words, wrong


class Benefit(Part):
    """What a tier gives; `claim` says that the member has to take it, so that the claim rate can be seen.

    Higher tiers have it too unless `inherited` is false. `early_days` opens what is new that much sooner,
    `priority` puts a member first in the queue for a person.
    """

    id: Id
    name: Localized
    description: Localized
    claim: bool = False
    every: Literal["once", "month", "year"] = "month"
    coupon: Id | None = None
    inherited: bool = True
    early_days: Count = 0
    priority: bool = False

    @field_validator("coupon")
    @classmethod
    def _by_claim(cls, coupon: str | None, info: ValidationInfo) -> str | None:
        if coupon is not None and info.data.get("claim") is False:
            raise wrong("claim: true beside it, since a claim is what issues a coupon")
        return coupon


class Way(Part):
    """Another way to a tier, for `basis: any`: so much spend (currency units) or so many purchases."""

    reach: Positive
    keep: Count = 0

    @field_validator("keep")
    @classmethod
    def _attainable(cls, keep: int, info: ValidationInfo) -> int:
        return _below_reach(keep, info)


class Tier(Part):
    """A step of the ladder: `reach` to enter it, `keep` to stay another term, both in the unit of the basis."""

    id: Id
    name: Localized
    reach: Count
    keep: Count = 0
    spend: Way | None = None
    purchases: Way | None = None
    multiplier: Factor = Decimal(1)
    emoji: Words = "⭐"
    benefits: tuple[Benefit, ...] = Field(min_length=1)

    @field_validator("keep")
    @classmethod
    def _attainable(cls, keep: int, info: ValidationInfo) -> int:
        return _below_reach(keep, info)


def _below_reach(keep: int, info: ValidationInfo) -> int:
    reach = info.data.get("reach")
    if reach is not None and keep > reach:
        raise wrong(f"at most what it takes to reach the tier, {reach}")
    return keep


class TierRules(Part):
    """What counts towards tiers, in which window, and how long one holds.

    `rolling` looks back `valid_months`; `calendar` counts a calendar year, and a tier holds through the next one.
    Under `any` a tier's own figures are qualifying points, and its `spend` or `purchases` are enough as well.
    """

    basis: Literal["qualifying", "spend", "purchases", "any"] = "qualifying"
    window: Literal["rolling", "calendar"] = "rolling"
    valid_months: Positive = 12
    downgrade: Literal["none", "one_down", "to_qualified"] = "one_down"
    grace_days: Count = 30
    warn_days: tuple[Positive, ...] = (30, 7)

    def fit(self, tiers: Sequence[Tier]) -> Self:
        """Return these rules, if the ladder names no way that they never look at."""
        if self.basis != "any" and any(tier.spend or tier.purchases for tier in tiers):
            raise wrong("basis: any, since tiers name spend or purchases as other ways", self.basis)
        return self


def in_order(tiers: Sequence[Tier]) -> None:
    """Refuse a ladder that names a benefit twice, or whose other ways don't rise."""
    benefits = [benefit.id for tier in tiers for benefit in tier.benefits]
    if len(set(benefits)) < len(benefits):
        raise wrong("each benefit once, at the lowest tier that has it", benefits)
    for name in ("spend", "purchases"):
        ways: list[Way] = [way for tier in tiers if (way := getattr(tier, name)) is not None]
        if any(low.reach >= high.reach for low, high in pairwise(ways)):
            raise wrong(
                f"{name} that reaches a higher tier to be more than a lower one's", [w.reach for w in ways]
            )
