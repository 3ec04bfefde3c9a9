"""Selects and guarded updates over what was given under each limit."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from sqlalchemy import case, or_, select, tuple_, update
from sqlalchemy.orm import Session

from db.models.budgets import Budget
from db.statements import insert, insert_many

_CHUNK = 200


class Scope(NamedTuple):
    """One limit's row: whose, over which span, and the local day on which that span begins."""

    purse: str
    owner: int
    span: str
    begins: date


class Given(NamedTuple):
    points: int
    times: int


class Use(NamedTuple):
    """What is to be added to a scope, and the limit that it must stay within."""

    scope: Scope
    points: int
    times: int
    most_points: int | None
    most_times: int | None


_KEY = (Budget.purse, Budget.owner, Budget.span, Budget.begins)


def hold(session: Session, scopes: Sequence[Scope]) -> dict[Scope, Given]:
    """Return what was given under each scope, locked until the transaction ends; missing rows are made.

    All callers lock in the same order, so that two of them cannot wait for each other in a circle.
    """
    wanted = sorted(set(scopes))
    held = _held(session, wanted)
    if missing := [scope for scope in wanted if scope not in held]:
        insert_many(
            session,
            Budget,
            [scope._asdict() | {"points": 0, "times": 0} for scope in missing],
            skip_existing=True,
        )
        held |= _held(session, missing)
    return held


def _held(session: Session, scopes: Sequence[Scope]) -> dict[Scope, Given]:
    found: dict[Scope, Given] = {}
    for start in range(0, len(scopes), _CHUNK):
        for row in session.execute(
            select(*_KEY, Budget.points, Budget.times)
            .where(tuple_(*_KEY).in_([tuple(scope) for scope in scopes[start : start + _CHUNK]]))
            .order_by(*_KEY)
            .with_for_update(),
        ):
            found[Scope(*row[:4])] = Given(row.points, row.times)
    return found


def use(session: Session, uses: Sequence[Use]) -> int:
    """Add to each scope what stays within its limit, in one statement; return how many scopes took it."""
    if not uses:
        return 0
    statement = insert(session, Budget)
    new = statement.excluded
    statement = statement.on_conflict_do_update(
        index_elements=["purse", "owner", "span", "begins"],
        set_={
            "points": Budget.points + new.points,
            "times": Budget.times + new.times,
            "most_points": new.most_points,
            "most_times": new.most_times,
        },
        where=(or_(new.most_points.is_(None), Budget.points + new.points <= new.most_points))
        & (or_(new.most_times.is_(None), Budget.times + new.times <= new.most_times)),
    )
    values = [
        one.scope._asdict()
        | {
            "points": one.points,
            "times": one.times,
            "most_points": one.most_points,
            "most_times": one.most_times,
        }
        for one in sorted(uses, key=lambda one: one.scope)
    ]
    return len(session.connection().execute(statement.returning(Budget.id), values).all())


def give_back(session: Session, scopes: Sequence[Scope], points: int, times: int) -> int:
    """Take points and times off those scopes, never below nothing; return how many there were."""
    done = session.execute(
        update(Budget)
        .where(tuple_(*_KEY).in_([tuple(scope) for scope in scopes]))
        .values(
            points=case((Budget.points > points, Budget.points - points), else_=0),
            times=case((Budget.times > times, Budget.times - times), else_=0),
        ),
    )
    return int(done.rowcount)  # type: ignore[attr-defined]
