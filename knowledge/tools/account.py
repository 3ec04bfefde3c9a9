"""What all account tools share: the desk they read from, and how one describes itself."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime

from core import wording
from core.program import Program
from core.texts import Texts
from db.engine import Database

LONGEST = 120  # characters; whoever writes more wants more than one figure


@dataclass(frozen=True, slots=True)
class Desk:
    """Where a tool reads, for whom and when; the member comes from the edge and can't be chosen by a text.

    `question` is what the member wrote, for a tool that needs a figure of it.
    """

    db: Database
    program: Program
    texts: Texts
    member_id: int
    now: datetime
    question: str = ""

    def last_day(self, ends: datetime) -> str:
        """Word the last local day of what ends at the instant `ends`."""
        return wording.last_day(ends, program=self.program, language=self.texts.language)

    def day(self, at: datetime) -> str:
        return wording.day(at, program=self.program, language=self.texts.language)


@dataclass(frozen=True, slots=True)
class Told:
    """A tool's answer in the asker's language, and the records that it rests on."""

    text: str
    receipts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AccountTool:
    """A read-only question about the asker's own account.

    `description` is for a model. `whole` must match a whole question, `within` somewhere in it, and
    `never` nowhere; all three see the text as `knowledge.normalise.readable` gives it.
    """

    name: str
    description: str
    answer: Callable[[Desk], Awaitable[Told]]
    whole: re.Pattern[str]
    within: re.Pattern[str]
    never: re.Pattern[str]

    def fits(self, question: str) -> bool:
        if len(question) > LONGEST or self.never.search(question):
            return False
        return bool(self.whole.fullmatch(question) or self.within.search(question))


# A question for the rules, not for the account: "怎么获得积分", "how do I earn points".
RULES = (
    r"怎么(?!查|看)|怎样(?!查|看)|如何(?!查|看)|为什么|为啥|规则|条件|能不能|可不可以|是不是|会不会|什么是|是什么意思|"
    r"(?<!我的会员)(?<!我的等级)(?<!我现在的会员)有什么(?:用|好处)|签到能|签到送|邀请|生日|一杯|每(?:天|次|杯|元|消费)|"
    r"how (?:do|can|does|should|would|to)|why|(?<!coupons )(?<!vouchers )(?<!benefits )(?<!perks )can i(?! (?:still )?claim)|could i|is it possible|what (?:is|are) (?:a|the)|per |earn|"
    r"invite|birthday"
)
# Possessive (`*+`): with backtracking, "我的我的我的…" would take for ever.
ASKED = r"(?:请问|请|麻烦|帮我?|给我|替我|我想|我要|想|要|查询|查看|查|看看|看|问|一下|下|现在|目前|当前|的|我的|我|本人)*+"
TAIL = r"(?:呢|吗|吧|啊|呀|了|是多少|多少|[?!。,.~ ])*+"
ASKED_EN = r"(?:please |pls |can you |could you |show me |show |tell me |check |see |view |what(?:'s| is| are) |my |me |the |current )*+"
TAIL_EN = r"[?!. ]*(?:please)?[?!. ]*"


def pattern(*alternatives: str) -> re.Pattern[str]:
    return re.compile("|".join(alternatives))


def short(chinese: str, english: str) -> re.Pattern[str]:
    """Match a question that is little more than the thing's name, in either language."""
    return re.compile(f"{ASKED}(?:{chinese}){TAIL}|{ASKED_EN}(?:{english}){TAIL_EN}")
