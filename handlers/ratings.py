"""Thumbs under answers: up, or down with the reason in one tap and a few words for who wants to give them."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from aiogram import F, Router
from aiogram.dispatcher.event.bases import SkipHandler
from aiogram.filters import Command, StateFilter
from aiogram.filters.callback_data import CallbackData
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.methods import SendMessage, TelegramMethod
from aiogram.types import CallbackQuery, InlineKeyboardMarkup, Message

from bot.callbacks import HandOff, Rate
from bot.filters import Magic, Private
from bot.keyboards import button, keyboard
from core.texts import Texts
from db.engine import Database
from membership import ratings
from membership.members import Viewer
from membership.ratings import REASONS, Rated, Reason

router = Router(name="ratings")

# Whoever asks something new after this long is not talking about the answer any more.
_LISTENING = timedelta(minutes=5)


class WhyNot(CallbackData, prefix="whynot"):
    """Why an answer did not help."""

    answer: int
    reason: Reason


class Words(CallbackData, prefix="words"):
    """Somebody wants to say more than a reason."""

    answer: int


class Saying(StatesGroup):
    words = State()


@router.callback_query(Rate.filter())
async def rate(
    callback: CallbackQuery, callback_data: Rate, db: Database, viewer: Viewer, texts: Texts, now: datetime
) -> tuple[TelegramMethod[Any], ...]:
    rated = await db.write(
        ratings.rate,
        answer_id=callback_data.answer,
        telegram_id=viewer.telegram_id,
        helpful=callback_data.up,
        now=now,
    )
    return _told(callback, texts("ratings-up" if rated.helpful else "ratings-why-not"), rated, texts)


@router.callback_query(WhyNot.filter())
async def explain(
    callback: CallbackQuery, callback_data: WhyNot, db: Database, viewer: Viewer, texts: Texts, now: datetime
) -> tuple[TelegramMethod[Any], ...]:
    rated = await db.write(
        ratings.explain,
        answer_id=callback_data.answer,
        telegram_id=viewer.telegram_id,
        reason=callback_data.reason,
        now=now,
    )
    return _told(callback, texts("ratings-down"), rated, texts)


@router.callback_query(Words.filter(), Private())
async def ask_words(
    callback: CallbackQuery, callback_data: Words, state: FSMContext, texts: Texts, now: datetime
) -> tuple[TelegramMethod[Any], ...]:
    await state.set_state(Saying.words)
    await state.set_data({"answer": callback_data.answer, "until": (now + _LISTENING).isoformat()})
    return callback.answer(), SendMessage(chat_id=callback.from_user.id, text=texts("ratings-words-ask"))


@router.message(Command("cancel"), StateFilter(Saying), Private())
async def say_nothing(message: Message, state: FSMContext, texts: Texts) -> TelegramMethod[Any]:
    await state.clear()
    return message.answer(texts("ratings-words-none"))


@router.message(StateFilter(Saying.words), Private(), Magic(F.text & ~F.text.startswith("/")))
async def say_words(
    message: Message, state: FSMContext, db: Database, viewer: Viewer, texts: Texts, now: datetime
) -> TelegramMethod[Any]:
    data = await state.get_data()
    await state.clear()
    if now > datetime.fromisoformat(data["until"]):
        raise SkipHandler
    await db.write(
        ratings.add_words,
        answer_id=data["answer"],
        telegram_id=viewer.telegram_id,
        words=message.text or "",
        now=now,
    )
    person = button(texts("answers-to-person"), HandOff(answer=data["answer"]))
    return message.answer(texts("ratings-words-thanks"), reply_markup=keyboard([person]))


def _told(callback: CallbackQuery, toast: str, rated: Rated, texts: Texts) -> tuple[TelegramMethod[Any], ...]:
    told = callback.answer(toast)
    if not isinstance(callback.message, Message):
        return (told,)
    private = callback.message.chat.type == "private"
    return told, callback.message.edit_reply_markup(reply_markup=_after(rated, texts, private=private))


def _after(rated: Rated, texts: Texts, *, private: bool) -> InlineKeyboardMarkup:
    """Show what was said, what can be said yet, and the way to a person when it did not help.

    In a group nobody is asked for words or sent to a person: both are talks of two.
    """
    mine, number = rated.helpful, rated.answer_id
    thumbs = [
        button("👍 ✓" if mine else "👍", Rate(answer=number, up=True)),
        button("👎" if mine else "👎 ✓", Rate(answer=number, up=False)),
    ]
    if mine:
        return keyboard(thumbs)
    reasons = [
        button(
            texts(f"ratings-reason-{one}") + (" ✓" if one == rated.reason else ""),
            WhyNot(answer=number, reason=one),
        )
        for one in REASONS
    ]
    rows = [reasons[:2], reasons[2:4], reasons[4:]]
    if private:
        more = button(texts("ratings-words"), Words(answer=number))
        person = button(texts("answers-to-person"), HandOff(answer=number))
        rows = [*rows[:2], [reasons[4], *([more] if rated.reason else [])], [person]]
    return InlineKeyboardMarkup(inline_keyboard=rows if rated.reason else [thumbs, *rows])
