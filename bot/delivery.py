"""One sending and its typed outcome: what may be repeated, what must not, and who can't be reached."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Any, Literal

from aiogram import Bot
from aiogram.exceptions import (
    TelegramAPIError,
    TelegramForbiddenError,
    TelegramMigrateToChat,
    TelegramNetworkError,
    TelegramRetryAfter,
    TelegramServerError,
)
from aiogram.methods import TelegramMethod
from aiogram.types import Message, MessageId
from aiohttp import ClientConnectorError

Kind = Literal["sent", "blocked", "failed", "unknown", "wait"]


@dataclass(frozen=True, slots=True)
class Delivered:
    """How a sending ended; `wait` means that it was surely not sent and may be tried again in `seconds`.

    An album has several `message_ids`, of which `message_id` is the first.
    """

    kind: Kind
    message_id: int | None = None
    seconds: float = 0.0
    error: str | None = None
    moved_to: int | None = None
    message_ids: tuple[int, ...] = ()


async def deliver(bot: Bot, method: TelegramMethod[Any]) -> Delivered:  # noqa: PLR0911 - one line an outcome
    """Send `method` and say how it ended; never raises for what Telegram or the network answers."""
    try:
        sent = await bot(method)
    except TelegramRetryAfter as error:
        return Delivered("wait", seconds=float(error.retry_after), error="429")
    except TelegramForbiddenError as error:
        return Delivered("blocked", error=error.message)
    except TelegramMigrateToChat as error:
        return Delivered("failed", error=error.message, moved_to=error.migrate_to_chat_id)
    except TelegramServerError as error:
        # Behind a 5xx the message may or may not have gone out.
        return Delivered("unknown", error=error.message)
    except TelegramNetworkError as error:
        if isinstance(error.__cause__, ClientConnectorError):
            return Delivered("wait", seconds=1.0, error="not connected")
        return Delivered("unknown", error=error.message)
    except TelegramAPIError as error:
        return Delivered("failed", error=error.message)
    ids = tuple(
        one.message_id
        for one in (sent if isinstance(sent, list) else [sent])
        if isinstance(one, Message | MessageId)
    )
    return Delivered("sent", message_id=ids[0] if ids else None, message_ids=ids)


async def deliver_soon(bot: Bot, method: TelegramMethod[Any], *, within: float = 20.0) -> Delivered:
    """Send what somebody waits for: what was surely not sent is tried again, for `within` seconds of waiting in all."""
    waited = 0.0
    while True:
        done = await deliver(bot, method)
        waited += done.seconds
        if done.kind != "wait" or waited > within:
            return done
        await asyncio.sleep(done.seconds)
