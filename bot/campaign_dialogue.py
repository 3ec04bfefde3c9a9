"""What the handlers of campaigns share: the dialogue's steps, its buttons, and showing where a campaign stands."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from aiogram import F
from aiogram.filters.callback_data import CallbackData
from aiogram.fsm.state import State, StatesGroup
from aiogram.methods import SendMessage, TelegramMethod
from aiogram.types import CallbackQuery, Message

from bot.campaign_cards import CampaignButton, Do, card, nobody_in_particular, to_member
from bot.filters import Magic
from bot.replies import replace
from core.program import Program
from core.texts import Catalogue, Texts
from db.engine import Database
from membership import campaigns, segments
from membership.campaigns import Card
from membership.reach import Outlook

Methods = tuple[TelegramMethod[Any], ...]

WORDS = Magic(F.text & ~F.text.startswith("/"))


def pressed(*steps: Do) -> Any:
    return CampaignButton.filter(F.do.in_(set(steps)))


class PickSegment(CallbackData, prefix="segment"):
    id: str


class PickLanguage(CallbackData, prefix="campaign-in"):
    language: str
    id: int


class Skip(CallbackData, prefix="campaign-skip"):
    """Leaves an optional step of the dialogue out."""


class Drafting(StatesGroup):
    """What is asked for a new campaign, in this order."""

    name = State()
    text = State()
    photo = State()
    link = State()


class Changing(StatesGroup):
    """What is asked to change one that is there."""

    text = State()
    photo = State()
    link = State()
    time = State()


async def show_card(
    callback: CallbackQuery, shown: Card, db: Database, program: Program, texts: Texts, now: datetime
) -> Methods:
    """Put the card where the button was; under way, that message goes on showing the progress."""
    text, buttons = card(shown, await outlook_of(db, shown, program, now), texts=texts, program=program)
    if shown.started_at is not None and isinstance(callback.message, Message):
        await db.write(
            campaigns.watch,
            campaign_id=shown.id,
            chat_id=callback.message.chat.id,
            message_id=callback.message.message_id,
        )
    return callback.answer(), replace(callback, text, buttons)


async def show_whole(
    chat_id: int,
    shown: Card,
    db: Database,
    program: Program,
    catalogue: Catalogue,
    texts: Texts,
    now: datetime,
) -> Methods:
    """Show the campaign as a member sees it, then its card with who would get it."""
    sample = await db.read(segments.sample, segment=shown.segment, program=program, now=now, limit=1)
    seen = to_member(
        shown.content,
        chat_id=chat_id,
        recipient_id=0,
        reader=sample[0] if sample else nobody_in_particular(program),
        program=program,
        catalogue=catalogue,
    )
    expected = await db.read(campaigns.outlook, campaign_id=shown.id, program=program, now=now)
    text, buttons = card(shown, expected, texts=texts, program=program)
    return seen, SendMessage(chat_id=chat_id, text=text, reply_markup=buttons)


async def outlook_of(db: Database, shown: Card, program: Program, now: datetime) -> Outlook | None:
    if shown.started_at is not None or shown.segment not in program.segments:
        return None
    return await db.read(campaigns.outlook, campaign_id=shown.id, program=program, now=now)


def sender_of(message: Message) -> int:
    assert message.from_user is not None  # noqa: S101 - a private message has a sender
    return message.from_user.id
