"""Selects and updates over tries at tasks, and over the orders that complete some."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import Row as Found
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from db.models.challenges import Attempt
from db.models.groups import Group
from db.models.members import Member
from db.models.orders import Order, OrderLine
from db.statements import insert_once


def add(
    session: Session,
    *,
    member_id: int,
    challenge: str,
    day: date,
    group_id: int,
    post_id: int,
    state: str,
    points: int,
    at: datetime,
    message_id: int | None = None,
) -> int | None:
    """Insert a try; None when the member has one at this task of this day."""
    return insert_once(
        session,
        Attempt,
        member_id=member_id,
        challenge=challenge,
        day=day,
        group_id=group_id,
        post_id=post_id,
        state=state,
        points=points,
        at=at,
        message_id=message_id,
    )


def of_member(session: Session, member_id: int, challenge: str, day: date) -> Found[int, str, int] | None:
    """Return (id, state, points) of a member's try."""
    return session.execute(
        select(Attempt.id, Attempt.state, Attempt.points).where(
            Attempt.member_id == member_id,
            Attempt.challenge == challenge,
            Attempt.day == day,
        ),
    ).one_or_none()


def count_done(session: Session, post_id: int) -> int:
    return session.execute(
        select(func.count()).select_from(Attempt).where(Attempt.post_id == post_id, Attempt.state == "done"),
    ).scalar_one()


def hand_in_again(session: Session, attempt_id: int, message_id: int, now: datetime) -> bool:
    """Put a rejected proof back into the queue."""
    taken = session.execute(
        update(Attempt)
        .where(Attempt.id == attempt_id, Attempt.state == "rejected")
        .values(state="pending", message_id=message_id, at=now)
        .returning(Attempt.id),
    )
    return taken.scalar_one_or_none() is not None


def decide(
    session: Session, attempt_id: int, *, state: str, points: int, by: int, now: datetime
) -> Found[int, str, date, int] | None:
    """Decide a pending proof and return (member, challenge, day, group); None when it isn't pending."""
    return session.execute(
        update(Attempt)
        .where(Attempt.id == attempt_id, Attempt.state == "pending")
        .values(state=state, points=points, decided_by=by, decided_at=now)
        .returning(Attempt.member_id, Attempt.challenge, Attempt.day, Attempt.group_id),
    ).one_or_none()


def by_id(session: Session, attempt_id: int) -> Found[int, str, str, int] | None:
    """Return (member, challenge, state, points) of a try."""
    return session.execute(
        select(Attempt.member_id, Attempt.challenge, Attempt.state, Attempt.points).where(
            Attempt.id == attempt_id,
        ),
    ).one_or_none()


def pending(session: Session, limit: int) -> list[Found[int, int, int | None, str, str | None]]:
    """Return (id, chat, message, challenge, member's name) of proofs that wait, oldest first."""
    return list(
        session.execute(
            select(Attempt.id, Group.chat_id, Attempt.message_id, Attempt.challenge, Member.name)
            .join(Group, Group.id == Attempt.group_id)
            .join(Member, Member.id == Attempt.member_id)
            .where(Attempt.state == "pending")
            .order_by(Attempt.at, Attempt.id)
            .limit(limit),
        ).all(),
    )


def bought(
    session: Session, member_id: int, products: Sequence[str], since: datetime, until: datetime
) -> int:
    """Return how many pieces of `products` a member bought in orders of [since, until)."""
    return session.execute(
        select(func.coalesce(func.sum(OrderLine.quantity), 0))
        .join(Order, Order.id == OrderLine.order_id)
        .where(
            Order.member_id == member_id,
            Order.ordered_at >= since,
            Order.ordered_at < until,
            OrderLine.product.in_(products),
        ),
    ).scalar_one()
