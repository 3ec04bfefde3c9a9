"""Selects and updates over the tier that an account holds, what counts towards it, and its history."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, and_, bindparam, func, or_, select, update
from sqlalchemy import Row as Found
from sqlalchemy.orm import Session, aliased

from db.models.orders import Order, Refund
from db.models.points import Account, Entry, TierChange
from db.statements import insert_many

_CHUNK = 1_000


class Held(NamedTuple):
    """The tier of one account: `tier` is what counts, `earned` what remains when the floor goes."""

    member_id: int
    tier: str
    since: datetime
    until: datetime | None
    begins: datetime | None
    earned: str
    floor: str | None
    floor_until: datetime | None
    warned: int | None


class Step(NamedTuple):
    """One line of the history; `earned` is told where a floor lifts the tier above it."""

    member_id: int
    before: str
    after: str
    reason: str
    earned: str | None
    at: datetime


_HELD = select(
    Account.member_id,
    Account.tier,
    Account.tier_since,
    Account.tier_until,
    # Accounts from before terms were kept: the term began when the tier did.
    func.coalesce(Account.term_begins, Account.tier_since),
    func.coalesce(Account.earned_tier, Account.tier),
    Account.floor_tier,
    Account.floor_until,
    Account.warned_days,
)


def open_account(session: Session, member_id: int, tier: str, now: datetime) -> None:
    session.add(Account(member_id=member_id, balance=0, qualifying=0, tier=tier, tier_since=now))
    session.flush()


def held(session: Session, member_ids: Sequence[int], *, lock: bool = False) -> list[Held]:
    """Return what members hold, in the order of their ids; `lock` keeps others from moving them meanwhile."""
    found: list[Held] = []
    ids = sorted(set(member_ids))
    for start in range(0, len(ids), _CHUNK):
        query = _HELD.where(Account.member_id.in_(ids[start : start + _CHUNK])).order_by(Account.member_id)
        found += [Held(*row) for row in session.execute(query.with_for_update() if lock else query)]
    return found


def tiers_of(session: Session, member_ids: Sequence[int]) -> dict[int, str]:
    return {one.member_id: one.tier for one in held(session, member_ids)}


def put(session: Session, accounts: Sequence[Held]) -> None:
    """Write the tiers that accounts hold from now on."""
    if not accounts:
        return
    session.connection().execute(
        update(Account)
        .where(Account.member_id == bindparam("member"))
        .values(
            tier=bindparam("new_tier"),
            tier_since=bindparam("new_since", type_=Account.__table__.c.tier_since.type),
            tier_until=bindparam("new_until", type_=Account.__table__.c.tier_until.type),
            term_begins=bindparam("new_begins", type_=Account.__table__.c.term_begins.type),
            earned_tier=bindparam("new_earned"),
            floor_tier=bindparam("new_floor"),
            floor_until=bindparam("new_floor_until", type_=Account.__table__.c.floor_until.type),
            warned_days=bindparam("new_warned"),
        ),
        [
            {
                "member": one.member_id,
                "new_tier": one.tier,
                "new_since": one.since,
                "new_until": one.until,
                "new_begins": one.begins,
                "new_earned": one.earned if one.floor else None,
                "new_floor": one.floor,
                "new_floor_until": one.floor_until,
                "new_warned": one.warned,
            }
            for one in sorted(accounts)
        ],
    )


def write_steps(session: Session, steps: Sequence[Step]) -> None:
    insert_many(session, TierChange, [step._asdict() for step in steps])


def mark_warned(session: Session, member_ids: Sequence[int], days: int) -> None:
    for start in range(0, len(member_ids), _CHUNK):
        session.execute(
            update(Account)
            .where(Account.member_id.in_(member_ids[start : start + _CHUNK]))
            .values(warned_days=days),
        )


def to_settle(session: Session, *, now: datetime, lost_before: datetime, limit: int) -> list[int]:
    """Return members whose floor has ended, or whose term has and was not judged since, or whose grace has.

    A term is judged once at its end, which leaves `warned_days` at 0, and again if it ended before `lost_before`.
    """
    unjudged = or_(Account.warned_days.is_(None), Account.warned_days > 0)
    return list(
        session.execute(
            select(Account.member_id)
            .where(
                or_(
                    Account.floor_until <= now,
                    Account.tier_until < lost_before,
                    and_(Account.tier_until <= now, unjudged),
                ),
            )
            .order_by(Account.member_id)
            .limit(limit),
        ).scalars(),
    )


def to_warn(session: Session, *, now: datetime, ends_by: datetime, days: int, limit: int) -> list[int]:
    """Return members whose term ends soon and who were not warned `days` before its end."""
    return list(
        session.execute(
            select(Account.member_id)
            .where(
                Account.tier_until > now,
                Account.tier_until <= ends_by,
                or_(Account.warned_days.is_(None), Account.warned_days > days),
            )
            .order_by(Account.tier_until, Account.member_id)
            .limit(limit),
        ).scalars(),
    )


def accounts_after(session: Session, member_id: int, limit: int) -> list[int]:
    """Return the next members above `member_id`, for work that goes through all of them."""
    return list(
        session.execute(
            select(Account.member_id)
            .where(Account.member_id > member_id)
            .order_by(Account.member_id)
            .limit(limit),
        ).scalars(),
    )


def qualifying(
    session: Session, member_ids: Sequence[int], since: datetime, until: datetime | None = None
) -> dict[int, int]:
    """Return each member's qualifying points earned from `since` on, as known just before `until`.

    What was taken back counts where it was earned: the refund of an old order lowers no later term.
    """
    found: dict[int, int] = dict.fromkeys(member_ids, 0)
    earned = aliased(Entry)
    window = [Entry.at >= since, or_(earned.id.is_(None), earned.at >= since)]
    if until is not None:
        window.append(Entry.at < until)
    for some in _chunks(member_ids):
        for member_id, total in session.execute(
            select(Entry.member_id, func.sum(Entry.qualifying))
            .outerjoin(earned, earned.id == Entry.reverses_id)
            .where(Entry.member_id.in_(some), *window)
            .group_by(Entry.member_id),
        ):
            found[member_id] = int(total)
    return found


def purchases(
    session: Session,
    member_ids: Sequence[int],
    since: datetime,
    until: datetime | None = None,
    *,
    at_least: int,
) -> dict[int, tuple[int, int]]:
    """Return each member's (spend, orders) from `since` on, net of refunds, as known just before `until`.

    An order counts as long as `at_least` minor units of it, and more than nothing, were not given back.
    """
    found: dict[int, tuple[int, int]] = dict.fromkeys(member_ids, (0, 0))
    known: list[ColumnElement[bool]] = [Refund.order_id == Order.id]
    window: list[ColumnElement[bool]] = [Order.ordered_at >= since]
    if until is not None:
        known.append(Refund.refunded_at < until)
        window.append(Order.ordered_at < until)
    returned = select(func.coalesce(func.sum(Refund.amount), 0)).where(*known).scalar_subquery()
    for some in _chunks(member_ids):
        net = (
            select(Order.member_id, (Order.total - returned).label("net"))
            .where(Order.member_id.in_(some), *window)
            .subquery()
        )
        counted = (net.c.net > 0) & (net.c.net >= at_least)
        for member_id, spend, orders in session.execute(
            select(net.c.member_id, func.sum(net.c.net), func.count().filter(counted)).group_by(
                net.c.member_id
            ),
        ):
            found[member_id] = (int(spend), int(orders))
    return found


def history(session: Session, member_id: int, limit: int) -> list[Found[str, str, str, str | None, datetime]]:
    """Return (before, after, reason, earned, at) of a member's steps, newest first."""
    return list(
        session.execute(
            select(TierChange.before, TierChange.after, TierChange.reason, TierChange.earned, TierChange.at)
            .where(TierChange.member_id == member_id)
            .order_by(TierChange.at.desc(), TierChange.id.desc())
            .limit(limit),
        ).all(),
    )


def steps_of(session: Session, member_ids: Sequence[int]) -> dict[int, list[tuple[datetime, str, str]]]:
    """Return (at, before, after) of all steps of members, oldest first; O(their steps)."""
    found: dict[int, list[tuple[datetime, str, str]]] = {}
    for some in _chunks(member_ids):
        for member_id, at, before, after in session.execute(
            select(TierChange.member_id, TierChange.at, TierChange.before, TierChange.after)
            .where(TierChange.member_id.in_(some))
            .order_by(TierChange.at, TierChange.id),
        ):
            found.setdefault(member_id, []).append((at, before, after))
    return found


def _chunks(member_ids: Sequence[int]) -> list[Sequence[int]]:
    return [member_ids[start : start + _CHUNK] for start in range(0, len(member_ids), _CHUNK)]
