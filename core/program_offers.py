"""What the other files hold: coupons, rewards, challenges, groups, segments, products."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal, Self

from pydantic import Field, ValidationInfo, field_validator, model_validator

from core.program_rules import Clock
from core.program_sales import Instant, Period, Window
from core.program_values import (
    Amount,
    Count,
    Id,
    Keyed,
    Localized,
    Month,
    Part,
    Positive,
    ProductId,
    Weekday,
    Words,
    expects,
    wrong,
)
from core.texts import Language

Day = Annotated[date, expects("a date as YYYY-MM-DD")]


class CouponTemplate(Part):
    """What a coupon takes off, from `min_spend` currency units on, for `valid_days` from its issue.

    `value` is per cent off (percent), currency units off (amount), the dearest price that is covered
    (free_item; 0 = any), or the factor on the order's points (multiplier).
    """

    id: Id
    title: Localized
    description: Localized
    kind: Literal["percent", "amount", "free_item", "multiplier"]
    value: Amount
    min_spend: Amount = Decimal(0)
    categories: tuple[Id, ...] = ()
    products: tuple[ProductId, ...] = ()
    valid_days: Positive
    stacking: bool = False

    @field_validator("value")
    @classmethod
    def _sensible(cls, value: Decimal, info: ValidationInfo) -> Decimal:
        kind = info.data.get("kind")
        if kind == "percent" and not 0 < value <= 100:
            raise wrong("per cent off, above 0 and at most 100")
        if kind == "amount" and value == 0:
            raise wrong("an amount above 0")
        if kind == "multiplier" and value <= 1:
            raise wrong("a factor above 1")
        return value


class Reward(Part):
    """What points buy (兑换): a coupon, a thing, an experience, or a partner's code.

    `stock` is all that is ever offered, so what is left is `stock` less what was taken; `per_member` counts in
    each `per_member_in`, `limit` is the most that all members together get in each `limit_in`. `opens` to
    `closes` is when it is offered at all, `every` the hours in which it is; `segment` and `tier` say to whom.
    Operators are told when fewer than `alarm_below` codes of a partner are left.
    """

    id: Id
    title: Localized
    description: Localized
    points: Positive
    kind: Literal["coupon", "item", "experience", "partner", "donation"]
    coupon: Id | None = None
    product: ProductId | None = None
    stock: Count | None = None
    per_member: Positive | None = None
    per_member_in: Period = "ever"
    limit: Positive | None = None
    limit_in: Period = "day"
    tier: Id | None = None
    segment: Id | None = None
    opens: Instant | None = None
    closes: Instant | None = None
    every: Window | None = None
    alarm_below: Count = 20

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if self.kind == "coupon" and self.coupon is None:
            raise wrong("a coupon beside kind: coupon", self.id)
        if self.opens and self.closes and self.opens >= self.closes:
            raise wrong("closes after opens", self.id)
        return self


class Goal(Part):
    """When a challenge is met: `target` times what `event` names and the filters let through.

    `sum` adds up currency units instead, `days` counts local days, `team` counts for the whole group.
    """

    kind: Literal["count", "sum", "days", "purchase", "quiz", "proof", "invite", "team"]
    target: Positive = 1
    event: Literal["checkin", "order", "message", "proof", "invite", "review", "share"] | None = None
    categories: tuple[Id, ...] = ()
    products: tuple[ProductId, ...] = ()
    media: Literal["photo", "text"] | None = None


class Challenge(Part):
    """A task: a `daily` one of the pool that rotates, or a longer one that runs `days` once joined."""

    id: Id
    title: Localized
    text: Localized
    goal: Goal
    daily: bool = False
    days: Positive = 1
    reward_points: Count
    reward_coupon: Id | None = None
    active: bool = True
    tags: tuple[Words, ...] = ()
    question: Localized | None = None
    options: tuple[Localized, ...] = ()
    answer: Count | None = None
    explanation: Localized | None = None

    @model_validator(mode="after")
    def _askable(self) -> Self:
        if self.goal.kind != "quiz":
            return self
        if self.question is None or not 2 <= len(self.options) <= 8:
            raise wrong("a question and 2 to 8 options for a quiz", self.id)
        if self.answer is None or self.answer >= len(self.options):
            raise wrong(f"an answer, 0 to {len(self.options) - 1} (the option's place)", self.id)
        return self


class GroupKind(Part):
    """A sort of group; `tiers` may enter it (empty = everybody), `welcome` greets in it."""

    id: Id
    name: Localized
    welcome: Localized
    tiers: tuple[Id, ...] = ()


class GroupRules(Part):
    """When groups are posted to, and how many still days make a group quiet or archived."""

    kinds: Annotated[dict[str, GroupKind], Keyed]
    daily_task_at: Clock
    task_rest_days: Count = 7
    leaderboard_at: Clock
    leaderboard_weekday: Weekday = "sun"
    leaderboard_size: Positive = 10
    quiet_after_days: Positive = 7
    archive_after_days: Positive = 60


class SegmentWhere(Part):
    """All that is given must hold; days since the last order are counted in program time."""

    tiers: tuple[Id, ...] = ()
    categories: tuple[Id, ...] = ()
    languages: tuple[Language, ...] = ()
    last_order_days_min: Count | None = None
    last_order_days_max: Count | None = None
    joined_days_max: Count | None = None
    min_orders: Count | None = None
    max_orders: Count | None = None


class Segment(Part):
    id: Id
    title: Localized
    where: SegmentWhere = SegmentWhere()


class Product(Part):
    """A line of `catalog.csv`; `price_minor` in the currency's smallest unit, `season` months (empty = all)."""

    id: ProductId
    name: Localized
    category: Id
    price_minor: Annotated[
        int, Field(ge=0, strict=True), expects("a price ≥ 0 with at most the currency's decimals")
    ]
    tags: tuple[Words, ...] = ()
    season: tuple[Month, ...] = ()
    active_from: Day | None = None
    active_until: Day | None = None
    stock: Count | None = None
    image: Words | None = None
    url: Words | None = None

    @field_validator("active_until")
    @classmethod
    def _in_order(cls, until: date | None, info: ValidationInfo) -> date | None:
        start = info.data.get("active_from")
        if until and start and until < start:
            raise wrong(f"a date not before active_from, {start}")
        return until

    def sold_on(self, day: date) -> bool:
        """Return whether it is in its season and between its first and last day of sale."""
        if self.season and day.month not in self.season:
            return False
        return (self.active_from is None or self.active_from <= day) and (
            self.active_until is None or day <= self.active_until
        )
