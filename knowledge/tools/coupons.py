"""The asker's coupons that can be used now."""

from __future__ import annotations

from knowledge.tools.account import RULES, AccountTool, Desk, Told, pattern, short
from membership import coupons


async def _open(desk: Desk) -> Told:
    held = await desk.db.read(coupons.open_coupons, member_id=desk.member_id, now=desk.now)
    if not held:
        return Told(desk.texts("answers-coupons-none"))
    lines = [desk.texts("answers-coupons", count=len(held))]
    for coupon in held:
        template = desk.program.coupons.get(coupon.template)
        title = template.title.in_(desk.texts.language) if template else coupon.template
        lines.append(desk.texts("answers-coupons-line", title=title, day=desk.last_day(coupon.expires_at)))
    return Told("\n".join(lines), tuple(f"coupon:{coupon.coupon_id}" for coupon in held))


OPEN = AccountTool(
    name="my_open_coupons",
    description="The coupons that the asking member can use now, with their last days. Takes no arguments.",
    answer=_open,
    whole=short(
        r"(?:可用|能用|有效|没用|未使用)?的?(?:优惠券|代金券|卡券|券)(?:包|列表|有哪些|在哪里?|有几张|有多少)?|卡包|(?:有|还有)(?:什么|哪些|几张|多少)?(?:张)?(?:可用的?|能用的?)?(?:优惠券|代金券|券)",
        r"(?:available |open )?(?:coupons?|vouchers?)|(?:what|which|any) (?:coupons?|vouchers?)(?: do i have| can i use)?",
    ),
    within=pattern(
        r"(?:我|本人).{0,6}(?:有|剩|能用|可用).{0,6}(?:优惠券|代金券|券)",
        r"(?:我|本人)的(?:优惠券|代金券|券|卡包).{0,4}(?:在哪|有哪些|还有|几张|怎么查|怎么看|列表|什么时候(?:过期|到期))",
        r"(?:我|本人).{0,4}(?:优惠券|代金券|券).{0,4}(?:几张|多少张|有哪些|快过期|快到期)",
        r"my (?:open |available )?(?:coupons?|vouchers?)\b",
        r"(?:do i have|have i got|i have) (?:any |some )?(?:coupons?|vouchers?)",
    ),
    never=pattern(
        RULES,
        r"叠加|一起用|退|没收到|没到账|用不了|不能用|错|转赠|送|换|兑|stack|combine|refund|not work|doesn't|didn't",
    ),
)
TOOLS = (OPEN,)
