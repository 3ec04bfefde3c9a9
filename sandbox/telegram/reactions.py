"""Reactions of the bot to messages."""

from __future__ import annotations

from typing import Any, Final

from sandbox import posting
from sandbox.privacy import is_service
from sandbox.telegram import targets
from sandbox.telegram.registry import method
from sandbox.telegram.request import Call, bad
from sandbox.things import Chat, Json, Person, Post
from sandbox.world import World

ALLOWED: Final = frozenset(
    [
        "❤",
        "👍",
        "👎",
        "🔥",
        "🥰",
        "👏",
        "😁",
        "🤔",
        "🤯",
        "😱",
        "🤬",
        "😢",
        "🎉",
        "🤩",
        "🤮",
        "💩",
        "🙏",
        "👌",
        "🕊",
        "🤡",
        "🥱",
        "🥴",
        "😍",
        "🐳",
        "❤\u200d🔥",
        "🌚",
        "🌭",
        "💯",
        "🤣",
        "⚡",
        "🍌",
        "🏆",
        "💔",
        "🤨",
        "😐",
        "🍓",
        "🍾",
        "💋",
        "🖕",
        "😈",
        "😴",
        "😭",
        "🤓",
        "👻",
        "👨\u200d💻",
        "👀",
        "🎃",
        "🙈",
        "😇",
        "😨",
        "🤝",
        "✍",
        "🤗",
        "🫡",
        "🎅",
        "🎄",
        "☃",
        "💅",
        "🤪",
        "🗿",
        "🆒",
        "💘",
        "🙉",
        "🦄",
        "😘",
        "💊",
        "🙊",
        "😎",
        "👾",
        "🤷\u200d♂",
        "🤷",
        "🤷\u200d♀",
        "😡",
    ]
)


def checked(given: Any) -> list[Json]:
    """Return reactions that Telegram knows, or refuse."""
    if given is None:
        return []
    if not isinstance(given, list):
        raise bad("can't parse reaction JSON object")
    for each in given:
        kind = each.get("type") if isinstance(each, dict) else None
        if kind not in {"emoji", "custom_emoji"}:
            raise bad("can't parse ReactionType: invalid reaction type specified")
        if kind == "emoji" and each.get("emoji") not in ALLOWED:
            raise bad("REACTION_INVALID")
    return given


def react(world: World, chat: Chat, made: Post, person: Person, given: list[Json]) -> None:
    """Set somebody's reactions; the bot hears of those of people where it is administrator and asked for it."""
    old = made.reactions.get(person.id, [])
    if old == given:
        return
    if given:
        made.reactions[person.id] = given
    else:
        made.reactions.pop(person.id, None)
    reactions = posting.shown_reactions(made)
    among = world.watchers(chat)
    world.events.tell("reaction", chat.id, among=among, message_id=made.message_id, reactions=reactions)
    bot = chat.member(world.bot.id)
    if person.is_bot or bot is None or not (bot.is_admin or chat.is_private):
        return
    update = {
        "chat": chat.chat(),
        "message_id": made.message_id,
        "user": person.user(),
        "date": world.timestamp(),
        "old_reaction": old,
        "new_reaction": given,
    }
    world.updates.push("message_reaction", update)


@method("setMessageReaction")
def set_message_reaction(world: World, call: Call) -> bool:
    given = checked(call.get("reaction"))
    chat = targets.writable(world, call)
    made = targets.message_of(chat, call, "react")
    if len(given) > 1:
        raise bad("REACTIONS_TOO_MANY")
    if is_service(made.message):
        raise bad("MESSAGE_ID_INVALID")
    react(world, chat, made, world.bot, given)
    return True


@method("deleteMessageReaction")
def delete_message_reaction(world: World, call: Call) -> bool:
    chat = targets.administered(world, call, "can_delete_messages", "delete message reactions")
    made = targets.message_of(chat, call, "react")
    react(world, chat, made, targets.person_of(world, call), [])
    return True


@method("deleteAllMessageReactions")
def delete_all_reactions(world: World, call: Call) -> bool:
    chat = targets.administered(world, call, "can_delete_messages", "delete message reactions")
    person = targets.person_of(world, call)
    for made in chat.posts.values():
        react(world, chat, made, person, [])
    return True
