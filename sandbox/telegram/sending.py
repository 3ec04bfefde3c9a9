"""The way of every message of the bot: chat, rights, limits, topic, what it answers, keyboard, and into the chat."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from sandbox import posting
from sandbox.entities import formatted, utf16_length
from sandbox.telegram import targets
from sandbox.telegram.keyboards import markup
from sandbox.telegram.request import Call, bad
from sandbox.things import Chat, Json, Person, Post
from sandbox.world import World

LONGEST_TEXT: Final = 4096
LONGEST_CAPTION: Final = 1024
NANOS_A_PAID_MESSAGE: Final = 100_000_000


def text_of(
    world: World, call: Call, name: str = "text", entities: str = "entities"
) -> tuple[str, list[Json]]:
    """Return the text of a message, not empty and not too long."""
    text, marked = formatted(call.text(name), call.get("parse_mode"), call.get(entities), world.user)
    if not text:
        raise bad("message text is empty")
    if utf16_length(text) > LONGEST_TEXT:
        raise bad("message is too long")
    return text, marked


def caption_of(world: World, given: Any) -> Json:
    """Return `caption`, its entities and what goes with them, of a call or of one item of an album."""
    text, marked = formatted(
        str(given.get("caption") or ""), given.get("parse_mode"), given.get("caption_entities"), world.user
    )
    if utf16_length(text) > LONGEST_CAPTION:
        raise bad("message caption is too long")
    told: Json = {"caption": text} if text else {}
    if marked:
        told["caption_entities"] = marked
    if given.get("show_caption_above_media") is True:
        told["show_caption_above_media"] = True
    return told


def preview_of(call: Call) -> Json:
    """Return the link preview options as the message shows them."""
    if call.flag("disable_web_page_preview"):
        return {"link_preview_options": {"is_disabled": True}}
    options = call.get("link_preview_options")
    return {"link_preview_options": options} if isinstance(options, dict) and options else {}


@dataclass(frozen=True, slots=True)
class Addressed:
    """Where a message goes and how it is sent, once Telegram has agreed to it."""

    chat: Chat
    thread_id: int | None
    reply: Json
    inline: Json | None
    keyboard: Json | None
    ephemeral_for: Person | None
    replaces: int | None


def address(world: World, call: Call, *, permission: str = "can_send_messages", count: int = 1) -> Addressed:
    """Check everything but the content of a message and take it off the limits."""
    inline, keyboard = markup(call.get("reply_markup"))
    chat = targets.writable(world, call, permission)
    thread_id = thread_of(world, chat, call)
    receiver, replaces = _ephemeral(world, chat, call)
    reply = reply_of(world, chat, call, ephemeral=receiver is not None)
    if thread_id is None and chat.is_forum and "reply_to_message" in reply:
        thread_id = reply["reply_to_message"].get("message_thread_id")
    paid = call.flag("allow_paid_broadcast")
    world.limits.take(chat.id, group=not chat.is_private, count=count, paid=paid)
    if paid:
        world.purse.charge_nanos(NANOS_A_PAID_MESSAGE * count)
    return Addressed(chat, thread_id, reply, inline, keyboard, receiver, replaces)


def put(world: World, call: Call, to: Addressed, content: Json, *, invoice: Json | None = None) -> Post:
    """Say `content` where it was addressed to."""
    extra: Json = {}
    if call.flag("protect_content"):
        extra["has_protected_content"] = True
    if call.text("message_effect_id") and to.chat.is_private:
        extra["effect_id"] = call.text("message_effect_id")
    if to.inline is not None:
        extra["reply_markup"] = to.inline
    return posting.post(
        world,
        to.chat,
        world.bot,
        {**to.reply, **content, **extra},
        thread_id=to.thread_id,
        ephemeral_for=to.ephemeral_for,
        replaces=to.replaces,
        silent=call.flag("disable_notification"),
        keyboard=to.keyboard,
        invoice=invoice,
    )


def say(world: World, call: Call, content: Json, *, permission: str = "can_send_messages") -> Json:
    """Address a message, put it, and return it as the answer."""
    return put(world, call, address(world, call, permission=permission), content).message


def thread_of(world: World, chat: Chat, call: Call) -> int | None:
    """Return the topic that a message goes to; None is the chat itself, or the general topic."""
    number = call.get("message_thread_id")
    if not isinstance(number, int):
        number = 0
    if chat.is_forum and number == 1:
        number = 0
    may = chat.is_private or targets.own(world, chat).may("can_manage_topics")
    if number == 0:
        if chat.is_forum and chat.general_closed and not may:
            raise bad("TOPIC_CLOSED")
        return None
    topic = chat.topics.get(number)
    if topic is None:
        raise bad("message thread not found")
    if topic.closed and not may:
        raise bad("TOPIC_CLOSED")
    return number


def _ephemeral(world: World, chat: Chat, call: Call) -> tuple[Person | None, int | None]:
    given = call.get("ephemeral_message_parameters")
    if not isinstance(given, dict):
        return None, None
    receiver = world.people.get(given.get("receiver_user_id", 0))
    if chat.is_private:
        raise bad("ephemeral messages can be sent only to groups and supergroups")
    if receiver is None or not chat.has(receiver.id):
        raise bad("PARTICIPANT_ID_INVALID")
    if not given.get("callback_query_id"):
        return receiver, None
    tap = world.taps.get(str(given["callback_query_id"]))
    if tap is None or tap.user_id != receiver.id or tap.chat_id != chat.id:
        raise bad("query is too old and response timeout expired or query ID is invalid")
    return receiver, tap.seq if given.get("replace_callback_query_message") is True else None


def reply_of(world: World, chat: Chat, call: Call, *, ephemeral: bool = False) -> Json:
    """Return what the message answers: the message, a quote of it, or a message in another chat."""
    given = call.get("reply_parameters")
    if not isinstance(given, dict):
        old = call.get("reply_to_message_id")
        if not isinstance(old, int) or old == 0:
            return {}
        given = {"message_id": old, "allow_sending_without_reply": call.flag("allow_sending_without_reply")}
    if isinstance(given.get("ephemeral_message_id"), int):
        return _reply_to_ephemeral(chat, given["ephemeral_message_id"], world, ephemeral=ephemeral)
    elsewhere = given.get("chat_id") not in {None, chat.id}
    source = targets.chat_named(world, given["chat_id"]) if elsewhere else chat
    replied = posting.find(source, given.get("message_id"))
    if replied is None:
        if given.get("allow_sending_without_reply") is True and not elsewhere:
            return {}
        raise bad("message to be replied not found")
    quote = _quote(given, replied, world)
    if not elsewhere:
        return {"reply_to_message": posting.alone(replied.message), **quote}
    origin = {"type": "user", "date": replied.message["date"], "sender_user": replied.message["from"]}
    return {
        "external_reply": {"origin": origin, "chat": source.chat(), "message_id": replied.message_id},
        **quote,
    }


def _reply_to_ephemeral(chat: Chat, ephemeral_id: int, world: World, *, ephemeral: bool) -> Json:
    replied = chat.ephemeral(ephemeral_id)
    if not ephemeral:
        raise bad("a reply to an ephemeral message must be an ephemeral message")
    if replied is None or replied.message["date"] + 15 < world.timestamp():
        raise bad("message to be replied not found")
    return {"reply_to_message": posting.alone(replied.message)}


def _quote(given: Json, replied: Post, world: World) -> Json:
    if not given.get("quote"):
        return {}
    text, marked = formatted(
        str(given["quote"]), given.get("quote_parse_mode"), given.get("quote_entities"), world.user
    )
    at = replied.text.find(text)
    if at < 0:
        raise bad("QUOTE_TEXT_INVALID")
    quote: Json = {"text": text, "position": utf16_length(replied.text[:at]), "is_manual": True}
    if marked:
        quote["entities"] = marked
    return {"quote": quote}
