"""Selects and updates over channels, their keys, and the answers given to them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Row as Found
from sqlalchemy import delete, or_, select, update
from sqlalchemy.orm import Session

from db.models.channels import Channel, ChannelKey, ChannelRequest
from db.statements import insert, insert_once


def by_name(session: Session, name: str) -> Channel | None:
    return session.execute(select(Channel).where(Channel.name == name)).scalar_one_or_none()


def channels(session: Session) -> list[Channel]:
    return list(session.execute(select(Channel).order_by(Channel.name)).scalars())


def add(session: Session, **values: Any) -> int | None:
    """Insert a channel and return its id, or None when its name is known."""
    return insert_once(session, Channel, **values)


def change(session: Session, channel_id: int, **values: Any) -> None:
    session.execute(update(Channel).where(Channel.id == channel_id).values(**values))


def live_keys(session: Session, channel_id: int, now: datetime) -> list[tuple[bytes, datetime | None]]:
    """Return (sealed secret, end) of the keys that may sign now, the newest first."""
    return [
        (row.secret, row.ends_at)
        for row in session.execute(
            select(ChannelKey.secret, ChannelKey.ends_at)
            .where(
                ChannelKey.channel_id == channel_id,
                or_(ChannelKey.ends_at.is_(None), ChannelKey.ends_at > now),
            )
            .order_by(ChannelKey.id.desc())
        )
    ]


def add_key(session: Session, channel_id: int, secret: bytes, now: datetime) -> None:
    session.execute(
        insert(session, ChannelKey).values(channel_id=channel_id, secret=secret, created_at=now, ends_at=None)
    )


def end_keys(session: Session, channel_id: int, at: datetime) -> None:
    """Let all keys of a channel end at `at`, those that would live longer."""
    session.execute(
        update(ChannelKey)
        .where(
            ChannelKey.channel_id == channel_id, or_(ChannelKey.ends_at.is_(None), ChannelKey.ends_at > at)
        )
        .values(ends_at=at)
        .execution_options(synchronize_session=False)
    )


def claim(session: Session, **values: Any) -> int | None:
    """Insert a request and return its id, or None when its channel used that id before."""
    return insert_once(session, ChannelRequest, **values)


def answered(
    session: Session, channel_id: int, request_id: str
) -> Found[str, int | None, dict[str, Any] | None]:
    """Return (digest, status, answer) of a request that is known."""
    return session.execute(
        select(ChannelRequest.digest, ChannelRequest.status, ChannelRequest.answer).where(
            ChannelRequest.channel_id == channel_id, ChannelRequest.request_id == request_id
        )
    ).one()


def answer(session: Session, claim_id: int, status: int, body: dict[str, Any]) -> None:
    session.execute(
        update(ChannelRequest).where(ChannelRequest.id == claim_id).values(status=status, answer=body)
    )


def prune(session: Session, before: datetime, limit: int) -> int:
    old = select(ChannelRequest.id).where(ChannelRequest.at < before).limit(limit)
    ids = session.execute(old).scalars().all()
    if ids:
        session.execute(delete(ChannelRequest).where(ChannelRequest.id.in_(ids)))
    return len(ids)
