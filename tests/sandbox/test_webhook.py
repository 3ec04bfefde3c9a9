from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable

import pytest
from aiohttp import web

from sandbox.things import Json
from tests.sandbox.conftest import Stage

Answer = Callable[[web.Request], Awaitable[web.Response]]


class Receiver:
    """A bot's own server: it keeps what comes and answers as it is told."""

    def __init__(self) -> None:
        self.taken: list[Json] = []
        self.secrets: list[str | None] = []
        self.answers: list[web.Response] = []
        self.at_once = 0
        self.most_at_once = 0
        self.address = ""

    async def handle(self, request: web.Request) -> web.Response:
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        try:
            self.secrets.append(request.headers.get("X-Telegram-Bot-Api-Secret-Token"))
            self.taken.append(await request.json())
            await asyncio.sleep(0.02)
            return self.answers.pop(0) if self.answers else web.Response()
        finally:
            self.at_once -= 1

    async def has(self, count: int) -> list[Json]:
        for _ in range(400):
            if len(self.taken) >= count:
                await asyncio.sleep(0.05)
                return self.taken
            await asyncio.sleep(0.02)
        raise AssertionError(f"only {len(self.taken)} of {count} came")


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    made = Receiver()
    app = web.Application()
    app.router.add_post("/hook", made.handle)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    made.address = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    yield made
    await runner.cleanup()


async def test_updates_come_with_the_secret_and_are_confirmed_by_200(
    stage: Stage, receiver: Receiver
) -> None:
    lin = await stage.person()
    await stage.says(lin, "before")
    await stage.bot("setWebhook", url=receiver.address, secret_token="s3cret", max_connections=5)
    await stage.says(lin, "after")
    taken = await receiver.has(2)
    assert [each["message"]["text"] for each in taken] == ["before", "after"]
    assert receiver.secrets == ["s3cret", "s3cret"]
    info = await stage.bot("getWebhookInfo")
    assert (info["url"], info["pending_update_count"], info["max_connections"]) == (receiver.address, 0, 5)


async def test_a_refused_update_is_sent_again_with_the_same_id(stage: Stage, receiver: Receiver) -> None:
    stage.world.delivery.first_pause = 0.05
    receiver.answers = [web.Response(status=500), web.Response(status=503)]
    lin = await stage.person()
    await stage.bot("setWebhook", url=receiver.address)
    await stage.says(lin, "again")
    taken = await receiver.has(3)
    assert len({each["update_id"] for each in taken}) == 1
    info = await stage.bot("getWebhookInfo")
    assert info["last_error_message"] == "Wrong response from the webhook: 503 Service Unavailable"
    assert info["pending_update_count"] == 0


async def test_a_server_that_is_down_keeps_updates_pending(stage: Stage) -> None:
    lin = await stage.person()
    await stage.bot("setWebhook", url="http://127.0.0.1:9/hook")
    await stage.says(lin, "waiting")
    info: Json = {}
    for _ in range(100):
        info = await stage.bot("getWebhookInfo")
        if "last_error_message" in info:
            break
        await asyncio.sleep(0.02)
    assert (info["pending_update_count"], info["last_error_message"]) == (1, "Connection refused")
    await stage.bot("deleteWebhook")
    assert [each["message"]["text"] for each in await stage.updates()] == ["waiting"]


async def test_no_more_than_max_connections_at_once(stage: Stage, receiver: Receiver) -> None:
    for number in range(12):
        await stage.says(await stage.person(f"P{number}"), "hi")
    await stage.bot("setWebhook", url=receiver.address, max_connections=3)
    await receiver.has(12)
    assert receiver.most_at_once == 3


async def test_the_messages_of_a_chat_come_one_after_the_other_others_do_not_wait(
    stage: Stage, receiver: Receiver
) -> None:
    stage.world.delivery.first_pause = 0.3
    receiver.answers = [web.Response(status=500)]
    lin, mo = await stage.person("Lin"), await stage.person("Mo")
    for number in range(5):
        await stage.says(lin, str(number))
    await stage.says(mo, "me")
    await stage.bot("setWebhook", url=receiver.address)
    taken = [each["message"]["text"] for each in await receiver.has(7)]
    assert [each for each in taken if each != "me"] == ["0", "0", "1", "2", "3", "4"]
    assert taken.index("me") < 2


async def test_a_method_in_the_answer_is_carried_out(stage: Stage, receiver: Receiver) -> None:
    lin = await stage.person()
    receiver.answers = [web.json_response({"method": "sendMessage", "chat_id": lin, "text": "at once"})]
    await stage.bot("setWebhook", url=receiver.address)
    await stage.says(lin, "hi")
    await receiver.has(1)
    shown = (await stage.look(f"chats/{lin}/messages"))["messages"]
    assert [each["text"] for each in shown] == ["hi", "at once"]


async def test_pending_updates_can_be_dropped(stage: Stage, receiver: Receiver) -> None:
    lin = await stage.person()
    await stage.says(lin, "old")
    await stage.bot("setWebhook", url=receiver.address, drop_pending_updates=True)
    await stage.says(lin, "new")
    assert [each["message"]["text"] for each in await receiver.has(1)] == ["new"]


async def test_a_webhook_must_be_https_or_local_and_its_secret_plain(stage: Stage) -> None:
    assert await stage.refused("setWebhook", url="http://example.com/hook") == (
        "400 Bad Request: bad webhook: An HTTPS URL must be provided for webhook"
    )
    assert await stage.refused("setWebhook", url="https://example.invalid", secret_token="秘密") == (
        "400 Bad Request: secret token contains unallowed characters"
    )


async def test_duplicate_and_poison_reach_a_webhook_too(stage: Stage, receiver: Receiver) -> None:
    lin = await stage.person()
    await stage.bot("setWebhook", url=receiver.address)
    await stage.sim("faults", kind="duplicate")
    await stage.says(lin, "twice")
    taken = await receiver.has(2)
    assert taken[0] == taken[1]
    await stage.sim("faults", kind="poison")
    assert (await receiver.has(3))[2]["message"]["chat"] == 0
