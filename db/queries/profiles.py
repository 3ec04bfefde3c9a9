"""Selects and updates over what is known of members as persons."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

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
                Member.joined_at,
                Member.joined_by,
                Member.synthetic,
            ).where(Member.id.in_(ids[start : start + _CHUNK])),
        ):
            found[row.id] = Known(*row)
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
