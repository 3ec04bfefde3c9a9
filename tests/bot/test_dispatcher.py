from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import datetime
from typing import Any, ClassVar

import pytest
import structlog
from aiogram import Bot, Dispatcher, Router
from aiogram.exceptions import TelegramBadRequest
from aiogram.filters import Command, CommandObject
from aiogram.fsm.context import FSMContext
from aiogram.fsm.storage.base import BaseStorage
from aiogram.fsm.storage.redis import RedisStorage
from aiogram.methods import AnswerCallbackQuery, SendMessage, TelegramMethod
from aiogram.types import CallbackQuery, Message
from sqlalchemy.orm import Session

from bot.context import ProgramInUse
from bot.dispatcher import build_dispatcher
from core.clock import Clock
from core.errors import NotFound
from core.logs import start_logging
from core.program import Program
from core.texts import LANGUAGES, Catalogue, Texts
from db.engine import Database
from db.models.members import Member
from db.writer import Busy, Overloaded
from membership.members import Viewer
from tests.bot.test_intake import a_message, a_tap
from tests.builders import a_group, a_member
from tests.conftest import TEST_REDIS_URL, missing

OPERATOR = 4_711
NAME = "Wang Xiaoming"
CODES = {"zh-Hans": "zh-hans", "zh-Hant": "zh-hant", "en": "en"}


class Vanished(NotFound):
    key: ClassVar[str] = "coupons-unknown"


def _clash(session: Session, name: str) -> None:
    """Break a constraint with somebody's name among the values."""
    for _ in range(2):
        session.add(Member(number="twice", name=name, created_at=datetime.fromisoformat("2026-11-18T04:00Z")))
    session.flush()


def a_router() -> Router:
    router = Router(name="test")

    @router.message(Command("who"))
    async def who(message: Message, viewer: Viewer, texts: Texts, now: datetime) -> TelegramMethod[Any]:
        seen = (viewer.joined, viewer.operator, viewer.language, texts.language, now.isoformat())
        return message.answer(repr(seen))

    @router.message(Command("fail"))
    async def fail(_message: Message, command: CommandObject, db: Database) -> None:
        match command.args:
            case "refusal":
                raise Vanished(code="ABC")
            case "overloaded":
                raise Overloaded("full")
            case "busy":
                raise Busy("locked")
            case "telegram":
                raise TelegramBadRequest(method=SendMessage(chat_id=1, text=""), message="empty")
            case _:
                await db.write(_clash, NAME)

    @router.callback_query()
    async def tapped(_tap: CallbackQuery) -> None:
        raise Vanished(code="ABC")

    @router.message(Command("keep"))
    async def keep(_message: Message, command: CommandObject, state: FSMContext) -> None:
        await state.update_data(kept=command.args)

    @router.message(Command("kept"))
    async def kept(message: Message, state: FSMContext) -> TelegramMethod[Any]:
        return message.answer(str((await state.get_data()).get("kept")))

    return router


class Desk:
    def __init__(self, db: Database, clock: Clock, program: Program, catalogue: Catalogue) -> None:
        self.bot = Bot("42:TEST")
        self._parts: dict[str, Any] = {
            "db": db,
            "clock": clock,
            "program": ProgramInUse(program),
            "catalogue": catalogue,
            "operators": (OPERATOR,),
        }
        self.dispatcher = self.started()

    def started(self, storage: BaseStorage | None = None) -> Dispatcher:
        return build_dispatcher([a_router()], **self._parts, storage=storage)

    async def says(self, text: str, *, who: int = 1, code: str = "zh-hans", chat: int | None = None) -> Any:
        """Return what the handler would send for a command."""
        update = a_message(1, who, text, chat=chat)
        update["message"]["from"]["language_code"] = code
        update["message"]["entities"] = [
            {"type": "bot_command", "offset": 0, "length": len(text.split(" ", maxsplit=1)[0])}
        ]
        return await self.dispatcher.feed_raw_update(self.bot, update)


@pytest.fixture
def desk(db: Database, clock: Clock, program: Program, catalogue: Catalogue) -> Desk:
    return Desk(db, clock, program, catalogue)


@pytest.fixture
def logging_as_in_use(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Iterator[None]:
    monkeypatch.setattr(logging.getLogger(), "handlers", [])
    start_logging(level="INFO", json=True)
    yield
    structlog.reset_defaults()


@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_refusal_is_worded_in_the_language_of_whoever_asked(
    desk: Desk, catalogue: Catalogue, language: str
) -> None:
    said = await desk.says("/fail refusal", code=CODES[language])
    assert isinstance(said, SendMessage)
    assert said.text == catalogue[language]("coupons-unknown", code="ABC")


async def test_a_refused_tap_is_answered_where_it_was_made(desk: Desk, catalogue: Catalogue) -> None:
    said = await desk.dispatcher.feed_raw_update(desk.bot, a_tap(1))
    assert isinstance(said, AnswerCallbackQuery)
    assert said.text == catalogue["zh-Hans"]("coupons-unknown", code="ABC")
    assert said.show_alert


@pytest.mark.parametrize("kind", ["overloaded", "busy"])
async def test_too_much_work_and_a_locked_database_ask_for_patience(
    desk: Desk, catalogue: Catalogue, kind: str
) -> None:
    said = await desk.says(f"/fail {kind}", code="en")
    assert said.text == catalogue["en"]("errors-busy")


async def test_an_unexpected_error_is_apologised_for_and_logged_without_whom_it_met(
    desk: Desk, catalogue: Catalogue, capfd: pytest.CaptureFixture[str], logging_as_in_use: None
) -> None:
    said = await desk.says("/fail unexpected", who=987_654_321, code="en")
    assert said.text == catalogue["en"]("errors-unexpected")
    logged = capfd.readouterr().err
    assert "handler failed" in logged
    assert "IntegrityError" in logged
    for personal in (NAME, "987654321"):
        assert personal not in logged


async def test_a_refusal_of_telegram_is_not_said_to_the_person(desk: Desk) -> None:
    assert await desk.says("/fail telegram") is None


async def test_a_handler_knows_who_acts_when_and_in_which_language(
    desk: Desk, db: Database, program: Program, clock: Clock
) -> None:
    now = clock.now()
    await a_member(db, program, now=now, telegram_id=5, language_code="zh-hant")
    group = await a_group(db, program, now=now, language_code="en")
    at = now.isoformat()
    assert (await desk.says("/who", who=1, code="en")).text == repr((False, False, "en", "en", at))
    # A member's own choice wins over the app's language; a group is spoken to in the group's.
    assert (await desk.says("/who", who=5, code="en")).text == repr((True, False, "zh-Hant", "zh-Hant", at))
    told = await desk.says("/who", who=5, code="zh-hans", chat=group.chat_id)
    assert told.text == repr((True, False, "zh-Hant", "en", at))
    assert (await desk.says("/who", who=OPERATOR)).text == repr((False, True, "zh-Hans", "zh-Hans", at))


async def test_a_dialogue_in_redis_survives_a_restart(desk: Desk) -> None:
    if not TEST_REDIS_URL:
        missing("TEST_REDIS_URL is not set: no Redis to test against")
    for said in ("half a draft", None):
        storage = RedisStorage.from_url(TEST_REDIS_URL)
        desk.dispatcher = desk.started(storage)
        if said:
            await desk.says(f"/keep {said}")
        else:
            assert (await desk.says("/kept")).text == "half a draft"
            assert (await desk.says("/kept", who=2)).text == "None"
            await desk.says("/keep ")
        await storage.close()
