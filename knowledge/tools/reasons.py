"""Why the asker's newest order brought the points that it did, or none: judged again, rule by rule."""

from __future__ import annotations

from core.errors import NotFound
from knowledge.receipts import Wording
from knowledge.tools.account import AccountTool, Desk, Told, pattern, short
from membership import replays


async def _why(desk: Desk) -> Told:
    try:
        order = await desk.db.read(replays.replay, member_id=desk.member_id, ref=None, program=desk.program)
    except NotFound as unseen:
        return Told(desk.texts(unseen.key))
    told = Wording(desk.texts, desk.program).replay(order, now=desk.now)
    return Told(told, (f"order:{order.channel}:{order.ref}",))


WHY = AccountTool(
    name="why_no_points",
    description=(
        "Why the asking member's newest order earned the points that it did, or none: every earning rule with what "
        "it gave or the condition that failed, refunds, and what is pending until when. Takes no arguments."
    ),
    answer=_why,
    whole=short(
        r"(?:最近|上一?|这|那|刚才那?)?(?:一)?(?:单|笔|笔订单|个订单)?(?:为什么|为啥|怎么)(?:没有?|少|不给|没给|才|只有?)(?:我)?(?:到|给|得|算|记|计)?(?:这么点|这么少|多少)?积分",
        r"why (?:did i get |did i earn |do i have |were there )?(?:no|so few|fewer|less) points",
    ),
    within=pattern(
        r"(?:为什么|为啥|怎么)(?:.{0,6}(?:我|本人).{0,4})?(?:这|那|上一?|最近一?|刚才)(?:那)?(?:一)?(?:单|笔).{0,8}(?:没有?|少|没给|才|只).{0,6}积?分",
        r"(?:我|本人)(?:的)?.{0,4}(?:这|那|上一?|最近一?|刚才)(?:那)?(?:一)?(?:单|笔).{0,6}(?:为什么|为啥|怎么).{0,8}(?:没|少|才|只).{0,6}积?分",
        r"(?:这|那|上一?|最近一?)(?:一)?(?:单|笔)(?:订单|消费)?的?积分(?:是)?怎么(?:算|来)的",
        r"why (?:did|does|has) (?:my|this|that|the) (?:last |latest |recent )?(?:order|purchase).{0,20}(?:no|few|fewer|less|not .{0,10}any|only).{0,12}points",
        r"why did(?:n't| not) (?:my|this|that|the) (?:last |latest |recent )?(?:order|purchase) (?:earn|get|give|bring)",
        r"why did(?:n't| not) i (?:get|earn|receive) (?:any |the |my )?points for (?:my|this|that) (?:last |latest |recent )?(?:order|purchase)",
    ),
    never=pattern(r"签到|打卡|邀请|过期|到期|外卖平台|美团|礼品卡|check-?in|invite|expire|gift card"),
)
TOOLS = (WHY,)
