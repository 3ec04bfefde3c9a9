"""Selects and updates over what members buy, were shown, and said no to."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Row as Found
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from db.models.orders import Order, OrderLine
from db.models.recommendations import Dislike, Showing, TrainedModel
from db.statements import insert, insert_once


def bought(session: Session, member_id: int, limit: int) -> list[Found[datetime, str]]:
    """Return (time, product) of a member's newest `limit` order lines."""
    return list(
        session.execute(
            select(Order.ordered_at, OrderLine.product)
            .join(OrderLine, OrderLine.order_id == Order.id)
            .where(Order.member_id == member_id)
            .order_by(Order.ordered_at.desc())
            .limit(limit),
        ).all(),
    )


def lines_between(session: Session, after: int, limit: int) -> list[Found[int, int, str, datetime]]:
    """Return (line id, member, product, time) of order lines with an id above `after`, for training."""
    return list(
        session.execute(
            select(OrderLine.id, Order.member_id, OrderLine.product, Order.ordered_at)
            .join(Order, Order.id == OrderLine.order_id)
            .where(OrderLine.id > after)
            .order_by(OrderLine.id)
            .limit(limit),
        ).all(),
    )


def disliked(session: Session, member_id: int) -> set[str]:
    return set(session.execute(select(Dislike.product).where(Dislike.member_id == member_id)).scalars())


def dislike(session: Session, member_id: int, product: str, now: datetime) -> None:
    session.execute(
        insert(session, Dislike)
        .values(member_id=member_id, product=product, at=now)
        .on_conflict_do_nothing(),
    )


def show(session: Session, **values: Any) -> int:
    shown = insert_once(session, Showing, **values)
    assert shown is not None  # noqa: S101 - showings have no constraint that could refuse one
    return shown


def showing(session: Session, showing_id: int, member_id: int) -> Found[int, str, str, str | None] | None:
    """Return (id, product, reason, reaction) of a member's own showing."""
    return session.execute(
        select(Showing.id, Showing.product, Showing.reason, Showing.reaction).where(
            Showing.id == showing_id,
            Showing.member_id == member_id,
        ),
    ).one_or_none()


def react(session: Session, showing_id: int, reaction: str, now: datetime) -> None:
    session.execute(update(Showing).where(Showing.id == showing_id).values(reaction=reaction, reacted_at=now))


def keep_model(session: Session, *, version: str, body: bytes, now: datetime) -> None:
    session.execute(
        insert(session, TrainedModel)
        .values(version=version, trained_at=now, body=body)
        .on_conflict_do_nothing(),
    )


def newest_model(session: Session) -> Found[str, datetime, bytes] | None:
    """Return (version, trained_at, body) of the model in use."""
    return session.execute(
        select(TrainedModel.version, TrainedModel.trained_at, TrainedModel.body)
        .order_by(TrainedModel.id.desc())
        .limit(1),
    ).one_or_none()
