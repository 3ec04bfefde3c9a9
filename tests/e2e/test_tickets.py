"""A talk with a person beside the whole bot: the assistant keeps out of it, and all else goes on."""

from __future__ import annotations

import pytest

from tests.e2e.conftest import People

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_in_a_talk_with_a_person_the_assistant_is_silent_and_commands_work(people: People) -> None:
    who, stage = await people.member(), people.stage.stage
    desk, agent = stage.support, stage.operators[0]
    await people.say(who, "/human 杯子碎了")
    card = await people.until(desk, agent, lambda one: "杯子碎了" in (one.get("text") or ""))
    thread = card["message_thread_id"]
    await people.tell(who, "积分会过期吗？", chat=who)
    asked = await people.until(desk, agent, lambda one: one.get("text") == "积分会过期吗？")
    assert asked["message_thread_id"] == thread
    assert "可用积分" in (await people.say(who, "/points"))["text"]
    assert "签到成功" in (await people.say(who, "签到"))["text"]
    # In a member's topic even 签到 is said to the member, and nobody is checked in by it.
    await people.tell(agent, "签到", chat=desk, thread_id=thread)
    await people.until(who, who, lambda one: one.get("text") == "签到")
    assert not [one for one in await people.from_bot(who, who) if "来源" in (one.get("text") or "")]
    await people.press(
        agent, await people.until(desk, agent, lambda one: "🙋" in (one.get("text") or "")), "已解决"
    )
    await people.until(who, who, lambda one: "满意吗" in (one.get("text") or ""))
    assert "来源" in (await people.say(who, "积分会过期吗？"))["text"]


async def test_every_request_of_the_desk_was_as_the_bot_api_says(people: People) -> None:
    assert await people.faults() == []
