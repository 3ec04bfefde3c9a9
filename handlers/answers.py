"""Questions in people's own words: asked in private, or in a group when the bot is addressed."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from aiogram import Bot, F, Router
from aiogram.dispatcher.event.bases import SkipHandler
from aiogram.filters import Command, CommandObject
from aiogram.filters.callback_data import CallbackData
from aiogram.methods import TelegramMethod
from aiogram.types import CallbackQuery, InlineKeyboardMarkup, Message

from bot.callbacks import FOR_PERSON, HandOff, Rate
from bot.filters import InGroup, Magic, Private
from bot.keyboards import button, keyboard
from bot.measures import ANSWERS
from bot.replies import privately, replace, start_link
from core.texts import Texts
from db.engine import Database
from knowledge.asking import Answer, Asker, Talk
from knowledge.assistant import Assistant
from membership import answers
from membership.members import Viewer

router = Router(name="answers")

# A message of Telegram holds 4,096 UTF-16 units; an answer longer than this is an article, not an answer.
LONGEST = 3_800


class Choose(CallbackData, prefix="choose"):
    """The article meant, by its place among those that were offered."""

    answer: int
    place: int


@router.callback_query(Magic(F.data == "ask"), Private())
async def how_to_ask(callback: CallbackQuery, texts: Texts) -> tuple[TelegramMethod[Any], ...]:
    assert callback.message is not None  # noqa: S101 - Private()
    return callback.answer(), callback.message.answer(texts("answers-how-to"))


@router.message(Command("ask"))
async def ask(
    message: Message,
    command: CommandObject,
    bot: Bot,
    assistant: Assistant,
    db: Database,
    viewer: Viewer,
    texts: Texts,
    now: datetime,
) -> TelegramMethod[Any]:
    if not command.args:
        return message.reply(texts("answers-how-to"))
    return await _reply(message, command.args, bot, assistant, db, viewer, texts, now)


@router.message(Private(), Magic(F.text), Magic(~F.text.startswith("/")))
async def asked_in_private(
    message: Message,
    bot: Bot,
    assistant: Assistant,
    db: Database,
    viewer: Viewer,
    texts: Texts,
    now: datetime,
) -> TelegramMethod[Any]:
    return await _reply(message, message.text or "", bot, assistant, db, viewer, texts, now)


@router.message(InGroup(), Magic(F.text), Magic(~F.text.startswith("/")))
async def asked_in_group(
    message: Message,
    bot: Bot,
    assistant: Assistant,
    db: Database,
    viewer: Viewer,
    texts: Texts,
    now: datetime,
) -> TelegramMethod[Any]:
    """Answer when the bot is mentioned or replied to; be quiet otherwise."""
    question = await _addressed(message, bot)
    if question is None or message.sender_chat is not None:
        raise SkipHandler
    return await _reply(message, question, bot, assistant, db, viewer, texts, now)


@router.callback_query(Choose.filter())
async def choose(
    callback: CallbackQuery,
    callback_data: Choose,
    assistant: Assistant,
    db: Database,
    viewer: Viewer,
    texts: Texts,
    now: datetime,
) -> tuple[TelegramMethod[Any], ...]:
    picked = await db.write(
        answers.choose,
        answer_id=callback_data.answer,
        telegram_id=viewer.telegram_id,
        place=callback_data.place,
    )
    private = callback.message is not None and callback.message.chat.type == "private"
    answer = await assistant.choose(
        picked.article, asker=_asker(viewer, texts, callback.from_user.id, private=private), now=now
    )
    answer_id = await _record(db, viewer, picked.question, answer, texts, now)
    return callback.answer(), replace(callback, answer.text[:LONGEST], _buttons(answer, answer_id, texts))


async def _reply(
    message: Message,
    question: str,
    bot: Bot,
    assistant: Assistant,
    db: Database,
    viewer: Viewer,
    texts: Texts,
    now: datetime,
) -> TelegramMethod[Any]:
    private = message.chat.type == "private"
    if assistant.has_model:
        await bot.send_chat_action(message.chat.id, "typing", message_thread_id=_thread(message))
    asker = _asker(viewer, texts, message.chat.id, private=private)
    answer = await assistant.answer(question, asker=asker, now=now)
    if answer.private_only:
        # Asked in front of others: the same question once more, for the private chat only.
        own = _asker(viewer, texts, viewer.telegram_id, private=True)
        answer = await assistant.answer(question, asker=own, now=now)
        answer_id = await _record(db, viewer, question, answer, texts, now)
        return await privately(message, bot, texts, answer.text[:LONGEST], _buttons(answer, answer_id, texts))
    answer_id = await _record(db, viewer, question, answer, texts, now)
    if private:
        return message.answer(answer.text[:LONGEST], reply_markup=_buttons(answer, answer_id, texts))
    if answer.handoff and not answer.choices:
        # A ticket is a talk of two: the way to it leads through the private chat.
        way = await start_link(bot, texts, f"{FOR_PERSON}_{answer_id}")
        return message.reply(answer.text[:LONGEST], reply_markup=way)
    return message.reply(answer.text[:LONGEST], reply_markup=_choices(answer, answer_id))


async def _record(
    db: Database, viewer: Viewer, question: str, answer: Answer, texts: Texts, now: datetime
) -> int:
    ANSWERS.labels(action=answer.action, mode=answer.mode).inc()
    return await db.write(
        answers.record,
        member_id=viewer.member_id,
        telegram_id=viewer.telegram_id,
        question=question,
        action=answer.action,
        mode=answer.mode,
        text=answer.text,
        sources=[source.id for source in answer.choices or answer.sources],
        prompt_version=answer.prompt_version,
        language=texts.language,
        score=max((source.score for source in answer.choices or answer.sources), default=None),
        now=now,
    )


def _asker(viewer: Viewer, texts: Texts, chat_id: int, *, private: bool) -> Asker:
    return Asker(viewer.member_id, texts.language, viewer.tier, private, Talk(chat_id, viewer.telegram_id))


def _buttons(answer: Answer, answer_id: int, texts: Texts) -> InlineKeyboardMarkup | None:
    if answer.choices:
        offered = _choices(answer, answer_id)
        assert offered is not None  # noqa: S101 - there are choices
        person = button(texts("answers-none-of-these"), HandOff(answer=answer_id))
        return InlineKeyboardMarkup(inline_keyboard=[*offered.inline_keyboard, [person]])
    if answer.handoff:
        return keyboard([button(texts("answers-to-person"), HandOff(answer=answer_id))], width=1)
    if answer.action == "answer" and answer.mode != "courtesy":
        return keyboard(
            [button("👍", Rate(answer=answer_id, up=True)), button("👎", Rate(answer=answer_id, up=False))]
        )
    return None


def _choices(answer: Answer, answer_id: int) -> InlineKeyboardMarkup | None:
    if not answer.choices:
        return None
    return keyboard(
        (
            button(one.title, Choose(answer=answer_id, place=place))
            for place, one in enumerate(answer.choices)
        ),
        width=1,
    )


async def _addressed(message: Message, bot: Bot) -> str | None:
    """Return the question if the bot is spoken to: its mention is left out of the text."""
    me = await bot.me()
    text = message.text or ""
    replied = message.reply_to_message
    if replied is not None and replied.from_user is not None and replied.from_user.id == me.id:
        return text
    mention = f"@{me.username}"
    for entity in message.entities or []:
        if entity.type == "mention" and entity.extract_from(text).lower() == mention.lower():
            return text.replace(entity.extract_from(text), " ").strip()
    return None


def _thread(message: Message) -> int | None:
    return message.message_thread_id if message.is_topic_message else None
