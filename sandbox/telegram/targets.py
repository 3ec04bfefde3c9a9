"""Whom and what a call is about: the chat, the message, the person, and whether the bot may."""

from __future__ import annotations

from typing import Any

from sandbox import posting
from sandbox.telegram.request import Call, bad, forbidden
from sandbox.things import Chat, Member, Person, Post
from sandbox.world import World


def chat_named(world: World, named: Any) -> Chat:
    """Find a chat by id or @username, or refuse."""
    if named is None or named == "":
        raise bad("chat_id is empty")
    chat: Chat | None = None
    if isinstance(named, int):
        chat = world.chats.get(named)
    elif isinstance(named, str) and named.startswith("@"):
        name = named[1:].lower()
        chat = next((each for each in world.chats.values() if (each.username or "").lower() == name), None)
    if chat is None:
        raise bad("chat not found")
    if chat.migrated_to is not None:
        raise bad("group chat was upgraded to a supergroup chat", migrate_to_chat_id=chat.migrated_to)
    return chat


def chat_of(world: World, call: Call, name: str = "chat_id") -> Chat:
    """Find the chat of a call, where the bot must be (or may be a stranger in private)."""
    chat = chat_named(world, call.get(name))
    if not chat.is_private:
        _check_inside(world, chat)
    return chat


def _check_inside(world: World, chat: Chat) -> None:
    member = chat.member(world.bot.id)
    kind = "supergroup" if chat.type == "supergroup" else "group"
    if member is None or member.status == "left":
        raise forbidden(f"bot is not a member of the {kind} chat")
    if member.status == "kicked":
        raise forbidden(f"bot was kicked from the {kind} chat")


def writable(world: World, call: Call, permission: str = "can_send_messages") -> Chat:
    """Find the chat of a call in which the bot may say something of a kind."""
    chat = chat_of(world, call)
    check_writable(world, chat, permission)
    return chat


def check_writable(world: World, chat: Chat, permission: str = "can_send_messages") -> None:
    if chat.person is not None:
        if chat.person.is_bot:
            raise forbidden("bot can't send messages to bots")
        if chat.person.blocked:
            raise forbidden("bot was blocked by the user")
        if not chat.person.started and chat.person.open_until < world.timestamp():
            raise forbidden("bot can't initiate conversation with a user")
        return
    member = own(world, chat)
    if member.is_admin:
        return
    allowed = chat.permissions.get(permission, True)
    if member.status == "restricted":
        allowed = allowed and member.permissions.get(permission, False)
    if not allowed:
        kind = permission.removeprefix("can_send_").replace("_", " ")
        what = {"messages": "text messages", "other messages": "stickers"}.get(kind, kind)
        raise bad(f"not enough rights to send {what} to the chat")


def own(world: World, chat: Chat) -> Member:
    """Return how the bot stands in a chat."""
    return chat.members[world.bot.id]


def administered(world: World, call: Call, right: str, doing: str | None = None) -> Chat:
    """Find the chat of a call in which the bot has a right, or refuse."""
    chat = chat_of(world, call)
    if chat.is_private:
        raise bad("there are no administrators in the private chat")
    if not own(world, chat).may(right):
        raise bad(f"not enough rights to {doing}" if doing else "CHAT_ADMIN_REQUIRED")
    return chat


def supergroup(chat: Chat) -> Chat:
    if chat.type != "supergroup":
        raise bad("method is available for supergroup and channel chats only")
    return chat


def person_of(world: World, call: Call, name: str = "user_id") -> Person:
    number = call.get(name)
    if not isinstance(number, int):
        raise bad("invalid user_id specified")
    person = world.person(number)
    if person is None:
        raise bad("user not found")
    return person


def message_of(chat: Chat, call: Call, doing: str, name: str = "message_id") -> Post:
    """Find the message of a call; `doing` is what Telegram says could not be done with it."""
    made = posting.find(chat, call.get(name))
    if made is None:
        raise bad(f"message to {doing} not found" if doing else "message not found")
    return made
