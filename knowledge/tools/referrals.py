"""The asker's invitations: how many came to something, and how many are on their way."""

from __future__ import annotations

from knowledge.tools.account import AccountTool, Desk, Told, pattern
from membership import referrals


async def _invitations(desk: Desk) -> Told:
    known = await desk.db.read(
        referrals.invitations, member_id=desk.member_id, program=desk.program, now=desk.now
    )
    if not known.counts:
        return Told(desk.texts("referrals-none"))
    summed = desk.texts(
        "referrals-sum",
        paid=known.counts.get("paid", 0),
        waiting=known.waiting,
        month=known.rewarded_this_month,
        most=desk.program.points.referral.max_per_month,
    )
    lines = [
        desk.texts(
            f"referrals-friend-{one.state}",
            joined=desk.day(one.joined_at),
            due=desk.day(one.due_at or one.joined_at),
        )
        for one in known.friends
    ]
    receipts = tuple(f"referral:{one.referral_id}" for one in known.friends)
    return Told("\n".join([summed, *lines]), receipts)


INVITATIONS = AccountTool(
    name="my_invitations",
    description=(
        "How many friends the asking member has invited, how many were rewarded, and how many rewards are on "
        "their way until when; never who the friends are. Takes no arguments."
    ),
    answer=_invitations,
    whole=pattern(
        r"(?:请问|查一?下|看看|帮我查一?下)?我的邀请(?:记录|进度|情况|列表|呢)?[?!。. ]*",
        r"(?:please )?(?:show (?:me )?|check |see )?my (?:invitations?|referrals?)[?!. ]*",
    ),
    within=pattern(
        r"我(?:一共|总共|已经|现在|目前|这个?月|本月)*+(?:成功)?(?:邀请|请)了(?:多少|几)(?:个|位|人|名)",
        r"我(?:一共|总共|已经|现在|目前|这个?月|本月)*+有(?:多少|几)个?(?:位|人|名)?(?:朋友|好友)?(?:用我的链接|通过我)",
        r"我的邀请.{0,4}(?:记录|进度|有几个|有多少|到账了几|怎么查|怎么看|在哪)",
        r"how many (?:friends|people) (?:have|did) i (?:invite|refer)",
        r"(?:status|progress) of my (?:invitations?|referrals?)",
    ),
    never=pattern(r"为什么|为啥|奖励(?:多少|是什么|呢)|能邀请|可以邀请|上限|限制|why|can i|limit|reward for"),
)
TOOLS = (INVITATIONS,)
