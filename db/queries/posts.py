"""Selects and updates over the bot's standing messages in groups."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Row as Found
from sqlalchemy import ScalarSelect, case, func, literal, or_, select, update
from sqlalchemy.orm import Session

from db.models.challenges import Attempt
from db.models.checkins import Checkin
from db.models.groups import Group
from db.models.posts import Post
from db.statements import insert_once


def open_post(
    session: Session, *, group_id: int, day: date, kind: str, subject: str, now: datetime
) -> int | None:
    """Insert the post of that kind, group and day; None when it is there."""
    return insert_once(
        session, Post, group_id=group_id, day=day, kind=kind, subject=subject, closed=False, due_at=now
    )


def by_id(session: Session, post_id: int) -> Post | None:
    return session.execute(select(Post).where(Post.id == post_id)).scalar_one_or_none()


def of_day(session: Session, group_id: int, day: date) -> list[Post]:
    """Return a group's posts of one day, of each kind at most one."""
    return list(session.execute(select(Post).where(Post.group_id == group_id, Post.day == day)).scalars())


def by_message(session: Session, chat_id: int, message_id: int) -> Post | None:
    return session.execute(
        select(Post)
        .join(Group, Group.id == Post.group_id)
        .where(Group.chat_id == chat_id, Post.message_id == message_id),
    ).scalar_one_or_none()


def subjects_since(session: Session, group_id: int, kind: str, since: date) -> list[Found[str, date]]:
    """Return (subject, day) of a group's posts of one kind, newest first."""
    return list(
        session.execute(
            select(Post.subject, Post.day)
            .where(Post.group_id == group_id, Post.kind == kind, Post.day >= since)
            .order_by(Post.day.desc()),
        ).all(),
    )


def groups_with(session: Session, day: date, kind: str) -> set[int]:
    """Return the groups that have a post of that kind on that day."""
    return set(
        session.execute(select(Post.group_id).where(Post.day == day, Post.kind == kind)).scalars(),
    )


def due(session: Session, *, today: date, now: datetime, limit: int) -> list[Found[int, int, int, str, date]]:
    """Return (id, group, chat, kind, day) of open posts that do not show what they should, longest waiting first."""
    counted = _counted()
    return list(
        session.execute(
            select(Post.id, Post.group_id, Group.chat_id, Post.kind, Post.day)
            .join(Group, Group.id == Post.group_id)
            .where(
                ~Post.closed,
                Post.due_at <= now,
                Group.active,
                or_(Post.shown.is_(None), Post.shown != counted, Post.day < today),
            )
            .order_by(Post.due_at, Post.id)
            .limit(limit),
        ).all(),
    )


def _counted() -> ScalarSelect[int]:
    """Return what a post counts, as a select for the post's own row."""
    checkins = (
        select(func.count())
        .select_from(Checkin)
        .where(Checkin.group_id == Post.group_id, Checkin.day == Post.day)
        .correlate(Post)
        .scalar_subquery()
    )
    done = (
        select(func.count())
        .select_from(Attempt)
        .where(Attempt.post_id == Post.id, Attempt.state == "done")
        .correlate(Post)
        .scalar_subquery()
    )
    kind = case((Post.kind == "checkins", checkins), (Post.kind == "challenge", done), else_=literal(0))
    return select(kind).correlate(Post).scalar_subquery()


def claim(session: Session, post_id: int, now: datetime, until: datetime) -> bool:
    """Keep others from sending this post until `until`; False when it is taken already."""
    taken = session.execute(
        update(Post)
        .where(Post.id == post_id, ~Post.closed, Post.due_at <= now)
        .values(due_at=until)
        .returning(Post.id),
    )
    return taken.scalar_one_or_none() is not None


def hold_others(session: Session, group_id: int, post_id: int, until: datetime) -> None:
    """Let the group's other open posts wait until `until`, since a chat's limit is shared."""
    session.execute(
        update(Post)
        .where(Post.group_id == group_id, Post.id != post_id, ~Post.closed, Post.due_at < until)
        .values(due_at=until),
    )


def keep_sent(
    session: Session,
    post_id: int,
    *,
    message_id: int | None,
    shown: int | None,
    due_at: datetime,
    closed: bool,
) -> None:
    session.execute(
        update(Post)
        .where(Post.id == post_id)
        .values(message_id=message_id, shown=shown, due_at=due_at, closed=closed),
    )


def wait(session: Session, post_id: int, until: datetime) -> None:
    session.execute(update(Post).where(Post.id == post_id).values(due_at=until))


def adopt(session: Session, post_id: int, group_id: int, message_id: int, now: datetime) -> None:
    """Learn from a press on its button which message a post is, when its sending had an unknown end."""
    session.execute(
        update(Post)
        .where(Post.id == post_id, Post.group_id == group_id, Post.message_id.is_(None), ~Post.closed)
        .values(message_id=message_id, due_at=now),
    )


def forget_messages(session: Session, group_id: int, now: datetime) -> None:
    """Let a group's open posts be sent anew: in a migrated chat the old messages can't be edited."""
    session.execute(
        update(Post)
        .where(Post.group_id == group_id, ~Post.closed)
        .values(message_id=None, shown=None, due_at=now),
    )


def close_before(session: Session, day: date) -> None:
    """Close posts older than `day`, and posts of earlier days that were never sent."""
    session.execute(update(Post).where(~Post.closed, Post.day < day).values(closed=True))
