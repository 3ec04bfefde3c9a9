"""The outbox's sender: what rules have queued goes out after their commit, once, at Telegram's pace."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import structlog
from aiogram.methods import SendMessage
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup
from apscheduler.triggers.interval import IntervalTrigger

from bot.delivery import deliver
from bot.measures import NOTICES_SENT
from core.program import Program
from core.texts import DEFAULT_LANGUAGE, LANGUAGES, Catalogue, Language
from core.wording import worded
from membership import members, notices
from tasks.jobs import Duty, Job

log = structlog.get_logger(__name__)

BATCH = 20


async def send_due(duty: Duty) -> None:
    """Send all notices that are due, a small batch at a time so that a crash leaves few in doubt."""
    while batch := await duty.db.write(notices.arm, limit=BATCH, now=duty.clock.now()):
        for notice in batch:
            await _send(duty, notice)


async def _send(duty: Duty, notice: notices.Due) -> None:
    try:
        message = as_message(notice, program=duty.program, catalogue=duty.catalogue)
    except Exception as error:
        # One that can't be worded (a text or value is gone) must not keep the others of its batch back.
        log.exception("notice not worded", notice=notice.notice_id, text=notice.text)
        await duty.db.write(
            notices.settle, notice_id=notice.notice_id, state="failed", error=repr(error)[:200]
        )
        return
    await duty.pace.turn(notice.chat_id)
    done = await deliver(duty.bot, message)
    NOTICES_SENT.labels(outcome=done.kind).inc()
    if done.kind == "wait":
        if done.error == "429":
            duty.pace.hold(done.seconds)
        await duty.db.write(
            notices.try_later,
            notice_id=notice.notice_id,
            wait=timedelta(seconds=done.seconds * 2 ** min(notice.attempts, 6)),
            error=done.error or "",
            now=duty.clock.now(),
        )
        return
    if done.kind == "blocked" and notice.member_id is not None:
        await duty.db.write(members.blocked, telegram_id=notice.chat_id, reachable=False)
    await duty.db.write(
        notices.settle,
        notice_id=notice.notice_id,
        state=done.kind,
        message_id=done.message_id,
        error=done.error,
    )


def as_message(notice: notices.Due, *, program: Program, catalogue: Catalogue) -> SendMessage:
    """Word a notice in its reader's language."""
    language: Language = next((one for one in LANGUAGES if one == notice.language), DEFAULT_LANGUAGE)
    texts = catalogue[language]
    values = worded(notice.values, program=program, language=language)
    rows = [
        [_button(button, button["label"] or texts(button["text"], **values)) for button in row]
        for row in notice.buttons
    ]
    return SendMessage(
        chat_id=notice.chat_id,
        message_thread_id=notice.topic_id,
        text=texts(notice.text, **values),
        reply_markup=InlineKeyboardMarkup(inline_keyboard=rows) if rows else None,
    )


def _button(button: dict[str, Any], label: str) -> InlineKeyboardButton:
    if button.get("url"):
        return InlineKeyboardButton(text=label, url=button["url"])
    return InlineKeyboardButton(text=label, callback_data=button["data"])


JOBS = (Job("notices.send", lambda _program: IntervalTrigger(seconds=1), send_due),)
