"""What a question wants without any model: a person, a courtesy, the asker's own account, or somebody else's."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from knowledge.normalise import readable
from knowledge.tools import TOOLS
from knowledge.tools.account import AccountTool

_PERSON = re.compile(
    r"转人工|(?:找|要|接|换|转|联系|叫)(?:一?个|一下|你们的?)?(?:人工|真人|专人|活人|客服人员|在线客服|经理|店长|负责人|主管)|"
    r"^(?:人工|客服|真人|专人)(?:客服|服务)?[?!。~ ]*$|^(?:我要|我想|帮我|请)?(?:找|转|叫|接)(?:一?个|一下)?客服[?!。~ ]*$|人工服务(?!时间|几点|电话)|我要投诉|^投诉[?!。 ]*$|投诉你们|要投诉|"
    r"律师|起诉|法院|12315|消协|消费者协会|工商局|赔偿|报警|曝光你们|食物中毒|拉肚子|吃出|喝出|"
    r"(?:speak|talk|chat)(?:ing)? (?:to|with) (?:a |an |the |some)?(?:human|person|agent|manager|representative|someone|somebody|staff)|"
    r"^(?:a |an )?(?:human|person|agent)(?: please|, please)?[?!. ]*$|"
    r"\b(?:human|live|real) (?:agent|person|support|being)\b|customer service (?:agent|rep)|"
    r"\b(?:lawyer|lawsuit|sue you|legal action|food poisoning|file a complaint|make a complaint|complain about)\b"
)
_GREETING = re.compile(
    r"(?:你好|您好|哈[喽罗啰]|嗨|在吗|在不在|早|早上好|早安|下午好|晚上好|中午好|hi|hello|hey|yo|good (?:morning|afternoon|evening))"
    r"(?:呀|啊|哦|there|[!?。,.~ ])*"
)
_THANKS = re.compile(
    r"(?:好的?|ok|okay|嗯+|行)?[,。 ]*(?:谢谢|多谢|感谢|谢了|谢啦|辛苦了|thanks?|thank you|thx|cheers)"
    r"(?:你|您|啦|了|哦|呀|so much|very much|a lot|[!。,.~ ])*"
)
_GOODBYE = re.compile(r"(?:再见|拜拜|拜|晚安|bye|goodbye|see you|good night)(?:啦|咯|哦|bye|[!。,.~ ])*")
_OTHERS = re.compile(
    r"(?:他|她|他们|别人|别的会员|其他会员|其他人|某人|会员 ?#?\d+|用户 ?#?\d+|(?:我)?(?:老公|老婆|同事|朋友|妈妈?|爸爸?)(?=的)) ?(?:的|有多少|有几个?)"
    r"(?:会员)?(?:积分|余额|等级|订单|优惠券|手机号?|电话|生日|资料|签到)|"
    r"(?:member|user|customer) ?(?:id ?)?#?\d+.{0,20}(?:points?|balance|orders?|coupons?|tier|phone|data)|"
    r"(?:another|other|someone else'?s?|somebody else'?s?|all) (?:members?|users?|customers?|person)?'?s? ?(?:points?|balances?|orders?|coupons?|tiers?|phone|data)|"
    r"(?:points?|balances?|orders?|coupons?|tiers?|phone numbers?|data) (?:of|for|from) (?:another|other|all|every|member|user|customer)"
)


@dataclass(frozen=True, slots=True)
class Intent:
    """What was understood; `tool` is set for the asker's own account, `courtesy` names the reply to one."""

    kind: Literal["person", "courtesy", "account", "others"]
    tool: AccountTool | None = None
    courtesy: Literal["hello", "thanks", "goodbye"] | None = None


def understand(question: str) -> Intent | None:
    """Return what a question plainly wants, or None when it is one for the FAQ."""
    text = readable(question)
    if _PERSON.search(text):
        return Intent("person")
    for courtesy, words in (("hello", _GREETING), ("thanks", _THANKS), ("goodbye", _GOODBYE)):
        if words.fullmatch(text):
            return Intent("courtesy", courtesy=courtesy)  # type: ignore[arg-type]
    if _OTHERS.search(text):
        return Intent("others")
    for tool in TOOLS:
        if tool.fits(text):
            return Intent("account", tool=tool)
    return None
