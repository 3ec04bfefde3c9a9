"""Who runs the clock, and which slots are taken: rows, so that two processes never do one slot twice."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from db.queries import schedule as rows

LEASE_SECONDS = 30


def hold_lease(session: Session, *, name: str, owner: str, now: datetime, seconds: int | None = None) -> bool:
    """Take or renew a lease for `seconds` (LEASE_SECONDS); False while somebody else holds it. `now` is real time."""
    until = now + timedelta(seconds=seconds or LEASE_SECONDS)
    return rows.take_lease(session, name, owner, now, until)


def release_lease(session: Session, *, name: str, owner: str) -> None:
    """Give a lease up, so that the next process needn't wait for its end."""
    rows.drop_lease(session, name, owner)


def purge_leases(session: Session, *, before: datetime) -> int:
    """Delete leases that ended before `before`: each process leaves one behind when it dies."""
    return rows.purge_leases(session, before)


def last_slot(session: Session, *, job: str) -> datetime | None:
    """Return the newest slot of a job that anybody took."""
    return rows.last_slot(session, job)


def take_slot(session: Session, *, job: str, slot: datetime, now: datetime) -> int | None:
    """Claim one slot and return the run's id, or None when it has been taken."""
    return rows.take_slot(session, job, slot, now)


def finish_slot(session: Session, *, run_id: int, outcome: str, now: datetime) -> None:
    rows.finish_slot(session, run_id, outcome[:200], now)


def unfinished(session: Session, *, job: str) -> tuple[tuple[int, datetime], ...]:
    """Return (run id, slot) of slots that were begun and never finished: whoever ran them has died."""
    return tuple(rows.unfinished(session, job))
