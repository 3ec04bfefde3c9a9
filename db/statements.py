"""Statements that both engines spell alike but SQLAlchemy keeps in two dialects."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Insert
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from db.types import Row

# PostgreSQL takes 32,767 parameters a statement and SQLite 32,766; stay well below with wide rows.
_PARAMETERS = 30_000


def insert(session: Session, table: type[Row]) -> sqlite.Insert | postgresql.Insert:
    """Return an INSERT of the session's own dialect, which knows ON CONFLICT."""
    dialect = session.get_bind().dialect.name
    return postgresql.insert(table) if dialect == "postgresql" else sqlite.insert(table)


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
    """Insert `rows` (all with the same keys) in few statements; O(rows), bounded statement size."""
    if not rows:
        return []
    step = max(1, _PARAMETERS // len(rows[0]))
    result: list[tuple[Any, ...]] = []
    for start in range(0, len(rows), step):
        statement: Any = insert(session, table).values(list(rows[start : start + step]))
        if skip_existing:
            statement = statement.on_conflict_do_nothing()
        result += _run(session, statement, returning)
    return result


def _run(session: Session, statement: Insert, returning: Sequence[Any]) -> list[tuple[Any, ...]]:
    if not returning:
        session.execute(statement)
        return []
    return [tuple(row) for row in session.execute(statement.returning(*returning))]
