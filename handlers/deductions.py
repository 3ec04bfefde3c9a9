"""Paying with points: the member's own yes or no, and the clerk's undoing."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from aiogram import Router
from aiogram.filters.callback_data import CallbackData
from aiogram.methods import TelegramMethod
from aiogram.types import CallbackQuery

from bot.filters import Joined, Private, Role
from bot.replies import replace
from core.program import Program
from core.texts import Texts
from core.wording import money
from db.engine import Database
from membership import deductions
from membership.members import Viewer

router = Router(name="deductions")


class Answer(CallbackData, prefix="deduct"):
    """The buttons that `membership.deductions.ask` puts under its question."""

    id: int
    yes: bool


class Undo(CallbackData, prefix="undeduct"):
    """The button that `membership.deductions` puts under what it tells the clerk."""

    id: int


@router.callback_query(Answer.filter(), Joined(), Private())
async def answer(
    callback: CallbackQuery,
    callback_data: Answer,
    db: Database,
    viewer: Viewer,
    program: Program,
    texts: Texts,
    now: datetime,
) -> tuple[TelegramMethod[Any], ...]:
    assert viewer.member_id is not None  # noqa: S101 - Joined()
    done = await db.write(
        deductions.answer,
        deduction_id=callback_data.id,
        member_id=viewer.member_id,
        yes=callback_data.yes,
        program=program,
        now=now,
    )
    if not callback_data.yes:
        return callback.answer(), replace(callback, texts("deductions-declined"))
    told = texts(
        "deductions-confirmed",
        points=done.points,
        value=money(done.value, program=program),
        due=money(done.due, program=program),
    )
    return callback.answer(), replace(callback, told)


@router.callback_query(Undo.filter(), Private(), Role("clerk", "manager", "owner"))
async def undo(
    callback: CallbackQuery,
    callback_data: Undo,
    db: Database,
    viewer: Viewer,
    program: Program,
    texts: Texts,
    now: datetime,
) -> tuple[TelegramMethod[Any], ...]:
    done = await db.write(
        deductions.undo,
        deduction_id=callback_data.id,
        clerk=viewer.telegram_id,
        program=program,
        now=now,
    )
    told = texts("deductions-undone-clerk", points=done.points, amount=money(done.amount, program=program))
    return callback.answer(), replace(callback, told)
