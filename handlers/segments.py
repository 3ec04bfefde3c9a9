"""The first question of a campaign: whom it is for, with how many that is and who, for instance."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from aiogram import Router
from aiogram.filters import Command
from aiogram.fsm.context import FSMContext
from aiogram.methods import TelegramMethod
from aiogram.types import CallbackQuery, Message

from bot.campaign_dialogue import Drafting, Methods, PickSegment
from bot.filters import Operator, Private
from bot.keyboards import button, keyboard
from bot.replies import replace
from core.program import Program
from core.texts import Texts
from db.engine import Database
from membership import letters, segments

router = Router(name="segments")


@router.message(Command("campaign"), Operator(), Private())
async def begin(
    message: Message, state: FSMContext, db: Database, program: Program, texts: Texts, now: datetime
) -> TelegramMethod[Any]:
    await state.clear()
    sizes = await db.read(segments.sizes, program=program, now=now)
    buttons = [
        button(f"{one.title.in_(texts.language)} · {one.count}", PickSegment(id=one.id)) for one in sizes
    ]
    return message.answer(texts("campaigns-pick-segment"), reply_markup=keyboard(buttons))


@router.callback_query(PickSegment.filter(), Operator(), Private())
async def picked(
    callback: CallbackQuery,
    callback_data: PickSegment,
    state: FSMContext,
    db: Database,
    program: Program,
    texts: Texts,
    now: datetime,
) -> Methods:
    """Show whom the segment means before anything is written."""
    count = await db.read(segments.count, segment=callback_data.id, program=program, now=now)
    sample = await db.read(segments.sample, segment=callback_data.id, program=program, now=now)
    await state.set_state(Drafting.name)
    await state.set_data({"segment": callback_data.id})
    names = [letters.spoken_name(one.name) or texts("campaigns-nameless") for one in sample]
    told = texts(
        "campaigns-ask-name",
        segment=program.segments[callback_data.id].title.in_(texts.language),
        count=count,
        names=texts("campaigns-comma").join(names) if names else texts("campaigns-nobody-yet"),
    )
    return callback.answer(), replace(callback, told)
