"""What the bot gets to see: privacy mode, its own messages, those of other bots."""

from __future__ import annotations

from typing import Final

from sandbox.things import Chat, Json, Post
from sandbox.world import World

SERVICE: Final = frozenset(
    {
        "new_chat_members",
        "left_chat_member",
        "new_chat_title",
        "new_chat_photo",
        "delete_chat_photo",
        "group_chat_created",
        "supergroup_chat_created",
        "migrate_to_chat_id",
        "migrate_from_chat_id",
        "pinned_message",
        "successful_payment",
        "refunded_payment",
        "forum_topic_created",
        "forum_topic_edited",
        "forum_topic_closed",
        "forum_topic_reopened",
        "general_forum_topic_hidden",
        "general_forum_topic_unhidden",
        "write_access_allowed",
        "web_app_data",
    }
)


def is_service(message: Json) -> bool:
    return not SERVICE.isdisjoint(message)


def bot_sees(world: World, chat: Chat, made: Post) -> bool:
    """Say whether the bot gets an update: of its own only service messages, in groups what privacy mode lets by."""
    message = made.message
    if is_service(message):
        return chat.has(world.bot.id) or "left_chat_member" in message
    if made.sender_id == world.bot.id or not chat.has(world.bot.id):
        return False
    sender = world.people.get(made.sender_id)
    if sender is not None and sender.is_bot and "sender_chat" not in message:
        return False
    if chat.is_private or made.ephemeral_for is not None:
        return True
    member = chat.member(world.bot.id)
    return not world.privacy or (member is not None and member.is_admin) or _meant_for_bot(world, message)


def _meant_for_bot(world: World, message: Json) -> bool:
    if message.get("reply_to_message", {}).get("from", {}).get("id") == world.bot.id:
        return True
    if message.get("via_bot", {}).get("id") == world.bot.id:
        return True
    name = f"@{world.bot.username}".lower()
    text = str(message.get("text") or message.get("caption") or "")
    wide = text.encode("utf-16-le")
    for entity in message.get("entities") or message.get("caption_entities") or []:
        start = entity["offset"] * 2
        piece = wide[start : start + entity["length"] * 2].decode("utf-16-le", "replace").lower()
        if entity["type"] == "mention" and piece == name:
            return True
        if entity["type"] == "bot_command" and (
            piece.endswith(name) or ("@" not in piece and entity["offset"] == 0)
        ):
            return True
        if entity["type"] == "text_mention" and entity["user"]["id"] == world.bot.id:
            return True
    return False
