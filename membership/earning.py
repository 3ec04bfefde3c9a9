"""What an order or a deed earns under the program's rules: pure arithmetic in integers and fractions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from math import floor
from typing import Any, Literal

from core.clock import local_day
from core.program_earning import EarningRule, EarningTerms
from core.program_offers import CouponTemplate

BASE = ""  # the rule of program.yaml itself, beside those of earning.yaml, which have ids
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

Condition = Literal[
    "channel",
    "store",
    "tier",
    "period",
    "weekday",
    "hours",
    "first_order",
    "products",
    "min_spend",
    "too_little",
    "exclusive",
]


@dataclass(frozen=True, slots=True)
class Line:
    """One product of an order; `amount` is what was paid for all of it, in minor units."""

    product: str
    quantity: int
    amount: int


@dataclass(frozen=True, slots=True)
class Bought:
    """A line with the category that its product had when it was bought (empty when nobody knows it)."""

    product: str
    category: str
    quantity: int
    amount: int


@dataclass(frozen=True, slots=True)
class Basket:
    """All of an order that rules may look at; kept with the order, so that it can be judged again."""

    channel: str
    store: str | None
    at: datetime
    lines: tuple[Bought, ...]
    tier: str
    first: bool = False
    coupon: str | None = None

    @property
    def total(self) -> int:
        return sum(line.amount for line in self.lines)


@dataclass(frozen=True, slots=True)
class Failed:
    """The first condition of a rule that did not hold; `values` say what was asked and what was there."""

    condition: Condition
    values: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one rule gives, before any limit; `failed` says why it gives nothing."""

    rule: str
    points: int
    pending_days: int = 0
    failed: Failed | None = None


@dataclass(frozen=True, slots=True)
class Earning:
    """The verdict of each rule, the base rule's first, and `qualifying` points towards tiers."""

    verdicts: tuple[Verdict, ...]
    qualifying: int

    @property
    def points(self) -> int:
        return sum(verdict.points for verdict in self.verdicts)


def of_order(basket: Basket, *, terms: EarningTerms) -> Earning:
    """Return what an order earns under each rule, every one floored once.

    Qualifying points follow the spend alone, so that neither a high tier nor a coupon feeds itself.
    """
    total = basket.total
    reached = _reaches(total, terms.points.min_spend, terms)
    pending = max(
        (terms.points.pending_days_by_category.get(line.category, 0) for line in basket.lines), default=0
    )
    pending = max(pending, terms.points.pending_days)
    base = _base(basket, pending, terms) if reached else _short(BASE, basket.lines, terms.points.min_spend)
    more = [_of_rule(rule, basket, pending, terms) for rule in terms.earning.values() if _on_orders(rule)]
    qualifying = floor(total * _rate(terms.points.per_unit, _ONE, terms.minor_units)) if reached else 0
    return Earning((base, *_exclusive(more, terms)), qualifying)


def of_event(kind: str, *, channel: str, at: datetime, tier: str, terms: EarningTerms) -> tuple[Verdict, ...]:
    """Return what a deed earns: the program's table first, then each rule for it that fits."""
    basket = Basket(channel, None, at, (), tier)
    given = [Verdict(BASE, terms.points.behaviour.get(kind, 0))]
    for rule in terms.earning.values():
        if rule.kind == "behaviour" and rule.event == kind:
            failed = _failed(rule, basket, terms)
            points = 0 if failed else rule.points or 0
            given.append(Verdict(rule.id, points, rule.pending_days or 0, failed))
    return tuple(given)


def matching(rule: EarningRule | CouponTemplate, lines: Sequence[Bought]) -> tuple[Bought, ...]:
    """Return the lines that a rule or a coupon is about: all, unless it names categories or products."""
    categories, products = rule.categories, rule.products
    if not categories and not products:
        return tuple(lines)
    return tuple([line for line in lines if line.category in categories or line.product in products])


def exact(rule: EarningRule | None, basket: Basket, *, terms: EarningTerms) -> Fraction | int:
    """Return what a rule (None: the base rule) pays for an order before it is floored, its conditions apart."""
    lines = basket.lines if rule is None else matching(rule, basket.lines)
    coupon = doubling(basket, terms=terms) if basket.coupon else None
    if rule is not None and rule.kind == "unit":
        return _weighed(lines, {}, coupon, by_piece=True) * (rule.points or 0)
    if rule is not None and rule.rate is not None:
        return _weighed(lines, {}, coupon) * _unit(terms) * _ratio(rule.rate)
    held = terms.tier_by_id.get(basket.tier)
    rate = _rate(terms.points.per_unit, held.multiplier if held else _ONE, terms.minor_units)
    base = _weighed(lines, terms.points.category_multipliers, coupon) * rate
    return base if rule is None or rule.factor is None else base * (_ratio(rule.factor) - 1)


def doubling(basket: Basket, *, terms: EarningTerms) -> CouponTemplate | None:
    """Return the multiplier coupon that counts for this order, once what it is about costs enough."""
    template = terms.coupons.get(basket.coupon) if basket.coupon else None
    if template is None or template.kind != "multiplier":
        return None
    about = matching(template, basket.lines)
    enough = _reaches(sum(line.amount for line in about), template.min_spend, terms)
    return template if about and enough else None


def to_take_back(granted: int, *, total: int, refunded: int, refunded_before: int) -> int:
    """Return the points of this refund, so that partial refunds add up to floor(granted × refunded / total)."""
    if total <= 0:
        return 0
    after = granted * min(total, refunded_before + refunded) // total
    return after - granted * min(total, refunded_before) // total


_ONE = Decimal(1)
_PLAIN = (_ONE, _ONE)


@lru_cache(maxsize=256)
def _ratio(number: Decimal) -> Fraction:
    """Return a decimal of the program as a fraction; the same few come with every order."""
    return Fraction(number)


def _reaches(minor: int, asked: Decimal, terms: EarningTerms) -> bool:
    """Return whether an amount of minor units is at least `asked` currency units."""
    return minor >= _minor(asked, terms.minor_units)


def _unit(terms: EarningTerms) -> Fraction:
    return _scale(terms.minor_units)


@lru_cache(maxsize=256)
def _minor(amount: Decimal, minor_units: int) -> Decimal:
    return amount.scaleb(minor_units)


@lru_cache(maxsize=8)
def _scale(minor_units: int) -> Fraction:
    return Fraction(1, 10**minor_units)


@lru_cache(maxsize=256)
def _rate(per_unit: Decimal, tier: Decimal, minor_units: int) -> Fraction:
    """Return the points for one minor unit of money."""
    return Fraction(per_unit) * Fraction(tier) * _scale(minor_units)


def _weighed(
    lines: Sequence[Bought],
    factors: Mapping[str, Decimal],
    coupon: CouponTemplate | None,
    *,
    by_piece: bool = False,
) -> Fraction | int:
    """Add up the lines' amounts (or pieces), each times its category's factor and the coupon's where it counts.

    Whole numbers are added first: fractions are exact but slow, and an import has a million lines.
    """
    scope = set(matching(coupon, lines)) if coupon else ()
    sums: dict[tuple[Decimal, Decimal], int] = {}
    for line in lines:
        weight = (factors.get(line.category, _ONE), coupon.value if coupon and line in scope else _ONE)
        sums[weight] = sums.get(weight, 0) + (line.quantity if by_piece else line.amount)
    plain = sums.pop(_PLAIN, 0)
    return sum((much * _ratio(one) * _ratio(two) for (one, two), much in sums.items()), plain)


def _base(basket: Basket, pending: int, terms: EarningTerms) -> Verdict:
    points = floor(exact(None, basket, terms=terms))
    if not points:
        return Verdict(BASE, 0, failed=Failed("too_little", {}))
    return Verdict(BASE, points, pending)


def _short(rule: str, lines: Sequence[Bought], asked: Decimal) -> Verdict:
    had = sum(line.amount for line in lines)
    return Verdict(rule, 0, failed=Failed("min_spend", {"asked": asked, "had_minor": had}))


def _on_orders(rule: EarningRule) -> bool:
    return rule.kind != "behaviour"


def _of_rule(rule: EarningRule, basket: Basket, pending: int, terms: EarningTerms) -> Verdict:
    about = matching(rule, basket.lines)
    if not about:  # first, since it rules most out and costs least
        return Verdict(rule.id, 0, failed=Failed("products", {}))
    if failed := _failed(rule, basket, terms):
        return Verdict(rule.id, 0, failed=failed)
    spent = sum(line.amount for line in about)
    if rule.min_spend is not None and not _reaches(spent, rule.min_spend, terms):
        return _short(rule.id, about, rule.min_spend)
    points = floor(exact(rule, basket, terms=terms))
    if not points:
        return Verdict(rule.id, 0, failed=Failed("too_little", {}))
    return Verdict(rule.id, points, pending if rule.pending_days is None else rule.pending_days)


def _failed(rule: EarningRule, basket: Basket, terms: EarningTerms) -> Failed | None:
    """Return the first condition, apart from the lines, that does not hold."""
    return next(_unmet(rule, basket, terms), None)


def _unmet(rule: EarningRule, basket: Basket, terms: EarningTerms) -> Iterator[Failed]:
    if rule.channels and basket.channel not in rule.channels:
        yield Failed("channel", {"asked": rule.channels, "had": basket.channel})
    if rule.stores and basket.store not in rule.stores:
        yield Failed("store", {"asked": rule.stores, "had": basket.store})
    if rule.tiers and basket.tier not in rule.tiers:
        yield Failed("tier", {"asked": rule.tiers, "had": basket.tier})
    if not (rule.first_day or rule.last_day or rule.weekdays or rule.hours or rule.first_order):
        return
    day = local_day(basket.at, terms.time_zone, terms.day_start)
    if not rule.runs_on(day):
        yield Failed("period", {"first": rule.first_day, "last": rule.last_day, "had": day})
    if rule.weekdays and WEEKDAYS[day.weekday()] not in rule.weekdays:
        yield Failed("weekday", {"asked": rule.weekdays, "had": WEEKDAYS[day.weekday()]})
    if rule.hours and not rule.hours.cover(basket.at.astimezone(terms.time_zone).time()):
        yield Failed("hours", {"start": rule.hours.start, "end": rule.hours.end})
    if rule.first_order and not basket.first:
        yield Failed("first_order", {})


def _exclusive(verdicts: list[Verdict], terms: EarningTerms) -> list[Verdict]:
    """Keep what is best for the member: one exclusive rule alone, or all the others together."""
    alone = [one for one in verdicts if terms.earning[one.rule].exclusive and one.points]
    if not alone:
        return verdicts
    best = max(alone, key=lambda one: one.points)  # of equals the first in the file
    others = [one for one in verdicts if not terms.earning[one.rule].exclusive and one.points]
    kept = {best.rule} if best.points > sum(one.points for one in others) else {one.rule for one in others}
    by = best.rule if best.rule in kept else others[0].rule
    return [
        one
        if one.rule in kept or not one.points
        else Verdict(one.rule, 0, failed=Failed("exclusive", {"by": by}))
        for one in verdicts
    ]
