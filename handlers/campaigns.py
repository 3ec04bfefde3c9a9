"""Operators' campaigns: the list, one campaign's card, and each step of its life."""

from __future__ import annotations

import asyncio
from datetime import datetime
from typing import Any

from aiogram import Bot, Router
from aiogram.filters import Command
from aiogram.methods import SendMessage, SendPhoto, TelegramMethod
from aiogram.types import CallbackQuery, Message

from bot.campaign_cards import CampaignButton, card, nobody_in_particular, to_member
from bot.campaign_dialogue import Methods, outlook_of, pressed, show_card
from bot.delivery import Delivered, deliver
from bot.filters import Operator, Private, Role
from bot.keyboards import button, keyboard
from bot.pace import Pace
from core.program import Program
from core.texts import Catalogue, Texts
from db.engine import Database
from membership import campaigns, segments
from membership.members import Viewer

router = Router(name="campaigns")

# Operators prepare, approvers send; whoever stands above them does both.
SEES = Role("owner", "manager", "operator", "approver")
APPROVES = Role("owner", "manager", "approver")

_TRIES = 3
_LONGEST_WAIT = 10.0


@router.message(Command("campaigns"), SEES, Private())
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


@router.callback_query(pressed("show"), SEES, Private())
async def show(
    callback: CallbackQuery,
    callback_data: CampaignButton,
    db: Database,
    program: Program,
    texts: Texts,
    now: datetime,
) -> Methods:
    shown = await db.read(campaigns.card, campaign_id=callback_data.id)
    return await show_card(callback, shown, db, program, texts, now)


@router.callback_query(pressed("preview"), SEES, Private())
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


@router.callback_query(pressed("test"), Operator(), Private())
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
    text, buttons = card(tested, await outlook_of(db, tested, program, now), texts=texts, program=program)
    return (
        callback.answer(texts("campaigns-tested")),
        SendMessage(chat_id=callback.from_user.id, text=text, reply_markup=buttons),
    )


@router.callback_query(pressed("approve"), APPROVES, Private())
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
    return await show_card(callback, approved, db, program, texts, now)


async def _deliver_soon(bot: Bot, pace: Pace, method: SendMessage | SendPhoto) -> Delivered:
    """Send in turn; a chat in which much was just said may have to wait a moment."""
    for _ in range(_TRIES):
        await pace.turn(int(method.chat_id))
        done = await deliver(bot, method)
        if done.kind != "wait":
            break
        await asyncio.sleep(min(done.seconds, _LONGEST_WAIT))
    return done
