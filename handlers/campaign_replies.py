"""What members press under a campaign: no more of these, undo, and the link."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from aiogram import Router
from aiogram.methods import TelegramMethod
from aiogram.types import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Message

from bot.campaign_cards import Follow, OptIn, OptOut
from bot.filters import Private
from bot.keyboards import button, keyboard
from core.program import Program
from core.texts import Texts
from db.engine import Database
from membership import campaign_replies, reach
from membership.members import Viewer

router = Router(name="campaign_replies")

Methods = tuple[TelegramMethod[Any], ...]


@router.callback_query(OptOut.filter(), Private())
async def opt_out(
    callback: CallbackQuery,
    callback_data: OptOut,
    db: Database,
    viewer: Viewer,
    program: Program,
    texts: Texts,
    now: datetime,
) -> Methods:
    assert callback.message is not None  # noqa: S101 - Private()
    if callback_data.id == 0:
        return (callback.answer(texts("campaigns-only-a-test"), show_alert=True),)
    await db.write(
        campaign_replies.opt_out,
        recipient_id=callback_data.id,
        member_id=viewer.member_id or 0,
        message_id=callback.message.message_id,
        program=program,
        now=now,
    )
    topic = program.topic_by_id[reach.TOPIC].name.in_(texts.language)
    undo = keyboard([button(texts("campaigns-undo"), OptIn(id=callback_data.id))])
    told = texts("campaigns-opted-out", topic=topic)
    return callback.answer(), callback.message.answer(told, reply_markup=undo)


@router.callback_query(OptIn.filter(), Private())
async def opt_in(
    callback: CallbackQuery,
    callback_data: OptIn,
    db: Database,
    viewer: Viewer,
    program: Program,
    texts: Texts,
    now: datetime,
) -> Methods:
    assert callback.message is not None  # noqa: S101 - Private()
    await db.write(
        campaign_replies.opt_in,
        recipient_id=callback_data.id,
        member_id=viewer.member_id or 0,
        message_id=callback.message.message_id,
        program=program,
        now=now,
    )
    told = texts("campaigns-opted-in", topic=program.topic_by_id[reach.TOPIC].name.in_(texts.language))
    if isinstance(callback.message, Message):
        return callback.answer(), callback.message.edit_text(told)
    return (callback.answer(told, show_alert=True),)


@router.callback_query(Follow.filter(), Private())
async def follow(
    callback: CallbackQuery,
    callback_data: Follow,
    db: Database,
    viewer: Viewer,
    texts: Texts,
    now: datetime,
) -> Methods:
    """Uncover the link: the button turns into the link itself, and says so."""
    if callback_data.id == 0:
        return (callback.answer(texts("campaigns-only-a-test"), show_alert=True),)
    link = (
        await db.write(
            campaign_replies.follow,
            recipient_id=callback_data.id,
            member_id=viewer.member_id or 0,
            now=now,
        )
    ).link
    if not isinstance(callback.message, Message) or callback.message.reply_markup is None:
        return (callback.answer(link.url, show_alert=True),)
    opened = [InlineKeyboardButton(text=f"🔗 {link.label}", url=link.url)]
    rows = [opened, *callback.message.reply_markup.inline_keyboard[1:]]
    shown = callback.message.edit_reply_markup(reply_markup=InlineKeyboardMarkup(inline_keyboard=rows))
    return callback.answer(texts("campaigns-tap-again")), shown
