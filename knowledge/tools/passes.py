"""Where the asker's member code is: it lives a minute, so an answer never holds one."""

from __future__ import annotations

from knowledge.tools.account import AccountTool, Desk, Told, pattern, short
from membership import profiles


async def _where(desk: Desk) -> Told:
    known = await desk.db.read(profiles.outline, member_id=desk.member_id, program=desk.program)
    return Told(desk.texts("answers-code", number=known.number), (f"profile:{known.number}",))


CODE = AccountTool(
    name="my_member_code",
    description="How the asking member shows their code at the counter, and their member number. Takes no arguments.",
    answer=_where,
    whole=short(
        r"(?:出示|打开|亮|开)?(?:会员)?(?:二维码|条码|会员码|付款码)",
        r"(?:open )?(?:member )?(?:qr )?(?:bar)?code",
    ),
    within=pattern(
        r"(?:出示|打开|给我看?|亮一?下)(?:我的)?(?:会员码|二维码|条码)",
        r"(?:show|open) my (?:member |qr |bar)?code",
    ),
    never=pattern(r"兑换码|验证码|优惠码|怎么|安全|扫不|redeem|coupon|promo|verification|\bhow\b|safe"),
)
TOOLS = (CODE,)
