"""What `earning.yaml` decides: rules that give points beside the program's base rule, and their limits."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, time
from functools import cached_property
from typing import Literal, Self
from zoneinfo import ZoneInfo

from pydantic import ConfigDict, Field, model_validator

from core.program_offers import CouponTemplate, Day
from core.program_rules import Clock, Limits, PointsRules
from core.program_tiers import Tier
from core.program_values import (
    Amount,
    Count,
    Factor,
    Id,
    Localized,
    Part,
    Positive,
    ProductId,
    Weekday,
    Words,
    wrong,
)

ON_LINES = ("stores", "categories", "products", "min_spend", "first_order", "exclusive", "rate", "factor")


class Hours(Part):
    """A part of the local day, its start included and its end not; it may run over midnight."""

    start: Clock = Field(alias="from")
    end: Clock = Field(alias="until")

    def cover(self, at: time) -> bool:
        if self.start <= self.end:
            return self.start <= at < self.end
        return at >= self.start or at < self.end


class EarningRule(Part):
    """Points beside the base rule, when all the conditions that are given hold.

    A `spend` rule pays `rate` points a currency unit of the lines that it is about, or makes what the base rule
    pays for them `factor` times as much; a `unit` rule pays `points` for each piece; a `behaviour` rule pays `points`
    for an `event` beside the table `points.behaviour`. `min_spend` counts those lines, in currency units. Of rules
    that fit one order all pay, unless an `exclusive` one alone pays more than the others together.
    """

    id: Id
    name: Localized
    kind: Literal["spend", "unit", "behaviour"]
    rate: Factor | None = None
    factor: Factor | None = None
    points: Positive | None = None
    event: Id | None = None
    channels: tuple[Words, ...] = ()
    stores: tuple[Words, ...] = ()
    categories: tuple[Id, ...] = ()
    products: tuple[ProductId, ...] = ()
    tiers: tuple[Id, ...] = ()
    weekdays: tuple[Weekday, ...] = ()
    hours: Hours | None = None
    first_day: Day | None = Field(None, alias="from")
    last_day: Day | None = Field(None, alias="until")
    min_spend: Amount | None = None
    first_order: bool = False
    exclusive: bool = False
    limits: Limits = Limits()
    pending_days: Count | None = None

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if self.id == "earn":
            raise wrong("another id: the ledger's keys use this word", self.id)
        if self.kind == "spend" and (self.rate is None) == (self.factor is None):
            raise wrong("either a rate or a factor beside kind: spend", self.id)
        if self.kind == "spend" and self.factor is not None and self.factor <= 1:
            raise wrong("a factor above 1", str(self.factor))
        if self.kind != "spend" and self.points is None:
            raise wrong(f"points beside kind: {self.kind}", self.id)
        # By value, since a stored version names every key, with its default too.
        if odd := [
            name for name in self._foreign() if getattr(self, name) != type(self).model_fields[name].default
        ]:
            raise wrong(f"no {', '.join(odd)} beside kind: {self.kind}", self.id)
        if self.kind == "behaviour" and self.event is None:
            raise wrong("an event beside kind: behaviour", self.id)
        if self.first_day and self.last_day and self.last_day < self.first_day:
            raise wrong(f"a last day not before the first, {self.first_day}", str(self.last_day))
        return self

    def _foreign(self) -> Iterator[str]:
        """Yield the keys that mean nothing for this kind of rule."""
        if self.kind == "behaviour":
            yield from ON_LINES
            return
        yield "event"
        yield from ("points",) if self.kind == "spend" else ("rate", "factor")

    def runs_on(self, day: date) -> bool:
        """Return whether the local `day` lies in the rule's own period."""
        return (self.first_day is None or self.first_day <= day) and (
            self.last_day is None or day <= self.last_day
        )


class EarningTerms(Part):
    """All that decides what is earned, as of one version: enough to compute it again years later."""

    model_config = ConfigDict(extra="ignore")

    version: str
    currency: str
    minor_units: int
    time_zone: ZoneInfo
    day_start: Clock
    points: PointsRules
    tiers: tuple[Tier, ...]
    earning: dict[str, EarningRule]
    coupons: dict[str, CouponTemplate]

    @cached_property
    def tier_by_id(self) -> dict[str, Tier]:
        return {tier.id: tier for tier in self.tiers}

    @cached_property
    def asks_for_first(self) -> bool:
        """Whether any rule wants to know if an order is a member's first."""
        return any(rule.first_order for rule in self.earning.values())

    @cached_property
    def is_limited(self) -> bool:
        """Whether any limit is set at all; without one no budget is looked at."""
        every = [*self.points.limits.values(), *(rule.limits for rule in self.earning.values())]
        return any(limits != Limits() for limits in every)
