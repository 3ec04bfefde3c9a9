"""What a question wants without any model: a person, a courtesy, the asker's own account, or somebody else's."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from knowledge import recogniser
from knowledge.courtesies import Courtesy, courtesy_of
from knowledge.normalise import readable
from knowledge.phrasings import FAQ, PERSON
from knowledge.recogniser import Recogniser
from knowledge.tools import BY_NAME, TOOLS
from knowledge.tools.account import LONGEST, AccountTool
from knowledge.urgency import Urgency, urgency_of

_PERSON = re.compile(
    r"转人工|(?:找|要|接|换|转|联系|叫|来)(?:一?个|一下|你们的?)?(?:人工|真人|专人|活人|客服人员|在线客服|经理|店长|负责人|主管)|"
    r"^(?:人工|客服|真人|专人)(?:客服|服务)?[?!。~ ]*$|^(?:我要|我想|帮我|请)?(?:找|转|叫|接)(?:一?个|一下)?客服[?!。~ ]*$|人工服务(?!时间|几点|电话)|"
    r"(?:speak|talk|chat)(?:ing)? (?:to|with) (?:a |an |the |some)?(?:human|person|agent|manager|representative|someone|somebody|staff)|"
    r"^(?:a |an )?(?:human|person|agent)(?: please|, please)?[?!. ]*$|"
    r"\b(?:human|live|real) (?:agent|person|support|being)\b|customer service (?:agent|rep)"
)
_KIN = (
    r"老公|老婆|丈夫|妻子|先生|太太|男友|女友|男朋友|女朋友|对象|同事|朋友|同学|室友|闺蜜|家人|妈妈?|爸爸?|爷爷|奶奶|"
    r"哥哥?|姐姐?|弟弟?|妹妹?|儿子|女儿"
)
_OTHERS = re.compile(
    rf"(?:他|她|他们|别人|别的会员|其他会员|其他人|某人|(?:会员|用户)[号编]{{0,2}} ?#?\d+|(?<!\d)1[3-9]\d{{9}}|我(?:的)?(?:{_KIN})[\u4e00-\u9fff]{{0,4}}?|(?<!邀请)(?<!推荐)(?<!介绍)(?<!带)(?:{_KIN})(?=的)) ?(?:的|有多少|有几个?)"
    r"(?:会员)?(?:积分|余额|等级|订单|优惠券|手机号?|电话|生日|资料|签到)|"
    r"\bmy (?:wife|husband|partner|friend|boyfriend|girlfriend|mum|mom|dad|mother|father|sister|brother|son|daughter|colleague)(?:'s)? (?:points?|balance|orders?|coupons?|tier|phone|birthday)|"
    r"(?:member|user|customer) ?(?:id ?|number ?)?#?\d+.{0,20}(?:points?|balance|orders?|coupons?|tier|phone|data)|"
    r"(?:another|other|someone else'?s?|somebody else'?s?|all) (?:members?|users?|customers?|person)?'?s? ?(?:points?|balances?|orders?|coupons?|tiers?|phone|data)|"
    r"(?:points?|balances?|orders?|coupons?|tiers?|phone numbers?|data) (?:of|for|from) (?:another|other|all|every|member|user|customer)"
)


_NO_PERSON = re.compile(
    r"(?:算了|好了|没事了|行了)?[,， ]*(?:先)?(?:不用|不要|不需要|不必|取消)(?:再)?(?:转|找|叫)?(?:人工|真人|客服|专人)(?:客服|服务)?(?:了|啦|吧)*[,， ]*(?:谢谢(?:你|啦|了)?)?[!。.~ ]*|"
    r"(?:ok(?:ay)?|actually|never ?mind|thanks)?[,. ]*(?:i )?(?:don'?t|do not|no longer) (?:need|want) (?:a |an |the |to (?:talk|speak) to (?:a |an )?)?(?:human|person|agent)(?: any ?more| now)?[,. ]*(?:thanks|thank you)?[!. ]*"
)
# Whether one's family may use or join something is a question about the rules.
_SHARED = re.compile(r"(?:能不能|可不可以|能|可以|可否)(?:给|送|转|合并|绑定?|领|用|兑|共享|共用|一起)")

_SURE, _LIKELIER = 0.65, 0.6


@dataclass(frozen=True, slots=True)
class Intent:
    """What was understood; `tool` is set for the asker's own account, `courtesy` names the reply to one.

    `urgency` says why a person must deal with it at once.
    """

    kind: Literal["person", "courtesy", "account", "others"]
    tool: AccountTool | None = None
    courtesy: Courtesy | None = None
    urgency: Urgency | None = None


def declines_person(text: str) -> bool:
    """Say whether a text, as a whole, says that no person is needed (any more)."""
    return _NO_PERSON.fullmatch(readable(text)) is not None


def understand(question: str) -> Intent | None:
    """Return what a question plainly wants, or None when it is one for the FAQ."""
    text = readable(question)
    declined = _NO_PERSON.fullmatch(text) is not None
    courtesy = "thanks" if declined else courtesy_of(text)
    if declined or courtesy in {"who", "robot"}:  # "are you a real person" asks for no person
        return Intent("courtesy", courtesy=courtesy)
    urgency = urgency_of(text)
    if urgency is not None or _PERSON.search(text):
        return Intent("person", urgency=urgency)
    if courtesy is not None:
        return Intent("courtesy", courtesy=courtesy)
    if _OTHERS.search(text) and not _SHARED.search(text):
        return Intent("others")
    label = decide(text, recogniser.shipped())
    if label == FAQ:
        return None
    return Intent("person") if label == PERSON else Intent("account", tool=BY_NAME[label])


def decide(question: str, known: Recogniser) -> str:
    """Return the tool, PERSON or FAQ that a question belongs to: its pattern's, unless its words say another one.

    The thresholds were chosen by fivefold validation on the shipped phrasings (`tools/fit_phrasings.py`).
    """
    text = readable(question)
    if _PERSON.search(text):
        return PERSON
    if len(text) > LONGEST:
        return FAQ
    named = next((tool.name for tool in TOOLS if tool.fits(text)), None)
    if (
        named is not None and named not in known.labels
    ):  # too particular for the scorer: "再消费 200 能保级吗"
        return named
    guess = known.guess(text)
    # What a tool must never answer ("礼品卡为什么没有积分") it doesn't answer for sounding like it either.
    vetoed = guess.label in BY_NAME and BY_NAME[guess.label].never.search(text) is not None
    if not vetoed and guess.probability >= (_LIKELIER if named is not None else _SURE):
        return guess.label
    return named or FAQ
