"""The inbox: no update is lost once Telegram may forget it, and none is dealt with twice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from db.queries import updates as rows
from membership import schedule

ATTEMPTS = 3
ALIVE_SECONDS = 12


@dataclass(frozen=True, slots=True)
class Kept:
    update_id: int
    payload: dict[str, Any]


def keep(
    session: Session, *, updates: Sequence[Mapping[str, Any]], owner: str, now: datetime
) -> tuple[Kept, ...]:
    """Store raw updates as those of process `owner` and return those that are new, in their order."""
    by_id = {int(update["update_id"]): dict(update) for update in updates}
    new = rows.keep(session, list(by_id.items()), owner, now)
    return tuple(Kept(update_id, payload) for update_id, payload in by_id.items() if update_id in new)


def take_over(session: Session, *, owner: str, now: datetime) -> tuple[Kept, ...]:
    """Say that process `owner` lives for ALIVE_SECONDS, and give it what processes that died left open.

    An update that was begun ATTEMPTS times is set aside. `now` is real time, as it is for every lease.
    """
    schedule.hold_lease(session, name=owner, owner=owner, seconds=ALIVE_SECONDS, now=now)
    rows.set_aside(session, ATTEMPTS, now)
    return tuple(Kept(*row) for row in rows.take_over(session, owner, now))


def finish(session: Session, *, done: Sequence[int], failed: Mapping[int, str]) -> None:
    """Forget the content of what is done; keep what failed, with the error, for whoever looks into it."""
    rows.finish(session, done, failed)


def purge(session: Session, *, before: datetime) -> int:
    """Delete finished updates received before `before`; Telegram repeats none after a day."""
    return rows.purge(session, before)
