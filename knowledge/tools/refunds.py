"""What came back to the asker: the newest refunds that the tills have reported."""

from __future__ import annotations

from core.wording import money
from knowledge.tools.account import AccountTool, Desk, Told, pattern, short
from membership import refunds

_SHOWN = 3


async def _newest(desk: Desk) -> Told:
    found = await desk.db.read(refunds.of_member, member_id=desk.member_id, limit=_SHOWN)
    if not found:
        return Told(desk.texts("answers-refunds-none"))
    lines = [desk.texts("answers-refunds", count=len(found))]
    lines += [
        desk.texts(
            "answers-refunds-line",
            ordered=desk.day(one.ordered_at),
            day=desk.day(one.refunded_at),
            amount=money(one.amount, program=desk.program),
            points=one.points,
        )
        for one in found
    ]
    lines.append(desk.texts("answers-refunds-bank", days=desk.program.shop.refund_days))
    return Told("\n".join(lines), tuple(f"refund:{one.refund_id}" for one in found))


REFUNDS = AccountTool(
    name="my_refunds",
    description="The asking member's newest refunds: day, amount, points taken back. Takes no arguments.",
    answer=_newest,
    whole=short(r"退款(?:进度|状态|到哪了)", r"refunds?(?: status)?"),
    within=pattern(
        r"(?:我|本人)的退款.{0,6}(?:进度|状态|到哪|到了|到账|成功|怎么样|呢)",
        r"(?:where(?:'s| is)|status of) my refund|has my refund",
    ),
    never=pattern(
        r"怎么(?!查|看|样|还没)|怎样(?!查|看)|如何(?!查|看)|为什么|为啥|规则|条件|能不能|可不可以|是不是|会不会|多久|几天|申请(?!的|了|过)|"
        r"how (?:do|can|does|should|would|to|long)|why|can i|could i|is it possible"
    ),
)
TOOLS = (REFUNDS,)
