from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Mapping, Sequence
from io import BytesIO
from typing import Any

import aiohttp
import pytest
from aiogram import Bot, Dispatcher
from aiogram.types import Message

from bot.intake import Intake
from core.clock import Clock
from db.engine import Database
from db.writer import Busy, Overloaded
from tests.bot.test_intake import a_message
from tests.web.conftest import Serve
from web.app import create_app
from web.webhook import LARGEST, PATH, SECRET_HEADER

SECRET = "a-secret-of-Telegram"


class Door:
    """What stands behind the address: keeps the updates, or fails as it is told to."""

    def __init__(self) -> None:
        self.taken: list[Mapping[str, Any]] = []
        self.fails: Exception | None = None

    async def receive(self, updates: Sequence[Mapping[str, Any]]) -> None:
        if self.fails:
            raise self.fails
        self.taken += updates


@pytest.fixture
def door() -> Door:
    return Door()


@pytest.fixture
async def http(served: Serve, door: Door) -> AsyncIterator[aiohttp.ClientSession]:
    async with served(receive=door.receive, secret=SECRET) as client:
        yield client


async def sent(http: aiohttp.ClientSession, body: Any, *, secret: str | bytes | None = SECRET) -> int:
    headers = {} if secret is None else {SECRET_HEADER: secret if isinstance(secret, str) else ""}
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    async with http.post(PATH, data=BytesIO(data), headers=headers) as answer:
        return answer.status


@pytest.mark.parametrize("secret", [None, ""])
async def test_a_webhook_without_a_secret_is_refused_at_the_start(door: Door, secret: str | None) -> None:
    with pytest.raises(ValueError, match="secret"):
        create_app(checks={}, receive=door.receive, secret=secret)


async def test_there_is_no_address_to_send_updates_to_when_polling(served: Serve) -> None:
    async with served() as http:
        assert await sent(http, a_message(1)) == 404


async def test_an_update_with_the_secret_is_taken(http: aiohttp.ClientSession, door: Door) -> None:
    assert await sent(http, a_message(1)) == 200
    assert door.taken == [a_message(1)]


@pytest.mark.parametrize("secret", [None, "", "wrong", SECRET.upper(), SECRET + "x", "schlüssel", "密码"])
async def test_whoever_does_not_know_the_secret_is_turned_away(
    http: aiohttp.ClientSession, door: Door, secret: str | None
) -> None:
    assert await sent(http, a_message(1), secret=secret) == 401
    assert door.taken == []


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"not json",
        b"\xff\xfe",
        b"[]",
        b"null",
        b'"text"',
        b"{}",
        b'{"update_id": "1"}',
        b"[" * 100_000,
        b'{"update_id":' * 50_000,
    ],
)
async def test_garbage_is_called_garbage(http: aiohttp.ClientSession, door: Door, body: bytes) -> None:
    assert await sent(http, body) == 400
    assert door.taken == []


async def test_a_body_of_more_than_a_mebibyte_is_refused(http: aiohttp.ClientSession, door: Door) -> None:
    update = a_message(1, text="x" * (LARGEST - 300))
    assert await sent(http, update) == 200
    assert await sent(http, a_message(2, text="x" * LARGEST)) == 413
    assert len(door.taken) == 1


async def test_a_body_without_an_end_is_not_read_to_its_end(http: aiohttp.ClientSession) -> None:
    given = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal given
        while given < 64 * LARGEST:
            given += 65_536
            yield b"x" * 65_536
            await asyncio.sleep(0)

    try:
        async with http.post(PATH, data=endless(), headers={SECRET_HEADER: SECRET}) as answer:
            assert answer.status == 413
    except aiohttp.ClientError:
        pass  # closed on us while we were still talking
    assert given < 32 * LARGEST


@pytest.mark.parametrize("error", [Overloaded("full"), Busy("locked")])
async def test_telegram_is_asked_to_come_again_while_there_is_no_room(
    http: aiohttp.ClientSession, door: Door, error: Exception
) -> None:
    door.fails = error
    assert await sent(http, a_message(1)) == 503
    door.fails = None
    assert await sent(http, a_message(1)) == 200


async def test_telegram_is_told_yes_only_when_the_update_is_kept_and_twice_is_once(
    served: Serve, db: Database
) -> None:
    heard: list[str] = []
    dispatcher = Dispatcher()

    async def hear(message: Message) -> None:
        heard.append(message.text or "")

    dispatcher.message.register(hear)
    intake = Intake(bot=Bot("42:TEST"), dispatcher=dispatcher, db=db, clock=Clock())
    async with served(receive=intake.receive, secret=SECRET) as http:
        told = await asyncio.gather(*(sent(http, a_message(1, text="once")) for _ in range(5)))
        assert told == [200] * 5
        await intake.drain(5)
        assert await sent(http, a_message(2)) == 503
    assert heard == ["once"]


async def test_telegram_is_not_told_yes_when_the_update_could_not_be_kept(
    http: aiohttp.ClientSession, door: Door
) -> None:
    door.fails = OSError("disk full")
    assert await sent(http, a_message(1)) == 500
