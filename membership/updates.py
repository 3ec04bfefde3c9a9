"""The inbox: no update is lost once Telegram may forget it, and none is dealt with twice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from db.queries import updates as rows

ATTEMPTS = 3


@dataclass(frozen=True, slots=True)
class Kept:
    update_id: int
    payload: dict[str, Any]


def keep(session: Session, *, updates: Sequence[Mapping[str, Any]], now: datetime) -> tuple[Kept, ...]:
    """Store raw updates and return those that are new, in their order."""
    by_id = {int(update["update_id"]): dict(update) for update in updates}
    new = rows.keep(session, list(by_id.items()), now)
    return tuple(Kept(update_id, payload) for update_id, payload in by_id.items() if update_id in new)


def left_open(session: Session) -> tuple[Kept, ...]:
    """At start: return what was taken in but not finished; what has failed ATTEMPTS times is set aside."""
    rows.set_aside(session, ATTEMPTS)
    return tuple(Kept(*row) for row in rows.reopen(session))


def finish(session: Session, *, done: Sequence[int], failed: Mapping[int, str]) -> None:
    """Forget the content of what is done; keep what failed, with the error, for whoever looks into it."""
    rows.finish(session, done, failed)


def purge(session: Session, *, before: datetime) -> int:
    """Delete finished updates received before `before`; Telegram repeats none after a day."""
    return rows.purge(session, before)
