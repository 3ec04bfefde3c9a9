"""Which messages the asker has chosen to get."""

from __future__ import annotations

from knowledge.tools.account import RULES, AccountTool, Desk, Told, pattern, short
from membership import members


async def _messages(desk: Desk) -> Told:
    chosen = await desk.db.read(members.topics, member_id=desk.member_id, program=desk.program)
    names = {topic.id: topic.name.in_(desk.texts.language) for topic in desk.program.topics}
    comma = desk.texts("answers-comma")
    told = desk.texts(
        "answers-messages",
        on=comma.join(names[one.topic] for one in chosen if one.granted) or "–",
        off=comma.join(names[one.topic] for one in chosen if not one.granted) or "–",
    )
    return Told(told, (f"topics:{sum(one.granted for one in chosen)}",))


MESSAGES = AccountTool(
    name="my_messages",
    description="Which kinds of messages the asking member gets, and which are switched off. Takes no arguments.",
    answer=_messages,
    whole=short(
        r"(?:消息|通知|推送|推播|讯息)(?:设置|设定|订阅|开关)",
        r"notification settings|notifications|subscriptions",
    ),
    within=pattern(
        r"我(?:都)?(?:开|关|订阅|会收到)了?(?:哪些|什么)(?:通知|推送|推播|消息|讯息)",
        r"(?:which|what) (?:messages|notifications) do i get",
    ),
    never=pattern(RULES, r"每天|骚扰|太多|spam|too many"),
)
TOOLS = (MESSAGES,)
