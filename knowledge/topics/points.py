"""Points: what earns them, when they can be spent, when they lapse, what they pay."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

from core.program import EarningRule
from knowledge.topics.telling import Telling, Topic, clock, lines, number, plain

_EVENTS = ("review", "share", "survey", "event")
_SPANS = ("day", "week", "month", "year", "lifetime")


def earning(tell: Telling) -> str:
    program = tell.program
    rules = program.points
    faster = [
        tell("earning-tier", tier=tell.name(tier), factor=plain(tier.multiplier)) for tier in program.tiers
    ]
    return lines(
        tell("earning-base", unit=tell.money(1), points=number(rules.per_unit)),
        tell("earning-tiers", tiers=tell.listed(faster))
        if any(tier.multiplier != 1 for tier in program.tiers)
        else None,
        *(
            tell("earning-category", category=tell.categories([one]), factor=plain(factor))
            for one, factor in rules.category_multipliers.items()
        ),
        *(_rule(tell, rule) for rule in program.earning.values()),
    )


def _rule(tell: Telling, rule: EarningRule) -> str:
    when = tell.listed(_conditions(tell, rule))
    name = tell.here(rule.name)
    if when:
        name = tell("earning-when", name=name, when=when)
    if rule.kind == "spend" and rule.rate is not None:
        told = tell("earning-rate", name=name, unit=tell.money(1), points=number(rule.rate))
    elif rule.kind == "spend":
        told = tell("earning-factor", name=name, factor=plain(rule.factor or Decimal(1)))
    else:
        # faq-earning-unit, faq-earning-behaviour
        told = tell(f"earning-{rule.kind}", name=name, points=rule.points)
    return told + "".join(_limits(tell, rule))


def _conditions(tell: Telling, rule: EarningRule) -> Iterator[str]:
    program = tell.program
    if rule.categories:
        yield tell.categories(rule.categories)
    if rule.products:
        yield tell.listed(tell.here(program.products[one].name) for one in rule.products)
    yield from rule.stores
    yield from rule.channels
    if rule.tiers:
        yield tell.listed(tell.tier(one) for one in rule.tiers)
    if rule.weekdays:
        yield tell.days_of_week(rule.weekdays)
    if rule.hours:
        yield f"{clock(rule.hours.start)}–{clock(rule.hours.end)}"
    if rule.first_day:
        yield tell("earning-from", day=rule.first_day.isoformat())
    if rule.last_day:
        yield tell("earning-until", day=rule.last_day.isoformat())
    if rule.min_spend:
        yield tell("earning-from-spend", amount=tell.money(rule.min_spend))
    if rule.first_order:
        yield tell("earning-first-order")


def _limits(tell: Telling, rule: EarningRule) -> Iterator[str]:
    for span in _SPANS:
        limit = getattr(rule.limits.member, span)
        if limit is not None and limit.points is not None:
            yield tell("earning-limit-points", span=span, points=limit.points)
        if limit is not None and limit.times is not None:
            yield tell("earning-limit-times", span=span, times=limit.times)


def pending(tell: Telling) -> str:
    rules = tell.program.points
    by_days: dict[int, list[str]] = defaultdict(list)
    for category, days in rules.pending_days_by_category.items():
        by_days[days].append(category)
    return lines(
        tell("pending-days", days=rules.pending_days) if rules.pending_days else tell("pending-at-once"),
        *(
            tell("pending-category", categories=tell.categories(ids), days=days)
            for days, ids in by_days.items()
            if days
        ),
    )


def expiry(tell: Telling) -> str:
    rules = tell.program.points
    term = rules.expiry
    # faq-expiry-never, faq-expiry-months, faq-expiry-fixed, faq-expiry-inactivity
    told = tell(f"expiry-{term.mode}", months=term.months, day=term.month_day or "")
    if term.mode == "never":
        return told
    remind = tell("expiry-reminder", days=rules.expiry_reminder_days) if rules.expiry_reminder_days else None
    return lines(told, remind, tell("expiry-first"))


def ways(tell: Telling) -> str:
    points = tell.program.points
    profile = {name: getattr(points.profile, name) for name in ("phone", "birthday", "preferences")}
    told = [tell(f"ways-{name}", points=given) for name, given in profile.items() if given]
    told += [
        tell(f"ways-{event}", points=points.behaviour[event])
        for event in _EVENTS
        if points.behaviour.get(event)
    ]
    told += [_rule(tell, rule) for rule in tell.program.earning.values() if rule.kind == "behaviour"]
    whole = tell("ways-whole", points=points.profile.whole) if points.profile.whole else None
    return lines(tell("ways-intro"), *(f"· {one}" for one in told), whole, tell("ways-more"))


def spending(tell: Telling) -> str | None:
    rules = tell.program.points.spending
    if rules is None:
        return None
    worth = Decimal(rules.step) / rules.points_per_unit
    share = (rules.max_share * 100).to_integral_value()
    return tell("spending-told", points=rules.step, amount=tell.money(worth), share=int(share))


def refunded(tell: Telling) -> str:
    policy = tell.program.points.refund_policy.replace("_", "-")
    # faq-refunded-only-pending, faq-refunded-within-balance, faq-refunded-allow-debt
    return lines(tell("refunded-share"), tell(f"refunded-{policy}"))


TOPICS: dict[str, Topic] = {
    "earning": earning,
    "pending": pending,
    "expiry": expiry,
    "ways": ways,
    "spending": spending,
    "refunded": refunded,
}
