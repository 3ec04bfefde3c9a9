"""Operators merge two members that are one person, after a look at both, and take it back."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from aiogram import Router
from aiogram.filters import Command, CommandObject
from aiogram.filters.callback_data import CallbackData
from aiogram.fsm.context import FSMContext
from aiogram.methods import TelegramMethod
from aiogram.types import CallbackQuery, Message

from bot.filters import Operator, Private
from bot.keyboards import button, keyboard
from bot.replies import replace
from core.program import Program
from core.texts import Texts
from core.wording import day
from db.engine import Database
from membership import merges, unmerges
from membership.merges import Side

router = Router(name="merges")


class Sure(CallbackData, prefix="merge"):
    """The second yes; the reason waits in the operator's dialogue, since a button can't carry it."""

    source: int
    target: int


@router.message(Command("merge"), Operator(), Private())
async def look(
    message: Message,
    command: CommandObject,
    state: FSMContext,
    db: Database,
    program: Program,
    texts: Texts,
) -> TelegramMethod[Any]:
    words = (command.args or "").split(maxsplit=2)
    if len(words) < 3:
        return message.answer(texts("merges-how-to"))
    source, target, reason = words
    seen = await db.read(merges.preview, source=source, target=target)
    await state.update_data(merge_reason=reason)
    lines = [
        texts("merges-look"),
        _side(texts("merges-source"), seen.source, program, texts),
        _side(texts("merges-target"), seen.target, program, texts),
        texts("merges-look-after", days=merges.UNDO_DAYS),
    ]
    sure = Sure(source=seen.source.member_id, target=seen.target.member_id)
    return message.answer("\n\n".join(lines), reply_markup=keyboard([button(texts("merges-sure"), sure)]))


@router.callback_query(Sure.filter(), Operator(), Private())
async def merge(
    callback: CallbackQuery,
    callback_data: Sure,
    state: FSMContext,
    db: Database,
    program: Program,
    texts: Texts,
    now: datetime,
) -> tuple[TelegramMethod[Any], ...]:
    reason = (await state.get_data()).get("merge_reason", "")
    done = await db.write(
        merges.merge,
        source=callback_data.source,
        target=callback_data.target,
        actor=f"telegram:{callback.from_user.id}",
        reason=reason,
        origin="chat",
        program=program,
        now=now,
    )
    await state.update_data(merge_reason="")
    told = texts(
        "merges-done",
        number=done.number,
        points=done.balance,
        rows=done.rows,
        until=day(done.undo_until, program=program, language=texts.language),
    )
    return callback.answer(), replace(callback, told)


@router.message(Command("unmerge"), Operator(), Private())
async def unmerge(
    message: Message, command: CommandObject, db: Database, program: Program, texts: Texts, now: datetime
) -> TelegramMethod[Any]:
    number, _, reason = (command.args or "").strip().partition(" ")
    if not number or not reason.strip():
        return message.answer(texts("merges-undo-how-to"))
    assert message.from_user is not None  # noqa: S101 - a private message has a sender
    done = await db.write(
        unmerges.undo_latest,
        number=number,
        actor=f"telegram:{message.from_user.id}",
        reason=reason,
        origin="chat",
        program=program,
        now=now,
    )
    return message.answer(
        texts("merges-undo-done", source=done.source_number, target=done.target_number, lent=done.lent)
    )


def _side(role: str, side: Side, program: Program, texts: Texts) -> str:
    tier = program.tier_by_id.get(side.tier)
    return texts(
        "merges-side",
        role=role,
        number=side.number,
        joined="yes" if side.joined else "no",
        points=side.balance,
        qualifying=side.qualifying,
        tier=tier.name.in_(texts.language) if tier else side.tier,
    )
