"""The asker's points: what is there, what is on its way, and what will be lost when."""

from __future__ import annotations

from knowledge.tools.account import RULES, AccountTool, Desk, Told, pattern, short
from membership import points

SHOWN = 5


async def _balance(desk: Desk) -> Told:
    held = await desk.db.read(points.balance, member_id=desk.member_id, now=desk.now)
    lines = [desk.texts("answers-points", available=held.available)]
    if held.pending:
        day = desk.day(held.arriving[0].at)
        lines.append(desk.texts("answers-points-pending", pending=held.pending, day=day))
    if held.expiring:
        soonest = held.expiring[0]
        lines.append(
            desk.texts("answers-points-soonest", amount=soonest.amount, day=desk.last_day(soonest.at))
        )
    return Told("\n".join(lines), _receipts(held))


async def _expiring(desk: Desk) -> Told:
    held = await desk.db.read(points.balance, member_id=desk.member_id, now=desk.now)
    if not held.expiring:
        return Told(desk.texts("answers-points-none-expire", available=held.available), _receipts(held))
    lines = [desk.texts("answers-points-expiring")]
    lines += [
        desk.texts("answers-points-bucket", amount=bucket.amount, day=desk.last_day(bucket.at))
        for bucket in held.expiring
    ]
    return Told("\n".join(lines), _receipts(held))


async def _movements(desk: Desk) -> Told:
    moves = await desk.db.read(points.statement, member_id=desk.member_id, before=None, limit=SHOWN)
    if not moves:
        return Told(desk.texts("answers-points-no-movement"))
    lines = [
        desk.texts(
            "points-movement",
            day=desk.day(move.at),
            amount=f"{move.amount:+d}",
            what=desk.texts(f"points-source-{move.origin}"),
            receipt=f"#{move.entry_id}",
        )
        for move in moves
    ]
    told = [desk.texts("answers-points-movements", count=len(moves)), *lines]
    return Told("\n".join(told), tuple(f"points:{move.entry_id}" for move in moves))


def _receipts(held: points.Balance) -> tuple[str, ...]:
    return () if held.receipt is None else (f"points:{held.receipt}",)


MOVEMENTS = AccountTool(
    name="my_points_history",
    description="The asking member's latest movements of points: when, how many, where from. Takes no arguments.",
    answer=_movements,
    whole=short(
        r"积分(?:明细|记录|流水|变动|变化|账单|历史|去哪儿?了|花哪儿?了|用哪儿?了|花在哪儿?了?|怎么少了)",
        r"points? (?:history|statement|movements?|activity)|where did (?:my|the) points go",
    ),
    within=pattern(
        r"(?:我|本人).{0,6}积分.{0,6}(?:明细|记录|流水|变动|去哪|花哪|用哪|花在哪|怎么(?:少|变少|不见)了)",
        r"积分.{0,4}(?:少了|变少了|不见了|没了).{0,6}(?:怎么回事|为什么|为啥|去哪)",
        r"where (?:did|have) (?:all )?my points\b|my points? (?:history|statement|movements?)",
    ),
    never=pattern(r"规则|过期|到期|退货|退款|expir|refund"),
)
EXPIRING = AccountTool(
    name="my_expiring_points",
    description="Which points of the asking member expire, and on which days. Takes no arguments.",
    answer=_expiring,
    whole=short(
        r"(?:快|要|即将|马上|快要)(?:过期|到期)的?积分|积分(?:快|即将|马上|快要)(?:过期|到期)",
        r"expiring points|points (?:about to|that will|soon to) expire",
    ),
    within=pattern(
        r"(?:我|本人).{0,8}积分.{0,8}(?:过期|到期|失效|作废|清零)",
        r"(?:有多少|有没有|有|哪些).{0,4}积分.{0,6}(?:快|要|即将|马上|最近|本月|这个月).{0,3}(?:过期|到期)",
        r"(?:有多少|有没有|哪些|几个?).{0,4}(?:快|要|即将|马上|最近|本月|这个月).{0,3}(?:过期|到期).{0,3}积分",
        r"my .{0,20}points.{0,20}expir",
        r"when (?:will|do|are) my points",
        r"(?:any|which|how many) (?:of my )?points.{0,20}expir",
    ),
    never=pattern(
        RULES,
        r"会过期(?!的|多少)|会到期(?!的|多少)|有效期(?:是|多久|多长)|延期|恢复|补回|\b(?:arrive|land|come in|clear|available)\b",
    ),
)
BALANCE = AccountTool(
    name="my_points",
    description="The asking member's points: available, pending, and what expires next. Takes no arguments.",
    answer=_balance,
    whole=short(
        r"(?:可用|剩余|剩下的?|总)?(?:积分|分数)(?:余额|总数|数|查询|有多少|还有多少|还剩多少|剩多少|有几个?|还有几个?|多少)?|余额|(?:还)?(?:有|剩)(?:多少|几)分",
        r"points?(?: balance)?|balance|how many points(?: do i have| have i got| are left)?",
    ),
    within=pattern(
        r"(?:我|本人)(?:现在|目前|一共|总共|还|账户|账号|手上|里|的|到底|会员|卡里)*+(?:有|剩|还剩|剩下|攒了)(?:多少|几)个?(?:积分|分(?!钟|店|之))",
        r"(?:我|本人)(?:的|现在|会员|账户)*+积分.{0,4}(?:多少|几个|余额|剩|怎么查|怎么看|在哪)",
        r"(?:怎么|如何|在哪里?|哪里)(?:可以|能)?(?:查|看)(?:询|看|到)?我的积分",
        r"(?:我|本人).{0,6}积分.{0,4}(?:什么时候|几时|何时|哪天|多久)(?:才|能|会|可以)*+(?:到账|到帐|入账|入帐|生效|到手|能用|可用)",
        r"how many points (?:do|have) i\b",
        r"my (?:current |available )?(?:points?|balance)\b(?! .{0,20}(?:missing|wrong|gone|not|expir))",
        r"points (?:do i have|i have)",
        r"when (?:will|do|are) my .{0,20}points.{0,20}\b(?:arrive|land|come in|clear|available)\b",
    ),
    never=pattern(RULES, r"过期|到期|换|兑|退|转|送|少了|不对|没到(?!账的)|expir|redeem|missing|transfer"),
)
TOOLS = (MOVEMENTS, EXPIRING, BALANCE)
