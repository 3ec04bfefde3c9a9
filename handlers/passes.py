"""The member's own code of the minute: a picture to be scanned, replaced by the next one."""

from __future__ import annotations

from datetime import datetime

from aiogram import Bot, F, Router
from aiogram.filters import Command
from aiogram.methods import DeleteMessage, SendPhoto, TelegramMethod
from aiogram.types import CallbackQuery, Message

from bot.delivery import deliver_soon
from bot.filters import InGroup, Joined, Magic, Private
from bot.keyboards import button, keyboard
from bot.qr import PASS, counter_link, picture
from bot.replies import Reply, start_link
from core.crypto import Vault
from core.texts import Texts
from db.engine import Database
from membership import passes
from membership.members import Viewer

router = Router(name="passes")


@router.message(Command("code"), Joined(), Private())
@router.callback_query(Magic(F.data == "code"), Joined(), Private())
async def show(
    event: Message | CallbackQuery,
    bot: Bot,
    db: Database,
    viewer: Viewer,
    vault: Vault,
    texts: Texts,
    now: datetime,
) -> Reply:
    """Show a new code; the picture of the one before is taken away, since it opens nothing any more."""
    assert viewer.member_id is not None  # noqa: S101 - Joined()
    shown = await db.write(passes.show, member_id=viewer.member_id, vault=vault, now=now)
    link = await counter_link(bot, PASS + shown.code.replace("-", ""))
    photo = SendPhoto(
        chat_id=viewer.telegram_id,
        photo=picture(link, shown.code),
        caption=texts("passes-shown", code=shown.code, seconds=int(passes.LIFE.total_seconds())),
        reply_markup=keyboard([button(texts("passes-refresh"), "code")]),
    )
    # Sent here and not after the handler: the next code needs to know which message to take away.
    done = await deliver_soon(bot, photo)
    if done.message_id is not None:
        await db.write(passes.placed, pass_id=shown.pass_id, message_id=done.message_id)
    gone = tuple(DeleteMessage(chat_id=viewer.telegram_id, message_id=one) for one in shown.stale)
    return (event.answer(), *gone) if isinstance(event, CallbackQuery) else gone


@router.message(Command("code"), Joined(), InGroup())
async def not_in_a_group(message: Message, bot: Bot, texts: Texts) -> TelegramMethod[Message]:
    return message.reply(texts("passes-in-private"), reply_markup=await start_link(bot, texts))
