"""What members type, as they type it, over the sandbox: leaning questions, groups, pictures, haste."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from tests.e2e.conftest import People
from tests.e2e.test_community import PIXEL, a_group

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def _quiet(people: People, chat: int, who: int, text: str, **more: Any) -> bool:
    before = len(await people.from_bot(chat, who))
    await people.tell(who, text, chat=chat, **more)
    await asyncio.sleep(1.0)
    return len(await people.from_bot(chat, who)) == before


async def test_a_few_words_lean_on_the_answer_before(people: People) -> None:
    who = await people.member()
    assert "积分可以用" in (await people.say(who, "我有多少积分"))["text"]
    assert "过期" in (await people.say(who, "那过期了呢？"))["text"]
    assert "You have" in (await people.say(who, "how many points do i have"))["text"]
    assert "积分可以用" in (await people.say(who, "用中文说"))["text"]


async def test_a_choice_is_typed_as_well_as_tapped(people: People) -> None:
    who = await people.member()
    offered = await people.say(who, "生日")
    assert offered["reply_markup"]
    if "1. " in offered["text"]:
        assert "来源" in (await people.say(who, "第一个"))["text"]


async def test_several_questions_get_an_answer_each_and_the_rest_on_request(people: People) -> None:
    who = await people.member()
    said = "1. 积分会过期吗\n2. 门店几点开门\n3. 可以带狗吗\n4. 怎么开发票\n5. 有低因吗"
    told = (await people.say(who, said))["text"]
    assert "1. 积分会过期吗" in told
    assert "3. 可以带狗吗" in told
    assert "还有 2 个问题" in told
    rest = (await people.say(who, "继续"))["text"]
    assert "怎么开发票" in rest
    assert "有低因吗" in rest


async def test_the_same_question_ten_times_gets_no_ten_equal_answers(people: People) -> None:
    who = await people.member()
    said = [(await people.say(who, "门店几点开门"))["text"] for _ in range(6)]
    assert said[0] == said[1] != said[2]
    assert said[2].startswith("还是刚才那句")
    assert "客服" in said[4]


async def test_a_caption_is_the_question_and_an_album_without_words_one_message(people: People) -> None:
    who = await people.member()
    before = len(await people.from_bot(who, who))
    await people.call(
        "/sim/messages", {"chat_id": who, "from_id": who, "photo": PIXEL, "caption": "门店几点开门"}
    )
    await people.until(who, who, lambda one: "来源" in (one.get("text") or ""))
    await people.call("/sim/messages", {"chat_id": who, "from_id": who, "photo": PIXEL})
    told = await people.until(who, who, lambda one: "看不懂" in (one.get("text") or ""))
    assert "转人工" in told["reply_markup"]["inline_keyboard"][0][0]["text"]
    assert len(await people.from_bot(who, who)) == before + 2


async def test_haste_is_answered_with_one_notice(people: People) -> None:
    who = await people.member()
    before = len(await people.from_bot(who, who))
    for _ in range(16):
        await people.tell(who, "门店几点开门", chat=who)
    await people.until(who, who, lambda one: "歇几秒" in (one.get("text") or ""))
    await asyncio.sleep(0.5)
    told = [one["text"] for one in (await people.from_bot(who, who))[before:]]
    assert sum("歇几秒" in one for one in told) == 1
    assert len(told) <= 11


async def test_a_group_is_left_alone_until_its_admin_lets_the_bot_speak(people: People) -> None:
    who, other = await people.member(), await people.member()
    chat = await a_group(people, who, other)
    assert await _quiet(people, chat, who, "门店几点开门？")
    panel = await people.say(who, "/setup", chat=chat)
    await people.press(who, panel, "没点名")
    told = await people.say(who, "门店几点开门？", chat=chat)
    assert "7:30" in told["text"] or "07:30" in told["text"]
    assert await _quiet(people, chat, other, "可以带狗吗？"), "one answer in a few minutes"
    await people.call("/sim/clock", {"advance": "PT5M"})
    assert await _quiet(people, chat, other, "门店几点开门？"), "not the same twice"
    assert await _quiet(people, chat, other, "我有多少积分？"), "nobody's own"
    assert await _quiet(people, chat, other, "你们明天去喝咖啡吗？"), "a talk of others"
    assert await _quiet(people, chat, other, "我要投诉你们"), "no complaint in front of others"


async def test_own_data_asked_in_a_group_comes_in_private(people: People) -> None:
    who = await people.member()
    chat = await a_group(people, who)
    me = (await people.call("/sim/state"))["bot"]["username"]
    told = await people.say(who, f"@{me} 我有多少积分", chat=chat)
    assert "积分可以用" not in told["text"]
    await people.until(who, who, lambda one: "积分可以用" in (one.get("text") or ""))


async def test_the_command_answers_persons_only_and_has_the_same_manners(people: People) -> None:
    who = await people.member()
    chat = await a_group(people, who)
    await people.tell(who, "/ask 门店几点开门", chat=chat, sender_chat=chat)
    await people.tell(who, "/ask 可以带狗吗", chat=chat, forward=True)
    await asyncio.sleep(1.0)
    assert not [one["text"] for one in await people.from_bot(chat, who) if "reply_to_message" in one]
    assert "来源" in (await people.say(who, "/ask 门店几点开门", chat=chat))["text"]
    before = len(await people.from_bot(who, who))
    for _ in range(16):
        await people.tell(who, "/ask 门店几点开门", chat=who)
    await people.until(who, who, lambda one: "歇几秒" in (one.get("text") or ""))
    await asyncio.sleep(0.5)
    assert len(await people.from_bot(who, who)) - before <= 11
    assert await _quiet(people, chat, who, "/ask 门店几点开门")
