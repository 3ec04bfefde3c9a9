"""The asker's paid card: which tier it holds at least, until when, and whether it renews."""

from __future__ import annotations

from knowledge.tools.account import RULES, AccountTool, Desk, Told, pattern
from membership import cards


async def _card(desk: Desk) -> Told:
    held = await desk.db.read(cards.card_of, member_id=desk.member_id, program=desk.program, now=desk.now)
    if held is None:
        return Told(desk.texts("cards-none"))
    tier = desk.program.tier_by_id.get(held.tier)
    until = desk.last_day(held.until_at)
    name = tier.name.in_(desk.texts.language) if tier else held.tier
    lines = [desk.texts("cards-held", tier=name, until=until, days=held.days_left)]
    if held.payment_id is not None:
        lines.append(desk.texts("cards-renews" if held.renews else "cards-renews-not", until=until))
    return Told("\n".join(lines), (f"card:{held.term_id}",))


CARD = AccountTool(
    name="my_card",
    description=(
        "The asking member's paid card (会员年卡): the tier that it holds at least, until when, how many days are "
        "left, and whether it renews by itself. Takes no arguments."
    ),
    answer=_card,
    whole=pattern(
        r"(?:请问|查一?下|看看|帮我查一?下)?我的(?:会员)?年卡(?:呢|在哪里?|情况|状态)?[?!。. ]*",
        r"(?:please )?(?:show (?:me )?|check |see )?my (?:yearly |annual |member(?:ship)? |paid )card[?!. ]*",
    ),
    within=pattern(
        r"(?:我|本人)的?(?:会员)?年卡.{0,6}(?:还有(?:几|多少)天|还有多久|(?:什么时候|何时|哪天|几号|多久)(?:到期|过期|结束)|到(?:什么时候|哪天|几号)|剩(?:几|多少)天|有效期)",
        r"(?:我|本人).{0,2}(?:有没有|有|买过|开通了?)(?:会员)?年卡(?:了)?吗",
        r"(?:when|how long).{0,20}my (?:yearly |annual |member(?:ship)? |paid )card.{0,20}(?:end|expire|last|run|valid|left)",
        r"my (?:yearly |annual |paid )card.{0,12}(?:expire|end|left|renew)",
    ),
    never=pattern(RULES, r"退|取消|多少钱|价格|划算|值得|refund|cancel|price|cost|worth|buy"),
)
TOOLS = (CARD,)
