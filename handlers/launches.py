"""An operator lets a campaign go: now, at a time, and after a second look; pauses, resumes and ends it."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

from aiogram import Router
from aiogram.filters import StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.methods import TelegramMethod
from aiogram.types import CallbackQuery, Message

from bot.campaign_cards import CampaignButton, Do, card
from bot.campaign_dialogue import WORDS, Changing, Methods, pressed, sender_of, show_card
from bot.filters import Operator, Private
from bot.keyboards import button, keyboard
from bot.replies import replace
from core.errors import Invalid
from core.program import Program
from core.texts import Texts
from db.engine import Database
from membership import campaigns, launches

router = Router(name="launches")

_MOMENT = re.compile(r"(?:(?:(\d{4})[-/.])?(\d{1,2})[-/.](\d{1,2})\s+)?(\d{1,2}):(\d{2})")


class TimeUnclear(Invalid):
    key = "campaigns-time-wrong"


@router.callback_query(pressed("start", "cancel"), Operator(), Private())
async def ask_first(
    callback: CallbackQuery,
    callback_data: CampaignButton,
    db: Database,
    program: Program,
    texts: Texts,
    now: datetime,
) -> Methods:
    """Ask once more before what can't be taken back, with the number of people whom it means."""
    shown = await db.read(campaigns.card, campaign_id=callback_data.id)
    expected = await db.read(campaigns.outlook, campaign_id=shown.id, program=program, now=now)
    sure: Do = "go" if callback_data.do == "start" else "drop"
    buttons = [
        button(texts(f"campaigns-do-{sure}"), CampaignButton(do=sure, id=shown.id)),
        button(texts("campaigns-back"), CampaignButton(do="show", id=shown.id)),
    ]
    asked = texts(f"campaigns-sure-{callback_data.do}", name=shown.name, count=expected.permitted)
    return callback.answer(), replace(callback, asked, keyboard(buttons))


@router.callback_query(pressed("go"), Operator(), Private())
async def send_now(
    callback: CallbackQuery,
    callback_data: CampaignButton,
    db: Database,
    program: Program,
    texts: Texts,
    now: datetime,
) -> Methods:
    begun = await db.write(
        launches.start, campaign_id=callback_data.id, by=callback.from_user.id, program=program, now=now
    )
    return await show_card(callback, begun, db, program, texts, now)


@router.callback_query(pressed("pause", "resume", "drop", "resend"), Operator(), Private())
async def steer(
    callback: CallbackQuery,
    callback_data: CampaignButton,
    state: FSMContext,
    db: Database,
    program: Program,
    texts: Texts,
    now: datetime,
) -> Methods:
    campaign_id, by = callback_data.id, callback.from_user.id
    await state.clear()
    if callback_data.do == "pause":
        steered = await db.write(launches.pause, campaign_id=campaign_id, by=by, now=now)
    elif callback_data.do == "resume":
        steered = await db.write(launches.resume, campaign_id=campaign_id, program=program, now=now)
    elif callback_data.do == "drop":
        steered = await db.write(launches.cancel, campaign_id=campaign_id, by=by, now=now)
    else:
        steered = await db.write(launches.resend_unknown, campaign_id=campaign_id, now=now)
    return await show_card(callback, steered, db, program, texts, now)


@router.message(StateFilter(Changing.time), Operator(), Private(), WORDS)
async def timed(
    message: Message, state: FSMContext, db: Database, program: Program, texts: Texts, now: datetime
) -> TelegramMethod[Any]:
    at = _moment(message.text or "", program, now)
    if at is None:
        raise TimeUnclear
    scheduled = await db.write(
        launches.schedule,
        campaign_id=(await state.get_data())["campaign"],
        at=at,
        by=sender_of(message),
        program=program,
        now=now,
    )
    await state.clear()
    expected = await db.read(campaigns.outlook, campaign_id=scheduled.id, program=program, now=now)
    text, buttons = card(scheduled, expected, texts=texts, program=program)
    return message.answer(text, reply_markup=buttons)


def _moment(text: str, program: Program, now: datetime) -> datetime | None:
    """Read `2026-12-01 10:30`, `12-01 10:30` or `10:30` (today) in the program's time zone."""
    found = _MOMENT.fullmatch(text.strip().replace("：", ":"))
    if found is None:
        return None
    today = now.astimezone(program.time_zone)
    year, month, day, hour, minute = (int(part) if part else None for part in found.groups())
    try:
        local = today.replace(
            year=year or today.year,
            month=month or today.month,
            day=day or today.day,
            hour=hour or 0,
            minute=minute or 0,
            second=0,
            microsecond=0,
        )
    except ValueError:
        return None
    return local.astimezone(UTC)
