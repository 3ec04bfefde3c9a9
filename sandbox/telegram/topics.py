"""Topics of a forum."""

from __future__ import annotations

from typing import Final

from sandbox.posting import deleted, post
from sandbox.telegram import targets
from sandbox.telegram.registry import method
from sandbox.telegram.request import Call, bad
from sandbox.things import Chat, Json, Person, Topic
from sandbox.views import tell_chat
from sandbox.world import World

COLORS: Final = (7322096, 16766590, 13338331, 9367192, 16749490, 16478047)


def open_topic(
    world: World, chat: Chat, person: Person, name: str, color: int, icon: str | None = None
) -> Topic:
    """Begin a topic; its id is that of the service message that says so."""
    created: Json = {"name": name, "icon_color": color}
    if icon:
        created["icon_custom_emoji_id"] = icon
    number = chat.last_seq + 1
    topic = chat.topics[number] = Topic(number, name, color, icon)
    post(world, chat, person, {"forum_topic_created": created}, thread_id=number)
    tell_chat(world, chat)
    return topic


def _forum(world: World, call: Call) -> Chat:
    chat = targets.chat_of(world, call)
    if chat.is_private and world.private_topics:
        targets.check_writable(world, chat)
        return chat
    if not chat.is_forum:
        raise bad("the chat is not a forum")
    if not targets.own(world, chat).may("can_manage_topics"):
        raise bad(
            "not enough rights to create a topic"
            if call.method == "createForumTopic"
            else "CHAT_ADMIN_REQUIRED"
        )
    return chat


def _topic(chat: Chat, call: Call) -> Topic:
    topic = chat.topics.get(call.number("message_thread_id"))
    if topic is None:
        raise bad("TOPIC_ID_INVALID")
    return topic


@method("createForumTopic")
def create_forum_topic(world: World, call: Call) -> Json:
    chat = _forum(world, call)
    name = call.text("name").strip()
    if not 1 <= len(name) <= 128:
        raise bad("TOPIC_TITLE_EMPTY" if not name else "TOPIC_TITLE_INVALID")
    color = call.number("icon_color", COLORS[0])
    if color not in COLORS:
        raise bad("TOPIC_ICON_COLOR_INVALID")
    topic = open_topic(world, chat, world.bot, name, color, call.text("icon_custom_emoji_id") or None)
    told: Json = {"message_thread_id": topic.message_thread_id, "name": name, "icon_color": color}
    return (
        {**told, "icon_custom_emoji_id": topic.icon_custom_emoji_id} if topic.icon_custom_emoji_id else told
    )


@method("editForumTopic")
def edit_forum_topic(world: World, call: Call) -> bool:
    chat = _forum(world, call)
    topic = _topic(chat, call)
    edited: Json = {}
    if name := call.text("name").strip():
        edited["name"] = name
    if call.get("icon_custom_emoji_id") is not None:
        edited["icon_custom_emoji_id"] = call.text("icon_custom_emoji_id")
    if edited.get("name", topic.name) == topic.name and "icon_custom_emoji_id" not in edited:
        raise bad("TOPIC_NOT_MODIFIED")
    topic.name = edited.get("name", topic.name)
    topic.icon_custom_emoji_id = edited.get("icon_custom_emoji_id", topic.icon_custom_emoji_id) or None
    post(world, chat, world.bot, {"forum_topic_edited": edited}, thread_id=topic.message_thread_id)
    tell_chat(world, chat)
    return True


@method("closeForumTopic", "reopenForumTopic")
def close_or_reopen(world: World, call: Call) -> bool:
    chat = _forum(world, call)
    topic = _topic(chat, call)
    closing = call.method == "closeForumTopic"
    if topic.closed == closing:
        raise bad("TOPIC_NOT_MODIFIED")
    topic.closed = closing
    said = "forum_topic_closed" if closing else "forum_topic_reopened"
    post(world, chat, world.bot, {said: {}}, thread_id=topic.message_thread_id)
    tell_chat(world, chat)
    return True


@method("deleteForumTopic")
def delete_forum_topic(world: World, call: Call) -> bool:
    chat = _forum(world, call)
    topic = _topic(chat, call)
    inside = [
        each
        for each in chat.posts.values()
        if each.message.get("message_thread_id") == topic.message_thread_id and not each.deleted
    ]
    deleted(world, chat, inside)
    del chat.topics[topic.message_thread_id]
    tell_chat(world, chat)
    return True


@method("editGeneralForumTopic")
def edit_general(world: World, call: Call) -> bool:
    chat = _forum(world, call)
    name = call.text("name").strip()
    if not 1 <= len(name) <= 128:
        raise bad("TOPIC_TITLE_EMPTY" if not name else "TOPIC_TITLE_INVALID")
    post(world, chat, world.bot, {"forum_topic_edited": {"name": name}})
    return True


@method("closeGeneralForumTopic", "reopenGeneralForumTopic")
def close_or_reopen_general(world: World, call: Call) -> bool:
    chat = _forum(world, call)
    closing = call.method == "closeGeneralForumTopic"
    if chat.general_closed == closing:
        raise bad("TOPIC_NOT_MODIFIED")
    chat.general_closed = closing
    post(world, chat, world.bot, {"forum_topic_closed" if closing else "forum_topic_reopened": {}})
    return True


@method("hideGeneralForumTopic", "unhideGeneralForumTopic")
def hide_or_show_general(world: World, call: Call) -> bool:
    chat = _forum(world, call)
    hiding = call.method == "hideGeneralForumTopic"
    if chat.general_hidden == hiding:
        raise bad("TOPIC_NOT_MODIFIED")
    chat.general_hidden = hiding
    chat.general_closed = chat.general_closed or hiding
    post(
        world,
        chat,
        world.bot,
        {"general_forum_topic_hidden" if hiding else "general_forum_topic_unhidden": {}},
    )
    return True


@method("getForumTopicIconStickers")
def get_icon_stickers(_world: World, _call: Call) -> list[Json]:
    return []
