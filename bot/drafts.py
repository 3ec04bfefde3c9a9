"""An answer while it is being written: a draft in private chats, a placeholder in groups."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import structlog
from aiogram import Bot
from aiogram.exceptions import TelegramAPIError, TelegramRetryAfter
from aiogram.methods import EditMessageText, SendMessage, SendMessageDraft, TelegramMethod
from aiogram.types import InlineKeyboardMarkup, Message

from bot.turns import Turn
from core.background import Background

log = structlog.get_logger(__name__)

# An answer that comes sooner needs no sign that it is coming.
QUIET_SECONDS = 0.5
GROUP_QUIET_SECONDS = 2.0
_BETWEEN_SECONDS = 0.8
# Telegram lets a draft go after thirty.
_AGAIN_SECONDS = 20.0


class Draft:
    """Shows what there is of an answer, at most every _BETWEEN_SECONDS, with a button that stops it."""

    def __init__(self, bot: Bot, chat_id: int, thread: int | None, turn: Turn) -> None:
        self._bot = bot
        self._chat_id = chat_id
        self._thread = thread
        self._turn = turn
        self._news = asyncio.Event()
        self._ended = False

    def show(self, text: str) -> None:
        self._turn.shown = text
        self._news.set()

    def end(self) -> None:
        self._ended = True
        self._news.set()

    async def follow(self) -> None:
        """Send drafts until the end; a refusal ends only the drafts, never the answer."""
        await self._wait(QUIET_SECONDS)
        while not self._ended:
            self._news.clear()
            try:
                await self._bot(
                    SendMessageDraft(
                        chat_id=self._chat_id,
                        draft_id=self._turn.draft_id,
                        message_thread_id=self._thread,
                        text=self._turn.shown,
                        can_stop=True,
                        keep_on_stop=True,
                    )
                )
            except TelegramRetryAfter as error:
                await self._wait(error.retry_after, news=False)
            except TelegramAPIError as error:
                log.info("no drafts for this answer", error=str(error))
                return
            await self._wait(_BETWEEN_SECONDS, news=False)
            await self._wait(_AGAIN_SECONDS)

    async def _wait(self, seconds: float, *, news: bool = True) -> None:
        """Wait so long, or until there is more to show; for the end always."""
        loop = asyncio.get_running_loop()
        until = loop.time() + seconds
        while not self._ended and (left := until - loop.time()) > 0:
            if news and self._news.is_set():
                return
            step = left if news else min(left, 0.1)
            try:
                async with asyncio.timeout(step):
                    await (self._news.wait() if news else asyncio.sleep(step))
            except TimeoutError:
                pass


@asynccontextmanager
async def drafting(bot: Bot, message: Message, turn: Turn) -> AsyncIterator[Draft]:
    """Show an answer in a private chat while it comes; afterwards no draft is on its way any more."""
    thread = message.message_thread_id if message.is_topic_message else None
    draft = Draft(bot, message.chat.id, thread, turn)
    background = Background()
    background.start(draft.follow(), name="drafts")
    try:
        yield draft
    finally:
        draft.end()
        # A draft that overtook the answer would stand below it.
        await background.drain(5.0)


class Placeholder:
    """A message that says an answer is coming, and becomes it."""

    def __init__(self) -> None:
        self.message: Message | None = None

    def become(self, reply: TelegramMethod[Any]) -> TelegramMethod[Any]:
        """Return the edit that makes the answer of the placeholder, or the answer itself where there is none."""
        if self.message is None or not isinstance(reply, SendMessage):
            return reply
        markup = reply.reply_markup
        return EditMessageText(
            chat_id=self.message.chat.id,
            message_id=self.message.message_id,
            text=reply.text,
            reply_markup=markup if isinstance(markup, InlineKeyboardMarkup) else None,
        )


@asynccontextmanager
async def holding(message: Message, text: str, *, allowed: Callable[[], bool]) -> AsyncIterator[Placeholder]:
    """Say `text` under a group's question when the answer lets wait for itself, if that is allowed then."""
    held = Placeholder()
    quick = asyncio.Event()

    async def hold() -> None:
        try:
            async with asyncio.timeout(GROUP_QUIET_SECONDS):
                await quick.wait()
        except TimeoutError:
            if not allowed():
                return
            try:
                held.message = await message.reply(text)
            except TelegramAPIError as error:
                log.info("no placeholder for this answer", error=str(error))

    background = Background()
    background.start(hold(), name="placeholder")
    try:
        yield held
    finally:
        quick.set()
        await background.drain(5.0)
