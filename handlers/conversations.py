"""`/forget`: the assistant forgets what was said."""

from __future__ import annotations

from typing import Any

from aiogram import Router
from aiogram.filters import Command
from aiogram.methods import TelegramMethod
from aiogram.types import Message

from bot.filters import Person
from core.texts import Texts
from db.engine import Database
from membership import conversations, ratings
from membership.members import Viewer

router = Router(name="conversations")


@router.message(Command("forget"), Person())
async def forget(message: Message, db: Database, viewer: Viewer, texts: Texts) -> TelegramMethod[Any]:
    """Forget the talks of whoever asks, in every chat; there is nothing to confirm, since nothing else goes."""
    gone = await db.write(conversations.forget, telegram_id=viewer.telegram_id)
    return message.reply(texts("conversations-forgotten", count=gone, days=ratings.AS_SAID.days))
