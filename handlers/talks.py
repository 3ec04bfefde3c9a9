"""The support chat: what colleagues write to a member goes to them, and edits follow on both sides."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from aiogram import Bot, F, Router
from aiogram.dispatcher.event.bases import SkipHandler
from aiogram.methods import TelegramMethod
from aiogram.types import Message, ReactionTypeEmoji

from bot.filters import STAND_INS, Magic
from bot.keyboards import button, keyboard
from bot.relays import CARRIED, REFUSED, AtDesk, is_note, said_of
from bot.ticket_cards import Work
from core.texts import Texts
from db.engine import Database
from membership import desks, support_chats, talks, tickets
from membership.desks import Agent

router = Router(name="talks")
router.message.filter(AtDesk())

TAKING = frozenset({"接单", "接單", "/take"})


@router.message(Magic(F.migrate_to_chat_id))
async def desk_grew(message: Message, db: Database, support: int, now: datetime) -> None:
    """Follow the support group to its new id; open tickets are posted there anew."""
    assert message.migrate_to_chat_id is not None  # noqa: S101 - the filter saw it
    await db.write(
        support_chats.moved,
        support=support,
        chat_id=message.chat.id,
        to_chat_id=message.migrate_to_chat_id,
        now=now,
    )


@router.message(Magic(F.forum_topic_closed | F.forum_topic_reopened))
async def topic_closed_by_hand(message: Message, bot: Bot, db: Database) -> None:
    """Note that somebody closed a topic, which ends no ticket: an open one has its topic opened again."""
    if message.from_user is None or message.from_user.id == bot.id or message.message_thread_id is None:
        return
    await db.write(
        talks.topic_closed_by_hand,
        chat_id=message.chat.id,
        thread_id=message.message_thread_id,
        closed=message.forum_topic_closed is not None,
    )


@router.message()
async def colleague_writes(
    message: Message, bot: Bot, db: Database, texts: Texts, now: datetime
) -> TelegramMethod[Any] | None:
    """Carry what a colleague writes in a member's topic, or as a reply, to the member, whatever it is."""
    text = message.text or ""
    note = is_note(message)
    if message.content_type not in CARRIED | REFUSED or (
        text.startswith("/") and not note and text not in TAKING
    ):
        raise SkipHandler
    thread = message.message_thread_id if message.is_topic_message else None
    said = said_of(message)
    ticket_id = await db.read(
        tickets.by_place, chat_id=message.chat.id, message_id=said.reply_to, thread_id=thread
    )
    if ticket_id is None:
        if _answers_bot(message, bot) and not note:
            # Colleagues talk to members here, not to the assistant: whoever thinks they answer one must know.
            return message.reply(texts("tickets-over"))
        raise SkipHandler
    if note:
        return await _note(message, ticket_id, db, texts, now)
    return await _carry(message, ticket_id, thread, db, texts, now)


async def _note(
    message: Message, ticket_id: int, db: Database, texts: Texts, now: datetime
) -> TelegramMethod[Any]:
    """Show that a note stays here; only one part of an album has the words that make it one."""
    if message.media_group_id is not None and not await db.write(
        desks.note_album,
        ticket_id=ticket_id,
        chat_id=message.chat.id,
        album=message.media_group_id,
        now=now,
    ):
        return message.reply(texts("talks-note-too-late"))
    return message.react([ReactionTypeEmoji(emoji="✍")])


async def _carry(
    message: Message, ticket_id: int, thread: int | None, db: Database, texts: Texts, now: datetime
) -> TelegramMethod[Any] | None:
    sender = message.from_user
    if sender is None or sender.is_bot or sender.id in STAND_INS or message.sender_chat is not None:
        return message.reply(texts("talks-as-yourself"))
    agent = Agent(sender.id, sender.full_name)
    if message.text in TAKING:
        await db.write(desks.take, ticket_id=ticket_id, agent=agent, now=now)
        return None
    if message.content_type in REFUSED:
        return message.reply(texts("talks-not-carried"))
    carried = await db.write(
        desks.agent_says,
        chat_id=message.chat.id,
        thread_id=thread,
        said=said_of(message),
        agent=agent,
        now=now,
    )
    if carried is not None:
        return None
    again = keyboard([button(texts("desks-reopen"), Work(do="reopen", id=ticket_id))])
    return message.reply(texts("tickets-over"), reply_markup=again)


@router.edited_message()
async def edited(message: Message, db: Database, texts: Texts, now: datetime) -> TelegramMethod[Any] | None:
    """Let the copy of an edited line read as the line does now, on either side."""
    said = said_of(message)
    if is_note(message) and await db.read(talks.is_line, said=said):
        return message.reply(texts("talks-note-too-late"))
    await db.write(talks.reword, said=said, now=now)
    return None


def _answers_bot(message: Message, bot: Bot) -> bool:
    """Return whether a message in a group replies to one of the bot's (in a topic every message replies to its first)."""
    replied = message.reply_to_message
    if replied is None or message.chat.type == "private" or replied.message_id == message.message_thread_id:
        return False
    return replied.from_user is not None and replied.from_user.id == bot.id
