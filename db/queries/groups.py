"""Selects and updates over group chats."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Select, delete, or_, select, update
from sqlalchemy.orm import Session

from db.models.challenges import Attempt
from db.models.checkins import Checkin
from db.models.groups import Group
from db.models.posts import Post
from db.statements import insert_once


def by_chat(session: Session, chat_id: int) -> Group | None:
    return session.execute(select(Group).where(Group.chat_id == chat_id)).scalar_one_or_none()


def by_id(session: Session, group_id: int) -> Group | None:
    return session.execute(select(Group).where(Group.id == group_id)).scalar_one_or_none()


def active(session: Session) -> list[Group]:
    return list(session.execute(select(Group).where(Group.active).order_by(Group.id)).scalars())


def add(session: Session, **values: Any) -> int | None:
    """Insert a group; None when its chat has one."""
    return insert_once(session, Group, **values)


def change(session: Session, group_id: int, **values: Any) -> None:
    session.execute(update(Group).where(Group.id == group_id).values(**values))


def take_invitation(session: Session, group_id: int, now: datetime, every: timedelta) -> bool:
    """Note that strangers are being invited now; False when that was done less than `every` ago."""
    taken = session.execute(
        update(Group)
        .where(Group.id == group_id, or_(Group.invited_at.is_(None), Group.invited_at <= now - every))
        .values(invited_at=now)
        .returning(Group.id),
    )
    return taken.scalar_one_or_none() is not None


def take_answer(session: Session, group_id: int, now: datetime, every: timedelta) -> bool:
    """Note that the bot speaks unasked now; False when it did less than `every` ago."""
    taken = session.execute(
        update(Group)
        .where(Group.id == group_id, or_(Group.answered_at.is_(None), Group.answered_at <= now - every))
        .values(answered_at=now)
        .returning(Group.id),
    )
    return taken.scalar_one_or_none() is not None


def absorb(session: Session, kept: int, other: int) -> None:
    """Give what hangs on group `other` to `kept` and delete `other`; posts of one day and kind become one."""
    for table in (Checkin, Attempt):
        session.execute(update(table).where(table.group_id == other).values(group_id=kept))
    own = {(day, kind): post_id for post_id, day, kind in session.execute(_posts_of(kept))}
    for post_id, day, kind in session.execute(_posts_of(other)).all():
        if (day, kind) not in own:
            session.execute(update(Post).where(Post.id == post_id).values(group_id=kept))
            continue
        session.execute(
            update(Attempt).where(Attempt.post_id == post_id).values(post_id=own[day, kind]),
        )
        session.execute(delete(Post).where(Post.id == post_id))
    session.execute(delete(Group).where(Group.id == other))


def _posts_of(group_id: int) -> Select[int, date, str]:
    return select(Post.id, Post.day, Post.kind).where(Post.group_id == group_id)
