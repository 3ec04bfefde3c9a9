"""Client libraries that know nothing of the sandbox, unchanged but for the address."""

from __future__ import annotations

import asyncio
import base64
import io
from datetime import timedelta
from typing import Any

import pytest
from aiogram import Bot, Dispatcher
from aiogram import types as aio
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import TelegramBadRequest, TelegramForbiddenError, TelegramRetryAfter
from aiogram.filters import Command
from aiogram.webhook.aiohttp_server import SimpleRequestHandler
from aiohttp import web
from PIL import Image
from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.error import BadRequest, RetryAfter
from telegram.ext import (
    ApplicationBuilder,
    CallbackQueryHandler,
    CommandHandler,
    ContextTypes,
    MessageHandler,
    filters,
)

from sandbox.things import Json
from tests.sandbox.conftest import TOKEN, Stage


def picture() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (400, 300), "brown").save(out, "PNG")
    return out.getvalue()


async def said(stage: Stage, chat: int, count: int) -> list[Json]:
    """Wait until there are `count` messages in a chat."""
    for _ in range(500):
        shown: list[Json] = (await stage.look(f"chats/{chat}/messages"))["messages"]
        if len(shown) >= count:
            return shown
        await asyncio.sleep(0.02)
    raise AssertionError(f"{len(shown)} of {count} messages")


async def converse(stage: Stage) -> None:
    """Use a bot that greets, edits on a button, and gives photos back."""
    lin = await stage.person("Lin")
    await stage.says(lin, "/start")
    greeting = (await said(stage, lin, 2))[1]
    assert greeting["text"] == "Hello Lin"
    assert greeting["entities"][0]["type"] == "bold"
    pressed = await stage.sim(
        "callbacks", chat_id=lin, from_id=lin, message_id=greeting["message_id"], button="Go", wait=10
    )
    assert pressed["answer"]["text"] == "gone"
    for _ in range(200):
        if (await stage.look(f"chats/{lin}/messages"))["messages"][1]["text"] == "went":
            break
        await asyncio.sleep(0.02)
    else:
        raise AssertionError("the message was not edited")
    await stage.sim("messages", chat_id=lin, from_id=lin, photo=base64.b64encode(picture()).decode())
    back = (await said(stage, lin, 4))[3]
    assert back["caption"] == f"{len(picture())} bytes"
    async with stage.http.get(f"{stage.address}/sim/files/{back['photo'][-1]['file_id']}") as response:
        assert await response.read() == picture()


async def test_python_telegram_bot_polls_answers_edits_and_moves_photos(stage: Stage) -> None:
    async def start(update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        assert update.message
        assert update.effective_user
        keyboard = InlineKeyboardMarkup([[InlineKeyboardButton("Go", callback_data="go")]])
        await update.message.reply_html(
            f"<b>Hello</b> {update.effective_user.first_name}", reply_markup=keyboard
        )

    async def go(update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        assert update.callback_query
        await update.callback_query.answer("gone")
        await update.callback_query.edit_message_text("went")

    async def photo(update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        assert update.message
        file = await update.message.photo[-1].get_file()
        content = bytes(await file.download_as_bytearray())
        await update.message.reply_photo(content, caption=f"{len(content)} bytes")

    application = (
        ApplicationBuilder()
        .token(TOKEN)
        .base_url(f"{stage.address}/bot")
        .base_file_url(f"{stage.address}/file/bot")
        .build()
    )
    application.add_handler(CommandHandler("start", start))
    application.add_handler(CallbackQueryHandler(go))
    application.add_handler(MessageHandler(filters.PHOTO, photo))
    async with application:
        await application.start()
        assert application.updater
        await application.updater.start_polling()
        try:
            await converse(stage)
        finally:
            await application.updater.stop()
            await application.stop()


async def test_python_telegram_bot_understands_the_refusals(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "1")
    application = ApplicationBuilder().token(TOKEN).base_url(f"{stage.address}/bot").build()
    async with application:
        lin = await stage.person()
        with pytest.raises(BadRequest, match="Can't parse entities"):
            await application.bot.send_message(lin, "<b>x", parse_mode="HTML")
        await stage.sim("faults", method="sendMessage", kind="429", retry_after=9)
        with pytest.raises(RetryAfter) as refused:
            await application.bot.send_message(lin, "x")
        assert refused.value.retry_after == timedelta(seconds=9)


def aiogram_bot(stage: Stage) -> Bot:
    return Bot(TOKEN, session=AiohttpSession(api=TelegramAPIServer.from_base(stage.address)))


def aiogram_dispatcher() -> Dispatcher:
    dispatcher = Dispatcher()

    @dispatcher.message(Command("start"))
    async def start(message: aio.Message) -> Any:
        assert message.from_user
        button = aio.InlineKeyboardButton(text="Go", callback_data="go")
        return message.answer(
            f"<b>Hello</b> {message.from_user.first_name}",
            parse_mode="HTML",
            reply_markup=aio.InlineKeyboardMarkup(inline_keyboard=[[button]]),
        )

    @dispatcher.callback_query()
    async def go(query: aio.CallbackQuery) -> Any:
        assert isinstance(query.message, aio.Message)
        await query.message.edit_text("went")
        return query.answer("gone")

    @dispatcher.message()
    async def photo(message: aio.Message, bot: Bot) -> Any:
        assert message.photo
        content = await bot.download(message.photo[-1])
        assert content
        read = content.read()
        return message.answer_photo(aio.BufferedInputFile(read, "a.png"), caption=f"{len(read)} bytes")

    return dispatcher


async def test_aiogram_polls_answers_edits_and_moves_photos(stage: Stage) -> None:
    dispatcher = aiogram_dispatcher()
    async with aiogram_bot(stage) as bot:
        polling = asyncio.ensure_future(
            dispatcher.start_polling(bot, handle_signals=False, close_bot_session=False, polling_timeout=5)
        )
        try:
            await converse(stage)
        finally:
            await dispatcher.stop_polling()
            await polling


async def test_aiogram_takes_a_webhook_and_answers_in_it(stage: Stage) -> None:
    app = web.Application()
    async with aiogram_bot(stage) as bot:
        handler = SimpleRequestHandler(
            aiogram_dispatcher(), bot, handle_in_background=False, secret_token="s3cret"
        )
        handler.register(app, path="/hook")
        runner = web.AppRunner(app)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        try:
            port = runner.addresses[0][1]
            await bot.set_webhook(f"http://127.0.0.1:{port}/hook", secret_token="s3cret")
            await converse(stage)
            assert (await bot.get_webhook_info()).last_error_message is None
        finally:
            await runner.cleanup()


async def test_aiogram_understands_the_refusals(stage: Stage) -> None:
    async with aiogram_bot(stage) as bot:
        lin = await stage.person(started=False)
        with pytest.raises(TelegramForbiddenError, match="can't initiate conversation"):
            await bot.send_message(lin, "x")
        with pytest.raises(TelegramBadRequest, match="chat not found"):
            await bot.send_message(5, "x")
        await stage.sim("faults", method="sendMessage", kind="429", retry_after=9)
        with pytest.raises(TelegramRetryAfter) as refused:
            await bot.send_message(lin, "x")
        assert refused.value.retry_after == 9


async def test_pytelegrambotapi_polls_and_answers(stage: Stage) -> None:
    library = pytest.importorskip("telebot.async_telebot", reason="pyTelegramBotAPI is not installed")
    asyncio_helper = library.asyncio_helper
    asyncio_helper.API_URL = stage.address + "/bot{0}/{1}"
    asyncio_helper.FILE_URL = stage.address + "/file/bot{0}/{1}"
    bot: Any = library.AsyncTeleBot(TOKEN)

    async def start(message: Any) -> None:
        await bot.reply_to(message, "hi")

    bot.register_message_handler(start, commands=["start"])

    polling = asyncio.ensure_future(bot.polling(non_stop=True, timeout=2))
    try:
        lin = await stage.person()
        await stage.says(lin, "/start")
        assert (await said(stage, lin, 2))[1]["text"] == "hi"
    finally:
        bot._polling = False
        polling.cancel()
        await asyncio.gather(polling, return_exceptions=True)
        await bot.close_session()
