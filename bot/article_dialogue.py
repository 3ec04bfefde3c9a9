"""What the handlers of operators' articles share: the steps of the dialogue, showing a card, publishing."""

from __future__ import annotations

from typing import Any

from aiogram import F
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.methods import SendMessage, TelegramMethod

from bot.article_cards import ArticleButton, Do, card, preview
from core.program import Program
from core.texts import Catalogue, Texts
from membership.articles import Card
from membership.wordings import Review

Methods = tuple[TelegramMethod[Any], ...]


class Writing(StatesGroup):
    """What is asked for a new article, in this order."""

    title = State()
    answer = State()


class Rewording(StatesGroup):
    """What is asked to change one that is there."""

    title = State()
    phrasings = State()
    answer = State()
    until = State()


def pressed(*steps: Do) -> Any:
    return ArticleButton.filter(F.do.in_(set(steps)))


async def begin(
    state: FSMContext,
    texts: Texts,
    *,
    title: str,
    phrasings: tuple[str, ...] = (),
    origin: str,
    subject: str | None = None,
    language: str | None = None,
) -> str:
    """Start the dialogue with what is known already, and return what to ask next."""
    await state.set_data(
        {
            "title": title,
            "phrasings": list(phrasings),
            "origin": origin,
            "subject": subject,
            "language": language,
        }
    )
    if not title:
        await state.set_state(Writing.title)
        return texts("wordings-ask-title")
    await state.set_state(Writing.answer)
    return texts("wordings-ask-answer", title=title)


def show_card(
    chat_id: int, shown: Card, looked: Review, program: Program, catalogue: Catalogue, texts: Texts
) -> Methods:
    """Show an article as a member will see it, then its card with what an approver shall know."""
    version = shown.draft or shown.live or shown.newest
    text, buttons = card(shown, looked, texts=texts, program=program, catalogue=catalogue)
    return (
        SendMessage(chat_id=chat_id, text=preview(version, shown.language, catalogue)),
        SendMessage(chat_id=chat_id, text=text, reply_markup=buttons),
    )
