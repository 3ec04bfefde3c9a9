"""Selects and updates over what the model was used for."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from db.models.answers import Answered
from db.models.usages import Usage
from db.statements import insert


class Used(NamedTuple):
    calls: int
    tokens_in: int
    tokens_out: int
    cost: int


def add(session: Session, day: date, telegram_id: int, used: Used) -> None:
    """Add to the day's row of one person, made if there is none."""
    values = used._asdict()
    statement = insert(session, Usage).values(day=day, telegram_id=telegram_id, **values)
    session.execute(
        statement.on_conflict_do_update(
            index_elements=[Usage.day, Usage.telegram_id],
            set_={name: getattr(Usage, name) + statement.excluded[name] for name in values},
        )
    )


def tokens(session: Session, day: date, telegram_ids: Sequence[int]) -> dict[int, int]:
    """Return the tokens of a day by person."""
    found = session.execute(
        select(Usage.telegram_id, Usage.tokens_in + Usage.tokens_out).where(
            Usage.day == day, Usage.telegram_id.in_(telegram_ids)
        )
    )
    return {row[0]: row[1] for row in found}


def total(session: Session, since: date, everybody: int) -> Used:
    found = session.execute(
        select(
            *(
                func.coalesce(func.sum(column), 0)
                for column in (Usage.calls, Usage.tokens_in, Usage.tokens_out, Usage.cost)
            )
        ).where(Usage.day >= since, Usage.telegram_id == everybody)
    ).one()
    return Used(*(int(value) for value in found))


def modes(session: Session, since: datetime) -> dict[str, int]:
    """Return how many answers each mode gave."""
    found = session.execute(
        select(Answered.mode, func.count()).where(Answered.at >= since).group_by(Answered.mode)
    )
    return {mode: int(count) for mode, count in found}


def prune(session: Session, before: date, everybody: int) -> None:
    """Delete what single persons used before a day; the sums of all stay."""
    session.execute(delete(Usage).where(Usage.day < before, Usage.telegram_id != everybody))
