"""The asker's tier, and what is missing to the next one or to stay."""

from __future__ import annotations

from core.wording import money
from knowledge.tools.account import AccountTool, Desk, Told, pattern, short
from membership import tiers
from membership.ladders import Missing


async def _standing(desk: Desk) -> Told:
    stands = await desk.db.read(tiers.standing, member_id=desk.member_id, program=desk.program, now=desk.now)
    names = {
        tier.id: f"{tier.emoji} {tier.name.in_(desk.texts.language)}".strip() for tier in desk.program.tiers
    }
    held = names.get(stands.tier, stands.tier)
    if desk.program.tier_rules.basis != "qualifying" or stands.grace_until or stands.floor_until:
        return Told("\n".join(_otherwise(desk, stands, names)), _receipts(stands))
    lines = [desk.texts("answers-tier", tier=held, qualifying=stands.qualifying)]
    if stands.next_tier is None:
        lines.append(desk.texts("answers-tier-highest"))
    else:
        lines.append(desk.texts("answers-tier-next", missing=stands.missing, next=names[stands.next_tier]))
    if stands.until is not None:
        day = desk.last_day(stands.until)
        if stands.missing_to_keep:
            lines.append(desk.texts("answers-tier-keep", day=day, missing=stands.missing_to_keep, tier=held))
        else:
            lines.append(desk.texts("answers-tier-kept", day=day))
    return Told("\n".join(lines), _receipts(stands))


def _otherwise(desk: Desk, stands: tiers.Standing, names: dict[str, str]) -> list[str]:
    """Word a standing in which something else than qualifying points counts, or grace or a paid card has a part."""
    lines = [names[stands.tier]]
    if stands.next_tier is not None and stands.to_next is not None:
        lines.append(desk.texts("tiers-next", tier=names[stands.next_tier], **_asked(desk, stands.to_next)))
    if stands.floor_until is not None:
        until = desk.last_day(stands.floor_until)
        lines.append(desk.texts("tiers-floor", until=until, tier=names[stands.earned]))
    if stands.until is not None and stands.to_keep is None:
        lines.append(desk.texts("tiers-kept", tier=names[stands.earned], until=desk.last_day(stands.until)))
    elif stands.until is not None and stands.to_keep is not None:
        asked = _asked(desk, stands.to_keep)
        if stands.grace_until is None:
            lines.append(
                desk.texts(
                    "tiers-keep", tier=names[stands.earned], until=desk.last_day(stands.until), **asked
                )
            )
        else:
            missing = desk.texts("tiers-missing", **asked)
            until = desk.last_day(stands.grace_until)
            lines.append(desk.texts("tiers-grace", until=until, missing=missing))
    return lines


def _asked(desk: Desk, missing: Missing) -> dict[str, str | int]:
    return {
        "ways": missing.ways,
        "qualifying": missing.qualifying,
        "spend": money(missing.spend, program=desk.program),
        "purchases": missing.purchases,
    }


def _receipts(stands: tiers.Standing) -> tuple[str, ...]:
    return (f"tier:{stands.tier}:{stands.since.date().isoformat()}",)


STANDING = AccountTool(
    name="my_tier",
    description=(
        "The asking member's tier, until when it holds, and how many qualifying points are missing "
        "to the next tier or to keep this one. Takes no arguments."
    ),
    answer=_standing,
    whole=short(
        r"(?:会员)?(?:等级|级别|成长值)(?:是什么|是多少|有多少|多少|查询|进度)?|(?:升级|保级)进度|(?:是)?(?:什么|哪个|几)(?:会员)?(?:等级|级别|级会员|级|卡会员)",
        r"(?:tier|level|status|membership level|membership tier|tier progress)",
    ),
    within=pattern(
        r"(?:我|本人)(?:现在|目前|的|会员|账户|到底)*+(?:是|属于|算)?(?:什么|哪个|哪一?级|几级|啥)(?:会员|等级|级别|卡)",
        r"(?:我|本人)(?:的|现在|目前|会员)*+(?:等级|级别|成长值).{0,4}(?:是|多少|什么|到哪|几|怎么查|怎么看)",
        r"(?:还|再)?差多少.{0,8}(?:升|保级|金卡|银卡|白金|下一级)|还(?:差|要|需|缺)多少.{0,10}(?:升|保级|金卡|银卡|白金|下一级)",
        r"(?:离|距离|距).{0,10}(?:金卡|银卡|白金|升级|下一级|下个等级).{0,6}(?:差|多远|多少)",
        r"(?:升级?到?|升|到|保级).{0,6}(?:金卡|银卡|白金|下一级)?(?:还|我还)(?:差|要|需|缺)",
        r"我.{0,6}(?:保级|升级).{0,6}(?:差|进度|多少|了吗)",
        r"(?:what|which) (?:tier|level|status) am i",
        r"my (?:current |membership )?(?:tier|level|status)\b",
        r"how (?:far|close|many|much).{0,30}(?:next (?:tier|level)|(?:reach|to|from|until|till) (?:gold|silver|platinum)|keep my)",
    ),
    never=pattern(
        r"怎么(?!查|看)|如何(?!查|看)|为什么|权益|好处|区别|有哪些|规则|benefits?|perks?|difference|why|(?<!i be )(?<!i get )downgraded?|(?<!我会)(?<!我会被)降级"
    ),
)
TOOLS = (STANDING,)
