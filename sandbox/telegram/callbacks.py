"""Answers to pressed buttons: once, and not too late."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from sandbox.telegram.registry import method
from sandbox.telegram.request import Call, bad
from sandbox.world import World

_GOOD_FOR: Final = timedelta(minutes=15)
_LONGEST: Final = 200


@method("answerCallbackQuery")
def answer_callback_query(world: World, call: Call) -> bool:
    tap = world.taps.get(call.text("callback_query_id"))
    if tap is None or tap.answer.done() or tap.at + _GOOD_FOR < world.now():
        raise bad("query is too old and response timeout expired or query ID is invalid")
    if len(call.text("text")) > _LONGEST:
        raise bad("MESSAGE_TOO_LONG")
    answer = {"text": call.text("text"), "show_alert": call.flag("show_alert"), "url": call.get("url")}
    tap.answer.set_result(answer)
    post = world.chats[tap.chat_id].posts[tap.seq] if tap.chat_id in world.chats else None
    world.events.tell(
        "callback_answer",
        tap.chat_id,
        only=tap.user_id,
        user_id=tap.user_id,
        callback_id=tap.id,
        message_id=post.message_id if post else None,
        **answer,
    )
    return True
