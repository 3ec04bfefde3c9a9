"""Selects and updates over what members were asked to tell."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Row as Found
from sqlalchemy import exists, func, select, update
from sqlalchemy.orm import Session

from db.models.asks import Ask
from db.models.members import Identity, Member
from db.models.notices import Notice
from db.statements import insert


def told(session: Session, member_id: int) -> Found[bool, bool, bool]:
    """Return whether a member's phone, birthday and preferences are known."""
    phone = exists().where(Identity.member_id == Member.id, Identity.kind == "phone")
    return session.execute(
        select(phone, Member.birthday_md.is_not(None), Member.preferences != "").where(
            Member.id == member_id
        ),
    ).one()


def of_member(session: Session, member_id: int) -> dict[str, tuple[datetime, datetime | None]]:
    """Return (asked, declined) by item."""
    rows = session.execute(
        select(Ask.item, Ask.asked_at, Ask.declined_at).where(Ask.member_id == member_id),
    )
    return {row.item: (row.asked_at, row.declined_at) for row in rows}


def note(session: Session, member_id: int, item: str, at: datetime, declined_at: datetime | None) -> None:
    """Keep the latest time of asking; a no that was said before stands until the next one."""
    statement = insert(session, Ask).values(
        member_id=member_id, item=item, asked_at=at, declined_at=declined_at
    )
    new = statement.excluded
    session.execute(
        statement.on_conflict_do_update(
            index_elements=["member_id", "item"],
            set_={"asked_at": new.asked_at, "declined_at": func.coalesce(new.declined_at, Ask.declined_at)},
        ),
    )


def decline(session: Session, member_id: int, item: str, at: datetime) -> bool:
    """Note a no; False when nobody asked."""
    found = session.execute(
        update(Ask)
        .where(Ask.member_id == member_id, Ask.item == item)
        .values(declined_at=at)
        .returning(Ask.id),
    ).scalar_one_or_none()
    return found is not None


def moved(
    session: Session,
    texts: Sequence[str],
    since: datetime,
    until: datetime,
    quiet_since: datetime,
    after: int,
    limit: int,
) -> list[int]:
    """Return members who were told one of `texts` in that window and asked for nothing since `quiet_since`.

    O(notices sent in the window), by the outbox's index of states.
    """
    asked = exists().where(Ask.member_id == Member.id, Ask.asked_at > quiet_since)
    return list(
        session.execute(
            select(Member.id)
            .join(Notice, Notice.member_id == Member.id)
            .where(
                Notice.state == "sent",
                Notice.due_at > since,
                Notice.due_at <= until,
                Notice.text.in_(texts),
                Member.id > after,
                Member.joined_at.is_not(None),
                Member.reachable,
                ~asked,
            )
            .distinct()
            .order_by(Member.id)
            .limit(limit),
        ).scalars(),
    )
