"""The bot's standing messages in groups: one a group, day and kind, true at the end, few edits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from sqlalchemy.orm import Session

from core.clock import local_day
from core.program import Program
from core.texts import LANGUAGES, Language
from db.models.posts import Post
from db.queries import challenges, checkins, groups
from db.queries import posts as rows
from membership import leaderboards

# A group takes 20 messages a minute, edits among them: 15 leave room for all else that is said there.
EVERY = timedelta(seconds=4)
# How long a sending whose end is unknown keeps the post from being sent once more.
HOLD = timedelta(minutes=2)
REFUSED = timedelta(minutes=10)
# A check-in of the last second before midnight may be committed after it: a day is closed a little later.
GRACE = timedelta(minutes=1)
NAMES = 10
BATCH = 30

Outcome = Literal["sent", "gone", "unknown", "refused", "topicless"]


@dataclass(frozen=True, slots=True)
class Checkins:
    """Who checked in in a group on one day; `latest` are (name, streak), newest first."""

    count: int
    latest: tuple[tuple[str | None, int], ...]
    longest: tuple[str | None, int]


@dataclass(frozen=True, slots=True)
class Task:
    """A group's task of one day and how many completed it."""

    challenge: str
    done: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """A post that this caller may send or edit now; `final` says that its day is over."""

    post_id: int
    group_id: int
    chat_id: int
    topic_id: int | None
    language: Language
    message_id: int | None
    day: date
    shown: int
    final: bool
    content: Checkins | Task | leaderboards.Board


def due(session: Session, *, program: Program, now: datetime) -> tuple[int, ...]:
    """Return the posts that do not show what they should, at most one a group."""
    today = local_day(now - GRACE, program.time_zone, program.day_start)
    first: dict[int, int] = {}
    for post in rows.due(session, today=today, now=now, limit=BATCH):
        first.setdefault(post.group_id, post.id)
    return tuple(first.values())


def claim(session: Session, *, post_id: int, program: Program, now: datetime) -> Sheet | None:
    """Take a post for sending, with what it is to show; None when another has it or nothing is left to do."""
    post = rows.by_id(session, post_id)
    group = groups.by_id(session, post.group_id) if post is not None else None
    if post is None or group is None:
        return None
    until = now + (HOLD if post.message_id is None else EVERY)
    if not rows.claim(session, post_id, now, until):
        return None
    session.refresh(post)
    final = post.day < local_day(now - GRACE, program.time_zone, program.day_start)
    if final and (post.message_id is None or post.kind == leaderboards.KIND):
        rows.keep_sent(
            session, post.id, message_id=post.message_id, shown=post.shown, due_at=now, closed=True
        )
        return None
    rows.hold_others(session, post.group_id, post_id, now + EVERY)
    shown, content = _content(session, post, program)
    language = group.language if group.language in LANGUAGES else LANGUAGES[0]
    return Sheet(
        post.id,
        group.id,
        group.chat_id,
        group.topic_id,
        next(known for known in LANGUAGES if known == language),
        post.message_id,
        post.day,
        shown,
        final,
        content,
    )


def settle(
    session: Session, *, sheet: Sheet, outcome: Outcome, message_id: int | None, now: datetime
) -> None:
    """Write down how a sending or an edit ended."""
    if outcome == "sent":
        rows.keep_sent(
            session,
            sheet.post_id,
            message_id=sheet.message_id or message_id,
            shown=sheet.shown,
            due_at=now + EVERY,
            closed=sheet.final,
        )
    elif outcome == "gone":
        # Somebody deleted it: it is sent anew once there is more to show.
        rows.keep_sent(
            session,
            sheet.post_id,
            message_id=None,
            shown=sheet.shown,
            due_at=now + EVERY,
            closed=sheet.final,
        )
    elif outcome == "refused" and sheet.final:
        rows.keep_sent(
            session,
            sheet.post_id,
            message_id=sheet.message_id,
            shown=sheet.shown,
            due_at=now,
            closed=True,
        )
    elif outcome == "refused":
        rows.wait(session, sheet.post_id, now + REFUSED)
    elif outcome == "topicless":
        groups.change(session, sheet.group_id, topic_id=None)
        rows.wait(session, sheet.post_id, now + EVERY)
    elif sheet.message_id is not None:
        # An edit whose end is unknown may be repeated: it says the same.
        rows.wait(session, sheet.post_id, now + EVERY)


def try_later(session: Session, *, sheet: Sheet, wait: timedelta, now: datetime) -> None:
    """Let a post that was surely not sent have its turn again after `wait`."""
    rows.wait(session, sheet.post_id, now + max(wait, EVERY))


def _content(
    session: Session, post: Post, program: Program
) -> tuple[int, Checkins | Task | leaderboards.Board]:
    if post.kind == "checkins":
        count = checkins.count(session, post.group_id, post.day)
        latest = checkins.latest(session, post.group_id, post.day, NAMES)
        longest = checkins.longest(session, post.group_id, post.day)
        return count, Checkins(
            count,
            tuple((name, streak) for name, streak in latest),
            (longest[0], longest[1]) if longest else (None, 0),
        )
    if post.kind == "challenge":
        done = challenges.count_done(session, post.id)
        return done, Task(post.subject, done)
    return 0, leaderboards.of_group(
        session, window="week", group_id=post.group_id, member_id=None, day=post.day, program=program
    )
