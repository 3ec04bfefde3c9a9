"""Statements that both engines spell alike but SQLAlchemy keeps in two dialects."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from db.types import Row


def insert(session: Session, table: type[Row]) -> sqlite.Insert | postgresql.Insert:
    """Return an INSERT of the session's own dialect, which knows ON CONFLICT."""
    dialect = session.get_bind().dialect.name
    return postgresql.insert(table) if dialect == "postgresql" else sqlite.insert(table)


def take_turns(session: Session, lock: int) -> None:
    """Let one transaction at a time go on from here, to its end (SQLite has one writer anyway)."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(select(func.pg_advisory_xact_lock(lock)))


def insert_once(session: Session, table: type[Row], **values: Any) -> int | None:
    """Insert one row and return its `id`, or None when a unique constraint already holds such a row."""
    statement = insert(session, table).values(**values).on_conflict_do_nothing().returning(table.id)  # type: ignore[attr-defined]
    found: int | None = session.execute(statement).scalar_one_or_none()
    return found


def insert_many(
    session: Session,
    table: type[Row],
    rows: Sequence[Mapping[str, Any]],
    *,
    returning: Sequence[Any] = (),
    skip_existing: bool = False,
) -> list[tuple[Any, ...]]:
    """Insert `rows` (all with the same keys) in few statements; O(rows), bounded statement size.

    One compiled statement serves all rows, which is several times quicker than a VALUES list of its own for
    each batch; with `returning` SQLAlchemy groups the rows by itself, in no promised order.
    """
    if not rows:
        return []
    statement = _many(session.get_bind().dialect.name, table, tuple(returning), skip_existing)
    result = session.connection().execute(statement, list(rows))
    return [tuple(row) for row in result] if returning else []


@lru_cache(maxsize=256)
def _many(dialect: str, table: type[Row], returning: tuple[Any, ...], skip_existing: bool) -> Any:  # noqa: FBT001
    """Return the INSERT of one shape; putting it together anew would cost more than SQLite takes to run it."""
    statement: Any = postgresql.insert(table) if dialect == "postgresql" else sqlite.insert(table)
    if skip_existing:
        statement = statement.on_conflict_do_nothing()
    return statement.returning(*returning) if returning else statement
