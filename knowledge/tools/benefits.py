"""The benefits of the asker's tier, and which of them wait to be claimed."""

from __future__ import annotations

from knowledge.tools.account import RULES, AccountTool, Desk, Told, pattern, short
from membership import benefits, tiers


async def _benefits(desk: Desk) -> Told:
    language = desk.texts.language
    held = await desk.db.read(tiers.tier_of, member_id=desk.member_id, program=desk.program, now=desk.now)
    owned = await desk.db.read(benefits.owned, member_id=desk.member_id, program=desk.program, now=desk.now)
    lines = [desk.texts("benefits-list", emoji=held.emoji, tier=held.name.in_(language))]
    lines += [
        desk.texts(
            "benefits-line",
            name=one.benefit.name.in_(language),
            about=one.benefit.description.in_(language),
        )
        for one in owned
    ]
    waiting = [one.benefit.name.in_(language) for one in owned if one.open]
    if waiting:
        lines.append(desk.texts("benefits-waiting", names=desk.texts("benefits-comma").join(waiting)))
    return Told("\n".join(lines), (f"tier:{held.id}",))


BENEFITS = AccountTool(
    name="my_benefits",
    description=(
        "What the asking member's tier gives them, and which benefits they can claim now. Takes no arguments."
    ),
    answer=_benefits,
    whole=short(
        r"(?:我的)(?:会员|等级)?(?:权益|福利|特权)(?:有哪些|是什么)?|(?:能|可以|可|还能)领(?:取)?(?:的|哪些|什么)(?:权益|福利)",
        r"my (?:tier |member(?:ship)? )?(?:benefits|perks)",
    ),
    within=pattern(
        r"(?:我|本人)(?:现在|目前|这个月|本月|的|会员|等级|这一?级)*+(?:还)?(?:有|能领|可以领|能享受|可以享受|享有|没领)(?:的|取)?(?:哪些|什么|啥|几个)(?:会员)?(?:的)?(?:权益|福利|特权)",
        r"(?:我|本人)(?:的)?(?:会员|等级)?(?:权益|福利)(?:有哪些|有什么|是什么|还没领|领了吗)",
        r"(?:which|what) (?:benefits|perks) (?:do|can|may) i (?:have|get|claim|still claim)",
        r"my (?:tier |member(?:ship)? )?(?:benefits|perks)\b",
    ),
    never=pattern(RULES, r"过期|补领|上个月|expire|last month"),
)
TOOLS = (BENEFITS,)
