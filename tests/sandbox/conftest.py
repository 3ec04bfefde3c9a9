from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import aiohttp
import pytest

from core.clock import Clock
from sandbox.serving import serving
from sandbox.things import Json
from sandbox.world import World

TOKEN = "42:SANDBOX"


class StillClock(Clock):
    """A clock that stands still until it is moved, so that limits and dates are exact."""

    def now(self) -> datetime:
        return datetime(2026, 11, 22, 4, 0, tzinfo=UTC) + self.offset


@dataclass
class Stage:
    """A running sandbox with a raw client of both of its sides."""

    world: World
    address: str
    http: aiohttp.ClientSession
    expected_faults: list[str] = field(default_factory=list)

    @property
    def base(self) -> str:
        return f"{self.address}/bot{TOKEN}"

    async def call(self, method: str, **params: Any) -> Json:
        async with self.http.post(f"{self.base}/{method}", json=params) as response:
            answer: Json = await response.json()
            assert response.status == (200 if answer["ok"] else answer["error_code"])
            return answer

    async def bot(self, method: str, **params: Any) -> Any:
        answer = await self.call(method, **params)
        assert answer["ok"], answer
        return answer["result"]

    async def refused(self, method: str, **params: Any) -> str:
        """Return `code description` of a call that must be refused."""
        answer = await self.call(method, **params)
        assert not answer["ok"], answer
        return f"{answer['error_code']} {answer['description']}"

    async def sim(self, path: str, **body: Any) -> Any:
        async with self.http.post(f"{self.address}/sim/{path}", json=body) as response:
            answer = await response.json()
            assert response.status == 200, answer
            return answer

    async def look(self, path: str) -> Any:
        async with self.http.get(f"{self.address}/sim/{path}") as response:
            answer = await response.json()
            assert response.status == 200, answer
            return answer

    async def updates(self, **params: Any) -> list[Json]:
        """Take and confirm all that waits."""
        taken = await self.bot("getUpdates", **params)
        if taken:
            await self.bot("getUpdates", offset=taken[-1]["update_id"] + 1)
        return list(taken)

    async def person(self, name: str = "Lin", *, started: bool = True, **more: Any) -> int:
        user = await self.sim("users", first_name=name, started=started, **more)
        return int(user["id"])

    async def group(self, *members: int, kind: str = "supergroup", **more: Any) -> int:
        chat = await self.sim("chats", type=kind, title="Coffee", member_ids=list(members), **more)
        await self.updates()
        return int(chat["id"])

    async def says(self, who: int, text: str, chat: int | None = None, **more: Any) -> Json:
        said: Json = await self.sim("messages", chat_id=chat or who, from_id=who, text=text, **more)
        return said

    def advance(self, **by: float) -> None:
        self.world.clock.advance(timedelta(**by))


async def _faultless(stage: Stage) -> None:
    found = [fault for each in stage.world.requests for fault in each["schema_faults"]]
    assert [each for each in found if not any(part in each for part in stage.expected_faults)] == []


@pytest.fixture
def make_world() -> Callable[..., World]:
    def made(**more: Any) -> World:
        return World(TOKEN, StillClock(), **{"limits": False, **more})

    return made


@pytest.fixture
async def stage(make_world: Callable[..., World]) -> AsyncIterator[Stage]:
    """A sandbox without limits; every request and answer must fit the table."""
    world = make_world()
    async with serving(world) as address, aiohttp.ClientSession() as http:
        running = Stage(address=address, http=http, world=world)
        yield running
        await _faultless(running)


@pytest.fixture
async def limited(make_world: Callable[..., World]) -> AsyncIterator[Stage]:
    """A sandbox with Telegram's rate limits."""
    world = make_world(limits=True)
    async with serving(world) as address, aiohttp.ClientSession() as http:
        running = Stage(address=address, http=http, world=world)
        yield running
        await _faultless(running)
