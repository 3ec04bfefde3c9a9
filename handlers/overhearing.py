"""Questions that nobody in particular was asked: in a group that wants it, a clear one gets a sure answer."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from aiogram import F, Router
from aiogram.dispatcher.event.bases import SkipHandler
from aiogram.methods import TelegramMethod
from aiogram.types import Message

from bot.filters import InGroup, Magic, Person
from bot.manners import Manners
from bot.measures import ANSWERS
from core.texts import Catalogue, Texts
from db.engine import Database
from knowledge.asking import Asker
from knowledge.assistant import Assistant
from knowledge.languages import spoken
from knowledge.overhearing import is_question
from membership import answers, overhearing, support_chats
from membership.members import Viewer

router = Router(name="overhearing")

# Whoever names somebody, or answers them, does not ask the room.
_TO_SOMEBODY = {"mention", "text_mention", "bot_command", "url", "text_link"}


@router.message(InGroup(), Person(), Magic(F.text), Magic(~F.text.startswith("/")))
async def overhear(
    message: Message,
    assistant: Assistant,
    manners: Manners,
    db: Database,
    support: int | None,
    viewer: Viewer,
    catalogue: Catalogue,
    texts: Texts,
    now: datetime,
) -> TelegramMethod[Any]:
    """Answer only what the FAQ surely has, at most every few minutes, and never what is anybody's own."""
    text = message.text or ""
    chat_id = message.chat.id
    thread = message.message_thread_id if message.is_topic_message else None
    in_talk = manners.hear(chat_id, thread, viewer.telegram_id, now)
    to_somebody = message.reply_to_message is not None or any(
        entity.type in _TO_SOMEBODY for entity in message.entities or ()
    )
    if in_talk or to_somebody or not is_question(text):
        raise SkipHandler
    if await db.read(support_chats.is_desk, support=support, chat_id=chat_id):
        raise SkipHandler
    if not await db.read(overhearing.may_speak, chat_id=chat_id, now=now):
        raise SkipHandler
    texts = catalogue[spoken(text, texts.language)]
    answer = await assistant.overhear(text, asker=Asker(None, texts.language, None, private=False), now=now)
    if answer is None or not manners.may_say(chat_id, answer.sources[0].id, now):
        raise SkipHandler
    if not await db.write(overhearing.take_turn, chat_id=chat_id, now=now):
        raise SkipHandler
    ANSWERS.labels(action=answer.action, mode=answer.mode).inc()
    await db.write(
        answers.record,
        member_id=viewer.member_id,
        telegram_id=viewer.telegram_id,
        question=text,
        action=answer.action,
        mode=answer.mode,
        text=answer.text,
        sources=[source.id for source in answer.sources],
        prompt_version=None,
        language=texts.language,
        score=answer.sources[0].score,
        now=now,
    )
    return message.reply(answer.text)
