"""The bot's life in groups: added, removed, migrated, and set up by the group's admins."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from aiogram import Bot, F, Router
from aiogram.enums import ChatMemberStatus
from aiogram.exceptions import TelegramBadRequest
from aiogram.filters import Command
from aiogram.filters.callback_data import CallbackData
from aiogram.methods import SendMessage, TelegramMethod
from aiogram.types import (
    CallbackQuery,
    ChatMemberAdministrator,
    ChatMemberRestricted,
    ChatMemberUpdated,
    InlineKeyboardMarkup,
    Message,
    ResultChatMemberUnion,
)

from bot.filters import InGroup, Magic
from bot.keyboards import button
from bot.replies import replace, start_link
from core.program import Program
from core.texts import LANGUAGES, Catalogue, Texts
from db.engine import Database
from membership import challenges, checkins, groups, support_chats
from membership.groups import Chat, GroupCard
from membership.members import Viewer

router = Router(name="groups")

GROUPS = {"group", "supergroup"}
RULERS = {ChatMemberStatus.CREATOR, ChatMemberStatus.ADMINISTRATOR}
ABSENT = {ChatMemberStatus.LEFT, ChatMemberStatus.KICKED}


class SetUp(CallbackData, prefix="setup"):
    """One choice of the panel: a language, or `task`, `board`, `answers`, `open`."""

    what: str


@router.my_chat_member(Magic(F.chat.type.in_(GROUPS)))
async def place_changed(
    update: ChatMemberUpdated,
    db: Database,
    support: int | None,
    program: Program,
    texts: Texts,
    now: datetime,
) -> TelegramMethod[Any] | None:
    """Greet on being added; on being removed keep what there is for a return. The support chat is no community."""
    if await db.read(support_chats.is_desk, support=support, chat_id=update.chat.id):
        return None
    if _is_absent(update.new_chat_member):
        await db.write(groups.leave, chat_id=update.chat.id)
        return None
    await db.write(
        groups.enter,
        chat=Chat(update.chat.id, update.chat.title or "", update.from_user.language_code),
        added_by=update.from_user.id,
        program=program,
        now=now,
    )
    if not _is_absent(update.old_chat_member) or not _may_send(update.new_chat_member):
        return None
    name = program.brand.assistant_name.in_(texts.language)
    return SendMessage(chat_id=update.chat.id, text=texts("groups-hello", name=name))


@router.message(InGroup(), Magic(F.new_chat_members))
async def welcome(
    message: Message,
    bot: Bot,
    db: Database,
    program: Program,
    texts: Texts,
) -> TelegramMethod[Any] | None:
    """Welcome people who come in, all at once, in the words of the group's kind."""
    people = [one.full_name for one in message.new_chat_members or [] if not one.is_bot]
    kind = await db.read(groups.kind, chat_id=message.chat.id)
    if not people or kind not in program.groups.kinds:
        return None
    said = program.groups.kinds[kind].welcome.in_(texts.language)
    names = (", " if texts.language == "en" else "、").join(people)
    return message.answer(said.replace("{name}", names), reply_markup=await start_link(bot, texts))


@router.message(Magic(F.migrate_to_chat_id))
async def migrated(message: Message, db: Database, now: datetime) -> None:
    assert message.migrate_to_chat_id is not None  # noqa: S101 - the filter saw it
    await db.write(groups.move, chat_id=message.chat.id, to_chat_id=message.migrate_to_chat_id, now=now)


@router.message(Magic(F.migrate_from_chat_id))
async def arrived(message: Message, db: Database, now: datetime) -> None:
    assert message.migrate_from_chat_id is not None  # noqa: S101 - the filter saw it
    await db.write(groups.move, chat_id=message.migrate_from_chat_id, to_chat_id=message.chat.id, now=now)


@router.message(Command("setup"), InGroup())
async def set_up(
    message: Message,
    bot: Bot,
    db: Database,
    viewer: Viewer,
    program: Program,
    texts: Texts,
    catalogue: Catalogue,
    now: datetime,
) -> TelegramMethod[Any]:
    """Show the panel; the bot posts where this was written from now on."""
    if not await _rules(message, bot, viewer):
        return message.reply(texts("groups-only-admins"))
    card = await db.write(
        groups.enter,
        chat=Chat(message.chat.id, message.chat.title or "", viewer.language),
        program=program,
        now=now,
    )
    topic = message.message_thread_id if message.is_topic_message else None
    card = await db.write(groups.post_in, chat_id=card.chat_id, topic_id=topic)
    spoken = catalogue[card.language]
    return message.answer(await _panel(bot, card, spoken), reply_markup=_choices(card, catalogue))


@router.message(Command("setup"))
async def set_up_elsewhere(message: Message, texts: Texts) -> TelegramMethod[Any]:
    return message.answer(texts("groups-only-here"))


@router.callback_query(SetUp.filter(), InGroup())
async def choose(
    callback: CallbackQuery,
    callback_data: SetUp,
    bot: Bot,
    db: Database,
    viewer: Viewer,
    program: Program,
    catalogue: Catalogue,
    now: datetime,
) -> tuple[TelegramMethod[Any], ...]:
    assert callback.message is not None  # noqa: S101 - InGroup()
    chat_id = callback.message.chat.id
    own = catalogue[viewer.language]
    if not viewer.operator and not await _is_ruler(bot, chat_id, callback.from_user.id):
        return (callback.answer(own("groups-only-admins"), show_alert=True),)
    if callback_data.what == "open":
        return (callback.answer(own(await _open(db, chat_id, program, now))),)
    card = await _change(db, chat_id, callback_data.what)
    spoken = catalogue[card.language]
    return (
        callback.answer(own("groups-saved")),
        replace(callback, await _panel(bot, card, spoken), _choices(card, catalogue)),
    )


async def _change(db: Database, chat_id: int, what: str) -> GroupCard:
    card = await db.read(groups.card, chat_id=chat_id)
    if what == "task":
        return await db.write(groups.switch_task, chat_id=chat_id, on=not card.daily_task)
    if what == "board":
        return await db.write(groups.switch_board, chat_id=chat_id, on=not card.weekly_board)
    if what == "answers":
        return await db.write(groups.switch_answers, chat_id=chat_id, on=not card.answers)
    return await db.write(groups.speak, chat_id=chat_id, language=what)


async def _open(db: Database, chat_id: int, program: Program, now: datetime) -> str:
    card = await db.read(groups.card, chat_id=chat_id)
    opened = await db.write(checkins.open_post, group_id=card.group_id, program=program, now=now)
    if card.daily_task:
        task = await db.write(challenges.open_now, group_id=card.group_id, program=program, now=now)
        opened = opened or task
    return "groups-opened" if opened else "groups-opened-already"


async def _rules(message: Message, bot: Bot, viewer: Viewer) -> bool:
    """Return whether the sender may set the group up; an anonymous admin writes as the group itself."""
    if message.sender_chat is not None:
        return message.sender_chat.id == message.chat.id
    if message.from_user is None:
        return False
    return viewer.operator or await _is_ruler(bot, message.chat.id, message.from_user.id)


async def _is_ruler(bot: Bot, chat_id: int, user_id: int) -> bool:
    try:
        return (await bot.get_chat_member(chat_id, user_id)).status in RULERS
    except TelegramBadRequest:
        # Where members are hidden, only an admin may look.
        raise groups.RightsHidden from None


async def _panel(bot: Bot, card: GroupCard, texts: Texts) -> str:
    missing = await _missing(bot, card)
    lines = [
        texts("groups-setup-title", title=card.title),
        texts("groups-setup-language"),
        texts("groups-setup-topic", kind="chat" if card.topic_id is None else "topic"),
        texts("groups-setup-task", on=_yes(card.daily_task), at=f"{card.task_at:%H:%M}"),
        texts("groups-setup-board", on=_yes(card.weekly_board)),
        texts("groups-setup-answers", on=_yes(card.answers)),
        "",
    ]
    if not missing:
        return "\n".join([*lines, texts("groups-setup-ready")])
    return "\n".join([*lines, texts("groups-setup-missing"), *(texts(key) for key in missing)])


async def _missing(bot: Bot, card: GroupCard) -> list[str]:
    """Return the text keys of the rights that the bot lacks in a group."""
    me = await bot.me()
    place = await bot.get_chat_member(card.chat_id, me.id)
    missing = []
    if not isinstance(place, ChatMemberAdministrator) and not me.can_read_all_group_messages:
        missing.append("groups-missing-admin")
    if not _may_send(place):
        missing.append("groups-missing-send")
    if (
        card.topic_id is not None
        and isinstance(place, ChatMemberAdministrator)
        and not place.can_manage_topics
    ):
        missing.append("groups-missing-topics")
    return missing


def _choices(card: GroupCard, catalogue: Catalogue) -> InlineKeyboardMarkup:
    texts = catalogue[card.language]
    languages = [
        button(
            ("✓ " if language == card.language else "") + catalogue[language]("members-language-name"),
            SetUp(what=language),
        )
        for language in LANGUAGES
    ]
    switches = [
        [button(texts("groups-button-task", on=_yes(card.daily_task)), SetUp(what="task"))],
        [button(texts("groups-button-board", on=_yes(card.weekly_board)), SetUp(what="board"))],
        [button(texts("groups-button-answers", on=_yes(card.answers)), SetUp(what="answers"))],
        [button(texts("groups-button-open"), SetUp(what="open"))],
    ]
    return InlineKeyboardMarkup(inline_keyboard=[languages, *switches])


def _yes(on: bool) -> str:  # noqa: FBT001 - a word for a switch
    return "yes" if on else "no"


def _is_absent(member: ResultChatMemberUnion | object) -> bool:
    gone = getattr(member, "status", None) in ABSENT
    return gone or (isinstance(member, ChatMemberRestricted) and not member.is_member)


def _may_send(member: object) -> bool:
    return not isinstance(member, ChatMemberRestricted) or member.can_send_messages
