"""The world as the control API shows it."""

from __future__ import annotations

from sandbox.posting import shown
from sandbox.things import Chat, Json, Post
from sandbox.world import World


def chat_entry(world: World, chat: Chat, viewer: int | None = None) -> Json:
    """Return a chat as `GET /sim/state` lists it."""
    seen = chat.seen.get(viewer, 0) if viewer is not None else 0
    visible = [
        post
        for post in list(chat.posts.values())[-200:]
        if not post.deleted and (post.ephemeral_for is None or viewer is None or post.ephemeral_for == viewer)
    ]
    owner = next((user_id for user_id, each in chat.members.items() if each.status == "creator"), None)
    bot = chat.member(world.bot.id)
    return {
        "id": chat.id,
        "type": chat.type,
        "title": _title(chat),
        "is_forum": chat.is_forum,
        "member_ids": [user_id for user_id, each in chat.members.items() if each.is_in],
        "admins": [user_id for user_id, each in chat.members.items() if each.is_admin],
        "creator_id": owner,
        "bot_status": bot.status if bot else "left",
        "migrated_to": chat.migrated_to,
        "tags": {str(user_id): each.tag for user_id, each in chat.members.items() if each.tag},
        "requests": list(chat.requests),
        "invite_links": [link for link, each in chat.invites.items() if not each.link["is_revoked"]],
        "pinned": list(chat.pinned),
        "topics": [
            {
                "message_thread_id": each.message_thread_id,
                "name": each.name,
                "icon_color": each.icon_color,
                "closed": each.closed,
            }
            for each in chat.topics.values()
        ],
        "keyboard": chat.keyboards.get(viewer) if viewer is not None else None,
        "last_message": shown(visible[-1], chat, viewer) if visible else None,
        "unread": sum(1 for post in visible if post.seq > seen and post.sender_id != viewer),
    }


def _title(chat: Chat) -> str:
    if chat.person is None:
        return chat.title
    return " ".join(filter(None, (chat.person.first_name, chat.person.last_name)))


def tell_chat(world: World, chat: Chat) -> None:
    """Tell the watchers that a chat is new or not what it was."""
    world.events.tell("chat", chat.id, among=world.watchers(chat), chat=chat_entry(world, chat))


def seen_by(viewer: int | None, posts: list[Post]) -> list[Post]:
    return [
        each for each in posts if each.ephemeral_for is None or viewer is None or each.ephemeral_for == viewer
    ]
