"""Tiers: how one is reached and kept, what happens otherwise, what each gives, and the card that buys one."""

from __future__ import annotations

from core.program_tiers import Tier
from knowledge.topics.telling import Telling, Topic, lines, plain


def ladder(tell: Telling) -> str:
    rules = tell.program.tier_rules
    # faq-ladder-rolling, faq-ladder-calendar
    return lines(
        tell("ladder-intro", tiers=len(tell.program.tiers)),
        *(_step(tell, tier, "reach") for tier in tell.program.tiers),
        tell(f"ladder-{rules.window}", months=rules.valid_months),
    )


def _step(tell: Telling, tier: Tier, what: str) -> str:
    ways = [_amount(tell, tell.program.tier_rules.basis, getattr(tier, what))]
    if tier.spend:
        ways.append(_amount(tell, "spend", getattr(tier.spend, what)))
    if tier.purchases:
        ways.append(_amount(tell, "purchases", getattr(tier.purchases, what)))
    return f"{tier.emoji} " + tell("ladder-step", tier=tell.name(tier), amount=tell("or").join(ways))


def _amount(tell: Telling, basis: str, amount: int) -> str:
    if basis == "spend":
        return tell("ladder-spend", amount=tell.money(amount))
    if basis == "purchases":
        return tell("ladder-purchases", count=amount)
    return tell("ladder-qualifying", points=amount)


def keeping(tell: Telling) -> str:
    rules = tell.program.tier_rules
    warned = tell.listed(tell("days", days=days) for days in rules.warn_days)
    # faq-keeping-rolling, faq-keeping-calendar
    return lines(
        tell(f"keeping-{rules.window}", months=rules.valid_months),
        *(_step(tell, tier, "keep") for tier in tell.program.tiers if tier.reach),
        tell("keeping-warned", days=warned) if rules.warn_days else None,
    )


def lowering(tell: Telling) -> str:
    rules = tell.program.tier_rules
    grace = tell("lowering-grace", days=rules.grace_days)
    # faq-lowering-none, faq-lowering-one-down, faq-lowering-to-qualified
    told = tell(f"lowering-{rules.downgrade.replace('_', '-')}")
    return told if rules.downgrade == "none" or not rules.grace_days else lines(grace, told)


def benefits(tell: Telling) -> str:
    told = []
    for tier in tell.program.tiers:
        told.append(f"{tier.emoji} {tell.name(tier)}")
        factor = plain(tier.multiplier)
        if tier.multiplier != 1 and not any(factor in tell.here(one.name) for one in tier.benefits):
            told.append("· " + tell("benefits-points", factor=factor))
        told += [
            "· " + tell("benefits-one", name=tell.here(one.name), text=tell.here(one.description))
            for one in tier.benefits
        ]
    return lines(*told, tell("benefits-inherited"))


def card(tell: Telling) -> str | None:
    terms = tell.program.paid_card
    if terms is None:
        return None
    return lines(
        tell(
            "card-price",
            price=tell.money(terms.price),
            months=terms.months,
            tier=tell.tier(terms.tier),
            stars=terms.stars,
        ),
        tell("card-monthly", stars=terms.monthly_stars) if terms.monthly_stars else None,
        tell("card-refund", days=terms.refund_days) if terms.refund_days else None,
        tell("card-renewal", days=tell.listed(tell("days", days=days) for days in terms.remind_days)),
    )


TOPICS: dict[str, Topic] = {
    "ladder": ladder,
    "keeping": keeping,
    "lowering": lowering,
    "benefits": benefits,
    "card": card,
}
