"""Pinned messages."""

from __future__ import annotations

from sandbox import posting
from sandbox.telegram import targets
from sandbox.telegram.registry import method
from sandbox.telegram.request import Call, bad
from sandbox.things import Chat, Post
from sandbox.world import World


def _pinnable(world: World, call: Call) -> Chat:
    chat = targets.chat_of(world, call)
    if not chat.is_private and not targets.own(world, chat).may("can_pin_messages"):
        raise bad("not enough rights to manage pinned messages in the chat")
    return chat


@method("pinChatMessage")
def pin_chat_message(world: World, call: Call) -> bool:
    chat = _pinnable(world, call)
    made = targets.message_of(chat, call, "pin")
    if made.seq in chat.pinned:
        chat.pinned.remove(made.seq)
    chat.pinned.append(made.seq)
    _tell_pin(world, chat, made, pinned=True)
    posting.post(
        world,
        chat,
        world.bot,
        {"pinned_message": posting.alone(made.message)},
        thread_id=made.message.get("message_thread_id"),
        silent=call.flag("disable_notification"),
    )
    return True


@method("unpinChatMessage")
def unpin_chat_message(world: World, call: Call) -> bool:
    chat = _pinnable(world, call)
    if call.get("message_id") is not None:
        made = targets.message_of(chat, call, "unpin")
    elif chat.pinned:
        made = chat.posts[chat.pinned[-1]]
    else:
        raise bad("message to unpin not found")
    if made.seq in chat.pinned:
        chat.pinned.remove(made.seq)
        _tell_pin(world, chat, made, pinned=False)
    return True


@method("unpinAllChatMessages", "unpinAllForumTopicMessages", "unpinAllGeneralForumTopicMessages")
def unpin_all(world: World, call: Call) -> bool:
    chat = _pinnable(world, call)
    thread_id = call.get("message_thread_id")
    for seq in list(chat.pinned):
        made = chat.posts[seq]
        if call.method != "unpinAllChatMessages" and made.message.get("message_thread_id") != thread_id:
            continue
        chat.pinned.remove(seq)
        _tell_pin(world, chat, made, pinned=False)
    return True


def _tell_pin(world: World, chat: Chat, made: Post, *, pinned: bool) -> None:
    watchers = world.watchers(chat)
    world.events.tell("pin", chat.id, among=watchers, message_id=made.message_id, pinned=pinned)
