"""Check-in: points a day, milestones, freezes, make-ups."""

from __future__ import annotations

from knowledge.topics.telling import Telling, Topic


def table(tell: Telling) -> str:
    points = tell.program.checkin.table
    return tell("table-told", days=len(points), points=tell("enumeration").join(str(one) for one in points))


def milestones(tell: Telling) -> str | None:
    rules = tell.program.checkin
    if not rules.milestones:
        return None
    told = [tell("milestones-one", days=days, points=points) for days, points in rules.milestones.items()]
    return tell("milestones-told", milestones=tell.listed(told))


def freezes(tell: Telling) -> str | None:
    rules = tell.program.checkin
    if not rules.freeze_max:
        return None
    return tell("freezes-told", days=rules.freeze_every_days, most=rules.freeze_max)


def makeups(tell: Telling) -> str | None:
    rules = tell.program.checkin
    if not rules.makeup_days:
        return None
    prices = tell("enumeration").join(str(one) for one in rules.makeup_prices)
    return tell("makeups-told", days=rules.makeup_days, free=rules.makeup_free_per_month, prices=prices)


TOPICS: dict[str, Topic] = {
    "table": table,
    "milestones": milestones,
    "freezes": freezes,
    "makeups": makeups,
}
