"""The dispatcher: context first, then the routers in their order, refusals worded at the end."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import structlog
from aiogram import Dispatcher, Router
from aiogram.exceptions import TelegramAPIError
from aiogram.filters import ExceptionTypeFilter
from aiogram.fsm.storage.base import BaseStorage
from aiogram.fsm.storage.memory import MemoryStorage
from aiogram.methods import TelegramMethod
from aiogram.types import CallbackQuery, ErrorEvent, Message

from bot.context import ContextMiddleware, ProgramInUse
from core.clock import Clock
from core.errors import Refusal
from core.program import Program
from core.texts import Catalogue, Texts
from core.wording import worded
from db.engine import Database
from db.writer import Busy, Overloaded

log = structlog.get_logger(__name__)


def build_dispatcher(
    routers: Sequence[Router],
    *,
    db: Database,
    clock: Clock,
    program: ProgramInUse,
    catalogue: Catalogue,
    operators: tuple[int, ...] = (),
    storage: BaseStorage | None = None,
    **services: Any,
) -> Dispatcher:
    """Return a dispatcher whose handlers can name `db`, `clock`, `catalogue`, each service, and the context."""
    dispatcher = Dispatcher(
        storage=storage or MemoryStorage(),
        db=db,
        clock=clock,
        catalogue=catalogue,
        operators=operators,
        **services,
    )
    dispatcher.update.outer_middleware(
        ContextMiddleware(db=db, clock=clock, program=program, catalogue=catalogue, operators=operators),
    )
    for router in routers:
        # Routers are made once, at import; a process may build one dispatcher after another, as tests do.
        router._parent_router = None  # noqa: SLF001
    dispatcher.include_routers(*routers)
    dispatcher.errors.register(_word_refusal, ExceptionTypeFilter(Refusal))
    dispatcher.errors.register(_apologise, ExceptionTypeFilter(Overloaded, Busy))
    dispatcher.errors.register(_report)
    return dispatcher


async def _word_refusal(event: ErrorEvent, texts: Texts, program: Program) -> TelegramMethod[Any] | None:
    refusal = event.exception
    assert isinstance(refusal, Refusal)  # noqa: S101 - the filter lets nothing else through
    return _answer(
        event, texts(refusal.key, **worded(refusal.values, program=program, language=texts.language))
    )


async def _apologise(event: ErrorEvent, texts: Texts) -> TelegramMethod[Any] | None:
    log.warning("busy", error=str(event.exception))
    return _answer(event, texts("errors-busy"))


async def _report(event: ErrorEvent, texts: Texts | None = None) -> TelegramMethod[Any] | None:
    """Tell the person that it was our fault, log the error, and go on."""
    if isinstance(event.exception, TelegramAPIError):
        log.warning("telegram refused", error=str(event.exception))
        return None
    log.error("handler failed", update_id=event.update.update_id, exc_info=event.exception)
    return _answer(event, texts("errors-unexpected")) if texts else None


def _answer(event: ErrorEvent, text: str) -> TelegramMethod[Any] | None:
    happened = event.update.event
    if isinstance(happened, CallbackQuery):
        return happened.answer(text[:200], show_alert=True)
    if isinstance(happened, Message):
        return happened.answer(text)
    return None
