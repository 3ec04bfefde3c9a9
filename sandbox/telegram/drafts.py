"""Messages that appear while they are being written, in private chats."""

from __future__ import annotations

from sandbox import posting
from sandbox.entities import formatted, utf16_length
from sandbox.telegram import sending, targets
from sandbox.telegram.registry import method
from sandbox.telegram.request import Call, bad
from sandbox.things import Chat, Draft, Json
from sandbox.world import World


@method("sendMessageDraft")
def send_message_draft(world: World, call: Call) -> bool:
    text, marked = formatted(call.text("text"), call.get("parse_mode"), call.get("entities"), world.user)
    if utf16_length(text) > sending.LONGEST_TEXT:
        raise bad("message is too long")
    show(world, call, targets.writable(world, call), text, marked)
    return True


def show(world: World, call: Call, chat: Chat, text: str, marked: list[Json]) -> None:
    """Put a draft in place of the one before, for half a minute."""
    if not chat.is_private:
        raise bad("method is available for private chats only")
    if call.number("draft_id") == 0:
        raise bad("invalid draft identifier specified")
    draft = Draft(
        call.number("draft_id"),
        text,
        marked,
        call.flag("can_stop"),
        call.flag("keep_on_stop"),
        world.now() + posting.DRAFT,
        sending.thread_of(world, chat, call),
    )
    for other in [each for each in chat.drafts if each != draft.draft_id]:
        posting.drop_draft(world, chat, other)
    chat.drafts[draft.draft_id] = draft
    among = world.watchers(chat)
    world.events.tell("draft", chat.id, among=among, draft_id=draft.draft_id, draft=shown(chat, draft))


def shown(chat: Chat, draft: Draft) -> Json:
    return {
        "chat_id": chat.id,
        "draft_id": draft.draft_id,
        "text": draft.text,
        "entities": draft.entities,
        "can_stop": draft.can_stop,
        "until": draft.until.isoformat(),
    }


def stop(world: World, chat: Chat, draft_id: int) -> bool:
    """Press the button under a draft that ends the writing."""
    draft = chat.drafts.get(draft_id)
    if draft is None or not draft.can_stop:
        return False
    update: Json = {"chat": chat.chat(), "draft_id": draft_id}
    if draft.thread_id is not None:
        update["message_thread_id"] = draft.thread_id
    if not draft.keep_on_stop:
        posting.drop_draft(world, chat, draft_id)
    world.updates.push("stopped_message_generation", update)
    return True
