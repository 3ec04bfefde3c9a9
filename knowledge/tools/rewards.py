"""What the asker can redeem with the points they have."""

from __future__ import annotations

from knowledge.tools.account import AccountTool, Desk, Told, pattern
from membership import points, rewards

_SHOWN = 6


async def _affordable(desk: Desk) -> Told:
    held = await desk.db.read(points.balance, member_id=desk.member_id, now=desk.now)
    receipts = () if held.receipt is None else (f"points:{held.receipt}",)
    can = await desk.db.read(rewards.affordable, member_id=desk.member_id, program=desk.program, now=desk.now)
    if not can:
        return Told(desk.texts("rewards-tool-none", available=held.available), receipts)
    lines = [desk.texts("rewards-tool-can", available=held.available)]
    lines += [
        desk.texts(
            "rewards-tool-line",
            title=desk.program.rewards[one.reward].title.in_(desk.texts.language),
            points=one.points,
        )
        for one in can[:_SHOWN]
    ]
    more = len(can) - _SHOWN
    lines.append(
        desk.texts("rewards-tool-more", count=more) if more > 0 else desk.texts("rewards-tool-where")
    )
    return Told("\n".join(lines), receipts)


AFFORDABLE = AccountTool(
    name="rewards_i_can_afford",
    description=(
        "The rewards that the asking member can redeem right now with the points they have, the dearest first. "
        "Takes no arguments."
    ),
    answer=_affordable,
    whole=pattern(r"(?:which|what) rewards can i (?:afford|redeem)(?: now)?[?!. ]*"),
    within=pattern(
        r"(?:我|本人)(?:的|现在|目前|这些|手上|手里|有的|账户|账号|剩下)*+(?:积分|分)?(?:现在|目前|都)*+(?:能|可以|够)(?:用来|拿来)?(?:兑换|换|兑)(?:到|得起)?(?:些)?(?:什么|啥|哪些|哪样|点|几样)",
        r"(?:我|本人)(?:的|现在|目前)*+(?:积分|分)?(?:兑得起|换得起)(?:什么|啥|哪些)",
        r"what (?:rewards )?can i afford",
        r"rewards (?:that )?i can (?:afford|redeem)",
        r"what can i (?:redeem|get|buy) (?:now )?with (?:the|my|these) \d+ points",
        r"(?:do i have|have i got) enough points (?:for|to)\b",
    ),
    never=pattern(r"怎么|如何|为什么|取消|退|规则|转|送人|提现|how|why|cancel|refund|transfer"),
)
TOOLS = (AFFORDABLE,)
