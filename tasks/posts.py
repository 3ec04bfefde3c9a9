"""Keeps the bot's standing messages in groups true: sends what is new, edits what has changed."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import structlog
from aiogram.methods import EditMessageText, SendMessage
from apscheduler.triggers.interval import IntervalTrigger

from bot.delivery import Delivered, deliver
from bot.group_posts import Face, face_of
from membership import groups, posts
from tasks.jobs import Duty, Job

log = structlog.get_logger(__name__)

_UNCHANGED = "message is not modified"
_GONE = ("message to edit not found", "message can't be edited", "message_id_invalid")
_NO_CHAT = "chat not found"
_NO_TOPIC = ("message thread not found", "topic_closed", "topic_deleted")


async def show_due(duty: Duty) -> None:
    """Bring every post up to date that is due now; each group has one at a time."""
    due = await duty.db.read(posts.due, program=duty.program, now=duty.clock.now())
    await asyncio.gather(*(_show(duty, post_id) for post_id in due))


async def _show(duty: Duty, post_id: int) -> None:
    sheet = await duty.db.write(posts.claim, post_id=post_id, program=duty.program, now=duty.clock.now())
    if sheet is None:
        return
    face = face_of(sheet, texts=duty.catalogue[sheet.language], program=duty.program)
    if face is None:
        await _settle(duty, sheet, "refused")
        return
    await duty.pace.turn(sheet.chat_id)
    await _end(duty, sheet, await deliver(duty.bot, _method(sheet, face)))


def _method(sheet: posts.Sheet, face: Face) -> SendMessage | EditMessageText:
    content = face.text.as_kwargs()
    if sheet.message_id is not None:
        return EditMessageText(
            chat_id=sheet.chat_id, message_id=sheet.message_id, reply_markup=face.keyboard, **content
        )
    return SendMessage(
        chat_id=sheet.chat_id,
        message_thread_id=sheet.topic_id,
        reply_markup=face.keyboard,
        disable_notification=isinstance(sheet.content, posts.Checkins),
        **content,
    )


async def _end(duty: Duty, sheet: posts.Sheet, done: Delivered) -> None:
    error = (done.error or "").lower()
    if done.kind == "sent" or _UNCHANGED in error:
        await _settle(duty, sheet, "sent", done.message_id)
    elif done.kind == "wait":
        if done.error == "429":
            duty.pace.hold(done.seconds)
        wait = timedelta(seconds=done.seconds)
        await duty.db.write(posts.try_later, sheet=sheet, wait=wait, now=duty.clock.now())
    elif done.moved_to is not None:
        await duty.db.write(
            groups.move, chat_id=sheet.chat_id, to_chat_id=done.moved_to, now=duty.clock.now()
        )
    elif done.kind == "blocked" or _NO_CHAT in error:
        await duty.db.write(groups.leave, chat_id=sheet.chat_id)
    elif done.kind == "unknown":
        await _settle(duty, sheet, "unknown")
    elif any(known in error for known in _GONE):
        await _settle(duty, sheet, "gone")
    elif sheet.topic_id is not None and any(known in error for known in _NO_TOPIC):
        await _settle(duty, sheet, "topicless")
    else:
        log.warning("post refused", post=sheet.post_id, error=done.error)
        await _settle(duty, sheet, "refused")


async def _settle(
    duty: Duty, sheet: posts.Sheet, outcome: posts.Outcome, message_id: int | None = None
) -> None:
    await duty.db.write(
        posts.settle, sheet=sheet, outcome=outcome, message_id=message_id, now=duty.clock.now()
    )


JOBS = (Job("posts.show", lambda _program: IntervalTrigger(seconds=1), show_due),)
