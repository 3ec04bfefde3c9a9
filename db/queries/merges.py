"""What a merge moves, table by table, and how it comes back.

Every column that refers to `members.id` stands in exactly one of MOVED, COMBINED and KEPT; a test reads
the tables and fails for one that is missing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import (
    Column,
    ColumnElement,
    Select,
    Table,
    UniqueConstraint,
    exists,
    insert,
    literal,
    select,
    update,
)
from sqlalchemy import Row as Found
from sqlalchemy.orm import Session

from db.models.members import Member
from db.models.merges import Merge, MergeMove
from db.types import Row

# Rows that go to the survivor as they are. Where a unique key lets only one of two rows live (a check-in of
# the same day, the same campaign), the survivor's stands and the other one stays behind.
MOVED = (
    "adjustments.member_id",
    "answers.member_id",
    "asks.member_id",
    "attempts.member_id",
    "behaviours.member_id",
    "benefit_claims.member_id",
    "birthday_gifts.member_id",
    "campaign_recipients.member_id",
    "card_terms.member_id",
    "checkins.member_id",
    "conversations.member_id",
    "coupons.member_id",
    "data_copies.member_id",
    "debts.member_id",
    "entries.member_id",
    "identities.member_id",
    "identity_claims.claimant_id",
    "identity_claims.holder_id",
    "lots.member_id",
    "notices.member_id",
    "orders.member_id",
    "passes.member_id",
    "payments.member_id",
    "redemptions.member_id",
    "referral_links.member_id",
    "referrals.invitee_id",
    "referrals.inviter_id",
    "showings.member_id",
    "ticket_contacts.member_id",
    "tickets.member_id",
    "tier_changes.member_id",
    "visits.member_id",
)
# One row a member, or a key without an id: the survivor's row is changed to say what both said.
COMBINED = (
    "accounts.member_id",
    "consents.member_id",
    "dislikes.member_id",
    "hidden_members.member_id",
    "streaks.member_id",
)
# The record of merging itself.
KEPT = ("members.merged_into", "merges.source_id", "merges.target_id")


def references() -> set[str]:
    """Return each column that refers to a member, as `table.column`."""
    return {
        f"{table.name}.{column.name}"
        for table in Row.metadata.tables.values()
        for column in table.columns
        for key in column.foreign_keys
        if key.target_fullname == "members.id"
    }


def key_of(place: str) -> Column[int]:
    """Return the one integer key of the table of `place`."""
    table, _ = _of(place)
    (key,) = table.primary_key.columns
    return key


class Held(NamedTuple):
    id: int
    number: str
    joined_at: datetime | None
    merged_into: int | None
    erased_at: datetime | None


def lock(session: Session, ids: Sequence[int]) -> dict[int, Held]:
    """Hold members in the order of their ids, so that two merges at once don't wait for each other in a circle."""
    return _held(session, select(*_HELD).where(Member.id.in_(ids)).order_by(Member.id).with_for_update())


def see(session: Session, ids: Sequence[int]) -> dict[int, Held]:
    return _held(session, select(*_HELD).where(Member.id.in_(ids)))


def begin(session: Session, **values: Any) -> int:
    merge = Merge(**values)
    session.add(merge)
    session.flush()
    return merge.id


def move(session: Session, merge_id: int, source: int, target: int) -> int:
    """Give the source's rows to the target, each noted in the journal; O(rows) inside the database."""
    count = 0
    for place in MOVED:
        table, column = _of(place)
        key = key_of(place)
        free = [column == source, ~_taken(table, column, target)]
        noted = select(literal(merge_id), literal(place), key).where(*free)
        session.execute(
            insert(MergeMove).from_select([MergeMove.merge_id, MergeMove.place, MergeMove.row_id], noted)
        )
        mine = select(MergeMove.row_id).where(MergeMove.merge_id == merge_id, MergeMove.place == place)
        done: Any = session.execute(
            update(table).where(column == source, key.in_(mine)).values({column.name: target})
        )
        count += done.rowcount
    return count


def has_rows(session: Session, source: int, target: int) -> bool:
    """Return whether the source has anything that could go to the target."""
    return any(
        session.execute(
            select(key_of(place)).where(column == source, ~_taken(table, column, target)).limit(1)
        ).first()
        for place in MOVED
        for table, column in (_of(place),)
    )


def move_back(session: Session, merge_id: int, source: int, target: int) -> None:
    """Give back what the journal names and the target still has."""
    for place in MOVED:
        table, column = _of(place)
        mine = select(MergeMove.row_id).where(MergeMove.merge_id == merge_id, MergeMove.place == place)
        session.execute(
            update(table).where(column == target, key_of(place).in_(mine)).values({column.name: source})
        )


def moved(session: Session, merge_id: int, place: str) -> list[int]:
    return list(
        session.execute(
            select(MergeMove.row_id)
            .where(MergeMove.merge_id == merge_id, MergeMove.place == place)
            .order_by(MergeMove.row_id),
        ).scalars(),
    )


def by_id(session: Session, merge_id: int) -> Merge | None:
    return session.execute(select(Merge).where(Merge.id == merge_id).with_for_update()).scalar_one_or_none()


def standing(session: Session, source: int) -> int | None:
    """Return the merge by which a member was given to another, if it stands."""
    return session.execute(
        select(Merge.id)
        .where(Merge.source_id == source, Merge.undone_at.is_(None))
        .order_by(Merge.id.desc())
        .limit(1),
    ).scalar_one_or_none()


def since(session: Session, at: datetime) -> list[Found[int, int, int]]:
    """Return (id, source, target) of the merges after `at` that stand."""
    return list(
        session.execute(
            select(Merge.id, Merge.source_id, Merge.target_id)
            .where(Merge.at > at, Merge.undone_at.is_(None))
            .order_by(Merge.id),
        ).all(),
    )


def keep_before(session: Session, merge_id: int, before: dict[str, Any]) -> None:
    session.execute(update(Merge).where(Merge.id == merge_id).values(before=before))


def end(session: Session, merge_id: int, actor: str, at: datetime) -> None:
    session.execute(update(Merge).where(Merge.id == merge_id).values(undone_at=at, undone_by=actor))


def point(session: Session, member_id: int, into: int | None, joined_at: datetime | None) -> None:
    """Make a member lead into another one (who is merged counts as nobody who joined), or stand alone again."""
    session.execute(
        update(Member).where(Member.id == member_id).values(merged_into=into, joined_at=joined_at)
    )


_HELD = (Member.id, Member.number, Member.joined_at, Member.merged_into, Member.erased_at)


def _held(session: Session, statement: Select[*tuple[Any, ...]]) -> dict[int, Held]:
    return {row.id: Held(*row) for row in session.execute(statement)}


def _of(place: str) -> tuple[Table, Column[Any]]:
    name, _, column = place.partition(".")
    table = Row.metadata.tables[name]
    return table, table.c[column]


def _taken(table: Table, column: Column[Any], target: int) -> ColumnElement[bool]:
    """Return whether the target has a row already that a unique key would not suffer beside this one."""
    other = table.alias()
    taken: list[ColumnElement[bool]] = [
        exists().where(
            other.c[column.name] == target,
            *(other.c[one.name] == table.c[one.name] for one in columns if one.name != column.name),
        )
        for columns in _unique(table)
        if column in columns
    ]
    met: ColumnElement[bool] = literal(value=False)
    for one in taken:
        met = met | one
    return met


def _unique(table: Table) -> Iterator[list[Column[Any]]]:
    for constraint in table.constraints:
        if isinstance(constraint, UniqueConstraint):
            yield list(constraint.columns)
    for index in table.indexes:
        if index.unique:
            yield [column for column in index.columns if isinstance(column, Column)]
