"""What people do in chats: write, edit, press."""

from __future__ import annotations

from typing import Any

from sandbox import posting
from sandbox.entities import found, utf16_length
from sandbox.privacy import bot_sees
from sandbox.telegram import commands, media, polls
from sandbox.telegram.edits import MEDIA
from sandbox.telegram.request import Refused, Upload
from sandbox.telegram.sending import LONGEST_CAPTION, LONGEST_TEXT
from sandbox.things import Chat, Json, Person, Post, Tap
from sandbox.world import World


def chat_in(world: World, chat_id: int, person: Person) -> Chat:
    """Find the chat in which somebody is."""
    chat = world.chats.get(chat_id)
    if chat is None:
        raise Refused(404, f"there is no chat {chat_id}")
    if chat.migrated_to is not None:
        raise Refused(410, f"the group has become the supergroup {chat.migrated_to}")
    if not chat.has(person.id):
        raise Refused(403, f"{person.id} is not in the chat {chat_id}")
    return chat


def somebody(world: World, user_id: int) -> Person:
    person = world.people.get(user_id)
    if person is None:
        raise Refused(404, f"there is no user {user_id}")
    return person


def standing(chat: Chat, message_id: int) -> Post:
    made = posting.find(chat, message_id)
    if made is None:
        raise Refused(404, f"there is no message {message_id} in the chat {chat.id}")
    return made


def content_of(world: World, person: Person, said: dict[str, Any], uploads: dict[str, Upload]) -> Json:
    """Return what somebody says as the content of a message."""
    text, given = said.get("text"), said.get("entities")
    content: Json = {}
    name = "text"
    kind = next((each for each in MEDIA if each in uploads), None)
    if kind is not None:
        content |= media.of_upload(world, kind, uploads[kind])
        text, name = said.get("caption") or text, "caption"
        if said.get("media_group_id"):
            content["media_group_id"] = said["media_group_id"]
    elif said.get("contact"):
        content["contact"] = _contact(person, said["contact"])
    elif said.get("location"):
        content["location"] = said["location"]
    elif said.get("dice"):
        emoji = said["dice"] if isinstance(said["dice"], str) else "🎲"
        if emoji not in polls.DICE:
            raise Refused(400, "there is no such dice")
        content |= polls.roll(world, emoji)
    elif said.get("web_app_data"):
        content["web_app_data"] = {"button_text": "", **said["web_app_data"]}
    if text and "contact" not in content:
        content |= _written(str(text), given, name)
    if not content:
        raise Refused(400, "say something: text, photo, document, contact, location or dice")
    return content


def _written(text: str, given: Any, name: str) -> Json:
    if name == "caption" and utf16_length(text) > LONGEST_CAPTION:
        raise Refused(400, f"a caption has at most {LONGEST_CAPTION} characters")
    entities = given if isinstance(given, list) else found(text)
    told: Json = {name: text}
    return {**told, ("entities" if name == "text" else "caption_entities"): entities} if entities else told


def _pieces(text: str) -> list[str]:
    """Cut a text as apps do, into messages of the longest allowed length."""
    pieces = [""]
    length = 0
    for each in text:
        width = utf16_length(each)
        if length + width > LONGEST_TEXT:
            pieces.append("")
            length = 0
        pieces[-1] += each
        length += width
    return pieces


def _contact(person: Person, given: Any) -> Json:
    if isinstance(given, dict):
        return given
    phone = f"+1555{person.id % 10_000_000:07d}"
    told: Json = {"phone_number": phone, "first_name": person.first_name, "user_id": person.id}
    return {**told, "last_name": person.last_name} if person.last_name else told


def say(world: World, said: dict[str, Any], uploads: dict[str, Upload]) -> tuple[Chat, Post]:
    """Let somebody write into a chat."""
    person = somebody(world, int(said["from_id"]))
    chat = chat_in(world, int(said["chat_id"]), person)
    _may_write(chat, person)
    *earlier, last = _pieces(str(said.get("text") or ""))
    for piece in earlier:
        say(world, {**said, "text": piece}, {})
    content = content_of(world, person, {**said, "text": last}, uploads)
    if chat.is_private:
        person.started = True
    thread_id = said.get("thread_id")
    if thread_id is not None and thread_id != 1 and thread_id not in chat.topics:
        raise Refused(404, f"there is no topic {thread_id}")
    if said.get("reply_to") is not None:
        replied = standing(chat, int(said["reply_to"]))
        content = {"reply_to_message": posting.alone(replied.message), **content}
        thread_id = thread_id or replied.message.get("message_thread_id")
    if said.get("forward"):
        origin = {"type": "user", "date": world.timestamp(), "sender_user": person.user()}
        content = {"forward_origin": origin, **content}
    speaker = _speaker(world, said.get("sender_chat"))
    hidden = person if _is_ephemeral(world, chat, person, content) else None
    made = posting.post(
        world, chat, person, content, thread_id=thread_id, sender_chat=speaker, ephemeral_for=hidden
    )
    return chat, made


def _speaker(world: World, given: Any) -> Chat | None:
    """Return the chat in whose name somebody speaks: a known one (the group itself), or a channel by its fields."""
    if given is None:
        return None
    if isinstance(given, dict):
        return Chat(int(given["id"]), str(given.get("type", "channel")), str(given.get("title", "Channel")))
    chat = world.chats.get(int(given))
    if chat is None:
        raise Refused(404, f"there is no chat {given}")
    return chat


def _may_write(chat: Chat, person: Person) -> None:
    if chat.is_private and person.blocked:
        raise Refused(409, "this person has blocked the bot; unblock it first")
    member = chat.members[person.id]
    silenced = member.status == "restricted" and not member.permissions.get("can_send_messages")
    if silenced or (not member.is_admin and not chat.permissions.get("can_send_messages", True)):
        raise Refused(403, "this person may not write here")


def _is_ephemeral(world: World, chat: Chat, person: Person, content: Json) -> bool:
    """Say whether a command is one that the bot has declared as seen by its sender only."""
    if chat.is_private or not str(content.get("text", "")).startswith("/"):
        return False
    name = content["text"].split()[0].removeprefix("/").partition("@")[0]
    listed = commands.shown_to(world, chat, person.id)
    return any(each["command"] == name and each.get("is_ephemeral") for each in listed)


def rewrite(world: World, chat_id: int, message_id: int, from_id: int, text: str) -> tuple[Chat, Post]:
    """Let somebody edit what they wrote."""
    person = somebody(world, from_id)
    chat = chat_in(world, chat_id, person)
    made = standing(chat, message_id)
    if made.sender_id != person.id:
        raise Refused(403, "only one's own messages can be edited")
    name = "text" if "text" in made.message else "caption"
    other = "entities" if name == "text" else "caption_entities"
    kept = {key: value for key, value in made.message.items() if key not in {name, other}}
    posting.edited(world, chat, made, {**kept, **_written(text, None, name)})
    if bot_sees(world, chat, made):
        world.updates.push("edited_message", made.message)
    return chat, made


def press(world: World, said: dict[str, Any]) -> Tap:
    """Let somebody press a callback button, named by its data or its text."""
    person = somebody(world, said["from_id"])
    chat = chat_in(world, said["chat_id"], person)
    if said.get("ephemeral_id"):
        made = chat.ephemeral(said["ephemeral_id"])
    else:
        made = chat.posts.get(said["message_id"])
    if made is None or made.ephemeral_for not in {None, person.id}:
        raise Refused(404, "there is no such message")
    data = _data_of(made, said)
    # An app may still show a message that is gone; the bot then gets little more than its number.
    gone: Json = {"chat": chat.chat(), "message_id": made.message_id, "date": 0}
    if chat.is_private:
        person.started = True
    tap = Tap(world.long_id("callback"), person.id, chat.id, made.seq, world.now())
    world.taps[tap.id] = tap
    query = {
        "id": tap.id,
        "from": person.user(),
        "message": gone if made.deleted else made.message,
        "chat_instance": str(abs(chat.id) * 1_000_003 + world.bot.id),
        "data": data,
    }
    world.updates.push("callback_query", query)
    return tap


def _data_of(made: Post, said: dict[str, Any]) -> str:
    rows = made.message.get("reply_markup", {}).get("inline_keyboard", [])
    buttons = [button for row in rows for button in row if "callback_data" in button]
    if said.get("data") is not None:
        # An app may hold an old keyboard, so data that is no longer there can still arrive.
        return str(said["data"])
    for button in buttons:
        if button["text"] == said.get("button"):
            return str(button["callback_data"])
    raise Refused(404, f"there is no callback button {said.get('button')!r} under this message")
