"""Check-ins and balances a second through the real dispatcher, against a bare aiogram echo on the same transport.

`python -m tests.benchmarks.bench_checkins [--people 1000]` prints one JSON object. The transport is a session in
memory, the database SQLite on disk with every commit synced; believe the ratios, not the figures.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import tempfile
import time
from collections.abc import AsyncGenerator, Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from aiogram import Bot, Dispatcher, Router
from aiogram.client.session.base import BaseSession
from aiogram.methods import GetMe, SendMessage, TelegramMethod
from aiogram.types import Chat, Message, User

from bot import replies
from bot.context import ProgramInUse
from bot.dispatcher import build_dispatcher
from core.clock import Clock
from core.program import Program, load_program
from core.settings import ROOT
from core.texts import Catalogue
from db.engine import Database, open_database
from db.migrate import upgrade
from handlers import checkins as checkins_edge
from handlers import points as points_edge
from membership import checkins, groups, members

TOKEN = "42:BENCH"
GROUP = -1_001
AT_ONCE = 64
NOW = datetime(2026, 11, 18, 4, 0, tzinfo=UTC)


class InMemory(BaseSession):
    """Answers every request at once, as Telegram would if it cost nothing."""

    async def make_request(self, bot: Bot, method: TelegramMethod[Any], timeout: int | None = None) -> Any:  # noqa: ASYNC109
        if isinstance(method, SendMessage):
            chat = Chat(id=int(method.chat_id), type="private")
            return Message(message_id=1, date=NOW, chat=chat, text=method.text)
        if isinstance(method, GetMe):
            return User(id=42, is_bot=True, first_name="Bench", username="bench_bot")
        return True

    async def close(self) -> None:
        """Nothing is open."""

    async def stream_content(self, *_: Any, **__: Any) -> AsyncGenerator[bytes, None]:
        yield b""


def press(number: int, person: int) -> dict[str, Any]:
    """A member presses the check-in button of the group."""
    chat = {"id": GROUP, "type": "supergroup", "title": "Bench"}
    message = {"message_id": 5, "date": 0, "chat": chat, "text": "post"}
    callback = {"id": str(number), "chat_instance": "1", "data": "ci:1", "message": message}
    return {"update_id": number, "callback_query": callback | {"from": _user(person)}}


def say(number: int, person: int, text: str) -> dict[str, Any]:
    """A member writes to the bot in private."""
    chat = {"id": person, "type": "private", "first_name": "P"}
    entities = [{"type": "bot_command", "offset": 0, "length": len(text)}]
    message = {"message_id": number, "date": 0, "chat": chat, "from": _user(person), "text": text}
    return {"update_id": number, "message": message | {"entities": entities}}


def _user(person: int) -> dict[str, Any]:
    return {"id": person, "is_bot": False, "first_name": "P", "language_code": "zh-hans"}


async def per_second(
    make: Callable[[int, int], dict[str, Any]], people: int, bot: Bot, dispatcher: Dispatcher
) -> float:
    """Feed one update of each person, AT_ONCE at a time, send what is returned, and return updates a second."""

    async def deal(person: int) -> None:
        reply = await dispatcher.feed_raw_update(bot, make(person, person))
        await replies.send(bot, reply if isinstance(reply, TelegramMethod) else None)

    return await _timed(deal, people)


async def _timed(deal: Callable[[int], Awaitable[Any]], people: int) -> float:
    room = asyncio.Semaphore(AT_ONCE)

    async def one(person: int) -> None:
        async with room:
            await deal(person)

    began = time.perf_counter()
    await asyncio.gather(*(one(person) for person in range(1, people + 1)))
    return people / (time.perf_counter() - began)


def echo() -> Dispatcher:
    router = Router()

    @router.message()
    async def answer(message: Message) -> TelegramMethod[Any]:
        return message.answer(message.text or "")

    dispatcher = Dispatcher()
    dispatcher.include_router(router)
    return dispatcher


async def joined(db: Database, program: Program, people: int, *, first: int) -> list[int]:
    """Make members with the Telegram ids first…; return their member ids."""
    made = await asyncio.gather(
        *(
            db.write(
                members.join,
                telegram_id=first + offset,
                name="P",
                language_code="zh-hans",
                source=None,
                message_id=1,
                program=program,
                now=NOW,
            )
            for offset in range(people)
        )
    )
    return [one.member_id for one in made]


async def measure(people: int) -> dict[str, float]:
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite+aiosqlite:///{Path(folder) / 'bench.db'}"
        await upgrade(url)
        db = open_database(url)
        try:
            return await _measure(db, people)
        finally:
            await db.close()


async def _measure(db: Database, people: int) -> dict[str, float]:
    program, catalogue = load_program(ROOT / "program"), Catalogue()
    bot = Bot(TOKEN, session=InMemory())
    dispatcher = build_dispatcher(
        [points_edge.router, checkins_edge.router],
        db=db,
        clock=Clock(),
        program=ProgramInUse(program),
        catalogue=catalogue,
        support=None,
    )
    await joined(db, program, people, first=1)
    bare = await per_second(lambda number, person: say(number, person, "hello"), people, bot, echo())
    pressed = await per_second(press, people, bot, dispatcher)
    asked = await per_second(lambda number, person: say(number, person, "/points"), people, bot, dispatcher)
    others = await joined(db, program, people, first=people + 1)
    place = groups.Chat(GROUP, "Bench", "zh-hans")

    async def rule_alone(person: int) -> None:
        await db.write(
            checkins.check_in_at,
            chat=place,
            member_id=others[person - 1],
            program=program,
            now=Clock().now(),
        )

    alone = await _timed(rule_alone, people)
    return {
        "people": people,
        "echo_per_second": round(bare, 1),
        "checkin_per_second": round(pressed, 1),
        "checkin_to_echo": round(pressed / bare, 3),
        "balance_per_second": round(asked, 1),
        "balance_to_echo": round(asked / bare, 3),
        "checkin_rule_alone_per_second": round(alone, 1),
        "share_of_checkin_spent_in_the_rule": round(pressed / alone, 3),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=1_000)
    print(json.dumps(asyncio.run(measure(parser.parse_args().people))))


if __name__ == "__main__":
    main()
