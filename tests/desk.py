"""A support desk over a local Telegram: members and colleagues write, the real bot carries it, a tick at a time."""

from __future__ import annotations

import asyncio
import base64
from typing import Any, Self

import aiohttp
from aiogram import Bot, Router

from bot.connection import connect
from bot.context import ProgramInUse
from bot.dispatcher import build_dispatcher
from bot.intake import Intake
from bot.pace import Pace
from core.program import Program
from core.texts import Catalogue
from db.engine import Database
from handlers import desks, ratings, talks, tickets
from membership import talks as lines
from sandbox.serving import serving
from sandbox.things import Json
from sandbox.world import World
from tasks import notices as outbox
from tasks import talks as carrying
from tasks.jobs import Duty
from tests.conftest import StandingClock

TOKEN = "42:SANDBOX"
PICTURE = base64.b64encode(
    base64.b64decode(
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
    )
).decode()


class SupportDesk:
    """Two colleagues, `agent` and `second`, in a support chat; `restart` is what a new process does first."""

    agent: int
    second: int
    desk: int

    def __init__(
        self,
        db: Database,
        program: Program,
        catalogue: Catalogue,
        clock: StandingClock,
        *,
        kind: str = "forum",
    ) -> None:
        self.db, self.program, self.catalogue, self.clock, self.kind = db, program, catalogue, clock, kind
        self.world = World(TOKEN, clock, limits=False)
        self._offset = 0

    async def __aenter__(self) -> Self:
        self._serving = serving(self.world)
        self.address = await self._serving.__aenter__()
        self.http = aiohttp.ClientSession()
        self.bot: Bot = connect(TOKEN, api_url=self.address)
        self.agent = await self.person("阿敏")
        self.second = await self.person("小周")
        chat = await self.sim(
            "chats",
            type=self.kind,
            title="客服台",
            member_ids=[self.agent, self.second],
            creator_id=self.agent,
            bot_admin=self.kind == "forum",
        )
        self.desk = int(chat["id"])
        self.start(self.db)
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.bot.session.close()
        await self.http.close()
        await self._serving.__aexit__(None, None, None)

    def start(self, db: Database, *more: Router, **services: Any) -> None:
        """Begin a process: dispatcher, intake and jobs on `db`; `more` routers come after those of the desk."""
        dispatcher = build_dispatcher(
            [talks.router, desks.router, ratings.router, tickets.router, *more],
            db=db,
            clock=self.clock,
            program=ProgramInUse(self.program),
            catalogue=self.catalogue,
            support=self.desk,
            **services,
        )
        self.allowed = dispatcher.resolve_used_update_types()
        self.intake = Intake(bot=self.bot, dispatcher=dispatcher, db=db, clock=self.clock)
        self.pace = Pace(per_second=10_000)

    async def restart(self) -> None:
        await self.db.write(lines.recover)
        self.start(self.db)

    def duty(self) -> Duty:
        now = self.clock.now()
        services = {"support": self.desk, "operators": (self.agent,)}
        return Duty(
            self.db, self.bot, self.pace, self.program, self.catalogue, self.clock, now, now, services
        )

    async def sim(self, path: str, *, put: bool = False, **body: Any) -> Any:
        send = self.http.put if put else self.http.post
        async with send(f"{self.address}/sim/{path}", json=body) as response:
            answer = await response.json()
            assert response.status == 200, answer
            return answer

    async def person(self, name: str, *, started: bool = True, language: str = "zh-hans") -> int:
        made = await self.sim("users", first_name=name, started=started, language_code=language)
        return int(made["id"])

    async def writes(
        self, who: int, text: str | None = None, *, chat: int | None = None, **more: Any
    ) -> Json:
        """Let somebody write, in private unless `chat` is given, and let the bot take it in."""
        body: dict[str, Any] = {"chat_id": chat or who, "from_id": who} | (
            {"text": text} if text is not None else {}
        )
        made: Json = await self.sim("messages", **body, **more)
        await self.take_in()
        return made

    async def in_topic(self, agent: int, text: str | None = None, **more: Any) -> Json:
        return await self.writes(agent, text, chat=self.desk, thread_id=self.thread(), **more)

    async def presses(self, who: int, message: Json, part: str) -> str | None:
        """Press a button by part of its text; return the toast."""
        buttons = [one for row in message["reply_markup"]["inline_keyboard"] for one in row]
        data = next(one["callback_data"] for one in buttons if part in one["text"])
        return await self.forges(who, message, data)

    async def forges(self, who: int, message: Json, data: str) -> str | None:
        """Send callback data from below a message, whether or not there is such a button."""
        pressing = asyncio.create_task(  # noqa: TID251
            self.sim(
                "callbacks",
                chat_id=message["chat"]["id"],
                message_id=message["message_id"],
                from_id=who,
                data=data,
                wait=10,
            )
        )
        await asyncio.sleep(0.05)
        await self.take_in()
        told = await pressing
        answer = told.get("answer") or {}
        return answer.get("text")

    async def forges_unanswered(self, who: int, message: Json, data: str) -> None:
        """Send callback data that no router of the desk takes."""
        await self.sim(
            "callbacks",
            chat_id=message["chat"]["id"],
            message_id=message["message_id"],
            from_id=who,
            data=data,
        )
        await self.take_in()

    async def updates(self) -> list[Json]:
        """Return the updates that wait for the bot, and let Telegram forget them."""
        body = {"offset": self._offset, "allowed_updates": self.allowed}
        async with self.http.post(f"{self.address}/bot{TOKEN}/getUpdates", json=body) as response:
            found: list[Json] = (await response.json())["result"]
        if found:
            self._offset = found[-1]["update_id"] + 1
        return found

    async def take_in(self) -> list[Json]:
        taken: list[Json] = []
        while found := await self.updates():
            await self.intake.receive(found)
            taken += found
        async with asyncio.timeout(20):
            while self.intake.waiting():  # noqa: ASYNC110
                await asyncio.sleep(0.005)
        return taken

    async def tick(self) -> None:
        """Let the jobs run that carry lines and notices."""
        await carrying.to_desk(self.duty())
        await carrying.to_members(self.duty())
        await outbox.send_due(self.duty())

    async def seen(self, chat: int) -> list[Json]:
        async with self.http.get(f"{self.address}/sim/chats/{chat}/messages?limit=500") as response:
            found = (await response.json())["messages"]
        return [one for one in found if not one["sandbox"]["deleted"]]

    async def texts(self, chat: int) -> list[str]:
        """The texts of the bot that stand in a chat."""
        return [
            one.get("text") or one.get("caption") or ""
            for one in await self.seen(chat)
            if one["from"]["is_bot"] and ("text" in one or "caption" in one)
        ]

    async def last(self, chat: int, part: str) -> Json:
        """The newest message of the bot with `part` in it."""
        found = [
            one
            for one in await self.seen(chat)
            if one["from"]["is_bot"] and part in (one.get("text") or one.get("caption") or "")
        ]
        assert found, (part, await self.texts(chat))
        return found[-1]

    def topics(self) -> dict[int, Any]:
        return dict(self.world.chats[self.desk].topics)

    def thread(self) -> int:
        """The only topic that there is."""
        (thread,) = self.topics()
        return int(thread)

    def called(self, method: str) -> int:
        return sum(one["method"].lower() == method.lower() for one in self.world.requests)

    def fault(self, method: str, kind: Any, **more: Any) -> None:
        self.world.faults.add(method=method, kind=kind, **more)
