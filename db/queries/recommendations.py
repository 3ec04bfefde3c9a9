"""Selects and updates over what members buy, were shown, and said no to."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import Row as Found
from sqlalchemy import case, func, select, update
from sqlalchemy.orm import Session

from db.models.orders import Order, OrderLine
from db.models.recommendations import Dislike, MemberItem, Showing, TrainedModel
from db.statements import insert, insert_once

_CHUNK = 2_000


def remember(session: Session, bought: Iterable[tuple[int, str, int, datetime]]) -> None:
    """Add (member, product, quantity, time) purchases to the member–item state."""
    state: dict[tuple[int, str], dict[str, Any]] = {}
    for member_id, product, quantity, at in bought:
        known = state.setdefault(
            (member_id, product),
            {
                "member_id": member_id,
                "product": product,
                "orders": 0,
                "quantity": 0,
                "first_at": at,
                "last_at": at,
            },
        )
        known["orders"] += 1
        known["quantity"] += quantity
        known["first_at"] = min(known["first_at"], at)
        known["last_at"] = max(known["last_at"], at)
    # In order of key, so that two imports at once cannot wait for each other in a circle.
    rows = [state[key] for key in sorted(state)]
    for start in range(0, len(rows), _CHUNK):
        statement = insert(session, MemberItem).values(rows[start : start + _CHUNK])
        new = statement.excluded
        session.execute(
            statement.on_conflict_do_update(
                index_elements=["member_id", "product"],
                set_={
                    "orders": MemberItem.orders + new.orders,
                    "quantity": MemberItem.quantity + new.quantity,
                    "first_at": case(
                        (new.first_at < MemberItem.first_at, new.first_at), else_=MemberItem.first_at
                    ),
                    "last_at": case(
                        (new.last_at > MemberItem.last_at, new.last_at), else_=MemberItem.last_at
                    ),
                },
            ),
        )


def items_of(session: Session, member_id: int) -> list[Found[str, int, int, datetime, datetime]]:
    """Return (product, orders, quantity, first_at, last_at) of all that a member has bought."""
    return list(
        session.execute(
            select(
                MemberItem.product,
                MemberItem.orders,
                MemberItem.quantity,
                MemberItem.first_at,
                MemberItem.last_at,
            ).where(MemberItem.member_id == member_id),
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


def newest_model_version(session: Session) -> str | None:
    return session.execute(
        select(TrainedModel.version).order_by(TrainedModel.id.desc()).limit(1),
    ).scalar_one_or_none()


def recent_buyers(session: Session, since: datetime) -> int:
    return session.execute(
        select(func.count(func.distinct(Order.member_id))).where(Order.ordered_at >= since),
    ).scalar_one()
