"""How a message comes into a chat, changes and goes, and who is told: the watchers and, if it may see it, the bot."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Final

from sandbox.privacy import bot_sees
from sandbox.rich.markup import plain
from sandbox.things import Chat, Json, Person, Post
from sandbox.world import World


def post(
    world: World,
    chat: Chat,
    sender: Person,
    content: Json,
    *,
    thread_id: int | None = None,
    sender_chat: Chat | None = None,
    ephemeral_for: Person | None = None,
    replaces: int | None = None,
    silent: bool = False,
    keyboard: Json | None = None,
    invoice: Json | None = None,
) -> Post:
    """Put a message into a chat, tell the watchers and the bot."""
    chat.last_seq += 1
    seq = chat.last_seq
    message: Json = {"message_id": 0 if ephemeral_for else seq, "from": sender.user(), "chat": chat.chat()}
    message["date"] = world.timestamp()
    ephemeral_id = None
    if ephemeral_for is not None:
        chat.last_ephemeral += 1
        ephemeral_id = message["ephemeral_message_id"] = chat.last_ephemeral
        message["receiver_user"] = ephemeral_for.user()
    _sign(chat, sender, sender_chat, message)
    if thread_id is not None:
        message["message_thread_id"] = thread_id
        if thread_id in chat.topics:
            message["is_topic_message"] = True
    message |= content
    made = Post(
        seq,
        message,
        sender.id,
        ephemeral_for=ephemeral_for.id if ephemeral_for else None,
        ephemeral_id=ephemeral_id,
        replaces=replaces,
        silent=silent,
        keyboard=keyboard,
        invoice=invoice,
    )
    chat.posts[seq] = made
    _settle(world, chat, made)
    tell_watchers(world, chat, made, "message")
    if bot_sees(world, chat, made):
        world.updates.push("message", message)
    return made


def _sign(chat: Chat, sender: Person, sender_chat: Chat | None, message: Json) -> None:
    member = chat.member(sender.id)
    if sender_chat is not None:
        anonymous = sender_chat.id == chat.id
        message["from"] = _stand_in(anonymous=anonymous)
        message["sender_chat"] = sender_chat.chat()
    elif member is not None and not chat.is_private:
        if member.custom_title and member.is_admin:
            message["author_signature"] = member.custom_title
        if member.tag and not member.is_admin:
            message["sender_tag"] = member.tag


def _stand_in(*, anonymous: bool) -> Json:
    """Return whom Telegram puts into `from` when a chat speaks: the anonymous admin bot, or the channel bot."""
    if anonymous:
        return {"id": 1087968824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}
    return {"id": 136817688, "is_bot": True, "first_name": "Channel", "username": "Channel_Bot"}


def _settle(world: World, chat: Chat, made: Post) -> None:
    """Clear what a new message ends: the sender's typing, the bot's drafts; keep its reply keyboard."""
    end_typing(world, chat, made.sender_id)
    if made.sender_id == world.bot.id:
        for draft_id in list(chat.drafts):
            drop_draft(world, chat, draft_id)
        if made.keyboard is not None:
            _keep_keyboard(chat, made)
    else:
        chat.seen[made.sender_id] = made.seq
        held = chat.keyboards.get(made.sender_id)
        if held and (held.get("one_time_keyboard") or held.get("force_reply")):
            chat.keyboards[made.sender_id] = None


def _keep_keyboard(chat: Chat, made: Post) -> None:
    keyboard = made.keyboard or {}
    shown = None if keyboard.get("remove_keyboard") else keyboard
    to = _chosen(made) if keyboard.get("selective") else None
    for user_id in chat.members:
        if (to is None or user_id in to) and made.ephemeral_for in {None, user_id}:
            chat.keyboards[user_id] = shown


def _chosen(made: Post) -> set[int]:
    """Return to whom a selective keyboard is shown: who is answered or mentioned by id."""
    replied = made.message.get("reply_to_message", {}).get("from", {}).get("id")
    mentioned = {each["user"]["id"] for each in made.message.get("entities", []) if "user" in each}
    return mentioned | ({replied} if replied else set())


def end_typing(world: World, chat: Chat, user_id: int) -> None:
    if chat.typing.pop(user_id, None):
        watchers = world.watchers(chat)
        world.events.tell("typing", chat.id, among=watchers, from_id=user_id, action=None, until=None)


def drop_draft(world: World, chat: Chat, draft_id: int) -> None:
    if chat.drafts.pop(draft_id, None):
        world.events.tell("draft", chat.id, among=world.watchers(chat), draft_id=draft_id, draft=None)


def edited(world: World, chat: Chat, made: Post, message: Json, *, quiet: bool = False) -> None:
    """Put a new version of a message in place; `quiet` (a keyboard, a poll) leaves the edit date."""
    if not quiet:
        made.edits += 1
        message["edit_date"] = world.timestamp()
    made.message = message
    tell_watchers(world, chat, made, "edit")


def deleted(world: World, chat: Chat, posts: list[Post]) -> None:
    """Take messages away; what was said is forgotten, that there was something is not."""
    for made in posts:
        made.deleted = True
        made.message = {name: made.message[name] for name in ("message_id", "date", "chat", "from")}
        made.reactions.clear()
        if made.seq in chat.pinned:
            chat.pinned.remove(made.seq)
    world.events.tell(
        "delete",
        chat.id,
        among=world.watchers(chat),
        message_ids=[made.message_id for made in posts],
        seqs=[made.seq for made in posts],
    )


def tell_watchers(world: World, chat: Chat, made: Post, kind: str) -> None:
    world.events.tell(
        kind, chat.id, only=made.ephemeral_for, among=world.watchers(chat), message=shown(made, chat)
    )


def shown(made: Post, chat: Chat, viewer: int | None = None) -> Json:
    """Return a message as the control API gives it: the Bot API's object plus `sandbox`."""
    return {
        **made.message,
        "sandbox": {
            "seq": made.seq,
            "edited": made.edits > 0,
            "edits": made.edits,
            "deleted": made.deleted,
            "ephemeral_for": made.ephemeral_for,
            "ephemeral_id": made.ephemeral_id,
            "replaces": made.replaces,
            "pinned": made.seq in chat.pinned,
            "reactions": shown_reactions(made),
            "keyboard": made.keyboard,
            "silent": made.silent,
            "paid": bool(made.paid_by) if viewer is None else viewer in made.paid_by,
            **(
                {"text": plain(made.message["rich_message"]["blocks"])}
                if "rich_message" in made.message
                else {}
            ),
        },
    }


def shown_reactions(made: Post) -> list[Json]:
    return [
        {"user_id": user_id, "emoji": each.get("emoji") or each.get("custom_emoji_id") or "⭐"}
        for user_id, given in made.reactions.items()
        for each in given
    ]


def find(chat: Chat, message_id: Any) -> Post | None:
    """Find an ordinary message that still stands."""
    made = chat.posts.get(message_id) if isinstance(message_id, int) else None
    return None if made is None or made.deleted or made.ephemeral_id is not None else made


def alone(message: Json) -> Json:
    """Return a message as it stands inside another one: without what it itself answers."""
    return {
        name: value for name, value in message.items() if name not in {"reply_to_message", "pinned_message"}
    }


def fade(world: World) -> None:
    """Let drafts and typing end when their time is over."""
    now = world.now()
    for chat in world.chats.values():
        for draft_id, draft in list(chat.drafts.items()):
            if draft.until <= now:
                drop_draft(world, chat, draft_id)
        for user_id, (_, until) in list(chat.typing.items()):
            if until <= now:
                end_typing(world, chat, user_id)


TYPING: Final = timedelta(seconds=5)
DRAFT: Final = timedelta(seconds=30)
