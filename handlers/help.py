"""What the bot can do, and what it says when nobody else knows what to do. Its router comes last."""

from __future__ import annotations

from typing import Any

from aiogram import Bot, F, Router
from aiogram.filters import Command
from aiogram.methods import TelegramMethod
from aiogram.types import CallbackQuery, Message

from bot.filters import InGroup, Magic, Private
from bot.replies import start_link
from core.program import Program
from core.texts import Texts
from db.engine import Database
from membership import desks, staff
from membership.members import Viewer

router = Router(name="help")

MEMBERS_ONLY = (
    "points",
    "balance",
    "history",
    "tier",
    "benefits",
    "code",
    "coupons",
    "rewards",
    "redeem",
    "redemptions",
    "sale",
    "sales",
    "card",
    "invite",
    "profile",
    "orders",
    "why",
    "foryou",
    "settings",
    "checkin",
    "streak",
    "rank",
)
OPERATORS = frozenset({"owner", "manager", "operator"})


@router.message(Command("help"))
async def show_help(
    message: Message, db: Database, program: Program, texts: Texts, viewer: Viewer
) -> TelegramMethod[Any]:
    told = [texts("help-member", assistant=program.brand.assistant_name.in_(texts.language))]
    roles = await db.read(staff.roles_of, telegram_id=viewer.telegram_id, operators=())
    if viewer.operator or roles & OPERATORS:
        told.append(texts("help-operator"))
    elif "clerk" in roles:
        told.append(texts("help-clerk"))
    if viewer.operator or roles & desks.ANSWERING:
        told.append(texts("help-agent"))
    return message.answer("\n\n".join(told))


@router.message(Command(*MEMBERS_ONLY), Private())
async def join_first(message: Message, texts: Texts) -> TelegramMethod[Any]:
    """Only strangers get here: members' commands were taken by their own routers."""
    return message.answer(texts("help-join-here"))


@router.message(Command(*MEMBERS_ONLY), InGroup())
async def join_first_in_group(message: Message, bot: Bot, texts: Texts) -> TelegramMethod[Any]:
    return message.reply(texts("help-join-first"), reply_markup=await start_link(bot, texts))


@router.message(Private(), Magic(F.text.startswith("/")))
async def unknown_command(message: Message, texts: Texts) -> TelegramMethod[Any]:
    return message.answer(texts("help-unknown-command"))


@router.callback_query()
async def stale(callback: CallbackQuery, texts: Texts) -> TelegramMethod[Any]:
    """Say that a button is old or somebody else's, instead of leaving it turning."""
    return callback.answer(texts("help-stale"), show_alert=True)
