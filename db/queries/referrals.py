"""Selects and updates over invitation links and referrals."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Row as Found
from sqlalchemy import and_, exists, func, or_, select, update
from sqlalchemy.orm import Session, aliased

from db.models.identities import Claim
from db.models.members import Member
from db.models.orders import Order, OrderLine, Refund
from db.models.referrals import Referral, ReferralLink
from db.statements import insert_once

# What stays below the inviter's cap of the month.
_REWARDED = and_(Referral.state == "paid", ~Referral.capped)


class First(NamedTuple):
    """The order by which a referral qualifies."""

    referral_id: int
    order_id: int
    ordered_at: datetime


def token_of(session: Session, member_id: int) -> str | None:
    return session.execute(
        select(ReferralLink.token)
        .where(ReferralLink.member_id == member_id)
        .order_by(ReferralLink.id)
        .limit(1),
    ).scalar_one_or_none()


def add_link(session: Session, *, member_id: int, token: str, now: datetime) -> int | None:
    return insert_once(session, ReferralLink, member_id=member_id, token=token, created_at=now)


def owner_of(session: Session, token: str) -> int | None:
    """Return the member whose link it is, if they are a member still."""
    return session.execute(
        select(ReferralLink.member_id)
        .join(Member, Member.id == ReferralLink.member_id)
        .where(ReferralLink.token == token, Member.erased_at.is_(None)),
    ).scalar_one_or_none()


def add(session: Session, **values: Any) -> int | None:
    """Insert a referral; None when this joining has one."""
    return insert_once(session, Referral, **values)


def by_id(session: Session, referral_id: int) -> Referral | None:
    return session.execute(
        select(Referral).where(Referral.id == referral_id).execution_options(populate_existing=True),
    ).scalar_one_or_none()


def of_inviter(session: Session, member_id: int, limit: int) -> list[Referral]:
    return list(
        session.execute(
            select(Referral)
            .where(Referral.inviter_id == member_id)
            .order_by(Referral.id.desc())
            .limit(limit),
        ).scalars(),
    )


def counts_of_inviter(session: Session, member_id: int) -> dict[str, int]:
    """Return how many of an inviter's friends stand in which state."""
    return dict(
        session.execute(
            select(Referral.state, func.count())
            .where(Referral.inviter_id == member_id)
            .group_by(Referral.state),
        ).all(),
    )


def of_invitee(session: Session, member_id: int) -> Referral | None:
    """Return the newest referral by which a member came."""
    return session.execute(
        select(Referral).where(Referral.invitee_id == member_id).order_by(Referral.id.desc()).limit(1),
    ).scalar_one_or_none()


def first_orders(session: Session, *, least: int, currency: str, limit: int) -> list[First]:
    """Return, for referrals that wait for an order, the earliest one in time that is large enough.

    O(waiting referrals) index look-ups; those wait for `valid_days` at most.
    """
    fits = and_(
        Order.member_id == Referral.invitee_id,
        Order.ordered_at >= Referral.joined_at,
        Order.ordered_at < Referral.expires_at,
        Order.total >= least,
        Order.currency == currency,
    )
    earlier = aliased(Order)
    before = exists().where(
        earlier.member_id == Referral.invitee_id,
        earlier.ordered_at >= Referral.joined_at,
        earlier.total >= least,
        earlier.currency == currency,
        or_(
            earlier.ordered_at < Order.ordered_at,
            and_(earlier.ordered_at == Order.ordered_at, earlier.id < Order.id),
        ),
    )
    return [
        First(*row)
        for row in session.execute(
            select(Referral.id, Order.id, Order.ordered_at)
            .join(Order, fits)
            .where(Referral.state == "joined", ~before)
            .order_by(Referral.id)
            .limit(limit),
        )
    ]


def products_of(session: Session, order_ids: Sequence[int]) -> list[Found[int, str, str | None]]:
    """Return (order id, product, category) of the lines of orders."""
    return list(
        session.execute(
            select(OrderLine.order_id, OrderLine.product, OrderLine.category).where(
                OrderLine.order_id.in_(order_ids),
            ),
        ).all(),
    )


def net_of(session: Session, order_id: int) -> int:
    """Return what an order came to after its refunds, in minor units."""
    total = session.execute(select(Order.total).where(Order.id == order_id)).scalar_one()
    refunded = select(func.coalesce(func.sum(Refund.amount), 0)).where(Refund.order_id == order_id)
    return int(total - session.execute(refunded).scalar_one())


def advance(session: Session, referral_id: int, states: Sequence[str], **values: Any) -> bool:
    """Change a referral that stands in one of `states`; False when somebody else was quicker."""
    found = session.execute(
        update(Referral)
        .where(Referral.id == referral_id, Referral.state.in_(states))
        .values(**values)
        .returning(Referral.id)
        .execution_options(synchronize_session=False),
    ).scalar_one_or_none()
    session.expire_all()
    return found is not None


def due(session: Session, after: int, now: datetime, limit: int) -> list[int]:
    return list(
        session.execute(
            select(Referral.id)
            .where(Referral.state == "ordered", Referral.due_at <= now, Referral.id > after)
            .order_by(Referral.id)
            .limit(limit),
        ).scalars(),
    )


def expire(session: Session, before: datetime) -> int:
    """Cancel those whose friend ordered nothing in time; return how many."""
    return len(
        session.execute(
            update(Referral)
            .where(Referral.state == "joined", Referral.expires_at <= before)
            .values(state="cancelled", reason="expired")
            .returning(Referral.id)
            .execution_options(synchronize_session=False),
        ).all(),
    )


def rewarded_since(session: Session, inviter_id: int, since: datetime) -> int:
    return session.execute(
        select(func.count())
        .select_from(Referral)
        .where(Referral.inviter_id == inviter_id, _REWARDED, Referral.paid_at >= since),
    ).scalar_one()


def joined_between(session: Session, inviter_id: int, since: datetime, until: datetime) -> list[datetime]:
    """Return when an inviter's friends joined, in their order."""
    return list(
        session.execute(
            select(Referral.joined_at)
            .where(
                Referral.inviter_id == inviter_id,
                Referral.joined_at >= since,
                Referral.joined_at <= until,
            )
            .order_by(Referral.joined_at),
        ).scalars(),
    )


def ordered_before(session: Session, member_id: int, at: datetime) -> bool:
    """Return whether a member had bought something before `at`."""
    return bool(
        session.execute(
            select(exists().where(Order.member_id == member_id, Order.ordered_at < at)),
        ).scalar_one(),
    )


def came_before(session: Session, referral: Referral) -> bool:
    """Return whether the same person was rewarded as somebody's friend already (two members, merged since)."""
    return bool(
        session.execute(
            select(
                exists().where(
                    Referral.invitee_id == referral.invitee_id,
                    Referral.id != referral.id,
                    Referral.state == "paid",
                ),
            ),
        ).scalar_one(),
    )


def shares_phone(session: Session, member_id: int) -> bool:
    """Return whether a member shared a phone number that another one held, whatever came of it."""
    claimed = or_(Claim.claimant_id == member_id, Claim.holder_id == member_id)
    return bool(session.execute(select(exists().where(claimed))).scalar_one())


def held(session: Session, limit: int) -> list[Found[int, str | None, str, str, datetime]]:
    """Return (id, reason, inviter's and invitee's number, joined_at) of what waits for a decision, oldest first."""
    inviter, invitee = aliased(Member), aliased(Member)
    return list(
        session.execute(
            select(Referral.id, Referral.reason, inviter.number, invitee.number, Referral.joined_at)
            .join(inviter, inviter.id == Referral.inviter_id)
            .join(invitee, invitee.id == Referral.invitee_id)
            .where(Referral.state == "held")
            .order_by(Referral.due_at, Referral.id)
            .limit(limit),
        ).all(),
    )


def unexported(session: Session, limit: int) -> list[Found[int, str, str | None, int, datetime | None]]:
    """Return (id, member number, name, cash, paid_at) of cash that was not handed to the bookkeepers yet."""
    return list(
        session.execute(
            select(Referral.id, Member.number, Member.name, Referral.cash_minor, Referral.paid_at)
            .join(Member, Member.id == Referral.inviter_id)
            .where(Referral.cash_minor > 0, Referral.exported_at.is_(None), Referral.state == "paid")
            .order_by(Referral.id)
            .limit(limit)
            .with_for_update(of=Referral),
        ).all(),
    )


def mark_exported(session: Session, referral_ids: Sequence[int], now: datetime) -> None:
    session.execute(
        update(Referral).where(Referral.id.in_(referral_ids)).values(exported_at=now),
    )
