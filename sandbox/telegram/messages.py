"""Text messages, forwards, copies, deletion, typing."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Final

from sandbox import posting
from sandbox.privacy import is_service
from sandbox.telegram import sending, targets
from sandbox.telegram.media import permission_of
from sandbox.telegram.registry import method
from sandbox.telegram.request import Call, bad
from sandbox.things import Chat, Json, Post
from sandbox.world import World

_ACTIONS: Final = frozenset(
    [
        "typing",
        "upload_photo",
        "record_video",
        "upload_video",
        "record_voice",
        "upload_voice",
        "upload_document",
        "choose_sticker",
        "find_location",
        "record_video_note",
        "upload_video_note",
        "record_audio",
        "upload_audio",
    ]
)
# What makes a message what it is; the rest says when, where and by whom it was sent.
CONTENT: Final = [
    "text",
    "entities",
    "link_preview_options",
    "caption",
    "caption_entities",
    "show_caption_above_media",
    "has_media_spoiler",
    "photo",
    "document",
    "video",
    "animation",
    "audio",
    "voice",
    "video_note",
    "sticker",
    "contact",
    "dice",
    "location",
    "venue",
    "poll",
    "invoice",
    "rich_message",
]
_TOO_OLD: Final = timedelta(hours=48)


@method("sendMessage")
def send_message(world: World, call: Call) -> Json:
    text, marked = sending.text_of(world, call)
    content: Json = {"text": text, **({"entities": marked} if marked else {}), **sending.preview_of(call)}
    return sending.say(world, call, content)


def content_of(message: Json) -> Json:
    return {name: message[name] for name in CONTENT if name in message}


def _source(world: World, call: Call) -> Chat:
    return targets.chat_of(world, call, "from_chat_id")


def _found(source: Chat, number: Any, doing: str) -> Post:
    made = posting.find(source, number)
    if made is None:
        raise bad(f"message to {doing} not found")
    if made.message.get("has_protected_content") or is_service(made.message):
        raise bad(f"the message can't be {'forwarded' if doing == 'forward' else 'copied'}")
    return made


def _origin(made: Post) -> Json:
    if "forward_origin" in made.message:
        return dict(made.message["forward_origin"])
    if "sender_chat" in made.message:
        return {"type": "chat", "date": made.message["date"], "sender_chat": made.message["sender_chat"]}
    return {"type": "user", "date": made.message["date"], "sender_user": made.message["from"]}


def _numbers(call: Call) -> list[int]:
    numbers = call.get("message_ids")
    if not isinstance(numbers, list) or not numbers:
        raise bad("message identifiers are not specified")
    if len(numbers) > 100:
        raise bad("too many message identifiers specified")
    return [each for each in numbers if isinstance(each, int)]


@method("forwardMessage")
def forward_message(world: World, call: Call) -> Json:
    made = _found(_source(world, call), call.get("message_id"), "forward")
    return sending.say(world, call, {"forward_origin": _origin(made), **content_of(made.message)})


@method("forwardMessages")
def forward_messages(world: World, call: Call) -> list[Json]:
    source = _source(world, call)
    found = [made for number in _numbers(call) if (made := posting.find(source, number))]
    if not found:
        raise bad("there are no messages to forward")
    to = sending.address(world, call, count=len(found))
    return [
        {
            "message_id": sending.put(
                world, call, to, {"forward_origin": _origin(made), **content_of(made.message)}
            ).message_id
        }
        for made in found
    ]


@method("copyMessage")
def copy_message(world: World, call: Call) -> Json:
    made = _found(_source(world, call), call.get("message_id"), "copy")
    content = content_of(made.message)
    if call.get("caption") is not None and "text" not in content:
        for name in ("caption", "caption_entities", "show_caption_above_media"):
            content.pop(name, None)
        content |= sending.caption_of(world, call)
    may = permission_of(content)
    return {"message_id": sending.say(world, call, content, permission=may)["message_id"]}


@method("copyMessages")
def copy_messages(world: World, call: Call) -> list[Json]:
    source = _source(world, call)
    found = [made for number in _numbers(call) if (made := posting.find(source, number))]
    if not found:
        raise bad("there are no messages to copy")
    may = permission_of(content_of(found[0].message))
    to = sending.address(world, call, permission=may, count=len(found))
    answers = []
    for made in found:
        content = content_of(made.message)
        if call.flag("remove_caption"):
            content = {name: value for name, value in content.items() if not name.startswith("caption")}
        answers.append({"message_id": sending.put(world, call, to, content).message_id})
    return answers


def _deletable(world: World, chat: Chat, made: Post) -> bool:
    may = not chat.is_private and targets.own(world, chat).may("can_delete_messages")
    if may and chat.type == "supergroup":
        return True
    fresh = made.message["date"] > world.timestamp() - _TOO_OLD.total_seconds()
    ours = made.sender_id == world.bot.id
    return fresh and (ours or may or chat.is_private)


@method("deleteMessage")
def delete_message(world: World, call: Call) -> bool:
    chat = targets.chat_of(world, call)
    made = targets.message_of(chat, call, "delete")
    if not _deletable(world, chat, made):
        raise bad("message can't be deleted")
    posting.deleted(world, chat, [made])
    return True


@method("deleteMessages")
def delete_messages(world: World, call: Call) -> bool:
    chat = targets.chat_of(world, call)
    found = [made for number in _numbers(call) if (made := posting.find(chat, number))]
    posting.deleted(world, chat, [made for made in found if _deletable(world, chat, made)])
    return True


@method("sendChatAction")
def send_chat_action(world: World, call: Call) -> bool:
    action = call.text("action").lower()
    if action not in _ACTIONS:
        raise bad("wrong parameter action in request")
    chat = targets.writable(world, call)
    if action == "cancel":
        posting.end_typing(world, chat, world.bot.id)
        return True
    until = world.now() + posting.TYPING
    chat.typing[world.bot.id] = (action, until)
    world.events.tell(
        "typing",
        chat.id,
        among=world.watchers(chat),
        from_id=world.bot.id,
        action=action,
        until=until.isoformat(),
    )
    return True
