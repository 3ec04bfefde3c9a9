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
    AnswerPreCheckoutQuery,
    EditMessageReplyMarkup,
    EditMessageText,
    SendMessage,
    SetMessageReaction,
    TelegramMethod,
)
from aiogram.types import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Message

from bot.delivery import deliver_soon
from core.texts import Texts

log = structlog.get_logger(__name__)

Reply = TelegramMethod[Any] | Sequence[TelegramMethod[Any]] | None

# Doing these twice changes nothing, so a lost answer may be asked for again.
_REPEATABLE = (
    AnswerCallbackQuery,
    AnswerPreCheckoutQuery,
    EditMessageText,
    EditMessageReplyMarkup,
    SetMessageReaction,
)
_LONGEST_WAIT = 30
_TRIES = 3


async def send(bot: Bot, reply: Reply) -> None:
    """Send one method or several in their order; what Telegram refuses is logged, not raised."""
    if reply is None:
        return
    for method in (reply,) if isinstance(reply, TelegramMethod) else reply:
        await _send(bot, method)


async def _send(bot: Bot, method: TelegramMethod[Any]) -> None:
    """Wait out 429s for up to _LONGEST_WAIT seconds in all; try again what is harmless to do twice."""
    waited = tries = 0
    while True:
        try:
            await bot(method)
        except TelegramRetryAfter as error:
            waited += error.retry_after
            if waited > _LONGEST_WAIT:
                log.warning("reply dropped", method=method.__api_method__, waited=waited)
                return
            await asyncio.sleep(error.retry_after)
        except TelegramBadRequest as error:
            if "message is not modified" not in error.message and "query is too old" not in error.message:
                log.warning("reply refused", method=method.__api_method__, error=error.message)
            return
        except TelegramAPIError as error:
            tries += 1
            if not isinstance(method, _REPEATABLE) or tries == _TRIES:
                log.warning("reply failed", method=method.__api_method__, error=str(error))
                return
            await asyncio.sleep(0.2 * tries)
        else:
            return


def replace(
    callback: CallbackQuery, text: str, keyboard: InlineKeyboardMarkup | None = None
) -> TelegramMethod[Any]:
    """Edit the message that the button hangs on, or say it anew when that message can't be reached any more."""
    if isinstance(callback.message, Message):
        return callback.message.edit_text(text, reply_markup=keyboard)
    return SendMessage(chat_id=callback.from_user.id, text=text, reply_markup=keyboard)


async def privately(
    message: Message,
    bot: Bot,
    texts: Texts,
    text: str,
    keyboard: InlineKeyboardMarkup | None = None,
) -> TelegramMethod[Any]:
    """Answer with somebody's own data: here in a private chat; from a group, into their private chat."""
    if message.chat.type == "private":
        return message.answer(text, reply_markup=keyboard)
    if message.from_user is None or message.sender_chat is not None:
        return message.reply(texts("errors-no-person"))
    done = await deliver_soon(
        bot, SendMessage(chat_id=message.from_user.id, text=text, reply_markup=keyboard)
    )
    if done.kind == "sent":
        return message.reply(texts("errors-sent-privately"))
    return message.reply(texts("errors-open-private"), reply_markup=await start_link(bot, texts))


async def own(
    event: Message | CallbackQuery,
    bot: Bot,
    texts: Texts,
    text: str,
    keyboard: InlineKeyboardMarkup | None = None,
) -> Reply:
    """Show somebody's own data for a command, or below the message whose button asked for it."""
    if isinstance(event, Message):
        return await privately(event, bot, texts, text, keyboard)
    below = SendMessage(chat_id=event.from_user.id, text=text, reply_markup=keyboard)
    return event.answer(), below


async def start_link(
    bot: Bot, texts: Texts, payload: str = "menu", *, label: str = "errors-open"
) -> InlineKeyboardMarkup:
    """Return the button that opens the private chat with the bot."""
    me = await bot.me()
    url = f"https://t.me/{me.username}?start={payload}"
    return InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text=texts(label), url=url)]])
