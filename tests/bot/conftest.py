from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from typing import Any

import aiohttp
import pytest
from aiogram import Bot

from bot.connection import connect
from core.clock import Clock
from sandbox.serving import serving
from sandbox.world import World

TOKEN = "42:SANDBOX"
PATIENCE = 45.0


@dataclass
class Line:
    """A local Telegram on a real socket, and a bot that is connected to it."""

    world: World
    address: str
    bot: Bot
    http: aiohttp.ClientSession

    async def sim(self, path: str, **body: Any) -> Any:
        async with self.http.post(f"{self.address}/sim/{path}", json=body) as response:
            answer = await response.json()
            assert response.status == 200, answer
            return answer

    async def person(self, name: str = "Lin", *, started: bool = True) -> int:
        return int((await self.sim("users", first_name=name, started=started))["id"])

    async def says(self, who: int, text: str) -> None:
        await self.sim("messages", chat_id=who, from_id=who, text=text)

    def fault(self, method: str, kind: Any, **more: Any) -> None:
        self.world.faults.add(method=method, kind=kind, **more)
        self.world.updates.wake()

    async def seen(self, chat: int) -> list[str]:
        """The texts of the bot that stand in a chat."""
        async with self.http.get(f"{self.address}/sim/chats/{chat}/messages") as response:
            found = (await response.json())["messages"]
        return [one.get("text", "") for one in found if one["from"]["is_bot"]]

    def called(self, method: str) -> int:
        return sum(one["method"].lower() == method.lower() for one in self.world.requests)


@pytest.fixture
async def line() -> AsyncIterator[Line]:
    world = World(TOKEN, Clock(), limits=False)
    async with serving(world) as address, aiohttp.ClientSession() as http:
        bot = connect(TOKEN, api_url=address)
        yield Line(world, address, bot, http)
        await bot.session.close()


async def until(holds: Callable[[], bool]) -> None:
    """Wait until `holds`; what doesn't come to pass in PATIENCE seconds fails the test."""
    async with asyncio.timeout(PATIENCE):
        while not holds():  # noqa: ASYNC110
            await asyncio.sleep(0.005)
