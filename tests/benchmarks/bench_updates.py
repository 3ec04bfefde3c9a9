"""Updates a second of check-in and of balance through the whole edge, beside a bare aiogram echo.

All three run on one in-memory Telegram that answers at once. `whole` is what the bot does in production:
inbox row, context, rule and SQLite commit with synchronous=FULL, reply, done mark.
"""

from __future__ import annotations

import asyncio
import shutil
import tempfile
import time
from collections.abc import AsyncGenerator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast

from aiogram import Bot, Dispatcher, Router
from aiogram.client.session.base import BaseSession
from aiogram.methods import GetMe, TelegramMethod
from aiogram.methods.base import TelegramType
from aiogram.types import Chat, Message, User

from bot.context import ProgramInUse
from bot.dispatcher import build_dispatcher
from bot.intake import Intake
from cli.routers import ROUTERS
from core.clock import Clock
from core.program import Program, load_program
from core.settings import ROOT
from core.texts import Catalogue
from db.engine import Database, open_database
from db.migrate import upgrade
from membership import updates
from tests.builders import a_member

COUNT = 2_000
PEOPLE = 2_000
BATCH = 100
FIRST = 1_000_000


class Instant(BaseSession):
    """Telegram that answers at once and is not there."""

    def __init__(self) -> None:
        super().__init__()
        self.calls = 0

    async def make_request(
        self,
        bot: Bot,
        method: TelegramMethod[TelegramType],
        timeout: int | None = None,  # noqa: ASYNC109 - aiogram's own signature
    ) -> TelegramType:
        self.calls += 1
        if isinstance(method, GetMe):
            me = User(id=42, is_bot=True, first_name="Bot", username="bench_bot")
            return cast("TelegramType", me)
        sent = Message(
            message_id=self.calls,
            date=datetime(2026, 11, 18, tzinfo=UTC),
            chat=Chat(id=getattr(method, "chat_id", 1), type="private"),
        )
        return cast("TelegramType", sent)

    async def close(self) -> None: ...

    async def stream_content(
        self,
        url: str,
        headers: dict[str, Any] | None = None,
        timeout: int = 30,  # noqa: ASYNC109
        chunk_size: int = 65536,
        raise_for_status: bool = True,  # noqa: FBT001, FBT002
    ) -> AsyncGenerator[bytes, None]:
        yield b""


@dataclass
class House:
    db: Database
    program: Program
    bot: Bot
    dispatcher: Dispatcher
    session: Instant
    clock: Clock

    def intake(self, dispatcher: Dispatcher | None = None) -> Intake:
        return Intake(
            bot=self.bot,
            dispatcher=dispatcher or self.dispatcher,
            db=self.db,
            clock=self.clock,
            capacity=10**6,
        )


def written(text: str, *, first: int) -> list[dict[str, Any]]:
    """One message of so many different people, as getUpdates brings them."""
    entities = [{"type": "bot_command", "offset": 0, "length": len(text)}] if text.startswith("/") else []
    return [
        {
            "update_id": first + number,
            "message": {
                "message_id": first + number,
                "date": 1_760_000_000,
                "chat": {"id": FIRST + number % PEOPLE, "type": "private", "first_name": "Lin"},
                "from": {
                    "id": FIRST + number % PEOPLE,
                    "is_bot": False,
                    "first_name": "Lin",
                    "language_code": "zh-hans",
                },
                "text": text,
                "entities": entities,
            },
        }
        for number in range(COUNT)
    ]


@contextmanager
def folder() -> Iterator[Path]:
    made = Path(tempfile.mkdtemp(prefix="guanjia-bench-"))
    yield made
    shutil.rmtree(made, ignore_errors=True)


async def through_intake(intake: Intake, batch: list[dict[str, Any]]) -> float:
    """Take updates in as polling does and return how many a second were answered and marked done."""
    begun = time.perf_counter()
    for start in range(0, len(batch), BATCH):
        await intake.receive(batch[start : start + BATCH])
    while intake.waiting():  # noqa: ASYNC110
        await asyncio.sleep(0.001)
    took = time.perf_counter() - begun
    await intake.drain(30)
    return len(batch) / took


async def bare(bot: Bot, dispatcher: Dispatcher, batch: list[dict[str, Any]]) -> float:
    """Feed a dispatcher directly, as many at once as aiogram's polling would."""
    begun = time.perf_counter()
    room = asyncio.Semaphore(64)

    async def one(update: dict[str, Any]) -> None:
        async with room:
            reply = await dispatcher.feed_raw_update(bot, update)
            if isinstance(reply, TelegramMethod):
                await bot(reply)

    for start in range(0, len(batch), BATCH):
        await asyncio.gather(*(one(update) for update in batch[start : start + BATCH]))
    return len(batch) / (time.perf_counter() - begun)


def an_echo() -> Dispatcher:
    router = Router(name="echo")

    @router.message()
    async def echo(message: Message) -> TelegramMethod[Any]:
        return message.answer(message.text or "")

    dispatcher = Dispatcher()
    dispatcher.include_router(router)
    return dispatcher


async def opened(home: Path) -> House:
    url = f"sqlite+aiosqlite:///{home / 'bench.db'}"
    await upgrade(url)
    db, program, clock = open_database(url), load_program(ROOT / "program"), Clock()
    await asyncio.gather(
        *(a_member(db, program, now=clock.now(), telegram_id=FIRST + number) for number in range(PEOPLE))
    )
    session = Instant()
    bot = Bot("42:TEST", session=session)
    dispatcher = build_dispatcher(
        ROUTERS,
        db=db,
        clock=clock,
        program=ProgramInUse(program),
        catalogue=Catalogue(),
        assistant=None,
        recommender=None,
        support=None,
        pace=None,
        settings=None,
    )
    return House(db, program, bot, dispatcher, session, clock)


async def measure(home: Path) -> dict[str, float]:
    house = await opened(home)
    found: dict[str, float] = {}
    numbers = iter(range(1, 10**9, COUNT))
    echo = an_echo()
    await bare(house.bot, echo, written("warm", first=next(numbers)))
    found["echo, bare aiogram"] = await bare(house.bot, echo, written("hello", first=next(numbers)))
    found["echo + inbox"] = await through_intake(house.intake(echo), written("hello", first=next(numbers)))
    for name, text in (("balance", "/points"), ("check-in", "签到")):
        if text.startswith("/"):
            await bare(house.bot, house.dispatcher, written(text, first=next(numbers))[:BATCH])
            found[f"{name}, no inbox"] = await bare(
                house.bot, house.dispatcher, written(text, first=next(numbers))
            )
        found[f"{name}, whole"] = await through_intake(house.intake(), written(text, first=next(numbers)))
    batch = written("x", first=next(numbers))
    begun = time.perf_counter()
    for start in range(0, COUNT, BATCH):
        await house.db.write(
            updates.keep, updates=batch[start : start + BATCH], owner="worker:bench", now=house.clock.now()
        )
    found["inbox write alone"] = COUNT / (time.perf_counter() - begun)
    await house.db.close()
    return found


def run() -> None:
    """Print updates a second, the ratio to the bare echo, and the time an update takes."""
    with folder() as home:
        found = asyncio.run(measure(home))
    echo = found["echo, bare aiogram"]
    print(f"{'updates':<22}{'a second':>10}{'ratio':>8}{'ms each':>9}")
    for name, rate in found.items():
        print(f"{name:<22}{rate:>10,.0f}{rate / echo:>8.2f}{1000 / rate:>9.2f}")


if __name__ == "__main__":
    run()
