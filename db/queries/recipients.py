"""Selects and updates over a campaign's recipients; whoever moves them moves the campaign's counters too."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import case, func, insert, literal, select, update
from sqlalchemy.orm import Session

from db.models.campaigns import Campaign, Recipient
from db.models.members import Member
from db.queries import reach, segments
from db.types import UtcDateTime

OPEN = ("planned", "deferred")


class Fate(NamedTuple):
    """What becomes of members of one standing: the row's state, and when it is due."""

    state: str
    due_at: datetime


def top(session: Session) -> int:
    """Return the highest member id that there is."""
    return session.execute(select(func.coalesce(func.max(Member.id), 0))).scalar_one()


def chunk_end(session: Session, after: int, size: int, last: int) -> int:
    """Return the id that ends a chunk of `size` members above `after`, or `last` when fewer are left."""
    found = session.execute(
        select(Member.id)
        .where(Member.id > after, Member.id <= last)
        .order_by(Member.id)
        .offset(size - 1)
        .limit(1),
    ).scalar_one_or_none()
    return last if found is None else found


def plan(
    session: Session,
    campaign_id: int,
    conditions: segments.Conditions,
    permission: reach.Permission,
    fates: Mapping[str, Fate],
    *,
    after: int,
    upto: int,
) -> dict[str, int]:
    """Insert a row for each of the segment's members with an id in (after, upto]; return counts by state."""
    each = (
        select(Member.id, reach.standing(permission).label("standing"))
        .where(Member.id > after, Member.id <= upto, *segments.where(conditions))
        .cte("standings")
        # Several columns read the standing; inlined, each of them would look it up anew.
        .prefix_with("MATERIALIZED")
    )
    told = each.c.standing
    ready = fates["ready"]
    others = [(name, fate) for name, fate in fates.items() if name != "ready"]
    session.execute(
        insert(Recipient).from_select(
            ["campaign_id", "member_id", "state", "reason", "due_at", "attempts"],
            select(
                literal(campaign_id),
                each.c.id,
                case(*((told == name, fate.state) for name, fate in others), else_=ready.state),
                case((told != "ready", told), else_=literal("quiet") if ready.state != "planned" else None),
                case(
                    *((told == name, literal(fate.due_at, UtcDateTime())) for name, fate in others),
                    else_=literal(ready.due_at, UtcDateTime()),
                ),
                literal(0),
            ),
        ),
    )
    counted = (
        select(Recipient.state, func.count())
        .where(Recipient.campaign_id == campaign_id, Recipient.member_id > after, Recipient.member_id <= upto)
        .group_by(Recipient.state)
    )
    return {row[0]: row[1] for row in session.execute(counted)}


def take(
    session: Session, campaign_id: int, *, now: datetime, until: datetime, limit: int
) -> list[tuple[int, int]]:
    """Reserve due rows until `until` and return (id, chat) of those; what was deferred comes first."""
    ids: list[int] = []
    for state in reversed(OPEN):
        if len(ids) < limit:
            ids += session.execute(
                select(Recipient.id)
                .where(
                    Recipient.campaign_id == campaign_id, Recipient.state == state, Recipient.due_at <= now
                )
                .order_by(Recipient.due_at)
                .limit(limit - len(ids))
                .with_for_update(skip_locked=True),
            ).scalars()
    if not ids:
        return []
    session.execute(update(Recipient).where(Recipient.id.in_(ids)).values(due_at=until))
    found = session.execute(
        select(Recipient.id, reach.chat_of_member()).join(Member).where(Recipient.id.in_(ids))
    )
    return [(recipient_id, int(chat or 0)) for recipient_id, chat in found]


def release(session: Session, ids: Sequence[int], now: datetime) -> None:
    """Give reserved rows back."""
    session.execute(
        update(Recipient).where(Recipient.id.in_(ids), Recipient.state.in_(OPEN)).values(due_at=now),
    )


def locked(session: Session, recipient_id: int) -> Recipient | None:
    """Return a row that nobody else may move until this transaction ends."""
    return session.execute(
        select(Recipient)
        .where(Recipient.id == recipient_id)
        .with_for_update()
        .execution_options(populate_existing=True),
    ).scalar_one_or_none()


def by_id(session: Session, recipient_id: int) -> Recipient | None:
    return session.get(Recipient, recipient_id)


def move_many(
    session: Session,
    campaign_id: int,
    *,
    source: str,
    state: str,
    reason: str | None,
    due_at: datetime,
    limit: int,
    armed_before: datetime | None = None,
    due_until: datetime | None = None,
) -> int:
    """Move up to `limit` rows from one state to another and return how many moved; counters are the caller's."""
    chosen = select(Recipient.id).where(Recipient.campaign_id == campaign_id, Recipient.state == source)
    if armed_before is not None:
        chosen = chosen.where(Recipient.armed_at < armed_before)
    if due_until is not None:
        chosen = chosen.where(Recipient.due_at <= due_until)
    moved = session.execute(
        update(Recipient)
        .where(Recipient.id.in_(chosen.limit(limit)))
        .values(state=state, reason=reason, due_at=due_at)
        .returning(Recipient.id),
    )
    return len(moved.all())


def in_flight(session: Session, armed_before: datetime | None) -> list[int]:
    """Return campaigns with rows that are marked as being sent (since before `armed_before`)."""
    asked = select(Recipient.campaign_id).where(Recipient.state == "sending")
    if armed_before is not None:
        asked = asked.where(Recipient.armed_at < armed_before)
    candidates = select(Campaign.id).where(Campaign.sending > 0)
    return sorted(
        session.execute(asked.where(Recipient.campaign_id.in_(candidates)).distinct()).scalars(),
    )


def any_due(session: Session, campaign_id: int, now: datetime) -> bool:
    """Return whether a row may be sent now; one probe of the index a state."""
    return any(
        session.execute(
            select(Recipient.id)
            .where(Recipient.campaign_id == campaign_id, Recipient.state == state, Recipient.due_at <= now)
            .limit(1),
        ).first()
        for state in OPEN
    )


def note_once(session: Session, recipient_id: int, column: str, now: datetime) -> bool:
    """Write down when a member first clicked (`clicked_at`) or opted out (`opted_out_at`); False if they had."""
    moment = getattr(Recipient, column)
    noted = session.execute(
        update(Recipient)
        .where(Recipient.id == recipient_id, moment.is_(None))
        .values({moment: now})
        .returning(Recipient.id),
    )
    return noted.first() is not None
