"""The same bot with a model behind it, over real HTTP to a local OpenAI-compatible server."""

from __future__ import annotations

from collections.abc import AsyncIterator

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


async def test_every_request_and_answer_was_as_the_bot_api_says(people: People) -> None:
    assert await people.faults() == []
