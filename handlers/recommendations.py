"""What a member might like, with the reason, and what they say to it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from aiogram import Bot, F, Router
from aiogram.filters import Command
from aiogram.methods import TelegramMethod
from aiogram.types import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Message

from bot.filters import Joined, Magic, Private
from bot.recommendation_cards import Showing, cards
from bot.recommender import Recommender
from bot.replies import Reply, own
from core.program import Program
from core.texts import Texts
from db.engine import Database
from membership import recommendations
from membership.members import Viewer

router = Router(name="recommendations")


@router.message(Command("foryou"), Joined())
@router.callback_query(Magic(F.data == "foryou"), Joined(), Private())
async def for_you(
    event: Message | CallbackQuery,
    bot: Bot,
    recommender: Recommender,
    viewer: Viewer,
    program: Program,
    texts: Texts,
    now: datetime,
) -> Reply:
    told, buttons = await _for_you(recommender, viewer, program, texts, now)
    return await own(event, bot, texts, told, buttons)


@router.callback_query(Showing.filter(), Joined())
async def react(
    callback: CallbackQuery,
    callback_data: Showing,
    db: Database,
    viewer: Viewer,
    program: Program,
    texts: Texts,
    now: datetime,
) -> tuple[TelegramMethod[Any], ...]:
    assert viewer.member_id is not None  # noqa: S101 - Joined()
    said = await db.write(
        recommendations.react,
        showing_id=callback_data.id,
        member_id=viewer.member_id,
        reaction=callback_data.say,
        program=program,
        now=now,
    )
    told = callback.answer(
        texts(f"recommendations-said-{said.reaction}", product=said.product.name.in_(texts.language))
    )
    if not isinstance(callback.message, Message) or callback.message.reply_markup is None:
        return (told,)
    rows = callback.message.reply_markup.inline_keyboard
    if said.reaction == "not_for_me":
        return told, callback.message.edit_reply_markup(reply_markup=_without(rows, callback_data.id))
    if said.reaction == "buy" and said.product.url:
        link = InlineKeyboardButton(
            text=texts("recommendations-open", product=said.product.name.in_(texts.language)),
            url=said.product.url,
        )
        return told, callback.message.edit_reply_markup(
            reply_markup=_without(rows, callback_data.id, instead=link)
        )
    return (told,)


async def _for_you(
    recommender: Recommender,
    viewer: Viewer,
    program: Program,
    texts: Texts,
    now: datetime,
) -> tuple[str, InlineKeyboardMarkup | None]:
    assert viewer.member_id is not None  # noqa: S101 - Joined()
    shown = await recommender.suggest(
        member_id=viewer.member_id,
        count=program.recommendations.count,
        placement="asked",
        program=program,
        now=now,
    )
    return cards(shown, heading="recommendations-asked", texts=texts, program=program)


def _without(
    rows: Sequence[Sequence[InlineKeyboardButton]],
    showing_id: int,
    *,
    instead: InlineKeyboardButton | None = None,
) -> InlineKeyboardMarkup:
    """Return the keyboard without the row of one showing, or with `instead` in its place."""
    kept: list[Sequence[InlineKeyboardButton]] = []
    for row in rows:
        if not any(_speaks_of(button, showing_id) for button in row):
            kept.append(row)
        elif instead is not None:
            kept.append([instead])
    return InlineKeyboardMarkup(inline_keyboard=[list(row) for row in kept])


def _speaks_of(button: InlineKeyboardButton, showing_id: int) -> bool:
    return (button.callback_data or "").startswith(f"show:{showing_id}:")
