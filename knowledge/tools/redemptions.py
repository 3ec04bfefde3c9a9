"""What the asker has redeemed and not collected yet."""

from __future__ import annotations

from knowledge.tools.account import AccountTool, Desk, Told, pattern, short
from membership import redemptions


async def _waiting(desk: Desk) -> Told:
    """Name what waits and until when; the codes stay in `/redemptions`, since an answer may be read over a shoulder."""
    held = await desk.db.read(redemptions.ready_of, member_id=desk.member_id, now=desk.now)
    if not held:
        return Told(desk.texts("redemptions-tool-none"))
    lines = [desk.texts("redemptions-tool-waiting", count=len(held))]
    lines += [
        desk.texts(
            "redemptions-tool-line",
            title=redemptions.title_of(one, desk.program).in_(desk.texts.language),
            day=desk.last_day(one.expires_at),
        )
        for one in held
        if one.expires_at is not None
    ]
    lines.append(desk.texts("redemptions-tool-where"))
    return Told("\n".join(lines), tuple(f"redemption:{one.redemption_id}" for one in held))


WAITING = AccountTool(
    name="my_redemptions",
    description=(
        "What the asking member has redeemed and not collected yet, and until when each is kept. Takes no arguments."
    ),
    answer=_waiting,
    whole=short(
        r"兑换(?:记录|历史|明细)(?:有哪些|在哪里?)?|待领取的?(?:东西|礼品|兑换)?",
        r"redemptions?(?: history)?|redeemed rewards|(?:what|which) (?:have i|did i) redeem(?:ed)?",
    ),
    within=pattern(
        r"(?:我|本人)的兑换(?:码|记录|历史|明细|单)(?:呢|在哪|是多少|有哪些|还有|[?!。 ]|$)",
        r"(?:我|本人).{0,4}(?:都|已经|之前|最近)?(?:兑换|换)(?:了|过)(?:些)?(?:什么|啥|哪些)",
        r"(?:我|本人).{0,4}(?:有|还有).{0,4}(?:没领|没取|待领取|没拿|没去拿|没去取)",
        r"my (?:redemptions?|redeemed rewards|pick-?up codes?)\b",
        r"(?:do i have|have i) (?:anything|any rewards?|something).{0,20}(?:to (?:collect|pick up)|waiting)",
    ),
    never=pattern(
        r"怎么(?!查|看)|如何(?!查|看)|为什么|取消|退|寄|邮|错|过期(?:了|的|后|就|还)|cancel|refund|\bhow\b|\bwhy\b|ship|mail"
    ),
)
TOOLS = (WAITING,)
