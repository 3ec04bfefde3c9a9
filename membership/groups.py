"""Groups (社群): the chats that the bot was added to, and how each is set up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from sqlalchemy.orm import Session

from core.errors import Conflict, Invalid, NotFound
from core.program import Program
from core.texts import LANGUAGES, Language, language_of
from db.models.groups import Group
from db.queries import groups as rows
from db.queries import posts

INVITE_EVERY = timedelta(minutes=1)


class GroupUnknown(NotFound):
    key = "groups-unknown"


class RightsHidden(Conflict):
    key = "groups-rights-hidden"


class GroupLanguageUnknown(Invalid):
    key = "groups-language-unknown"


@dataclass(frozen=True, slots=True)
class Chat:
    """A group chat as an update shows it, and the language of whoever acts in it."""

    chat_id: int
    title: str
    language_code: str | None


@dataclass(frozen=True, slots=True)
class GroupCard:
    """A group as it is set up; `topic_id` is the forum topic that the bot posts in."""

    group_id: int
    chat_id: int
    title: str
    language: Language
    topic_id: int | None
    active: bool
    daily_task: bool
    weekly_board: bool
    task_at: time
    answers: bool


def enter(
    session: Session, *, chat: Chat, added_by: int | None = None, program: Program, now: datetime
) -> GroupCard:
    """Return the group of a chat that the bot is in; a first meeting makes it, a return wakes it."""
    found = rows.by_chat(session, chat.chat_id)
    if found is None:
        rows.add(
            session,
            chat_id=chat.chat_id,
            title=chat.title[:256],
            kind=next(iter(program.groups.kinds), "lobby"),
            language=language_of(chat.language_code),
            task_at=program.groups.daily_task_at,
            added_at=now,
            added_by=added_by,
            active=True,
            daily_task=True,
            weekly_board=True,
            answers=False,
        )
    elif not found.active or found.title != chat.title[:256]:
        rows.change(session, found.id, active=True, title=chat.title[:256])
    else:
        return _card(found)
    return card(session, chat_id=chat.chat_id)


def leave(session: Session, *, chat_id: int) -> None:
    """Note that the bot was removed; what the group has is kept for its return."""
    found = rows.by_chat(session, chat_id)
    if found is not None:
        rows.change(session, found.id, active=False)


def card(session: Session, *, chat_id: int) -> GroupCard:
    """Return how a chat's group is set up; raises GroupUnknown."""
    found = rows.by_chat(session, chat_id)
    if found is None:
        raise GroupUnknown
    session.refresh(found)
    return _card(found)


def language(session: Session, *, chat_id: int) -> Language | None:
    """Return the language that the bot speaks in a chat, if it is a group that it knows."""
    found = rows.by_chat(session, chat_id)
    return None if found is None else _language(found.language)


def kind(session: Session, *, chat_id: int) -> str | None:
    """Return what kind of group a chat is, if it is one that the bot looks after."""
    found = rows.by_chat(session, chat_id)
    return None if found is None or not found.active else found.kind


def post_in(session: Session, *, chat_id: int, topic_id: int | None) -> GroupCard:
    """Let the bot post in one forum topic of the chat (empty = the general one)."""
    rows.change(session, card(session, chat_id=chat_id).group_id, topic_id=topic_id)
    return card(session, chat_id=chat_id)


def speak(session: Session, *, chat_id: int, language: str) -> GroupCard:
    """Set the language that the bot speaks in a group."""
    if language not in LANGUAGES:
        raise GroupLanguageUnknown(language=language)
    rows.change(session, card(session, chat_id=chat_id).group_id, language=language)
    return card(session, chat_id=chat_id)


def switch_task(session: Session, *, chat_id: int, on: bool) -> GroupCard:
    """Turn the daily task on or off."""
    rows.change(session, card(session, chat_id=chat_id).group_id, daily_task=on)
    return card(session, chat_id=chat_id)


def switch_board(session: Session, *, chat_id: int, on: bool) -> GroupCard:
    """Turn the weekly leaderboard on or off."""
    rows.change(session, card(session, chat_id=chat_id).group_id, weekly_board=on)
    return card(session, chat_id=chat_id)


def switch_answers(session: Session, *, chat_id: int, on: bool) -> GroupCard:
    """Let the bot answer clear questions that nobody addressed to it, or not."""
    rows.change(session, card(session, chat_id=chat_id).group_id, answers=on)
    return card(session, chat_id=chat_id)


def move(session: Session, *, chat_id: int, to_chat_id: int, now: datetime) -> None:
    """Follow a group that Telegram made a supergroup; both service messages tell of it, in any order."""
    old, new = rows.by_chat(session, chat_id), rows.by_chat(session, to_chat_id)
    if old is None:
        return
    if new is not None:
        rows.absorb(session, old.id, new.id)
    rows.change(session, old.id, chat_id=to_chat_id, topic_id=None, active=True)
    posts.forget_messages(session, old.id, now)


def invite(session: Session, *, chat: Chat, program: Program, now: datetime) -> int | None:
    """Return the group's id when a stranger may be shown the way in now; a hint a minute is enough."""
    group = enter(session, chat=chat, program=program, now=now)
    return group.group_id if rows.take_invitation(session, group.group_id, now, INVITE_EVERY) else None


def _card(found: Group) -> GroupCard:
    return GroupCard(
        found.id,
        found.chat_id,
        found.title,
        _language(found.language),
        found.topic_id,
        found.active,
        found.daily_task,
        found.weekly_board,
        found.task_at,
        found.answers,
    )


def _language(stored: str) -> Language:
    return stored if stored in LANGUAGES else "zh-Hans"
