"""What `program.yaml` decides: brand, points, tiers, check-in, contact limits, terms of the shops."""

from __future__ import annotations

from datetime import date, time
from decimal import Decimal
from typing import Annotated, Literal, Self, TypeVar
from zoneinfo import ZoneInfo

from pydantic import Field, ValidationInfo, field_validator, model_validator

from core.program_counter import SpendingRules
from core.program_tiers import Tier, TierRules, in_order
from core.program_values import (
    Amount,
    Count,
    Factor,
    Id,
    Keyed,
    Localized,
    Part,
    Positive,
    Weekday,
    Words,
    expects,
    wrong,
)
from core.texts import Language

MonthDay = Annotated[
    str,
    Field(pattern=r"^(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$"),
    expects("a day of the year as MM-DD"),
]
Clock = Annotated[time, expects("a time of day as HH:MM")]
Stars = Annotated[int, Field(ge=1, le=10_000), expects("a whole number of Telegram Stars, 1 to 10000")]


class Brand(Part):
    name: Localized
    tagline: Localized
    assistant_name: Localized
    site: Words | None = None


class Expiry(Part):
    """When points lapse: `months` after earning (to the end of that month), each year on `month_day`, …"""

    mode: Literal["never", "months", "fixed", "inactivity"] = "months"
    months: Positive = 12
    month_day: MonthDay | None = None

    @model_validator(mode="after")
    def _dated(self) -> Self:
        if self.mode == "fixed" and self.month_day is None:
            raise wrong("month_day (MM-DD) beside mode: fixed", shown="fixed")
        return self


class ReferralRules(Part):
    """What an invitation brings both sides, once the friend's first order of `min_spend` is past return.

    That order comes within `valid_days` of joining. `inviter_cash` (currency units) is paid out by hand.
    What all of them together may be given stands under `points.limits`; beyond it a colleague decides.
    """

    inviter_points: Count
    invitee_points: Count
    inviter_coupon: Id | None = None
    inviter_cash: Amount = Decimal(0)
    min_spend: Amount = Decimal(0)
    valid_days: Positive = 90
    max_per_month: Positive = 10
    review_after: Positive = 10
    review_days: Positive = 7


class ProfilePoints(Part):
    """What each thing that a member tells of themselves brings, once."""

    phone: Count = 0
    birthday: Count = 0
    preferences: Count = 0

    @property
    def whole(self) -> int:
        return self.phone + self.birthday + self.preferences


class Limit(Part):
    """The most that may be given in one span of time: so many points, so many times, or both."""

    points: Positive | None = None
    times: Positive | None = None

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if self.points is None and self.times is None:
            raise wrong("points or times, or both", {})
        return self


class Spans(Part):
    """Limits by span of the program's calendar; a week begins on Monday."""

    day: Limit | None = None
    week: Limit | None = None
    month: Limit | None = None
    year: Limit | None = None
    lifetime: Limit | None = None


class Limits(Part):
    """What one member, and what all of them together, may be given."""

    member: Spans = Spans()
    program: Spans = Spans()


# What `points.limits` may name beside the keys of `points.behaviour`: where points come from.
LIMITED = ("all", "order", "checkin", "challenge", "referral", "profile")


class PointsRules(Part):
    """Points per currency unit of an order, when they can be spent, and when they lapse."""

    per_unit: Amount
    pending_days: Count = 0
    pending_days_by_category: dict[Id, Count] = Field(default_factory=dict)
    category_multipliers: dict[Id, Factor] = Field(default_factory=dict)
    min_spend: Amount = Decimal(0)
    expiry: Expiry = Expiry()
    expiry_reminder_days: Count = 30
    revive_days: Positive = 30
    adjust_limit: Positive = 1_000
    refund_policy: Literal["only_pending", "within_balance", "allow_debt"] = "within_balance"
    referral: ReferralRules
    profile: ProfilePoints = ProfilePoints()
    behaviour: dict[Id, Count] = Field(default_factory=dict)
    spending: SpendingRules | None = None
    max_order: Amount = Decimal(1_000_000)
    limits: dict[Id, Limits] = Field(default_factory=dict)

    @field_validator("limits")
    @classmethod
    def _of_something(cls, limits: dict[str, Limits], info: ValidationInfo) -> dict[str, Limits]:
        known = {*LIMITED, *info.data.get("behaviour", {})}
        if strange := [name for name in limits if name not in known]:
            raise wrong(f"limits of: {', '.join(sorted(known))}", strange)
        return limits


class PaidCard(Part):
    """The paid card (会员年卡): `tier` at least for `months`, for `price` currency units or `stars`, or by the month.

    An unused one is given back in full for `refund_days`; its end is told when `remind_days` are left.
    """

    tier: Id
    price: Amount
    stars: Stars
    months: Positive = 12
    monthly_stars: Stars | None = None
    refund_days: Count = 7
    remind_days: tuple[Positive, ...] = (30, 7, 1)


class CheckinRules(Part):
    """Points by streak day (the table repeats), milestones, freezes (断签保护) and make-ups (补签)."""

    table: tuple[Count, ...] = Field(min_length=1)
    milestones: dict[Positive, Positive] = Field(default_factory=dict)
    freeze_max: Count = 2
    freeze_every_days: Positive = 7
    makeup_days: Count = 7
    makeup_free_per_month: Count = 1
    makeup_prices: tuple[Count, ...] = (10,)


class Topic(Part):
    """A subject that a member can turn off; marketing ones count against the caps."""

    id: Id
    name: Localized
    marketing: bool = False


class Caps(Part):
    marketing_per_day: Count = 1
    marketing_per_month: Count = 4


class QuietHours(Part):
    """When nothing unasked is sent, in the member's time; it may run over midnight."""

    start: Clock = time(22)
    end: Clock = time(9)

    def covers(self, at: time) -> bool:
        """Return whether wall time `at` is quiet (start included, end not)."""
        if self.start <= self.end:
            return self.start <= at < self.end
        return at >= self.start or at < self.end


class Support(Part):
    """When people (not the bot) answer, how long a first answer takes at most, and when a ticket ends by itself.

    `remind_after` are multiples of `answer_within_minutes`, in office hours, at which the desk is reminded of whom it
    keeps waiting. A ticket without a word of the member for `close_after_hours` ends, `warn_hours` after a warning;
    within `reopen_hours` the member's next words open the same one again. Texts are kept for `keep_days`.
    """

    opens: Clock
    closes: Clock
    days: tuple[Weekday, ...] = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
    holidays: tuple[date, ...] = ()
    answer_within_minutes: Positive = 10
    remind_after: tuple[Positive, ...] = (1, 3, 6)
    close_after_hours: Positive = 24
    warn_hours: Positive = 2
    reopen_hours: Positive = 24
    keep_days: Positive = 365

    @field_validator("warn_hours")
    @classmethod
    def _warned_in_time(cls, hours: int, info: ValidationInfo) -> int:
        if hours >= info.data.get("close_after_hours", hours + 1):
            raise wrong("fewer hours than close_after_hours", hours)
        return hours


class RecommendationRules(Part):
    """The weekly push, and the buying interval assumed of a member with few orders."""

    weekday: Weekday
    at: Clock
    count: Positive = 3
    default_interval_days: Positive = 14


class ShopTerms(Part):
    """The terms that the FAQ quotes, in currency units, minutes and days."""

    opens: Clock
    closes: Clock
    delivery_min_spend: Amount
    delivery_fee: Amount
    delivery_free_from: Amount
    delivery_minutes: Positive
    pickup_hold_minutes: Positive
    own_cup_discount: Amount
    retail_return_days: Count
    refund_days: Positive
    gift_card_years: Positive


class AskRules(Part):
    """How rarely a member is asked for more: after an order or a redemption, and again long after a no."""

    every_days: Positive = 7
    again_days: Positive = 90
    birthday_change_days: Positive = 365
    # A phone number whose membership was silent for so long may have a new owner.
    phone_dormant_days: Positive = 365


class Preference(Part):
    """A taste that members can name: a `category` of the catalogue, or products that carry the `tag`."""

    id: Id
    name: Localized
    emoji: Words
    category: Id | None = None
    tag: Words | None = None

    @model_validator(mode="after")
    def _one(self) -> Self:
        if (self.category is None) == (self.tag is None):
            raise wrong("either category or tag", shown=self.id)
        return self


class Category(Part):
    """A shelf of the catalogue; `durable` things (cups, not coffee) are not bought again next week."""

    id: Id
    name: Localized
    emoji: Words
    durable: bool = False


class ProgramFile(Part):
    """`program.yaml` as it stands, before the other files are joined to it."""

    brand: Brand
    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$"), expects("an ISO 4217 code such as CNY")] = "CNY"
    minor_units: Annotated[int, Field(ge=0, le=4), expects("a whole number, 0 to 4")] = 2
    time_zone: Annotated[ZoneInfo, expects("an IANA time zone such as Asia/Shanghai")]
    day_start: Clock = time(0)
    locales: tuple[Language, ...] = Field(default=("zh-Hans", "zh-Hant", "en"), min_length=1)
    points: PointsRules
    tiers: tuple[Tier, ...] = Field(min_length=1)
    tier_rules: TierRules = TierRules()
    paid_card: PaidCard | None = None
    checkin: CheckinRules
    topics: tuple[Topic, ...] = Field(min_length=1)
    caps: Caps = Caps()
    quiet_hours: QuietHours = QuietHours()
    approval_above: Count = 200
    welcome_coupon: Id
    birthday_coupon: Id | None = None
    coupon_reminder_days: Count = 3
    redemption_hold_days: Positive = 14
    consent_version: Words
    support: Support
    recommendations: RecommendationRules
    shop: ShopTerms
    asks: AskRules = AskRules()
    preferences: Annotated[dict[str, Preference], Keyed] = Field(default_factory=dict)
    categories: Annotated[dict[str, Category], Keyed]

    @field_validator("tiers")
    @classmethod
    def _tiers_once(cls, tiers: tuple[Tier, ...]) -> tuple[Tier, ...]:
        in_order(tiers)
        return _once(tiers)

    @field_validator("tier_rules")
    @classmethod
    def _ways_are_looked_at(cls, rules: TierRules, info: ValidationInfo) -> TierRules:
        return rules.fit(info.data.get("tiers", ()))

    @field_validator("topics")
    @classmethod
    def _topics_once(cls, topics: tuple[Topic, ...]) -> tuple[Topic, ...]:
        known = {topic.id for topic in _once(topics)}
        if missing := REQUIRED_TOPICS - known:
            raise wrong(f"these topics too: {', '.join(sorted(missing))}", sorted(known))
        return topics


REQUIRED_TOPICS = frozenset(
    {"points", "orders", "coupons", "recommendations", "campaigns", "community", "service"},
)


T = TypeVar("T", Tier, Topic)


def _once(parts: tuple[T, ...]) -> tuple[T, ...]:
    ids = [part.id for part in parts]
    if len(set(ids)) < len(ids):
        raise wrong("each id once", ids)
    return parts
