"""The bot as a service: intake, handlers, jobs and health, started in order and drained in order."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any, Literal

import structlog
from aiogram import Bot, Dispatcher
from aiogram.exceptions import TelegramAPIError, TelegramUnauthorizedError
from aiogram.fsm.storage.base import BaseStorage

from bot.commands import set_commands
from bot.connection import connect
from bot.context import ProgramInUse
from bot.dispatcher import build_dispatcher
from bot.intake import Intake
from bot.manners import Manners
from bot.pace import Pace
from bot.polling import Polling, PollingStopped
from bot.recommender import Recommender
from bot.serving import serving
from bot.turns import Turns
from cli.jobs import JOBS
from cli.parts import Parts
from cli.routers import ROUTERS
from core.background import Background
from core.errors import BadSettings
from core.settings import Settings
from db.engine import ping
from knowledge.assistant import Assistant
from knowledge.errors import KnowledgeError
from membership import notices, recipients, talks
from tasks.recipients import Sender
from tasks.scheduler import Scheduler
from web.api.gate import Api
from web.app import create_app
from web.webhook import PATH

log = structlog.get_logger(__name__)

Mode = Literal["polling", "webhook"]
SILENCE_SECONDS = 90.0
_FOLLOW_SECONDS = 15.0


@dataclass(frozen=True, slots=True)
class Service:
    """A running bot; `ended` is set with the reason when it can't go on by itself."""

    bot: Bot
    scheduler: Scheduler
    intake: Intake
    address: str
    failed: asyncio.Future[str]


@asynccontextmanager
async def running(
    parts: Parts,
    assistant: Assistant,
    recommender: Recommender,
    *,
    mode: Mode = "polling",
    support: int | None = None,
    operators: tuple[int, ...] = (),
) -> AsyncIterator[Service]:
    """Run the bot until the block ends: then stop taking in, drain what runs, stop jobs, close the session."""
    settings = parts.settings
    services: dict[str, Any] = {
        "assistant": assistant,
        "recommender": recommender,
        "pace": Pace(),
        "manners": Manners(),
        "turns": Turns(together=settings.concurrency),
        "vault": parts.vault,
    }
    in_use = ProgramInUse(parts.program)
    async with AsyncExitStack() as stack:
        bot = connect(_token(settings, mode), api_url=settings.telegram_api_url)
        stack.push_async_callback(bot.session.close)
        me = await _greet(bot)
        dispatcher = build_dispatcher(
            ROUTERS,
            db=parts.db,
            clock=parts.clock,
            program=in_use,
            catalogue=parts.catalogue,
            operators=operators,
            storage=await _storage(parts, stack),
            support=support,
            settings=settings,
            **services,
        )
        stack.push_async_callback(services["turns"].close)
        intake = Intake(
            bot=bot,
            dispatcher=dispatcher,
            db=parts.db,
            clock=parts.clock,
            concurrency=settings.concurrency,
        )
        sender = Sender()
        stack.push_async_callback(sender.stop)
        scheduler = Scheduler(
            JOBS,
            db=parts.db,
            bot=bot,
            pace=services["pace"],
            program=in_use,
            catalogue=parts.catalogue,
            clock=parts.clock,
            services=services | {"operators": operators, "support": support, "campaign_sender": sender},
            recover=partial(_doubt, parts),
        )
        service = await _open(
            stack, parts, bot, dispatcher, intake, scheduler, mode, assistant, _api(parts, in_use)
        )
        await set_commands(bot, parts.catalogue, operators=operators)
        log.info("bot is running", username=me, mode=mode, health=service.address)
        yield service


def _token(settings: Settings, mode: Mode) -> str:
    """Return the bot's token, when all that `mode` needs is set."""
    if settings.telegram_token is None:
        raise BadSettings(
            "TELEGRAM_TOKEN is not set: put @BotFather's token there, or run `main.py demo` without one"
        )
    if mode == "webhook" and not settings.webhook.url and settings.telegram_api_url is None:
        raise BadSettings(
            "GUANJIA_WEBHOOK__URL is not set: expected the https address that Telegram shall call"
        )
    return settings.telegram_token.get_secret_value()


async def _doubt(parts: Parts) -> None:
    """Only the holder of the clock sends unasked: what its last holder was sending may have arrived."""
    await parts.db.write(notices.recover)
    await parts.db.write(talks.recover)
    await parts.db.write(recipients.forget, now=parts.clock.now())


async def _open(
    stack: AsyncExitStack,
    parts: Parts,
    bot: Bot,
    dispatcher: Dispatcher,
    intake: Intake,
    scheduler: Scheduler,
    mode: Mode,
    assistant: Assistant,
    api: Api | None,
) -> Service:
    """Open the way in and start the clock; closing goes the other way round."""
    settings = parts.settings
    failed: asyncio.Future[str] = asyncio.get_running_loop().create_future()
    polling = Polling(bot=bot, intake=intake, allowed_updates=dispatcher.resolve_used_update_types())
    draining = asyncio.Event()

    async def database_answers() -> bool:
        return await parts.db.read(ping) == 1

    async def telegram_answers() -> bool:
        return mode == "webhook" or polling.silence() < SILENCE_SECONDS

    async def takes_work() -> bool:
        return not draining.is_set()

    secret = (
        settings.webhook.secret.get_secret_value()
        if settings.webhook.secret
        else parts.vault.password("telegram webhook")
    )
    app = create_app(
        checks={"database": database_answers, "telegram": telegram_answers, "serving": takes_work},
        receive=intake.receive if mode == "webhook" else None,
        secret=secret,
        api=api,
    )
    address = await stack.enter_async_context(serving(app, host=settings.host, port=settings.port))
    stack.push_async_callback(intake.drain, settings.drain_seconds)
    await intake.recover()
    intake.start()
    await scheduler.start()
    stack.push_async_callback(scheduler.stop)
    background = Background()
    stack.push_async_callback(background.stop)
    if settings.chroma_url:
        background.start(_follow(assistant), name="following the index")
    if mode == "webhook":
        await bot.set_webhook(
            f"{(settings.webhook.url or address).rstrip('/')}{PATH}",
            secret_token=secret,
            allowed_updates=dispatcher.resolve_used_update_types(),
        )
    else:
        background.start(_poll(polling, failed), name="polling")

    async def stop_taking() -> None:
        draining.set()
        polling.stopped = True

    stack.push_async_callback(stop_taking)
    return Service(bot, scheduler, intake, address, failed)


def _api(parts: Parts, program: ProgramInUse) -> Api | None:
    if not parts.settings.api.enabled:
        return None
    return Api.of(
        db=parts.db,
        vault=parts.vault,
        clock=parts.clock,
        program=lambda: program.current,
        catalogue=parts.catalogue,
        requests_per_minute=parts.settings.api.requests_per_minute,
    )


async def _poll(polling: Polling, failed: asyncio.Future[str]) -> None:
    try:
        await polling.run()
    except PollingStopped as stopped:
        if not failed.done():
            failed.set_result(str(stopped))


async def _follow(assistant: Assistant) -> None:
    """Take over what another worker publishes on the Chroma server that all share."""
    while True:
        await asyncio.sleep(_FOLLOW_SECONDS)
        try:
            await assistant.library.refresh()
        except KnowledgeError as error:
            log.warning("index not followed", reason=str(error))


async def _greet(bot: Bot) -> str:
    """Ask Telegram who we are, which is also the check of the token."""
    try:
        me = await bot.me()
    except TelegramUnauthorizedError:
        raise BadSettings("TELEGRAM_TOKEN: Telegram refuses it; ask @BotFather for the current one") from None
    except TelegramAPIError as error:
        raise BadSettings(f"Telegram can't be reached: {error}") from None
    return me.username or ""


async def _storage(parts: Parts, stack: AsyncExitStack) -> BaseStorage | None:
    """Return where dialogues are kept: Redis when it is set, else memory."""
    if parts.settings.redis_url is None:
        return None
    from aiogram.fsm.storage.redis import RedisStorage

    storage: Any = RedisStorage.from_url(parts.settings.redis_url)
    stack.push_async_callback(storage.close)
    return storage  # type: ignore[no-any-return]
