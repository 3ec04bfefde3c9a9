"""Selects and updates over what is known of members as persons."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Row as Found
from sqlalchemy import bindparam, select, update
from sqlalchemy.orm import Session

from db.models.members import Consent, Identity, Member
from db.statements import insert_many

_CHUNK = 1_000


class Known(NamedTuple):
    id: int
    name: str | None
    language: str | None
    tags: str
    birthday: bytes | None
    birthday_md: str | None
    birthday_told_at: datetime | None
    joined_at: datetime | None
    joined_by: str | None
    synthetic: bool


def by_ids(session: Session, ids: Sequence[int]) -> dict[int, Known]:
    found: dict[int, Known] = {}
    for start in range(0, len(ids), _CHUNK):
        for row in session.execute(
            select(
                Member.id,
                Member.name,
                Member.language,
                Member.tags,
                Member.birthday,
                Member.birthday_md,
                Member.birthday_told_at,
                Member.joined_at,
                Member.joined_by,
                Member.synthetic,
            ).where(Member.id.in_(ids[start : start + _CHUNK])),
        ):
            found[row.id] = Known._make(row)
    return found


def write(session: Session, people: Sequence[Known]) -> None:
    """Replace what is known of members."""
    if not people:
        return
    columns = [name for name in Known._fields if name != "id"]
    session.connection().execute(
        update(Member)
        .where(Member.id == bindparam("member"))
        .values({name: bindparam(f"new_{name}", type_=Member.__table__.c[name].type) for name in columns}),
        [
            {"member": one.id} | {f"new_{name}": getattr(one, name) for name in columns}
            for one in sorted(people)
        ],
    )


def link(session: Session, pairs: Sequence[tuple[str, str, int]]) -> None:
    """Make each (kind, value) lead to its member."""
    insert_many(
        session,
        Identity,
        [{"kind": kind, "value": value, "member_id": member} for kind, value, member in pairs],
    )


def first_consents(session: Session, consents: Sequence[Mapping[str, Any]]) -> int:
    """Store consents to topics on which their member had said nothing yet; return how many."""
    return len(insert_many(session, Consent, consents, returning=(Consent.id,), skip_existing=True))


def lock_birthday(session: Session, member_id: int) -> Found[bytes | None, str | None, datetime | None]:
    """Return (birthday, birthday_md, birthday_told_at) and keep other writers of the row waiting."""
    return session.execute(
        select(Member.birthday, Member.birthday_md, Member.birthday_told_at)
        .where(Member.id == member_id)
        .with_for_update(),
    ).one()


def set_birthday(
    session: Session, member_id: int, sealed: bytes | None, md: str | None, told_at: datetime | None
) -> None:
    """Write the sealed day and its month and day together."""
    session.execute(
        update(Member)
        .where(Member.id == member_id)
        .values(birthday=sealed, birthday_md=md, birthday_told_at=told_at),
    )


def preferences(session: Session, member_id: int) -> tuple[str, ...]:
    return _listed(session.execute(select(Member.preferences).where(Member.id == member_id)).scalar_one())


def lock_preferences(session: Session, member_id: int) -> tuple[str, ...]:
    return _listed(
        session.execute(
            select(Member.preferences).where(Member.id == member_id).with_for_update()
        ).scalar_one(),
    )


def set_preferences(session: Session, member_id: int, chosen: Sequence[str]) -> None:
    session.execute(update(Member).where(Member.id == member_id).values(preferences=";".join(chosen)))


def card(
    session: Session, member_id: int
) -> Found[str, str | None, bytes | None, str | None, datetime | None, str]:
    """Return (number, name, birthday, birthday_md, birthday_told_at, preferences) of a member."""
    return session.execute(
        select(
            Member.number,
            Member.name,
            Member.birthday,
            Member.birthday_md,
            Member.birthday_told_at,
            Member.preferences,
        ).where(Member.id == member_id),
    ).one()


def undated(session: Session, after: int, limit: int) -> list[Found[int, bytes | None]]:
    """Return (id, birthday) of members above id `after` whose sealed birthday has no month and day beside it."""
    return list(
        session.execute(
            select(Member.id, Member.birthday)
            .where(Member.id > after, Member.birthday.is_not(None), Member.birthday_md.is_(None))
            .order_by(Member.id)
            .limit(limit),
        ).all(),
    )


def _listed(text: str) -> tuple[str, ...]:
    return tuple(part for part in text.split(";") if part)
