"""Edits of the bot's messages: text, caption, media, keyboard; an edit without a keyboard takes it away."""

from __future__ import annotations

from typing import Any, Final

from sandbox import posting
from sandbox.privacy import is_service
from sandbox.rich.blocks import rich_message
from sandbox.telegram import media, sending, targets
from sandbox.telegram.keyboards import markup
from sandbox.telegram.messages import CONTENT
from sandbox.telegram.registry import method
from sandbox.telegram.request import Call, bad
from sandbox.things import Chat, Json, Post
from sandbox.world import World

_SAME: Final = (
    "message is not modified: specified new message content and reply markup are exactly the same as a current "
    "content and reply markup of the message"
)
MEDIA: Final = ("photo", "document", "video", "animation", "audio", "voice", "video_note", "sticker")
_CAPTIONED: Final = ("photo", "document", "video", "animation", "audio", "voice")
_TEXT: Final = ("text", "entities", "link_preview_options", "rich_message")
_CAPTION: Final = ("caption", "caption_entities", "show_caption_above_media")


def _editable(world: World, call: Call) -> tuple[Chat, Post]:
    if call.get("inline_message_id"):
        raise bad("MESSAGE_ID_INVALID")
    if call.get("chat_id") is None and call.get("message_id") is None:
        raise bad("message identifier is not specified")
    chat = targets.chat_of(world, call)
    made = targets.message_of(chat, call, "edit")
    if made.sender_id != world.bot.id or "forward_origin" in made.message or is_service(made.message):
        raise bad("message can't be edited")
    targets.check_writable(world, chat)
    return chat, made


def _change(world: World, call: Call, without: tuple[str, ...], content: Json) -> Json:
    """Put `content` in place of the fields `without`, and the keyboard of the call in place of the old one."""
    chat, made = _editable(world, call)
    return _apply(world, call, chat, made, without, content)


def _apply(world: World, call: Call, chat: Chat, made: Post, without: tuple[str, ...], content: Json) -> Json:
    keyboard, _ = markup(call.get("reply_markup"), inline_only=True)
    kept = {name: value for name, value in made.message.items() if name not in {*without, "reply_markup"}}
    new = {**kept, **content, **({"reply_markup": keyboard} if keyboard else {})}
    if _same(new, made.message):
        raise bad(_SAME)
    world.limits.take(chat.id, group=not chat.is_private)
    posting.edited(world, chat, made, new)
    return new


def _same(new: Json, old: Json) -> bool:
    return all(new.get(name) == old.get(name) for name in (*CONTENT, "reply_markup"))


def _text_content(world: World, call: Call) -> Json:
    if call.get("rich_message") is not None:
        return {"rich_message": rich_message(world, call)}
    text, marked = sending.text_of(world, call)
    return {"text": text, **({"entities": marked} if marked else {}), **sending.preview_of(call)}


@method("editMessageText")
def edit_message_text(world: World, call: Call) -> Json:
    content = _text_content(world, call)
    chat, made = _editable(world, call)
    if "text" not in made.message and "rich_message" not in made.message:
        raise bad("there is no text in the message to edit")
    return _apply(world, call, chat, made, _TEXT, content)


@method("editMessageCaption")
def edit_message_caption(world: World, call: Call) -> Json:
    caption = sending.caption_of(world, call)
    chat, made = _editable(world, call)
    if not any(kind in made.message for kind in _CAPTIONED):
        raise bad("there is no caption in the message to edit")
    return _apply(world, call, chat, made, _CAPTION, caption)


@method("editMessageMedia")
def edit_message_media(world: World, call: Call) -> Json:
    item: Any = call.get("media")
    content = media.item_of(world, call, item)
    chat, made = _editable(world, call)
    if not any(kind in made.message for kind in (*_CAPTIONED, "text")):
        raise bad("message can't be edited")
    if "media_group_id" in made.message and not _same_family(made.message, content):
        raise bad("message can't be edited")
    return _apply(world, call, chat, made, (*MEDIA, *_CAPTION, *_TEXT, "has_media_spoiler"), content)


def _same_family(old: Json, new: Json) -> bool:
    families = ({"photo", "video"}, {"document"}, {"audio"})
    return any(not family.isdisjoint(old) and not family.isdisjoint(new) for family in families)


@method("editMessageReplyMarkup")
def edit_message_reply_markup(world: World, call: Call) -> Json:
    return _change(world, call, (), {})


def _ephemeral(world: World, call: Call) -> tuple[Chat, Post]:
    chat = targets.chat_of(world, call)
    made = chat.ephemeral(call.number("ephemeral_message_id"))
    if (
        made is None
        or made.ephemeral_for != call.number("receiver_user_id")
        or made.sender_id != world.bot.id
    ):
        raise bad("message to edit not found")
    return chat, made


@method("editEphemeralMessageText")
def edit_ephemeral_text(world: World, call: Call) -> bool:
    content = _text_content(world, call)
    chat, made = _ephemeral(world, call)
    _apply(world, call, chat, made, _TEXT, content)
    return True


@method("editEphemeralMessageCaption")
def edit_ephemeral_caption(world: World, call: Call) -> bool:
    caption = sending.caption_of(world, call)
    chat, made = _ephemeral(world, call)
    _apply(world, call, chat, made, _CAPTION, caption)
    return True


@method("editEphemeralMessageMedia")
def edit_ephemeral_media(world: World, call: Call) -> bool:
    content = media.item_of(world, call, call.get("media"))
    chat, made = _ephemeral(world, call)
    _apply(world, call, chat, made, (*MEDIA, *_CAPTION, *_TEXT, "has_media_spoiler"), content)
    return True


@method("editEphemeralMessageReplyMarkup")
def edit_ephemeral_markup(world: World, call: Call) -> bool:
    chat, made = _ephemeral(world, call)
    _apply(world, call, chat, made, (), {})
    return True


@method("deleteEphemeralMessage")
def delete_ephemeral(world: World, call: Call) -> bool:
    chat = targets.chat_of(world, call)
    made = chat.ephemeral(call.number("ephemeral_message_id"))
    if made is None or call.number("receiver_user_id") not in {made.ephemeral_for, made.sender_id}:
        raise bad("message to delete not found")
    posting.deleted(world, chat, [made])
    return True
