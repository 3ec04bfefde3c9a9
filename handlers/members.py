"""Joining in one tap, languages, topics, and what the bot knows."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from aiogram import Bot, F, Router
from aiogram.dispatcher.event.bases import SkipHandler
from aiogram.filters import Command, CommandObject, CommandStart
from aiogram.filters.callback_data import CallbackData
from aiogram.methods import TelegramMethod
from aiogram.types import CallbackQuery, ChatMemberUpdated, InlineKeyboardMarkup, Message

from bot.callbacks import FOR_PERSON, ChooseTopic
from bot.filters import Joined, Magic, Private
from bot.keyboards import button, keyboard
from bot.replies import Reply, own, privately, replace
from core.crypto import Vault
from core.program import Program
from core.texts import LANGUAGES, Catalogue, Texts
from core.wording import last_day
from db.engine import Database
from membership import coupons, members
from membership.members import Viewer

router = Router(name="members")

# Telegram allows 64 characters of A-Z a-z 0-9 _ - behind ?start=.
LONGEST_PAYLOAD = 64


class Join(CallbackData, prefix="j"):
    """The one tap; `source` is where the person came from."""

    source: str = ""


class Personal(CallbackData, prefix="personal"):
    on: bool


class Speak(CallbackData, prefix="speak"):
    language: str


@router.message(CommandStart(), Private())
async def start(
    message: Message,
    command: CommandObject,
    db: Database,
    viewer: Viewer,
    texts: Texts,
    program: Program,
) -> TelegramMethod[Any]:
    if (command.args or "").startswith(FOR_PERSON):
        raise SkipHandler
    if not viewer.joined:
        source = _source(command.args)
        return message.answer(
            texts(
                "members-welcome",
                assistant=program.brand.assistant_name.in_(texts.language),
                brand=program.brand.name.in_(texts.language),
                tagline=program.brand.tagline.in_(texts.language),
                coupon=program.coupons[program.welcome_coupon].title.in_(texts.language),
            ),
            reply_markup=_welcome(texts, source),
        )
    assert message.from_user is not None  # noqa: S101 - a private message has a sender
    await db.write(members.blocked, telegram_id=message.from_user.id, reachable=True)
    return message.answer(
        texts("members-back", name=message.from_user.first_name, number=viewer.number),
        reply_markup=first_steps(texts),
    )


@router.callback_query(Join.filter(), Private())
async def join(
    callback: CallbackQuery,
    callback_data: Join,
    db: Database,
    vault: Vault,
    program: Program,
    texts: Texts,
    now: datetime,
) -> tuple[TelegramMethod[Any], ...]:
    joined = await db.write(
        members.join,
        telegram_id=callback.from_user.id,
        name=callback.from_user.full_name,
        language_code=callback.from_user.language_code,
        source=callback_data.source or None,
        message_id=callback.message.message_id if callback.message else None,
        vault=vault,
        program=program,
        now=now,
    )
    if not joined.new:
        return (callback.answer(texts("members-joined-already")),)
    if joined.coupon is None:
        told = texts("members-joined-again", number=joined.number)
        return callback.answer(texts("members-joined-short")), replace(callback, told, first_steps(texts))
    told = texts(
        "members-joined",
        number=joined.number,
        coupon=program.coupons[joined.coupon.template].title.in_(texts.language),
        code=coupons.shown_code(joined.coupon.code, vault),
        until=last_day(joined.coupon.expires_at, program=program, language=texts.language),
    )
    return callback.answer(texts("members-joined-short")), replace(callback, told, first_steps(texts))


@router.message(Command("settings"), Joined())
async def settings(
    message: Message,
    bot: Bot,
    db: Database,
    viewer: Viewer,
    program: Program,
    texts: Texts,
) -> TelegramMethod[Any]:
    """Show the choices in private: what somebody has switched off is nobody else's business."""
    choices = await _settings(db, viewer, program, texts)
    return await privately(message, bot, texts, texts("members-settings"), choices)


@router.callback_query(ChooseTopic.filter(), Joined())
async def choose_topic(
    callback: CallbackQuery,
    callback_data: ChooseTopic,
    db: Database,
    viewer: Viewer,
    program: Program,
    texts: Texts,
    now: datetime,
) -> tuple[TelegramMethod[Any], ...]:
    assert viewer.member_id is not None  # noqa: S101 - Joined()
    await db.write(
        members.choose_topic,
        member_id=viewer.member_id,
        topic=callback_data.topic,
        granted=callback_data.on,
        message_id=callback.message.message_id if callback.message else None,
        program=program,
        now=now,
    )
    name = program.topic_by_id[callback_data.topic].name.in_(texts.language)
    told = texts("members-topic-on" if callback_data.on else "members-topic-off", topic=name)
    return callback.answer(told), replace(
        callback,
        texts("members-settings"),
        await _settings(db, viewer, program, texts),
    )


@router.callback_query(Personal.filter(), Joined())
async def choose_personal(
    callback: CallbackQuery,
    callback_data: Personal,
    db: Database,
    viewer: Viewer,
    program: Program,
    texts: Texts,
) -> tuple[TelegramMethod[Any], ...]:
    assert viewer.member_id is not None  # noqa: S101 - Joined()
    await db.write(members.profiling, member_id=viewer.member_id, personal=callback_data.on)
    told = texts("members-personal-on" if callback_data.on else "members-personal-off")
    return callback.answer(told), replace(
        callback,
        texts("members-settings"),
        await _settings(db, viewer, program, texts),
    )


@router.message(Command("language"))
async def language(message: Message, texts: Texts, catalogue: Catalogue) -> TelegramMethod[Any]:
    return message.answer(texts("members-language"), reply_markup=_languages(catalogue))


@router.callback_query(Magic(F.data == "language"))
async def ask_language(
    callback: CallbackQuery, bot: Bot, viewer: Viewer, texts: Texts, catalogue: Catalogue
) -> Reply:
    """Ask below what a member reads (it may hold a coupon's code), and in the place of a stranger's welcome."""
    if viewer.joined:
        return await own(callback, bot, texts, texts("members-language"), _languages(catalogue))
    return callback.answer(), replace(callback, texts("members-language"), _languages(catalogue))


@router.callback_query(Speak.filter(), Joined())
async def speak(
    callback: CallbackQuery,
    callback_data: Speak,
    db: Database,
    viewer: Viewer,
    catalogue: Catalogue,
) -> tuple[TelegramMethod[Any], ...]:
    assert viewer.member_id is not None  # noqa: S101 - Joined()
    spoken = await db.write(members.speak, member_id=viewer.member_id, language=callback_data.language)
    texts = catalogue[spoken]
    return callback.answer(), replace(callback, texts("members-language-set"), first_steps(texts))


@router.callback_query(Speak.filter())
async def speak_to_stranger(
    callback: CallbackQuery,
    callback_data: Speak,
    catalogue: Catalogue,
    program: Program,
) -> tuple[TelegramMethod[Any], ...]:
    """Somebody who has not joined has no place to store a choice: show the welcome in that language."""
    texts = catalogue.get(callback_data.language, catalogue["zh-Hans"])
    told = texts(
        "members-welcome",
        assistant=program.brand.assistant_name.in_(texts.language),
        brand=program.brand.name.in_(texts.language),
        tagline=program.brand.tagline.in_(texts.language),
        coupon=program.coupons[program.welcome_coupon].title.in_(texts.language),
    )
    return callback.answer(), replace(callback, told, _welcome(texts, ""))


@router.my_chat_member(Magic(F.chat.type == "private"))
async def blocked(update: ChatMemberUpdated, db: Database) -> None:
    await db.write(
        members.blocked,
        telegram_id=update.from_user.id,
        reachable=update.new_chat_member.status not in {"kicked", "left"},
    )


def first_steps(texts: Texts) -> InlineKeyboardMarkup:
    """Return what a member can do with one tap."""
    steps = ("points", "checkin", "rewards", "coupons", "foryou", "ask", "language")
    return keyboard(button(texts(f"members-step-{step}"), step) for step in steps)


def _welcome(texts: Texts, source: str) -> InlineKeyboardMarkup:
    buttons = (
        button(texts("members-join"), Join(source=source)),
        button(texts("members-step-language"), "language"),
    )
    return keyboard(buttons, width=1)


def _languages(catalogue: Catalogue) -> InlineKeyboardMarkup:
    return keyboard(
        (button(catalogue[one]("members-language-name"), Speak(language=one)) for one in LANGUAGES),
        width=3,
    )


async def _settings(db: Database, viewer: Viewer, program: Program, texts: Texts) -> InlineKeyboardMarkup:
    assert viewer.member_id is not None  # noqa: S101 - only members get here
    choices = await db.read(members.topics, member_id=viewer.member_id, program=program)
    personal = await db.read(members.is_personal, member_id=viewer.member_id)
    topics = [
        button(
            f"{_mark(choice.granted)} {program.topic_by_id[choice.topic].name.in_(texts.language)}",
            ChooseTopic(topic=choice.topic, on=not choice.granted),
        )
        for choice in choices
    ]
    return keyboard(
        [
            *topics,
            button(f"{_mark(personal)} {texts('members-personal')}", Personal(on=not personal)),
            button(texts("members-step-language"), "language"),
        ],
    )


def _mark(on: bool) -> str:  # noqa: FBT001
    return "✅" if on else "⬜"


def _source(payload: str | None) -> str:
    """Return a deep link's payload if it is one that Telegram lets through and a button can carry."""
    fits = payload is not None and len(payload) <= LONGEST_PAYLOAD and len(f"j:{payload}".encode()) <= 64
    return payload if payload and fits and payload.replace("-", "").replace("_", "").isalnum() else ""
