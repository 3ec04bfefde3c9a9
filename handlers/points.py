"""Balance and statement."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from aiogram import Bot, F, Router
from aiogram.filters import Command
from aiogram.filters.callback_data import CallbackData
from aiogram.methods import TelegramMethod
from aiogram.types import CallbackQuery, InlineKeyboardMarkup, Message

from bot.callbacks import Why
from bot.filters import Joined, Magic, Private
from bot.keyboards import button, keyboard
from bot.replies import Reply, own, privately, replace
from core.program import Program
from core.texts import Texts
from core.wording import day, last_day
from db.engine import Database
from membership import points
from membership.members import Viewer

router = Router(name="points")

PAGE = 8


class Page(CallbackData, prefix="statement"):
    """The next page of the statement: entries older than `before`."""

    before: int


@router.message(Command("points", "balance"), Joined())
@router.callback_query(Magic(F.data == "points"), Joined(), Private())
async def balance(
    event: Message | CallbackQuery,
    bot: Bot,
    db: Database,
    viewer: Viewer,
    program: Program,
    texts: Texts,
    now: datetime,
) -> Reply:
    return await own(event, bot, texts, await _balance(db, viewer, program, texts, now), _more(texts))


@router.message(Command("history"), Joined())
async def statement(
    message: Message,
    bot: Bot,
    db: Database,
    viewer: Viewer,
    program: Program,
    texts: Texts,
) -> TelegramMethod[Any]:
    told, turns = await _statement(db, viewer, program, texts, before=None)
    return await privately(message, bot, texts, told, turns)


@router.callback_query(Page.filter(), Joined(), Private())
async def turn_page(
    callback: CallbackQuery,
    callback_data: Page,
    db: Database,
    viewer: Viewer,
    program: Program,
    texts: Texts,
) -> tuple[TelegramMethod[Any], ...]:
    told, turns = await _statement(db, viewer, program, texts, before=callback_data.before or None)
    return callback.answer(), replace(callback, told, turns)


async def _balance(db: Database, viewer: Viewer, program: Program, texts: Texts, now: datetime) -> str:
    assert viewer.member_id is not None  # noqa: S101 - Joined()
    held = await db.read(points.balance, member_id=viewer.member_id, now=now)
    lines = [texts("points-balance", available=held.available)]
    lines += [
        texts("points-arriving", amount=one.amount, day=day(one.at, program=program, language=texts.language))
        for one in held.arriving
    ]
    lines += [
        texts(
            "points-expiring",
            amount=one.amount,
            day=last_day(one.at, program=program, language=texts.language),
        )
        for one in held.expiring
    ]
    if held.debt:
        lines.append(texts("points-debt", amount=held.debt))
    lines.append(texts("points-sums", spent=held.spent, expired=held.expired))
    if held.receipt is not None:
        lines.append(texts("points-receipt", receipt=f"#{held.receipt}"))
    return "\n".join(lines)


async def _statement(
    db: Database,
    viewer: Viewer,
    program: Program,
    texts: Texts,
    *,
    before: int | None,
) -> tuple[str, InlineKeyboardMarkup]:
    assert viewer.member_id is not None  # noqa: S101 - Joined()
    moves = await db.read(points.statement, member_id=viewer.member_id, before=before, limit=PAGE + 1)
    lines = [
        texts(
            "points-movement",
            day=day(move.at, program=program, language=texts.language),
            amount=f"{move.amount:+d}",
            what=texts(f"points-source-{move.origin}"),
            receipt=f"#{move.entry_id}",
        )
        for move in moves[:PAGE]
    ]
    turns = []
    if before is not None:
        turns.append(button(texts("points-newest"), Page(before=0)))
    if len(moves) > PAGE:
        turns.append(button(texts("points-older"), Page(before=moves[PAGE - 1].entry_id)))
    told = "\n".join([texts("points-statement"), *lines]) if lines else texts("points-statement-empty")
    reasons = [button(f"#{move.entry_id}", Why(entry=move.entry_id)) for move in moves[:PAGE]]
    return told, keyboard([*reasons, *turns], width=4)


def _more(texts: Texts) -> InlineKeyboardMarkup:
    return keyboard([button(texts("points-history"), Page(before=0)), button(texts("points-tier"), "tiers")])
