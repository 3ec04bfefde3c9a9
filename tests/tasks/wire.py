"""A scripted Telegram without sockets, and a process that can be killed at any step it takes."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable
from datetime import UTC, datetime
from typing import Any, Concatenate, ParamSpec, TypeVar

from aiogram import Bot
from aiogram.client.session.base import BaseSession
from aiogram.methods import TelegramMethod
from aiogram.methods.base import TelegramType
from aiogram.types import Chat, Message
from sqlalchemy.orm import Session

from db.engine import Database

P = ParamSpec("P")
T = TypeVar("T")
TOKEN = "42:TEST"


class Killed(asyncio.CancelledError):
    """The process ended here: nothing that it was doing goes on."""


class Mortal:
    """Counts the steps of one process and kills it at step `dies_at`; a dead one can't do anything."""

    def __init__(self, dies_at: int | None = None) -> None:
        self.steps = 0
        self.dies_at = dies_at
        self.dead = False

    def step(self) -> None:
        self.steps += 1
        if self.dead or self.steps == self.dies_at:
            self.dead = True
            raise Killed


class MortalDatabase(Database):
    """The real database as a mortal process sees it: it may die before a write, or after its commit."""

    def __init__(self, inner: Database, mortal: Mortal) -> None:
        self._inner = inner
        self._mortal = mortal

    async def write(self, rule: Callable[Concatenate[Session, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        self._mortal.step()
        done = await self._inner.write(rule, *args, **kwargs)
        self._mortal.step()
        return done

    async def read(self, query: Callable[Concatenate[Session, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        self._mortal.step()
        return await self._inner.read(query, *args, **kwargs)


class Wire(BaseSession):
    """Telegram's end: keeps what arrived, and answers as `script` says (an exception is raised)."""

    def __init__(self, script: Callable[[TelegramMethod[Any]], Exception | None] | None = None) -> None:
        super().__init__()
        self.arrived: list[Any] = []
        self.script = script
        self.mortal = Mortal()

    async def make_request(
        self,
        bot: Bot,
        method: TelegramMethod[TelegramType],
        timeout: int | None = None,  # noqa: ASYNC109 - aiogram's own signature
    ) -> TelegramType:
        self.mortal.step()
        answer = self.script(method) if self.script else None
        if answer is None or isinstance(answer, TimeoutError):
            self.arrived.append(method)
        self.mortal.step()
        if answer is not None:
            raise answer
        sent: Any = Message(
            message_id=len(self.arrived),
            date=datetime(2026, 11, 18, tzinfo=UTC),
            chat=Chat(id=getattr(method, "chat_id", 1), type="private"),
        )
        return sent  # type: ignore[no-any-return]

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

    def chats(self) -> list[int]:
        return [method.chat_id for method in self.arrived]
