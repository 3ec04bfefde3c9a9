"""Sending what a handler returned: after its commit, once, and without taking the process down."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any

import structlog
from aiogram import Bot
from aiogram.exceptions import TelegramAPIError, TelegramBadRequest, TelegramRetryAfter
from aiogram.methods import (
    AnswerCallbackQuery,
    EditMessageReplyMarkup,
    EditMessageText,
    SetMessageReaction,
    TelegramMethod,
)

log = structlog.get_logger(__name__)

Reply = TelegramMethod[Any] | Sequence[TelegramMethod[Any]] | None

# Doing these twice changes nothing, so a lost answer may be asked for again.
_REPEATABLE = (AnswerCallbackQuery, EditMessageText, EditMessageReplyMarkup, SetMessageReaction)
_LONGEST_WAIT = 30
_TRIES = 3


async def send(bot: Bot, reply: Reply) -> None:
    """Send one method or several in their order; what Telegram refuses is logged, not raised."""
    if reply is None:
        return
    for method in (reply,) if isinstance(reply, TelegramMethod) else reply:
        await _send(bot, method)


async def _send(bot: Bot, method: TelegramMethod[Any]) -> None:
    for attempt in range(1, _TRIES + 1):
        try:
            await bot(method)
        except TelegramRetryAfter as error:
            if error.retry_after > _LONGEST_WAIT:
                log.warning("reply dropped", method=method.__api_method__, wait=error.retry_after)
                return
            await asyncio.sleep(error.retry_after)
        except TelegramBadRequest as error:
            if "message is not modified" not in error.message and "query is too old" not in error.message:
                log.warning("reply refused", method=method.__api_method__, error=error.message)
            return
        except TelegramAPIError as error:
            if not isinstance(method, _REPEATABLE) or attempt == _TRIES:
                log.warning("reply failed", method=method.__api_method__, error=str(error))
                return
            await asyncio.sleep(0.2 * attempt)
        else:
            return
