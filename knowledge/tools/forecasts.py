"""What if: "再消费 200 元能保级吗", "two more orders, do I stay gold?", worked out by the real rules and undone."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from core.errors import Invalid
from core.program_tiers import Tier
from core.wording import money, worded
from knowledge.figures import figures
from knowledge.normalise import readable
from knowledge.tools.account import AccountTool, Desk, Told, pattern
from membership import forecasts
from membership.ladders import Missing
from membership.tiers import Standing

_NUM = r"(\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|[零一二两三四五六七八九十百千万]+)"
_UNIT = r" ?(?:元|块钱?|人民币|rmb|cny|yuan|¥)"
_ORDERS_EN = r"(?:orders?|purchases?|visits?|cups?|coffees?|lattes?|drinks?)"
_COUNT_EN = r"(\d+|an?|one|two|three|four|five|six|seven|eight|nine|ten)"
_AMOUNTS = (
    re.compile(rf"(?<![-−\d.,]){_NUM}{_UNIT}"),  # a sum below zero is no plan
    re.compile(rf"(?:¥|rmb|cny|\$) ?{_NUM}"),
    re.compile(rf"(?:消费|花|买)(?:个|了|满|够)?{_NUM}(?! ?[单笔杯次张天个分])"),
    re.compile(rf"\b(?:spend|spent|spending) (?:another |about |only )?{_NUM}(?! ?(?:more )?{_ORDERS_EN})"),
)
_ORDERS = (
    re.compile(rf"(?<![每一]){_NUM} ?[单笔杯次]"),
    re.compile(r"(?<!每)(一) ?[单笔杯次]"),
    re.compile(rf"\b{_COUNT_EN} (?:more |other |further )?{_ORDERS_EN}\b"),
)
_EACH = re.compile(r"每[单笔杯次]|\beach\b|\bper (?:order|purchase|visit|cup)\b|\bapiece\b")
_STAYING = re.compile(r"保|留|维持|续|keep|stay|remain|still")
_WORDS = {"a": 1, "an": 1, "one": 1}


@dataclass(frozen=True, slots=True)
class Plan:
    """What somebody means to buy: currency units in all, or for each order, and how many orders."""

    amount: Decimal | None
    each: bool
    orders: int | None


def plan(question: str) -> Plan:
    """Read amount and number of orders from a question in any of the languages; what is not there is None."""
    text = readable(question)
    amount = next((_number(found[1]) for form in _AMOUNTS if (found := form.search(text))), None)
    orders = next((_number(found[1]) for form in _ORDERS if (found := form.search(text))), None)
    return Plan(amount, _EACH.search(text) is not None, int(orders) if orders is not None else None)


def _number(word: str) -> Decimal:
    if word in _WORDS or word == "一":
        return Decimal(1)
    found = figures(f"{word}元" if not word.isascii() else word).numbers
    return next(iter(found), Decimal(0))


async def _what_if(desk: Desk) -> Told:
    wanted = plan(desk.question)
    if wanted.amount is None and wanted.orders is None:
        return Told(desk.texts("tiers-whatif-amount"))
    spend = None
    if wanted.amount is not None:
        spend = desk.program.minor(wanted.amount) * (wanted.orders or 1 if wanted.each else 1)
    try:
        seen = await desk.db.write(  # its savepoint is rolled back: real rules, and nothing is stored
            forecasts.what_if,
            member_id=desk.member_id,
            spend=spend,
            count=wanted.orders,
            program=desk.program,
            now=desk.now,
        )
    except Invalid as refused:
        values = worded(refused.values, program=desk.program, language=desk.texts.language)
        return Told(desk.texts(refused.key, **values))
    return Told("\n".join(_lines(desk, seen)), _receipts(seen.before, desk))


def _lines(desk: Desk, seen: forecasts.WhatIf) -> list[str]:
    before, after = seen.before, seen.after
    spent = money(seen.spend, program=desk.program)
    lines = [desk.texts("tiers-whatif-spend", spend=spent, orders=seen.orders)]
    if _reached(desk, before):
        lines.insert(0, desk.texts("tiers-whatif-already", tier=_named(desk, before.tier)))
    if seen.usual is not None:
        lines.append(desk.texts("tiers-whatif-usual", usual=money(seen.usual, program=desk.program)))
    for was, is_ in zip(before.gauges, after.gauges, strict=True):
        if was.measure == "spend":
            amounts = (money(one.counted, program=desk.program) for one in (was, is_))
            lines.append(
                desk.texts("tiers-whatif-amounts", **dict(zip(("before", "after"), amounts, strict=True)))
            )
        elif was.measure == "purchases":
            lines.append(desk.texts("tiers-whatif-purchases", before=was.counted, after=is_.counted))
        else:
            lines.append(desk.texts("tiers-whatif-qualifying", before=was.counted, after=is_.counted))
    if after.tier != before.tier:
        lines.append(desk.texts("tiers-whatif-rises", tier=_named(desk, after.tier)))
    elif after.next_tier is not None and after.to_next is not None:
        told = _asked(desk, after.to_next)
        lines.append(desk.texts("tiers-whatif-not-yet", tier=_named(desk, after.next_tier), **told))
    if before.until is not None and after.earned == before.earned:
        lines.append(_stays(desk, before, after))
    lines.append(desk.texts("tiers-whatif-note"))
    return lines


def _reached(desk: Desk, before: Standing) -> bool:
    """Say whether the question asks to reach a tier on which the member stands, or above which."""
    text = readable(desk.question)
    if _STAYING.search(text):
        return False
    named = [place for place, tier in enumerate(desk.program.tiers) if place and _spoken(tier, text)]
    return bool(named) and named[-1] <= next(
        place for place, tier in enumerate(desk.program.tiers) if tier.id == before.tier
    )


def _spoken(tier: Tier, text: str) -> bool:
    names = (tier.name.zh_hans.removesuffix("会员"), (tier.name.en or "").lower())
    return any(name and name in text for name in names)


def _stays(desk: Desk, before: Standing, after: Standing) -> str:
    ends = before.grace_until or before.until
    assert ends is not None  # noqa: S101 - who calls has looked
    values = {"tier": _named(desk, before.earned), "until": desk.last_day(ends)}
    if after.to_keep is not None:
        return desk.texts("tiers-whatif-loses", **values, **_asked(desk, after.to_keep))
    return desk.texts("tiers-whatif-keeps" if before.to_keep else "tiers-whatif-kept", **values)


def _asked(desk: Desk, missing: Missing) -> dict[str, str | int]:
    return {
        "ways": missing.ways,
        "qualifying": missing.qualifying,
        "spend": money(missing.spend, program=desk.program),
        "purchases": missing.purchases,
    }


def _named(desk: Desk, tier: str) -> str:
    return desk.program.tier_by_id[tier].name.in_(desk.texts.language)


def _receipts(before: Standing, desk: Desk) -> tuple[str, ...]:
    return (f"tier:{before.tier}:{before.since.date().isoformat()}", f"rules:{desk.program.version}")


_TIER = r"(?:保级|续等|升级|升等|升到?|到|变成?|成为|拿|够|当|上|保住|留住|维持|续上).{0,6}(?:级|等|银卡|金卡|白金|会员)|保级|续等|升级"
_TIER_EN = r"(?:gold|silver|platinum|tier|level|status)"
_MORE = rf"(?:再|还|多|又|如果|要是|假如|若).{{0,6}}(?:消费|花|买|下|来|点|喝|逛|付).{{0,4}}(?:{_NUM})"
WHAT_IF = AccountTool(
    name="tier_what_if",
    description=(
        "Whether the asking member would rise or stay on their tier after the further spend or orders that their "
        "question names. Reads the figures from the question. Takes no arguments."
    ),
    answer=_what_if,
    whole=pattern(r"(?!)"),
    within=pattern(
        rf"{_MORE}.{{0,20}}(?:{_TIER})",
        rf"(?:{_TIER}).{{0,12}}{_MORE}",
        rf"(?:if i|spend|another|{_COUNT_EN} more).{{0,40}}\b(?:stay|keep|remain|reach|get|be|become|make|hit|still)\b.{{0,20}}\b{_TIER_EN}\b",
        rf"\b{_COUNT_EN} more {_ORDERS_EN}\b.{{0,40}}\b{_TIER_EN}\b",
        rf"\b(?:stay|keep|reach|become|be|get)\b.{{0,20}}\b{_TIER_EN}\b.{{0,20}}\b(?:if i|with)\b.{{0,20}}\b(?:spend|{_COUNT_EN} more|buy|order)\b",
    ),
    never=pattern(r"为什么|为啥|退款|退货|why|refund"),
)
TOOLS = (WHAT_IF,)
