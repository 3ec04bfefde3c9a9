"""The same bot with a model behind it, over real HTTP to a local OpenAI-compatible server."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
import pytest_asyncio
from pydantic import SecretStr

from cli.demo import demo
from tests.e2e.conftest import People, settings_for
from tests.knowledge.model_server import ModelServer

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest.fixture(scope="module")
def model() -> ModelServer:
    return ModelServer()


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def people(model: ModelServer, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[People]:
    settings = settings_for(
        tmp_path_factory.mktemp("demo"),
        None,
        openai_base_url=model.url,
        openai_api_key=SecretStr("a-key"),
    )
    async with demo(settings, port=0) as stage, aiohttp.ClientSession() as http:
        yield People(http, stage)
    model.close()


async def test_the_model_answers_a_member_with_their_own_figures(people: People, model: ModelServer) -> None:
    balance = await people.say(1002, "/points")
    points = balance["text"].split("可用积分 ")[1].split("\n")[0]
    model.call(("my_points", {})).say(f"你现在有 {points} 积分，够换一杯了。")
    answer = await people.say(1002, "帮我看看手里的分够不够换点什么")
    assert answer["text"] == f"你现在有 {points} 积分，够换一杯了。"


async def test_a_made_up_figure_never_reaches_the_member(people: People, model: ModelServer) -> None:
    model.say("你有 987654 积分。").say("真的，你有 987654 积分。")
    answer = await people.say(1002, "我还有多少积分呀，麻烦查一下")
    assert "987654" not in answer["text"]
    assert "积分" in answer["text"]


async def test_a_model_that_fails_leaves_the_faq(people: People, model: ModelServer) -> None:
    model.fail(500)
    answer = await people.say(1002, "积分会过期吗？")
    assert "来源" in answer["text"]


async def _drafts(people: People, chat: int) -> list[dict[str, Any]]:
    told = await people.call(f"/sim/chats/{chat}/messages?viewer={chat}&limit=1")
    return list(told["drafts"])


async def _first_draft(people: People, chat: int, part: str) -> dict[str, Any]:
    for _ in range(400):
        for draft in await _drafts(people, chat):
            if part in draft["text"]:
                return draft
        await asyncio.sleep(0.05)
    pytest.fail(f"no draft ever held {part}")


LONG = "欢迎来坐坐。" + "店里有热茶。" * 40


async def test_a_long_answer_is_seen_while_it_is_written_and_ends_as_one_message(
    people: People, model: ModelServer
) -> None:
    model.forget()
    model.say(LONG, pause=0.1)
    who = await people.member()
    asked = asyncio.ensure_future(people.say(who, "随便聊聊你们店吧"))
    draft = await _first_draft(people, who, "热茶")
    assert draft["can_stop"]
    assert LONG.startswith(draft["text"])
    answer = await asked
    assert answer["text"] == LONG
    assert await _drafts(people, who) == []


async def test_other_taps_are_answered_while_an_answer_is_written(people: People, model: ModelServer) -> None:
    model.forget()
    model.say(LONG, pause=0.1)
    who = await people.member()
    await people.tell(who, "随便聊聊你们店吧", chat=who)
    await _first_draft(people, who, "")
    assert "积分" in (await people.say(who, "/points"))["text"]
    assert await people.until(who, who, lambda message: message["text"] == LONG)


async def test_stopping_ends_the_request_and_keeps_what_was_seen(people: People, model: ModelServer) -> None:
    model.forget()
    model.say(LONG, pause=0.2)
    who = await people.member()
    hung_up = model.hung_up
    await people.tell(who, "随便聊聊你们店吧", chat=who)
    draft = await _first_draft(people, who, "热茶")
    told = await people.call(
        "/sim/drafts/stop", {"chat_id": who, "from_id": who, "draft_id": draft["draft_id"]}
    )
    assert told["stopped"]
    kept = await people.until(who, who, lambda message: "已停止" in message["text"])
    assert "欢迎来坐坐" in kept["text"]
    assert len(kept["text"]) < len(LONG)
    for _ in range(200):
        if model.hung_up > hung_up:
            break
        await asyncio.sleep(0.05)
    assert model.hung_up > hung_up
    # The next question is answered as ever.
    model.forget()
    model.say("好的，随时来。")
    assert (await people.say(who, "那我明天来坐坐"))["text"] == "好的，随时来。"


async def test_ten_questions_at_once_are_all_answered(people: People, model: ModelServer) -> None:
    model.forget()
    model.say("随时欢迎。", seconds=0.3)
    who = await people.member()
    before = len(await people.from_bot(who, who))
    for number in range(10):
        await people.tell(who, f"随便聊聊你们店吧 {'呀' * number}", chat=who)
    for _ in range(400):
        if len(await people.from_bot(who, who)) >= before + 10:
            break
        await asyncio.sleep(0.05)
    assert len(await people.from_bot(who, who)) == before + 10
    # A few are the model's; what is beyond patience is answered without it.
    assert 1 <= len(model.requests) < 10


async def test_a_proposed_reward_is_redeemed_only_by_the_member_s_own_taps(
    people: People, model: ModelServer
) -> None:
    model.forget()
    before = (await people.say(1002, "/points"))["text"]
    model.call(("propose_redeem", {"reward": "oat"})).say("点下面的按钮就能换。")
    answer = await people.say(1002, "帮我把燕麦奶换了吧，现在就要")
    labels = [one["text"] for row in answer["reply_markup"]["inline_keyboard"] for one in row]
    assert labels[0].startswith("🎁 兑换")
    assert (await people.say(1002, "/points"))["text"] == before
    await people.press(1002, answer, "🎁")
    card = await people.now_reads(answer, 1002, "积分")
    assert "reply_markup" in card
    assert (await people.say(1002, "/points"))["text"] == before


async def test_a_group_is_told_that_an_answer_is_coming_and_then_gets_it_in_its_place(
    people: People, model: ModelServer
) -> None:
    model.forget()
    model.say("店里随时有热茶，来坐坐。", seconds=3.0)
    me = (await people.call("/sim/state"))["bot"]["username"]
    group = people.stage.stage.community
    asked = await people.say(1008, f"@{me} 随便聊聊你们店吧", chat=group)
    assert "稍等" in asked["text"]
    answer = await people.now_reads(asked, 1008, "热茶")
    assert answer["message_id"] == asked["message_id"]


async def test_every_request_and_answer_was_as_the_bot_api_says(people: People) -> None:
    assert await people.faults() == []
