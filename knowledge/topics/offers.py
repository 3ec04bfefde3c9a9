"""What is given and sold: coupons, rewards, flash sales, what an invitation brings."""

from __future__ import annotations

from core.program import CouponTemplate, Reward
from knowledge.topics.telling import Telling, Topic, clock, lines, plain


def terms(tell: Telling, coupon: CouponTemplate) -> str:
    """Word what a coupon takes off, from when on, and for how long."""
    parts = []
    if coupon.min_spend:
        parts.append(tell("coupons-from", amount=tell.money(coupon.min_spend)))
    if coupon.kind == "amount":
        parts.append(tell("coupons-amount", amount=tell.money(coupon.value)))
    elif coupon.kind == "percent":
        parts.append(tell("coupons-percent", percent=plain(coupon.value)))
    elif coupon.kind == "multiplier":
        parts.append(tell("coupons-multiplier", factor=plain(coupon.value)))
    elif coupon.value:
        parts.append(tell("coupons-free-up-to", amount=tell.money(coupon.value)))
    else:
        parts.append(tell("coupons-free"))
    if coupon.categories:
        parts.append(tell("coupons-for", goods=tell.categories(coupon.categories)))
    elif coupon.products:
        names = [tell.here(tell.program.products[one].name) for one in coupon.products]
        parts.append(tell("coupons-for", goods=tell.listed(names)))
    parts.append(tell("coupons-valid", days=coupon.valid_days))
    return tell("semicolon").join(parts)


def coupons(tell: Telling) -> str:
    told = [
        "· " + tell("coupons-one", title=tell.here(one.title), terms=terms(tell, one))
        for one in tell.program.coupons.values()
    ]
    stacking = [tell.here(one.title) for one in tell.program.coupons.values() if one.stacking]
    return lines(
        *told,
        tell("coupons-stacking", coupons=tell.listed(stacking)) if stacking else tell("coupons-alone"),
    )


def welcome(tell: Telling) -> str:
    coupon = tell.program.coupons[tell.program.welcome_coupon]
    return tell("welcome-told", title=tell.here(coupon.title), terms=terms(tell, coupon))


def birthday(tell: Telling) -> str | None:
    if tell.program.birthday_coupon is None:
        return None
    coupon = tell.program.coupons[tell.program.birthday_coupon]
    return tell("birthday-told", title=tell.here(coupon.title), terms=terms(tell, coupon))


def rewards(tell: Telling) -> str | None:
    offered = sorted(tell.program.rewards.values(), key=lambda one: one.points)
    if not offered:
        return None
    return lines(tell("rewards-intro"), *(_reward(tell, one) for one in offered), tell("rewards-stock"))


def _reward(tell: Telling, reward: Reward) -> str:
    told = "· " + tell("rewards-one", points=reward.points, title=tell.here(reward.title))
    if reward.tier is None or reward.tier == tell.program.tiers[0].id:
        return told
    return told + tell("rewards-tier", tier=tell.tier(reward.tier))


def collecting(tell: Telling) -> str:
    return tell("collecting-told", days=tell.program.redemption_hold_days)


def referral(tell: Telling) -> str:
    rules = tell.program.points.referral
    coupon = tell.program.coupons[rules.inviter_coupon] if rules.inviter_coupon else None
    return lines(
        tell("referral-told", days=rules.valid_days, amount=tell.money(rules.min_spend)),
        tell("referral-points", yours=rules.inviter_points, theirs=rules.invitee_points),
        tell("referral-coupon", title=tell.here(coupon.title), terms=terms(tell, coupon)) if coupon else None,
        tell("referral-cash", amount=tell.money(rules.inviter_cash)) if rules.inviter_cash else None,
        tell("referral-most", count=rules.max_per_month),
        tell("referral-review", days=rules.review_days, count=rules.review_after),
    )


def sales(tell: Telling) -> str | None:
    told = []
    for sale in tell.program.sales.values():
        cost = tell("sales-points", points=sale.points) if sale.points else tell("sales-free")
        line = tell("sales-one", title=tell.here(sale.title), cost=cost, stock=sale.stock)
        if sale.every:
            when = tell.days_of_week(sale.every.weekdays)
            line += tell("sales-when", days=when, at=clock(sale.every.at), minutes=sale.every.minutes)
        told.append("· " + line + tell("sales-most", count=sale.per_member))
    return lines(tell("sales-intro"), *told) if told else None


TOPICS: dict[str, Topic] = {
    "coupons": coupons,
    "welcome": welcome,
    "birthday": birthday,
    "rewards": rewards,
    "collecting": collecting,
    "referral": referral,
    "sales": sales,
}
