"""Operators' campaigns: the list, one campaign's card, and each step of its life."""

from __future__ import annotations

import asyncio
from datetime import datetime
from typing import Any

from aiogram import Bot, F, Router
from aiogram.filters import Command
from aiogram.fsm.context import FSMContext
from aiogram.methods import SendMessage, SendPhoto, TelegramMethod
from aiogram.types import CallbackQuery, Message

from bot.campaign_cards import CampaignButton, Do, card, nobody_in_particular, to_member
from bot.delivery import Delivered, deliver
from bot.filters import Operator, Private
from bot.keyboards import button, keyboard
from bot.pace import Pace
from bot.replies import replace
from core.program import Program
from core.texts import Catalogue, Texts
from db.engine import Database
from membership import campaigns, launches, segments
from membership.campaigns import Card
from membership.members import Viewer
from membership.reach import Outlook

router = Router(name="campaigns")

Methods = tuple[TelegramMethod[Any], ...]

_TRIES = 3
_LONGEST_WAIT = 10.0


def _pressed(*steps: Do) -> Any:
    return CampaignButton.filter(F.do.in_(set(steps)))


@router.message(Command("campaigns"), Operator(), Private())
async def list_campaigns(message: Message, db: Database, texts: Texts) -> TelegramMethod[Any]:
    cards = await db.read(campaigns.listed)
    if not cards:
        return message.answer(texts("campaigns-none"))
    lines = [texts("campaigns-list")]
    lines += [
        texts(
            "campaigns-list-line",
            id=str(one.id),
            name=one.name,
            state=texts(f"campaigns-state-{one.state}"),
            sent=one.figures.sent,
            total=one.figures.total,
        )
        for one in cards
    ]
    buttons = (button(f"{one.id} · {one.name[:24]}", CampaignButton(do="show", id=one.id)) for one in cards)
    return message.answer("\n".join(lines), reply_markup=keyboard(buttons))


@router.callback_query(_pressed("show"), Operator(), Private())
async def show(
    callback: CallbackQuery,
    callback_data: CampaignButton,
    db: Database,
    program: Program,
    texts: Texts,
    now: datetime,
) -> Methods:
    shown = await db.read(campaigns.card, campaign_id=callback_data.id)
    return await _show(callback, shown, db, program, texts, now)


@router.callback_query(_pressed("preview"), Operator(), Private())
async def preview(
    callback: CallbackQuery,
    callback_data: CampaignButton,
    db: Database,
    program: Program,
    catalogue: Catalogue,
    now: datetime,
) -> Methods:
    """Show what the segment's newest member would see."""
    shown = await db.read(campaigns.card, campaign_id=callback_data.id)
    sample = await db.read(segments.sample, segment=shown.segment, program=program, now=now, limit=1)
    reader = sample[0] if sample else nobody_in_particular(program)
    seen = to_member(
        shown.content,
        chat_id=callback.from_user.id,
        recipient_id=0,
        reader=reader,
        program=program,
        catalogue=catalogue,
    )
    return callback.answer(), seen


@router.callback_query(_pressed("test"), Operator(), Private())
async def test_on_myself(
    callback: CallbackQuery,
    callback_data: CampaignButton,
    bot: Bot,
    pace: Pace,
    db: Database,
    viewer: Viewer,
    program: Program,
    catalogue: Catalogue,
    texts: Texts,
    now: datetime,
) -> Methods:
    """Send every language of it to the operator; only what arrived counts as tested."""
    shown = await db.read(campaigns.card, campaign_id=callback_data.id)
    found = (
        await db.read(segments.example, member_id=viewer.member_id) if viewer.member_id is not None else None
    )
    me = found or nobody_in_particular(program)
    for language in shown.content.texts:
        reader = segments.Example(me.name, me.tier, me.points, language)
        method = to_member(
            shown.content,
            chat_id=callback.from_user.id,
            recipient_id=0,
            reader=reader,
            program=program,
            catalogue=catalogue,
        )
        done = await _deliver_soon(bot, pace, method)
        if done.kind != "sent":
            told = texts("campaigns-test-failed", error=done.error or done.kind)
            return callback.answer(), SendMessage(chat_id=callback.from_user.id, text=told)
    tested = await db.write(
        campaigns.tested,
        campaign_id=shown.id,
        content_hash=shown.content_hash,
        by=callback.from_user.id,
        now=now,
    )
    text, buttons = card(tested, await _outlook(db, tested, program, now), texts=texts, program=program)
    return (
        callback.answer(texts("campaigns-tested")),
        SendMessage(chat_id=callback.from_user.id, text=text, reply_markup=buttons),
    )


@router.callback_query(_pressed("approve"), Operator(), Private())
async def approve(
    callback: CallbackQuery,
    callback_data: CampaignButton,
    db: Database,
    program: Program,
    texts: Texts,
    now: datetime,
) -> Methods:
    approved = await db.write(
        campaigns.approve, campaign_id=callback_data.id, by=callback.from_user.id, program=program, now=now
    )
    return await _show(callback, approved, db, program, texts, now)


@router.callback_query(_pressed("start", "cancel"), Operator(), Private())
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


@router.callback_query(_pressed("go"), Operator(), Private())
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
    return await _show(callback, begun, db, program, texts, now)


@router.callback_query(_pressed("pause", "resume", "drop", "resend"), Operator(), Private())
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
    return await _show(callback, steered, db, program, texts, now)


async def _deliver_soon(bot: Bot, pace: Pace, method: SendMessage | SendPhoto) -> Delivered:
    """Send in turn; a chat in which much was just said may have to wait a moment."""
    for _ in range(_TRIES):
        await pace.turn(int(method.chat_id))
        done = await deliver(bot, method)
        if done.kind != "wait":
            break
        await asyncio.sleep(min(done.seconds, _LONGEST_WAIT))
    return done


async def _show(
    callback: CallbackQuery, shown: Card, db: Database, program: Program, texts: Texts, now: datetime
) -> Methods:
    """Put the card where the button was; under way, that message goes on showing the progress."""
    text, buttons = card(shown, await _outlook(db, shown, program, now), texts=texts, program=program)
    if shown.started_at is not None and isinstance(callback.message, Message):
        await db.write(
            campaigns.watch,
            campaign_id=shown.id,
            chat_id=callback.message.chat.id,
            message_id=callback.message.message_id,
        )
    return callback.answer(), replace(callback, text, buttons)


async def _outlook(db: Database, shown: Card, program: Program, now: datetime) -> Outlook | None:
    if shown.started_at is not None or shown.segment not in program.segments:
        return None
    return await db.read(campaigns.outlook, campaign_id=shown.id, program=program, now=now)
