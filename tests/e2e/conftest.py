"""A whole demo in the test's process: sandbox, real bot by HTTP, seeded brand; played over the control API."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from typing import Any

import aiohttp
import pytest
import pytest_asyncio

from cli.demo import Demo, demo
from core.settings import Settings, load_settings

CLOSE_ENOUGH = 60.0


class People:
    """Everybody in front of the screen: says, presses, and sees what the chat page would show."""

    def __init__(self, http: aiohttp.ClientSession, stage: Demo) -> None:
        self._http = http
        self.stage = stage

    async def call(self, path: str, body: Any = None, *, method: str | None = None) -> Any:
        verb = method or ("GET" if body is None else "POST")
        async with self._http.request(verb, f"{self.stage.address}{path}", json=body) as answer:
            told = await answer.json()
            assert answer.status < 400, told
            return told

    async def newcomer(self, name: str = "新来的", language: str = "zh-hans") -> int:
        user = await self.call("/sim/users", {"first_name": name, "language_code": language})
        return int(user["id"])

    async def member(self, name: str = "新会员", language: str = "zh-hans") -> int:
        """Somebody new who has joined with one tap."""
        who = await self.newcomer(name, language)
        hello = await self.say(who, "/start")
        await self.press(who, hello, place=0)
        return who

    async def seen(self, chat: int, viewer: int) -> list[dict[str, Any]]:
        told = await self.call(f"/sim/chats/{chat}/messages?viewer={viewer}&limit=500")
        return [message for message in told["messages"] if not message["sandbox"]["deleted"]]

    async def from_bot(self, chat: int, viewer: int) -> list[dict[str, Any]]:
        return [message for message in await self.seen(chat, viewer) if message["from"]["is_bot"]]

    async def say(self, who: int, text: str, *, chat: int | None = None, **more: Any) -> dict[str, Any]:
        """Write something and return the bot's next message in that chat."""
        chat = chat or who
        before = {message["sandbox"]["seq"] for message in await self.seen(chat, who)}
        await self.call("/sim/messages", {"chat_id": chat, "from_id": who, "text": text, **more})
        return await self.until(chat, who, lambda message: message["sandbox"]["seq"] not in before)

    async def tell(self, who: int, text: str, *, chat: int, **more: Any) -> dict[str, Any]:
        """Write something and wait for nothing."""
        return dict(await self.call("/sim/messages", {"chat_id": chat, "from_id": who, "text": text, **more}))

    async def press(
        self,
        who: int,
        message: dict[str, Any],
        button: str | None = None,
        *,
        place: int | None = None,
    ) -> dict[str, Any]:
        """Press a button by (part of) its text or its place; return the toast's answer."""
        buttons = [one for row in message["reply_markup"]["inline_keyboard"] for one in row]
        chosen = (
            buttons[place] if place is not None else next(one for one in buttons if button in one["text"])
        )
        told = await self.call(
            "/sim/callbacks",
            {
                "chat_id": message["chat"]["id"],
                "message_id": message["message_id"],
                "from_id": who,
                "data": chosen["callback_data"],
                "wait": CLOSE_ENOUGH,
            },
        )
        return dict(told.get("answer") or {})

    async def until(self, chat: int, viewer: int, wanted: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        """Wait for a message of the bot that `wanted` accepts; the newest wins."""
        async with asyncio.timeout(CLOSE_ENOUGH):
            while True:
                for message in reversed(await self.from_bot(chat, viewer)):
                    if wanted(message):
                        return dict(message)
                await asyncio.sleep(0.05)

    async def now_reads(self, message: dict[str, Any], viewer: int, part: str) -> dict[str, Any]:
        """Wait until a message has been edited to hold `part`."""
        chat, number = message["chat"]["id"], message["message_id"]
        return await self.until(
            chat,
            viewer,
            lambda one: one["message_id"] == number and part in (one.get("text") or one.get("caption") or ""),
        )

    async def next_day(self) -> None:
        await self.call("/sim/clock", {"advance": "P1D"})

    async def faults(self) -> list[dict[str, Any]]:
        """Return the requests that the table of the Bot API calls wrong, but for those made wrong on purpose."""
        told = await self.call("/sim/requests?limit=10000")
        return [
            request for request in told["requests"] if request["schema_faults"] and not request.get("fault")
        ]


def settings_for(tmp: Any, database_url: str | None, **more: Any) -> Settings:
    return load_settings(data=tmp, database_url=database_url, **more)


@pytest_asyncio.fixture(scope="module", loop_scope="module", params=["sqlite", "postgresql"])
async def people(
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
) -> AsyncIterator[People]:
    """The demo on each engine, shared by the tests of a module."""
    url = request.getfixturevalue("empty_postgres_url") if request.param == "postgresql" else None
    settings = settings_for(tmp_path_factory.mktemp("demo"), url)
    async with demo(settings, port=0) as stage, aiohttp.ClientSession() as http:
        yield People(http, stage)
