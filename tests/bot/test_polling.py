from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
from aiogram import Bot, Dispatcher
from aiogram.types import Message

from bot import polling
from bot.connection import connect
from bot.intake import Intake
from bot.polling import Polling, PollingStopped
from bot.serving import bind
from core.background import Background
from core.clock import Clock
from db.engine import Database
from db.writer import Busy
from tests.bot.conftest import TOKEN, Line, until


class Ears(Intake):
    """An intake whose storage can be away for a while."""

    locked = 0

    async def receive(self, raw: Sequence[Mapping[str, Any]]) -> None:
        if self.locked:
            self.locked -= 1
            raise Busy("the database is locked by another process")
        await super().receive(raw)


@dataclass
class Listener:
    """A bot that polls, and the texts that it heard."""

    bot: Bot
    db: Database
    heard: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        dispatcher = Dispatcher()
        dispatcher.message.register(self._hear)
        self.intake = Ears(bot=self.bot, dispatcher=dispatcher, db=self.db, clock=Clock())
        self.polling = Polling(bot=self.bot, intake=self.intake, allowed_updates=["message"])

    async def _hear(self, message: Message) -> None:
        self.heard.append(message.text or "")

    @asynccontextmanager
    async def listening(self) -> AsyncIterator[asyncio.Task[None]]:
        background = Background()
        yield background.start(self.polling.run(), name="polling")
        await background.stop()
        await self.intake.drain(5)


@pytest.fixture
async def listener(line: Line, db: Database) -> Listener:
    return Listener(line.bot, db)


async def test_what_is_said_is_heard_once_and_confirmed(line: Line, listener: Listener) -> None:
    who = await line.person()
    async with listener.listening():
        for text in "abc":
            await line.says(who, text)
        await until(lambda: listener.heard == ["a", "b", "c"] and line.world.updates.pending == 0)
    assert listener.polling.silence() < 10


async def test_updates_are_confirmed_only_after_they_were_kept(line: Line, listener: Listener) -> None:
    who = await line.person()
    await line.says(who, "a")
    listener.intake.locked = 10**9
    async with listener.listening():
        await until(lambda: line.called("getUpdates") >= 2)
    assert line.world.updates.pending == 1
    again = Listener(line.bot, listener.db)
    async with again.listening():
        await until(lambda: again.heard == ["a"] and line.world.updates.pending == 0)


async def test_a_process_that_dies_after_keeping_is_given_them_again_and_deals_with_them_once(
    line: Line, listener: Listener
) -> None:
    who = await line.person()
    await line.says(who, "a")
    await listener.polling._once()
    assert line.world.updates.pending == 1
    again = Listener(line.bot, listener.db)
    await again.intake.recover()
    async with again.listening():
        await line.says(who, "b")
        await until(lambda: again.heard[-1:] == ["b"])
    assert (listener.heard + again.heard).count("a") >= 1
    assert again.heard.count("a") <= 1
    await listener.intake.drain(1)


async def test_a_locked_database_delays_updates_and_loses_none(line: Line, listener: Listener) -> None:
    who = await line.person()
    listener.intake.locked = 2
    await line.says(who, "a")
    async with listener.listening():
        await until(lambda: listener.heard == ["a"])


async def test_an_undecodable_update_does_not_stop_the_others(line: Line, listener: Listener) -> None:
    who = await line.person()
    line.fault("getUpdates", "poison")
    await line.says(who, "a")
    async with listener.listening():
        await until(lambda: listener.heard == ["a"])
        await line.says(who, "b")
        await until(lambda: listener.heard == ["a", "b"] and line.world.updates.pending == 0)


async def test_an_update_without_an_id_does_not_stop_the_others(line: Line, listener: Listener) -> None:
    who = await line.person()
    line.world.updates._queue[0] = {"message": "no id"}
    async with listener.listening():
        await until(lambda: line.called("getUpdates") >= 2)
        await line.says(who, "a")
        await until(lambda: listener.heard == ["a"])


async def test_a_batch_that_holds_one_update_twice_is_heard_once(line: Line, listener: Listener) -> None:
    who = await line.person()
    line.fault("getUpdates", "duplicate")
    await line.says(who, "a")
    async with listener.listening():
        await until(lambda: listener.heard != [])
        await line.says(who, "b")
        await until(lambda: listener.heard[-1] == "b")
    assert listener.heard == ["a", "b"]


async def test_failures_of_telegram_and_a_429_are_waited_out(line: Line, listener: Listener) -> None:
    who = await line.person()
    line.fault("getUpdates", "429", retry_after=1)
    line.fault("getUpdates", "5xx")
    line.fault("getUpdates", "drop-after-write")
    await line.says(who, "a")
    began = asyncio.get_running_loop().time()
    async with listener.listening():
        await until(lambda: listener.heard == ["a"])
    # One second that Telegram asked for, and pauses of half a second and a second.
    assert asyncio.get_running_loop().time() - began > 2.0


async def test_a_refused_token_stops_polling_in_clear_words(line: Line, db: Database) -> None:
    bot = connect("42:REVOKED", api_url=line.address)
    with pytest.raises(PollingStopped, match="TELEGRAM_TOKEN"):
        await asyncio.wait_for(Listener(bot, db).polling.run(), 10)
    await bot.session.close()


async def test_a_second_receiver_stops_polling_after_some_tries(
    line: Line, listener: Listener, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(polling, "_CONFLICTS", 2)
    await line.bot.set_webhook("https://example.invalid/hook")
    with pytest.raises(PollingStopped, match="webhook"):
        await asyncio.wait_for(listener.polling.run(), 10)
    assert line.called("getUpdates") == 2


async def test_a_second_receiver_that_goes_away_is_forgotten(line: Line, listener: Listener) -> None:
    who = await line.person()
    await line.bot.set_webhook("https://example.invalid/hook")
    async with listener.listening():
        await until(lambda: line.called("getUpdates") >= 2)
        await line.bot.delete_webhook()
        await line.says(who, "a")
        await until(lambda: listener.heard == ["a"])


async def test_a_network_that_is_away_is_asked_less_and_less_often(
    db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    pauses: list[float] = []
    sleep = asyncio.sleep

    async def noted(seconds: float) -> None:
        pauses.append(seconds)
        await sleep(0)

    with bind("127.0.0.1", 0) as nobody:
        bot = connect(TOKEN, api_url=f"http://127.0.0.1:{nobody.getsockname()[1]}")
        listener = Listener(bot, db)
        monkeypatch.setattr(asyncio, "sleep", noted)
        async with listener.listening():
            while len(pauses) < 9:
                await sleep(0.01)
        monkeypatch.undo()
        await bot.session.close()
    assert pauses[:8] == [0.5, 1, 2, 4, 8, 16, 30, 30]
