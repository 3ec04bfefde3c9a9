"""What a turn of the model costs, shows, stops and proposes."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from core.program import Program
from core.texts import Catalogue
from db.engine import Database
from knowledge.access import ModelAccess
from knowledge.asking import Asker, Proposal, Talk
from knowledge.assistant import Assistant
from knowledge.embedders import HashedEmbedder
from knowledge.index import ArticleIndex
from knowledge.store import Store
from membership import conversations, usages
from tests import builders
from tests.knowledge.model_server import ModelServer

Ask = Callable[..., Asker]
Open = Callable[..., Any]
HOURS = "我们每天 8:00 开门，22:00 打烊。周末也一样！随时来坐。"


@pytest.fixture
def opened(db: Database, faq: Path, program: Program, catalogue: Catalogue, model: ModelServer) -> Open:
    """Open an assistant whose access differs from the usual one by what is given."""

    @asynccontextmanager
    async def make(**given: Any) -> AsyncIterator[Assistant]:
        access = replace(ModelAccess("scripted", "key", base_url=model.url, seconds=4.0), **given)
        made = Assistant(
            index=ArticleIndex(Store(), HashedEmbedder()),
            db=db,
            program=program,
            catalogue=catalogue,
            access=access,
        )
        await made.library.index(faq)
        try:
            yield made
        finally:
            await made.close()

    return make


async def _until(holds: Callable[[], Awaitable[bool]]) -> None:
    for _ in range(500):
        if await holds():
            return
        await asyncio.sleep(0.02)
    pytest.fail("it never came to pass")


async def test_an_answer_is_seen_sentence_by_sentence_while_it_is_written(
    agent: Assistant, model: ModelServer, asker: Ask, now: datetime
) -> None:
    model.call(("search_faq", {"query": "营业时间"})).say(HOURS)
    seen: list[str] = []
    answer = await agent.answer("你们开到几点呀", asker=asker(), now=now, watch=seen.append)
    assert seen == ["我们每天 8:00 开门，22:00 打烊。", "我们每天 8:00 开门，22:00 打烊。周末也一样！", HOURS]
    assert answer.text.startswith(HOURS)


@pytest.mark.parametrize(
    "invented",
    ["开到 23:30。", "有 987654 积分。", "见 https://evil.example/x 。", "问 @evil_bot 。", "打七折。"],
)
async def test_nothing_that_the_guard_stops_is_ever_seen(
    agent: Assistant, model: ModelServer, asker: Ask, now: datetime, invented: str
) -> None:
    model.call(("search_faq", {"query": "营业时间"})).say(f"早 8:00 开门。{invented}再见。").say(
        "早 8:00 开门。"
    )
    seen: list[str] = []
    answer = await agent.answer("你们几点营业呀", asker=asker(), now=now, watch=seen.append)
    assert set(seen) == {"早 8:00 开门。"}
    assert answer.text.startswith("早 8:00 开门。")


async def test_the_prompt_read_aloud_is_not_seen_either(
    agent: Assistant, model: ModelServer, asker: Ask, now: datetime
) -> None:
    model.say("好的。\nYou know nothing about the program, its shops or the member by yourself. Everything\n")
    seen: list[str] = []
    answer = await agent.answer("你们几点关门", asker=asker(), now=now, watch=seen.append)
    assert seen == ["好的。\n"]
    assert answer.mode == "extractive"


@pytest.mark.parametrize(
    ("tool", "action"), [("ask_back", "clarify"), ("decline", "refuse"), ("hand_over", "handoff")]
)
async def test_the_model_says_by_a_tool_what_its_text_is(
    agent: Assistant, model: ModelServer, asker: Ask, now: datetime, tool: str, action: str
) -> None:
    model.call((tool, {})).say("你说的是哪家店呢？")
    answer = await agent.answer("杯子落在店里了", asker=asker(), now=now)
    assert (answer.action, answer.mode, answer.text) == (action, "agent", "你说的是哪家店呢？")
    assert answer.handoff == (action == "handoff")


async def test_who_was_to_be_handed_over_is_even_if_the_model_breaks_off(
    agent: Assistant, model: ModelServer, asker: Ask, now: datetime
) -> None:
    model.call(("hand_over", {})).fail(500)
    answer = await agent.answer("你们几点关门", asker=asker(), now=now)
    assert (answer.action, answer.handoff) == ("handoff", True)


async def test_a_word_in_the_text_decides_nothing(
    agent: Assistant, model: ModelServer, asker: Ask, now: datetime
) -> None:
    model.say("[HANDOFF] action: refuse")
    answer = await agent.answer("随便聊聊会员的事", asker=asker(), now=now)
    assert (answer.action, answer.handoff) == ("answer", False)


async def test_what_the_model_proposes_is_only_a_button(
    agent: Assistant, model: ModelServer, db: Database, program: Program, asker: Ask, now: datetime
) -> None:
    me = await builders.a_member(db, program, now=now)
    await builders.some_points(db, program, member_id=me.member_id, amount=50_000, now=now)
    reward = next(iter(program.rewards.values()))
    topic = next(iter(program.topic_by_id.values()))
    before = await builders.everything(db)
    model.call(
        ("propose_redeem", {"reward": reward.title.in_("zh-Hans")}),
        ("propose_redeem", {"reward": "nothing-like-this"}),
        ("propose_unsubscribe", {"topic": topic.id}),
        ("propose_unsubscribe", {"topic": "'; drop table members; --"}),
    ).say("点下面的按钮就好。")
    answer = await agent.answer("帮我换一个吧，别再发消息了", asker=asker(me.member_id), now=now)
    assert set(answer.proposals) == {Proposal("redeem", reward.id), Proposal("unsubscribe", topic.id)}
    assert await builders.everything(db) == before


async def test_a_reward_that_can_t_be_had_gets_no_button(
    agent: Assistant, model: ModelServer, db: Database, program: Program, asker: Ask, now: datetime
) -> None:
    me = await builders.a_member(db, program, now=now)
    reward = next(iter(program.rewards.values()))
    model.call(("propose_redeem", {"reward": reward.id})).say("现在还换不了。")
    answer = await agent.answer("帮我换一个吧", asker=asker(me.member_id), now=now)
    assert answer.proposals == ()
    assert "<data>" in model.requests[1]["messages"][-1]["content"]


async def test_tokens_are_counted_by_the_server_s_word_for_person_and_all(
    opened: Open, model: ModelServer, db: Database, program: Program, asker: Ask, now: datetime
) -> None:
    async with opened(price_in=2.0, price_out=10.0) as agent:
        model.call(("search_faq", {"query": "营业时间"})).say("早 8:00 开门。")
        answer = await agent.answer("你们几点开门呀", asker=asker(talk=Talk(7, 7)), now=now)
    assert model.requests[0]["stream_options"] == {"include_usage": True}
    used = await db.read(usages.report, days=1, program=program, now=now)
    assert (used.calls, used.tokens_in, used.tokens_out, used.cost) == (2, 200, 20, 600)
    assert answer.spent == (200, 20)


@pytest.mark.parametrize("usage", [None, {"prompt_tokens": -5, "completion_tokens": -5, "total_tokens": -10}])
async def test_a_server_that_counts_nothing_is_counted_for(
    agent: Assistant,
    model: ModelServer,
    db: Database,
    program: Program,
    asker: Ask,
    now: datetime,
    usage: dict[str, int] | None,
) -> None:
    model.say("我们都很好，欢迎你来坐坐。" * 20, usage=usage)
    await agent.answer("随便聊聊会员的事", asker=asker(talk=Talk(7, 7)), now=now)
    used = await db.read(usages.report, days=1, program=program, now=now)
    assert used.tokens_in > 300
    assert 260 <= used.tokens_out <= 600


async def test_whoever_has_used_up_the_day_is_answered_without_the_model(
    opened: Open, model: ModelServer, db: Database, program: Program, asker: Ask, now: datetime
) -> None:
    async with opened(caps=usages.Caps(person=100, everybody=250)) as agent:
        model.say("随时欢迎。")
        modes = [
            (await agent.answer("你们几点关门", asker=asker(talk=Talk(who, who)), now=now)).mode
            for who in (7, 7, 8, 9, 10)
        ]
    # 110 tokens a turn: 7 is over their own cap, 8 and 9 still get in, then the cap of all is reached.
    assert modes == ["agent", "extractive", "agent", "agent", "extractive"]


async def test_a_dead_endpoint_costs_its_time_only_until_it_is_left_alone(
    opened: Open, model: ModelServer, asker: Ask, now: datetime
) -> None:
    async with opened(call_seconds=0.3, failures=2, rest_seconds=60.0) as agent:
        model.say("太晚了", seconds=1.0)
        took = []
        for _ in range(4):
            begun = time.perf_counter()
            answer = await agent.answer("你们几点关门", asker=asker(), now=now)
            took.append(time.perf_counter() - begun)
            assert answer.mode == "extractive"
    assert len(model.requests) == 2
    assert min(took[:2]) >= 0.3
    assert max(took[2:]) < 0.3


async def test_a_model_that_is_slow_all_the_time_is_left_alone_too(
    opened: Open, model: ModelServer, asker: Ask, now: datetime
) -> None:
    async with opened(seconds=0.5, failures=1) as agent:
        model.say("很慢很慢很慢很慢很慢很慢很慢很慢。", pause=0.2, step=1)
        for _ in range(2):
            assert (await agent.answer("你们几点关门", asker=asker(), now=now)).mode == "extractive"
    assert len(model.requests) == 1


async def test_while_the_first_model_rests_the_second_is_asked_at_once(
    opened: Open, model: ModelServer, asker: Ask, now: datetime
) -> None:
    async with opened(fallback="second", failures=1) as agent:
        model.fail(500).say("好的。")
        for _ in range(2):
            assert (await agent.answer("随便聊聊会员的事", asker=asker(), now=now)).text == "好的。"
    assert [request["model"] for request in model.requests] == ["scripted", "second", "second"]


async def test_a_stopped_turn_hangs_up_on_the_model_and_is_paid_for(
    agent: Assistant, model: ModelServer, db: Database, program: Program, asker: Ask, now: datetime
) -> None:
    model.say("欢迎你来。" * 100, pause=0.05)
    seen = asyncio.Event()
    turn = asyncio.ensure_future(
        agent.answer(
            "随便聊聊会员的事", asker=asker(talk=Talk(7, 7)), now=now, watch=lambda _text: seen.set()
        )
    )
    await asyncio.wait_for(seen.wait(), 10)
    turn.cancel()
    with pytest.raises(asyncio.CancelledError):
        await turn

    async def counted() -> bool:
        return (await db.read(usages.report, days=1, program=program, now=now)).tokens_in > 0

    async def hung_up() -> bool:
        return model.hung_up > 0

    await _until(hung_up)
    await _until(counted)
    assert (await db.read(conversations.recall, chat_id=7, telegram_id=7, now=now)).turns == ()


async def test_a_long_talk_is_summarised_and_survives_a_restart(
    opened: Open, model: ModelServer, db: Database, asker: Ask, now: datetime
) -> None:
    me = asker(talk=Talk(7, 7))

    async def summarised() -> bool:
        held = await db.read(conversations.recall, chat_id=7, telegram_id=7, now=now)
        return "聊了" in held.summary

    async with opened() as agent:
        model.say("随时欢迎。")
        for number in range(conversations.TURNS):
            await agent.answer(f"聊聊会员的事吧 {'很' * number}", asker=me, now=now)
        model.forget()
        model.say("随时欢迎。").say("聊了会员的事。")
        await agent.answer("再聊聊会员的事", asker=me, now=now)
        await _until(summarised)
    model.forget()
    model.say("是的。")
    async with opened() as agent:
        await agent.answer("刚才说的是什么来着", asker=me, now=now)
    told = [message["content"] for message in model.requests[0]["messages"]]
    assert "聊了会员的事。" in told[1]
    assert "再聊聊会员的事" in told[-3:-2][0]


async def test_what_was_said_before_is_no_source_of_figures(
    agent: Assistant, model: ModelServer, asker: Ask, now: datetime
) -> None:
    me = asker(talk=Talk(7, 7))
    model.call(("search_faq", {"query": "营业时间"})).say("开到 22:00。").say("刚才说了，22:00。")
    await agent.answer("你们开到几点呀", asker=me, now=now)
    answer = await agent.answer("白金休息室在哪几层", asker=me, now=now)
    assert answer.mode != "agent"
