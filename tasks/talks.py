"""Carries what member and desk say to each other, each ticket in its order, at Telegram's pace."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from dataclasses import replace
from typing import Any

import structlog
from aiogram.exceptions import (
    TelegramAPIError,
    TelegramBadRequest,
    TelegramForbiddenError,
    TelegramRetryAfter,
)
from aiogram.methods import (
    DeleteForumTopic,
    ReopenForumTopic,
    SendMessage,
    SetMessageReaction,
    TelegramMethod,
)
from aiogram.types import ReactionTypeEmoji
from apscheduler.triggers.interval import IntervalTrigger

from bot.delivery import Delivered, deliver
from bot.relays import method_of
from bot.ticket_cards import card_buttons, card_text, face_of, topic_title
from bot.ticket_topics import topic_changes
from core.texts import DEFAULT_LANGUAGE, LANGUAGES, Texts
from core.wording import worded
from membership import members, queues, support_chats, talks
from membership.talks import LONGEST, Parcel, Topic
from tasks.jobs import Duty, Job

log = structlog.get_logger(__name__)

_NO_TOPIC = ("message thread not found", "topic_deleted", "topic_id_invalid")
_CLOSED = "topic_closed"
_SAME = ("not_modified", "not modified")
_NO_CHAT = "chat not found"
# What a bot is answered that may write nothing at all; one that may only send no photos is told so.
_MUTE = ("write_forbidden", "have no rights", "not enough rights to send text")
_ABSENT_SECONDS = 600.0
# More rounds than this in a tick means that something comes back at once, again and again.
_ROUNDS = 200


async def to_members(duty: Duty) -> None:
    """Send members what the desk said; one who is slow holds up nobody else."""
    for _ in range(_ROUNDS):
        parcels = await duty.db.write(talks.claim, to="member", now=duty.clock.now())
        if not parcels:
            return
        await asyncio.gather(*(_try(duty, parcel, _to_member(duty, parcel)) for parcel in parcels))


async def to_desk(duty: Duty) -> None:
    """Send the desk what members said, a parcel a ticket in turn, and keep the topics' titles true."""
    support: int | None = duty.services["support"]
    if support is None:
        return
    for _ in range(_ROUNDS):
        parcels = await duty.db.write(talks.claim, to="desk", now=duty.clock.now())
        if not parcels:
            break
        for parcel in parcels:
            await _try(duty, parcel, _to_desk(duty, parcel, support))
    for topic in await duty.db.read(talks.topics_behind):
        await _dress(duty, topic)


async def _try(duty: Duty, parcel: Parcel, carrying: Coroutine[Any, Any, None]) -> None:
    """Carry one parcel; one that can't be worded must not keep back what comes after it."""
    try:
        await carrying
    except Exception as error:
        log.exception("line not carried", ticket=parcel.ticket_id, to=parcel.to)
        await _settle(duty, parcel, 0, Delivered("failed", error=repr(error)[:200]))


async def _to_member(duty: Duty, parcel: Parcel) -> None:
    chat_id = parcel.telegram_id
    texts = _texts(duty, parcel.language)
    await duty.pace.turn(chat_id)
    done = await deliver(duty.bot, _method(duty, parcel, chat_id, texts))
    if done.kind == "wait":
        await _wait(duty, parcel, done)
        return
    if done.kind == "blocked":
        await duty.db.write(members.blocked, telegram_id=chat_id, reachable=False)
    await _settle(duty, parcel, chat_id, done)


async def _to_desk(duty: Duty, parcel: Parcel, support: int) -> None:
    chat_id = await duty.db.read(support_chats.chat_of, support=support)
    texts = duty.catalogue[DEFAULT_LANGUAGE]
    card = parcel.lines[0].says == "desks-card"
    if parcel.thread_id is None and chat_id < 0 and card and not await _open_topic(duty, parcel, support):
        return
    topic = await duty.db.read(talks.topic_of, telegram_id=parcel.telegram_id)
    thread = topic.thread_id if topic else None
    method = (
        await _card(duty, parcel.ticket_id, chat_id, thread, texts)
        if card
        else _method(duty, parcel, chat_id, texts)
    )
    await duty.pace.turn(chat_id)
    done = await deliver(duty.bot, method)
    error = (done.error or "").lower()
    own = parcel.lines[0].says is not None
    if done.kind == "wait":
        await _wait(duty, parcel, done)
    elif done.moved_to is not None:
        await _moved(duty, parcel, support, chat_id, done.moved_to)
    elif _is_absent(done):
        await _absent(duty, parcel)
    elif topic is not None and (any(known in error for known in _NO_TOPIC) or _CLOSED in error):
        await _lost(duty, parcel, topic, closed=_CLOSED in error)
    elif done.kind == "failed" and not own and not _is_same(done):
        await _refused(duty, parcel, chat_id, done)
    else:
        await _settle(duty, parcel, chat_id, done)


async def _refused(duty: Duty, parcel: Parcel, chat_id: int, done: Delivered) -> None:
    """Say in the topic what can't be posted there; when nothing at all can be, it waits for its chat."""
    words = "\n".join(line.text for line in parcel.lines if line.text)
    told = duty.catalogue[DEFAULT_LANGUAGE]("talks-not-posted", why=done.error or "–")
    await duty.pace.turn(chat_id)
    then = await deliver(
        duty.bot,
        SendMessage(
            chat_id=chat_id, message_thread_id=parcel.thread_id, text=f"{told}\n{words}".strip()[:LONGEST]
        ),
    )
    if then.kind == "wait":
        await _wait(duty, parcel, then)
    elif _is_absent(then):
        await _absent(duty, parcel)
    else:
        await _settle(duty, parcel, chat_id, done, told=then.kind == "sent")


def _is_absent(done: Delivered) -> bool:
    """Return whether a chat takes no message at all from the bot."""
    error = (done.error or "").lower()
    return done.kind == "blocked" or (
        done.kind == "failed" and (_NO_CHAT in error or any(known in error for known in _MUTE))
    )


def _is_same(done: Delivered) -> bool:
    """Return whether Telegram refused an edit because it would change nothing."""
    return any(known in (done.error or "").lower() for known in _SAME)


def _method(duty: Duty, parcel: Parcel, chat_id: int, texts: Texts) -> TelegramMethod[Any]:
    line = parcel.lines[0]
    if line.says is None:
        return method_of(parcel, chat_id)
    values = worded(line.values, program=duty.program, language=texts.language)
    face = face_of(parcel, texts, values)
    return SendMessage(
        chat_id=chat_id, message_thread_id=parcel.thread_id, text=face.text, reply_markup=face.keyboard
    )


async def _card(duty: Duty, ticket_id: int, chat_id: int, thread: int | None, texts: Texts) -> SendMessage:
    card = await duty.db.read(queues.card, ticket_id=ticket_id, program=duty.program, now=duty.clock.now())
    return SendMessage(
        chat_id=chat_id,
        message_thread_id=thread,
        text=card_text(card, program=duty.program, texts=texts, topic=thread is not None),
        reply_markup=card_buttons(card, texts),
    )


async def _open_topic(duty: Duty, parcel: Parcel, support: int) -> bool:
    """Make the member's topic, or note why there is none; False when the card has to wait."""
    chat_id = await duty.db.read(support_chats.chat_of, support=support)
    now = duty.clock.now()
    card = await duty.db.read(queues.card, ticket_id=parcel.ticket_id, program=duty.program, now=now)
    title = topic_title(card, program=duty.program, texts=duty.catalogue[DEFAULT_LANGUAGE])
    try:
        # No turn of the pace: a topic is rare, and the card behind it waits for one.
        made = await duty.bot.create_forum_topic(chat_id, title)
    except TelegramRetryAfter as error:
        await _wait(duty, parcel, Delivered("wait", seconds=float(error.retry_after), error="429"))
        return False
    except TelegramBadRequest as error:
        # Without topics the desk works as one chat.
        what = "forum" if "not a forum" in error.message.lower() else "rights"
        await duty.db.write(support_chats.missing, support=support, what=what, now=now)
        return True
    except TelegramForbiddenError:
        await _absent(duty, parcel)
        return False
    except TelegramAPIError as error:
        log.warning("topic not made", error=str(error))
        return True
    await duty.db.write(
        talks.add_topic,
        telegram_id=parcel.telegram_id,
        chat_id=chat_id,
        thread_id=made.message_thread_id,
        title=title,
    )
    await duty.db.write(support_chats.missing, support=support, what=None, now=now)
    return True


async def _wait(duty: Duty, parcel: Parcel, done: Delivered) -> None:
    if done.error == "429":
        duty.pace.hold(done.seconds)
    await duty.db.write(talks.wait, parcel=parcel, seconds=done.seconds, now=duty.clock.now())


async def _moved(duty: Duty, parcel: Parcel, support: int, chat_id: int, to_chat_id: int) -> None:
    now = duty.clock.now()
    await duty.db.write(talks.wait, parcel=parcel, seconds=0.0, now=now)
    await duty.db.write(support_chats.moved, support=support, chat_id=chat_id, to_chat_id=to_chat_id, now=now)


async def _absent(duty: Duty, parcel: Parcel) -> None:
    """Let everything wait that the support chat can't be sent, and tell the owners."""
    now = duty.clock.now()
    log.error("the support chat can't be written to")
    await duty.db.write(talks.wait, parcel=parcel, seconds=_ABSENT_SECONDS, now=now)
    await duty.db.write(support_chats.absent, operators=duty.services["operators"], now=now)


async def _lost(duty: Duty, parcel: Parcel, topic: Topic, *, closed: bool) -> None:
    """Open a topic again that was closed by hand; one that was deleted is made anew, with the card."""
    now = duty.clock.now()
    lost = not closed
    if closed:
        opening = ReopenForumTopic(chat_id=topic.chat_id, message_thread_id=topic.thread_id)
        done = await deliver(duty.bot, opening)
        if done.kind in {"wait", "unknown"}:
            await _wait(duty, parcel, replace(done, seconds=max(done.seconds, 1.0)))
            return
        lost = done.kind != "sent" and not _is_same(done)
    await duty.db.write(talks.wait, parcel=parcel, seconds=0.0, now=now)
    if lost:
        await duty.db.write(talks.topic_gone, topic_id=topic.topic_id, ticket_id=parcel.ticket_id, now=now)


async def _settle(duty: Duty, parcel: Parcel, chat_id: int, done: Delivered, *, told: bool = False) -> None:
    outcome: talks.Outcome = "failed" if done.kind == "wait" else done.kind
    if parcel.edit and _is_same(done):
        outcome = "sent"
    if outcome in {"failed", "unknown"}:
        log.warning("line not carried", ticket=parcel.ticket_id, to=parcel.to, error=done.error)
    await duty.db.write(
        talks.settle,
        parcel=parcel,
        outcome=outcome,
        chat_id=chat_id,
        message_ids=done.message_ids,
        now=duty.clock.now(),
        told=told,
    )
    line = parcel.lines[-1]
    if outcome == "sent" and not parcel.edit and line.from_chat_id and line.from_message_id:
        # Who wrote it sees that it has really gone across.
        await deliver(
            duty.bot,
            SetMessageReaction(
                chat_id=line.from_chat_id,
                message_id=line.from_message_id,
                reaction=[ReactionTypeEmoji(emoji="👀" if parcel.to == "desk" else "👌")],
            ),
        )


async def _dress(duty: Duty, topic: Topic) -> None:
    """Bring a topic's title and state up to its newest ticket's, or delete that of somebody erased."""
    if topic.ticket_id is None:
        gone = DeleteForumTopic(chat_id=topic.chat_id, message_thread_id=topic.thread_id)
        done = await deliver(duty.bot, gone)
        if done.kind != "wait":
            await duty.db.write(
                talks.topic_gone, topic_id=topic.topic_id, ticket_id=None, now=duty.clock.now()
            )
        return
    card = await duty.db.read(
        queues.card, ticket_id=topic.ticket_id, program=duty.program, now=duty.clock.now()
    )
    texts = duty.catalogue[DEFAULT_LANGUAGE]
    changes = topic_changes(topic, card, program=duty.program, texts=texts)
    for change in changes:
        done = await deliver(duty.bot, change)
        error = (done.error or "").lower()
        if done.kind == "wait":
            duty.pace.hold(done.seconds)
            return
        if any(known in error for known in _NO_TOPIC):
            await duty.db.write(
                talks.topic_gone, topic_id=topic.topic_id, ticket_id=topic.ticket_id, now=duty.clock.now()
            )
            return
        if done.kind != "sent" and not _is_same(done):
            log.warning("topic not changed", error=done.error)
    title = topic_title(card, program=duty.program, texts=texts)
    over = card.ticket.state == "over"
    await duty.db.write(talks.dressed, topic=topic, title=title, closed=over)


def _texts(duty: Duty, language: str | None) -> Texts:
    return duty.catalogue[next((one for one in LANGUAGES if one == language), DEFAULT_LANGUAGE)]


JOBS = (
    Job("talks.to_desk", lambda _program: IntervalTrigger(seconds=1), to_desk),
    Job("talks.to_members", lambda _program: IntervalTrigger(seconds=1), to_members),
)
