"""Messages that are carried between a member and the desk: what can be, and how it is sent there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from aiogram.enums import ContentType
from aiogram.filters import Filter
from aiogram.methods import (
    CopyMessage,
    CopyMessages,
    EditMessageCaption,
    EditMessageText,
    SendMessage,
    TelegramMethod,
)
from aiogram.types import Message, MessageEntity, ReplyParameters, TelegramObject

from bot.filters import chat_of
from db.engine import Database
from membership import support_chats, talks
from membership.talks import LONGEST, Line, Parcel, Said

# Kinds of messages that can be copied as they are.
CARRIED = frozenset(
    {
        *("text", "photo", "video", "animation", "document", "audio", "voice", "video_note"),
        *("sticker", "location", "venue", "dice"),
    }
)
ASKED = talks.ASKED
# What people send but nobody passes on: a contact is a phone number, the others can't be copied faithfully.
REFUSED = frozenset({"contact", "poll", "story", "game", "paid_media", "checklist"})
_NOTES = ("//", "#内部", "＃内部", "#內部", "＃內部", "#internal")


class AtDesk(Filter):
    """Lets through what happens in the support chat, wherever that is by now."""

    async def __call__(self, event: TelegramObject, db: Database, support: int | None) -> bool:
        chat = chat_of(event)
        if support is None or chat is None:
            return False
        return chat.id == support or (
            chat.type != "private" and await db.read(support_chats.chat_of, support=support) == chat.id
        )


def said_of(message: Message) -> Said:
    """Return what a message says, as it is kept."""
    text = message.text if message.text is not None else message.caption
    entities = message.entities or message.caption_entities or []
    replied = message.reply_to_message
    # In a topic every message replies to the one that began it, which means nothing.
    meant = replied is not None and replied.message_id != message.message_thread_id
    return Said(
        message.chat.id,
        message.message_id,
        ContentType(message.content_type).value,
        text,
        tuple(entity.model_dump(exclude_none=True, mode="json") for entity in entities),
        message.media_group_id,
        replied.message_id if replied is not None and meant else None,
    )


def is_note(message: Message) -> bool:
    """Return whether a colleague's message is for colleagues only."""
    return (message.text or message.caption or "").lstrip().lower().startswith(_NOTES)


def method_of(parcel: Parcel, chat_id: int) -> TelegramMethod[Any]:
    """Return how a parcel of people's own words is sent."""
    head = parcel.lines[0]
    if parcel.edit:
        return _edit(head, chat_id)
    thread = parcel.thread_id
    if parcel.album:
        return CopyMessages(
            chat_id=chat_id,
            message_thread_id=thread,
            from_chat_id=head.from_chat_id or 0,
            message_ids=_sources(parcel.lines),
        )
    reply = parcel.reply_to or (parcel.card if thread is None else None)
    answered = ReplyParameters(message_id=reply, allow_sending_without_reply=True) if reply else None
    if len(parcel.lines) > 1 or head.kind == ASKED:
        return SendMessage(
            chat_id=chat_id,
            message_thread_id=thread,
            text="\n".join(line.text or "" for line in parcel.lines)[:LONGEST],
            reply_parameters=answered,
        )
    return CopyMessage(
        chat_id=chat_id,
        message_thread_id=thread,
        from_chat_id=head.from_chat_id or 0,
        message_id=head.from_message_id or 0,
        reply_parameters=answered,
    )


def _edit(line: Line, chat_id: int) -> EditMessageText | EditMessageCaption:
    entities = [MessageEntity(**entity) for entity in line.entities]
    if line.kind in {"text", ASKED}:
        return EditMessageText(
            chat_id=chat_id, message_id=line.message_id, text=line.text or "–", entities=entities
        )
    return EditMessageCaption(
        chat_id=chat_id, message_id=line.message_id, caption=line.text, caption_entities=entities
    )


def _sources(lines: Sequence[Line]) -> list[int]:
    return [line.from_message_id for line in lines if line.from_message_id is not None]
