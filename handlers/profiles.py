"""A member's own profile: what is known, what telling more brings, changing and removing it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from aiogram import Bot, F, Router
from aiogram.dispatcher.event.bases import SkipHandler
from aiogram.filters import Command, StateFilter
from aiogram.filters.callback_data import CallbackData
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.methods import SendMessage, TelegramMethod
from aiogram.types import CallbackQuery, InlineKeyboardMarkup, Message

from bot.contacts import ask_contact
from bot.filters import Joined, Magic, Private
from bot.keyboards import button, keyboard
from bot.replies import Reply, own, replace
from core.birthdays import Birthday, readings
from core.clock import local_day
from core.crypto import Vault
from core.program import Program
from core.texts import Texts
from core.wording import birthday as worded
from db.engine import Database
from membership import asks, birthdates, identities, preferences, profiles
from membership.members import Viewer

router = Router(name="profiles")


class Telling(StatesGroup):
    """What a member is about to type; the answer itself is never kept in the dialogue."""

    birthday = State()


class Ask(CallbackData, prefix="ask"):
    """Somebody wants to tell `item`, from the profile or from a question of ours."""

    item: str


class Decline(CallbackData, prefix="ask-no"):
    item: str


class Born(CallbackData, prefix="born"):
    """The confirmation of a day that was typed: ISO 8601, without the year where none was told."""

    day: str


class Taste(CallbackData, prefix="taste"):
    choice: str
    on: bool


class Remove(CallbackData, prefix="forget"):
    item: str


@router.message(Command("profile"), Joined())
@router.callback_query(Magic(F.data == "profile"), Joined(), Private())
async def show(
    event: Message | CallbackQuery,
    bot: Bot,
    db: Database,
    viewer: Viewer,
    vault: Vault,
    program: Program,
    texts: Texts,
) -> Reply:
    told, buttons = await _card(db, viewer, vault, program, texts)
    return await own(event, bot, texts, told, buttons)


@router.callback_query(Ask.filter(), Joined(), Private())
async def tell(
    callback: CallbackQuery,
    callback_data: Ask,
    state: FSMContext,
    db: Database,
    viewer: Viewer,
    program: Program,
    texts: Texts,
) -> tuple[TelegramMethod[Any], ...]:
    chat_id = callback.from_user.id
    if callback_data.item == "phone":
        return callback.answer(), ask_contact(chat_id, texts, texts("identities-share"))
    if callback_data.item == "birthday":
        await state.set_state(Telling.birthday)
        return callback.answer(), SendMessage(chat_id=chat_id, text=texts("profiles-ask-birthday"))
    chosen = await db.read(preferences.of_member, member_id=_id(viewer), program=program)
    tastes = _tastes(chosen, program, texts)
    return callback.answer(), SendMessage(
        chat_id=chat_id, text=texts("profiles-tastes-which"), reply_markup=tastes
    )


@router.callback_query(Decline.filter(), Joined(), Private())
async def decline(
    callback: CallbackQuery,
    callback_data: Decline,
    db: Database,
    viewer: Viewer,
    texts: Texts,
    now: datetime,
) -> tuple[TelegramMethod[Any], ...]:
    await db.write(asks.decline, member_id=_id(viewer), item=callback_data.item, now=now)
    return callback.answer(), replace(callback, texts("asks-declined"))


@router.message(StateFilter(Telling.birthday), Joined(), Private(), Magic(F.text & ~F.text.startswith("/")))
async def birthday_typed(
    message: Message, state: FSMContext, program: Program, texts: Texts, now: datetime
) -> TelegramMethod[Any]:
    text = message.text or ""
    meant = readings(text, today=local_day(now, program.time_zone))
    if not meant:
        if any(character.isdigit() for character in text) or "月" in text:
            return message.answer(texts("profiles-birthday-unread"))
        await state.clear()  # somebody has moved on to another subject
        raise SkipHandler
    await state.clear()
    choices = [button(worded(one, language=texts.language), Born(day=one.text)) for one in meant]
    return message.answer(
        texts("profiles-birthday-sure"),
        reply_markup=keyboard([*choices, button(texts("profiles-birthday-not"), Ask(item="birthday"))]),
    )


@router.callback_query(Born.filter(), Joined(), Private())
async def born(
    callback: CallbackQuery,
    callback_data: Born,
    db: Database,
    viewer: Viewer,
    vault: Vault,
    program: Program,
    texts: Texts,
    now: datetime,
) -> tuple[TelegramMethod[Any], ...]:
    try:
        day = Birthday.of(callback_data.day)
    except ValueError:
        return (callback.answer(texts("profiles-birthday-unread"), show_alert=True),)
    done = await db.write(
        birthdates.tell, member_id=_id(viewer), birthday=day, vault=vault, program=program, now=now
    )
    key = "profiles-birthday-told" if done.new else "profiles-birthday-stands"
    lines = [texts(key, day=worded(done.birthday, language=texts.language))]
    if done.points:
        lines.append(texts("profiles-paid", points=done.points))
    back = keyboard([button(texts("profiles-back"), "profile")])
    return callback.answer(), replace(callback, "\n".join(lines), back)


@router.callback_query(Taste.filter(), Joined(), Private())
async def choose_taste(
    callback: CallbackQuery,
    callback_data: Taste,
    db: Database,
    viewer: Viewer,
    program: Program,
    texts: Texts,
    now: datetime,
) -> tuple[TelegramMethod[Any], ...]:
    done = await db.write(
        preferences.choose,
        member_id=_id(viewer),
        choice=callback_data.choice,
        liked=callback_data.on,
        program=program,
        now=now,
    )
    toast = callback.answer(texts("profiles-paid", points=done.points)) if done.points else callback.answer()
    return toast, replace(callback, texts("profiles-tastes-which"), _tastes(done.chosen, program, texts))


@router.callback_query(Magic(F.data == "profile-remove"), Joined(), Private())
async def remove_which(
    callback: CallbackQuery, db: Database, viewer: Viewer, vault: Vault, program: Program, texts: Texts
) -> tuple[TelegramMethod[Any], ...]:
    card = await db.read(profiles.card, member_id=_id(viewer), vault=vault, program=program)
    known = [item for item in asks.ITEMS if _known(card, item)]
    buttons = [button(texts(f"profiles-remove-{item}"), Remove(item=item)) for item in known]
    return callback.answer(), replace(
        callback,
        texts("profiles-remove-which"),
        keyboard([*buttons, button(texts("profiles-back"), "profile")], width=1),
    )


@router.callback_query(Remove.filter(), Joined(), Private())
async def remove(
    callback: CallbackQuery,
    callback_data: Remove,
    db: Database,
    viewer: Viewer,
    vault: Vault,
    program: Program,
    texts: Texts,
) -> tuple[TelegramMethod[Any], ...]:
    forget = {
        "phone": identities.forget_phone,
        "birthday": birthdates.forget,
        "preferences": preferences.forget,
    }.get(callback_data.item)
    if forget is not None:
        await db.write(forget, member_id=_id(viewer))
    told, buttons = await _card(db, viewer, vault, program, texts)
    return callback.answer(texts("profiles-removed")), replace(callback, told, buttons)


async def _card(
    db: Database, viewer: Viewer, vault: Vault, program: Program, texts: Texts
) -> tuple[str, InlineKeyboardMarkup]:
    card = await db.read(profiles.card, member_id=_id(viewer), vault=vault, program=program)
    lines = [texts("profiles-card", name=card.name or "—", number=card.number)]
    if card.phone is not None:
        lines.append(texts("profiles-phone", phone=card.phone))
    if card.birthday is not None:
        lines.append(texts("profiles-birthday", day=worded(card.birthday, language=texts.language)))
    if card.tastes:
        names = (program.preferences[one].name.in_(texts.language) for one in card.tastes)
        lines.append(texts("profiles-tastes", tastes=" · ".join(names)))
    if card.missing:
        lines += ["", texts("profiles-missing")]
        lines += [
            texts(f"profiles-missing-{one.item}")
            + (texts("profiles-brings", points=one.points) if one.points else "")
            for one in card.missing
        ]
    buttons = [
        button(
            texts(f"profiles-change-{item}" if _known(card, item) else f"profiles-add-{item}"), Ask(item=item)
        )
        for item in asks.ITEMS
        if item != "preferences" or program.preferences
    ]
    if any(_known(card, item) for item in asks.ITEMS):
        buttons.append(button(texts("profiles-remove"), "profile-remove"))
    return "\n".join(lines), keyboard(buttons)


def _known(card: profiles.Card, item: asks.Item) -> bool:
    return bool({"phone": card.phone, "birthday": card.birthday, "preferences": card.tastes}[item])


def _tastes(chosen: tuple[str, ...], program: Program, texts: Texts) -> InlineKeyboardMarkup:
    buttons = [
        button(
            f"{'✅' if one.id in chosen else one.emoji} {one.name.in_(texts.language)}",
            Taste(choice=one.id, on=one.id not in chosen),
        )
        for one in program.preferences.values()
    ]
    return keyboard([*buttons, button(texts("profiles-tastes-done"), "profile")], width=3)


def _id(viewer: Viewer) -> int:
    assert viewer.member_id is not None  # noqa: S101 - Joined()
    return viewer.member_id
