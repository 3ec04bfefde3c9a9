"""Questions that lean on the one before: "那过期了呢", "how about silver?", "第二个"; resolved without a model."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache
from typing import Any, Literal

from core.program import Program
from core.texts import Language
from knowledge.intents import understand
from knowledge.normalise import readable
from knowledge.phrasings import SHIPPED, read

FRESH = timedelta(minutes=10)
_LONGEST = 40  # characters: who writes more has written a question of its own


@dataclass(frozen=True, slots=True)
class Last:
    """What was asked last and what answered it: an account tool, an article, a choice; `rest` was left for later."""

    asked: str
    tool: str | None = None
    article: str | None = None
    choices: tuple[str, ...] = ()
    rest: tuple[str, ...] = ()
    said: int = 0
    times: int = 1

    def to_json(self) -> dict[str, Any]:
        given = {name: getattr(self, name) for name in self.__slots__}
        return {name: list(one) if isinstance(one, tuple) else one for name, one in given.items() if one}


def last_from(about: Mapping[str, Any]) -> Last | None:
    """Read back what `Last.to_json` gave; None for a turn that left nothing to lean on."""
    if "asked" not in about:
        return None
    given: dict[str, Any] = {
        name: tuple(one) if isinstance(one, list) else one
        for name, one in about.items()
        if name in Last.__slots__
    }
    return Last(**given)


@dataclass(frozen=True, slots=True)
class Meant:
    """What a follow-up means: an article of the choice, a whole question, another language, more, or a person."""

    kind: Literal["article", "question", "language", "more", "person"]
    article: str = ""
    question: str = ""
    language: Language = "zh-Hans"


_LEAD = r"(?:那么?|那我的?|然后|还有|另外|而|and|and the|so|ok|okay|what about|how about|and what about|and how about|and my|what about my|how about my)?[,，\s]*"
_TAIL = r"(?:呢|吗|嘛|啊|呀|的|了|[?!。.,~\s])*"
_NUMBERS = {
    "1": 1,
    "一": 1,
    "first": 1,
    "one": 1,
    "2": 2,
    "二": 2,
    "两": 2,
    "second": 2,
    "two": 2,
    "3": 3,
    "三": 3,
    "third": 3,
    "three": 3,
}
_PICK = re.compile(
    rf"(?:我?(?:选|要|问的是|是)|看)?(?:第|the |no\.? ?|number |option |#)?(?P<which>[123一二两三]|first|second|third|one|two|three)(?: one| option)?(?:个|项|条|号|那个|\.|、|\))?(?: please|吧|谢谢)?{_TAIL}"
)
_LAST_ONE = re.compile(rf"(?:我?选)?(?:最后(?:一个|那个)?|the last(?: one)?){_TAIL}")
_NEITHER = re.compile(
    rf"(?:都不是|都不对|不是这些|没有我要的|none(?: of (?:these|them|those))?|neither){_TAIL}"
)
_MORE = re.compile(
    rf"{_LEAD}(?:还有(?:呢|吗|什么|哪些|别的|其他的?)*|别的|其他的?|更多|继续|接着说?|下面的?|more|what else|anything else|go on|continue|the rest|next){_TAIL}"
)
_WHY = re.compile(
    rf"{_LEAD}(?:为什么|为啥|为何|怎么会|凭什么|咋回事|怎么回事|why|why not|why is that|how come|why so){_TAIL}"
)
_NAMES: dict[Language, str] = {
    "zh-Hant": r"繁体(?:中文)?|繁中|正体|traditional(?: chinese)?",
    "zh-Hans": r"简体(?:中文)?|简中|中文|simplified(?: chinese)?|chinese",
    "en": r"英文|英语|english",
}
_LANGUAGE: dict[Language, re.Pattern[str]] = {
    language: re.compile(
        rf"{_LEAD}(?:请|能|可以)?(?:用|换成?|说|in|and in|to|翻译成)?\s*(?:{names})\s*(?:字|版|版本|文|语|characters?)?(?:再)?(?:说|怎么说|回答|讲)?(?:一遍|一下|一次)?(?: please)?{_TAIL}"
    )
    for language, names in _NAMES.items()
}

_EXPIRY = r"(?:是|都|会|要|它们?|这些|那些|什么时候|啥时候|几时|何时|哪天|几号|多久|快|最近|有)*(?:过期|到期|失效|作废|截止|清零|有效期|效期)(?:时间|日期|的|了|是)*(?:什么时候|哪天|多久|几号)?|(?:到|用到|留到)(?:什么时候|哪天|几号)|(?:and )?when (?:do|does|will|is|are) (?:they|it|those|these|that|this|the expiry)(?: all)? ?(?:expire|end|run out)?|(?:the )?expiry(?: date)?|expir(?:ed|ing)|do they expire|until when"
_PENDING = r"(?:什么时候|多久|哪天|几时)?(?:才|能|会)*(?:到账|到帐|入账|入帐|到)|when (?:do|does|will) (?:they|it|those|these|that) (?:arrive|come|clear|land)|pending"
_HISTORY = r"(?:都)?(?:明细|记录|流水|怎么来的|哪来的|从哪来的|去哪了|花哪了|用哪了|花到哪里?了)|(?:the )?(?:history|details|statement|breakdown)|where (?:from|did they (?:come from|go))"
_SPEND = r"(?:都)?(?:能|可以|够)(?:用来)?(?:换|兑|兑换)(?:些)?(?:什么|啥|哪些|点什么)?|what can i (?:get|redeem|do)(?: (?:for|with) (?:them|that|it|those))?|(?:is|are) (?:it|they|that) enough for (?:a coffee|anything)"
_GAP = r"(?:还|再)?(?:差|要|需要)(?:多少|几)(?:分|成长值|钱|单)?(?:升级|才升|能升)?|how much more|how far|what(?:'s| is) missing"
_TERMS = r"(?:有|要)?(?:什么|啥)?(?:条件|门槛|限制)(?:是什么)?|满多少(?:能|可以)?用?|能用在(?:哪|什么上)|(?:能|可以)买(?:什么|啥)|(?:any )?(?:conditions|terms|limits)|what (?:can i|do i) use (?:them|it) (?:on|for)"
_AMOUNT = r"(?:一共|总共|还)?(?:有|剩)?(?:多少|几张|几个|几天)|how many(?: (?:do i have|are (?:left|there)))?"
# What is asked, by the group of tools that was answered from.
_ASPECTS: tuple[tuple[str, dict[str, str]], ...] = (
    (
        _EXPIRY,
        {
            "points": "my_expiring_points",
            "coupons": "my_open_coupons",
            "tier": "my_tier",
            "card": "my_card",
            "redemptions": "my_redemptions",
        },
    ),
    (_PENDING, {"points": "my_points", "refunds": "my_refunds", "invitations": "my_invitations"}),
    (
        _HISTORY,
        {"points": "my_points_history", "orders": "my_recent_orders", "redemptions": "my_redemptions"},
    ),
    (_SPEND, {"points": "rewards_i_can_afford", "rewards": "rewards_i_can_afford"}),
    (_GAP, {"tier": "my_tier", "points": "my_tier", "benefits": "my_tier"}),
    (_TERMS, {"coupons": "my_coupon_terms"}),
    (_AMOUNT, {"points": "my_points", "coupons": "my_open_coupons", "checkins": "my_check_ins"}),
)
_ASPECT_PATTERNS = tuple((re.compile(rf"{_LEAD}(?:{words}){_TAIL}"), tools) for words, tools in _ASPECTS)
_WHY_TOOLS = {"points": "my_points_history", "orders": "why_no_points", "coupons": "my_coupon_terms"}
_GROUPS = {
    "my_points": "points",
    "my_expiring_points": "points",
    "my_points_history": "points",
    "why_no_points": "orders",
    "rewards_i_can_afford": "rewards",
    "my_redemptions": "redemptions",
    "my_tier": "tier",
    "tier_what_if": "tier",
    "my_benefits": "benefits",
    "my_open_coupons": "coupons",
    "my_coupon_terms": "coupons",
    "my_recent_orders": "orders",
    "my_check_ins": "checkins",
    "my_card": "card",
    "my_invitations": "invitations",
    "my_refunds": "refunds",
}
_ABOUT = re.compile(
    r"(?P<lead>那么?|那我的?|还有|(?:and |ok |so )?(?:what|how) about|and)?[,，\s]*(?:the |my |a |我的)?(?P<thing>[^,，。?？!！]{1,24}?)(?:怎么样)?(?P<tail>呢|[?!。.~\s])*"
)
# Things of which one may stand in another's place: "积分怎么获得" – "那优惠券呢".
_KINDS: tuple[tuple[str, ...], ...] = (
    ("积分", "points"),
    ("优惠券", "coupons"),
    ("成长值", "qualifying points"),
    ("年卡", "yearly card"),
    ("等级", "tier"),
)


def meant(text: str, last: Last, program: Program) -> Meant | None:
    """Return what a short text means after `last`, or None when it stands on its own."""
    plain = readable(text)
    if len(plain) > _LONGEST:
        return None
    if last.choices and (picked := _picked(plain, last)):
        return picked
    if _MORE.fullmatch(plain):
        return Meant("more")
    return (
        _in_language(plain, last)
        or _reason(plain, last)
        or _aspect(plain, last)
        or _another(plain, last, program)
    )


def _in_language(plain: str, last: Last) -> Meant | None:
    for language, words in _LANGUAGE.items():
        if words.fullmatch(plain):
            return Meant("language", question=last.asked, language=language)
    return None


def _reason(plain: str, last: Last) -> Meant | None:
    if not _WHY.fullmatch(plain):
        return None
    tool = _WHY_TOOLS.get(_GROUPS.get(last.tool or "", ""))
    return Meant("question", question=_of(tool, plain) if tool else f"{_why(plain)} {last.asked}")


def _picked(plain: str, last: Last) -> Meant | None:
    if found := _PICK.fullmatch(plain):
        place = _NUMBERS[found["which"]]
        return Meant("article", article=last.choices[place - 1]) if place <= len(last.choices) else None
    if _LAST_ONE.fullmatch(plain):
        return Meant("article", article=last.choices[-1])
    return Meant("person") if _NEITHER.fullmatch(plain) else None


def _aspect(plain: str, last: Last) -> Meant | None:
    group = _GROUPS.get(last.tool or "")
    for words, tools in _ASPECT_PATTERNS:
        if group in tools and words.fullmatch(plain):
            return Meant("question", question=_of(tools[group], plain))
    return None


def _another(plain: str, last: Last, program: Program) -> Meant | None:
    """Put another thing of the same kind into the last question: "银卡有什么权益" – "那金卡呢"."""
    found = _ABOUT.fullmatch(plain)
    if found is None or not (found["lead"] or found["tail"] == "呢" or plain.rstrip("?!。. ").endswith("呢")):
        return None
    thing = found["thing"].strip()
    before = readable(last.asked)
    for kind in _kinds(program):
        if (new := _named(kind, thing)) is None:
            continue
        old = next((name for names in kind for name in names if name != thing and name in before), None)
        if old is not None:
            place = next(at for names in kind for at, name in enumerate(names) if name == old)
            return Meant("question", question=before.replace(old, new[min(place, len(new) - 1)]))
    own = f"my {thing}" if thing.isascii() else f"我的{thing}"
    intent = understand(own) if last.tool is not None else None
    return Meant("question", question=own) if intent is not None and intent.kind == "account" else None


def _named(kind: tuple[tuple[str, ...], ...], thing: str) -> tuple[str, ...] | None:
    return next((names for names in kind if thing in names), None)


def _kinds(program: Program) -> Iterator[tuple[tuple[str, ...], ...]]:
    """Yield groups of things that can take each other's place, each thing by its names."""
    yield tuple(
        (tier.name.zh_hans.removesuffix("会员").lower(), (tier.name.en or "").lower())
        for tier in program.tiers
    )
    yield _KINDS
    yield tuple(
        (readable(product.name.zh_hans), (product.name.en or "").lower())
        for product in program.products.values()
    )


def _of(tool: str, plain: str) -> str:
    """Return a whole question that a tool answers, in the language of the follow-up."""
    chinese, english = _first(tool)
    return english if plain.isascii() else chinese


@lru_cache(maxsize=64)
def _first(tool: str) -> tuple[str, str]:
    known = [one for one in read(SHIPPED) if one.label == tool]
    chinese = next(one.text for one in known if one.language == "zh-Hans")
    return chinese, next(one.text for one in known if one.language == "en")


def _why(plain: str) -> str:
    return "why" if plain.isascii() else "为什么"
