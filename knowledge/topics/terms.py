"""The terms of shops and service: hours, delivery, returns, people, and when nothing is sent."""

from __future__ import annotations

from knowledge.topics.telling import Telling, Topic, clock, lines


def hours(tell: Telling) -> str:
    shop = tell.program.shop
    return tell("hours-told", opens=clock(shop.opens), closes=clock(shop.closes))


def delivery(tell: Telling) -> str:
    shop = tell.program.shop
    return lines(
        tell("delivery-fee", least=tell.money(shop.delivery_min_spend), fee=tell.money(shop.delivery_fee)),
        tell("delivery-free", amount=tell.money(shop.delivery_free_from)),
        tell("delivery-time", minutes=shop.delivery_minutes),
    )


def pickup(tell: Telling) -> str:
    return tell("pickup-told", minutes=tell.program.shop.pickup_hold_minutes)


def cup(tell: Telling) -> str | None:
    off = tell.program.shop.own_cup_discount
    return tell("cup-told", amount=tell.money(off)) if off else None


def returns(tell: Telling) -> str | None:
    days = tell.program.shop.retail_return_days
    return tell("returns-told", days=days) if days else None


def refunds(tell: Telling) -> str:
    return tell("refunds-told", days=tell.program.shop.refund_days)


def giftcards(tell: Telling) -> str:
    return tell("giftcards-told", years=tell.program.shop.gift_card_years)


def people(tell: Telling) -> str:
    support = tell.program.support
    return tell(
        "people-told",
        days=tell.days_of_week(support.days),
        opens=clock(support.opens),
        closes=clock(support.closes),
        minutes=support.answer_within_minutes,
    )


def messages(tell: Telling) -> str:
    caps, quiet, weekly = tell.program.caps, tell.program.quiet_hours, tell.program.recommendations
    return lines(
        tell("messages-caps", day=caps.marketing_per_day, month=caps.marketing_per_month),
        tell("messages-quiet", start=clock(quiet.start), end=clock(quiet.end)),
        tell(
            "messages-weekly",
            day=tell.days_of_week([weekly.weekday]),
            at=clock(weekly.at),
            count=weekly.count,
        ),
    )


TOPICS: dict[str, Topic] = {
    "hours": hours,
    "delivery": delivery,
    "pickup": pickup,
    "cup": cup,
    "returns": returns,
    "refunds": refunds,
    "giftcards": giftcards,
    "people": people,
    "messages": messages,
}
