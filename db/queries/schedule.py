"""Selects and updates over leases and job runs."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, func, or_, select, update
from sqlalchemy.orm import Session

from db.models.schedule import JobRun, Lease
from db.statements import insert, insert_once


def take_lease(session: Session, name: str, owner: str, now: datetime, until: datetime) -> bool:
    """Insert the lease, or take it over from its owner or after its end."""
    statement = insert(session, Lease).values(name=name, owner=owner, expires_at=until)
    taken = session.execute(
        statement.on_conflict_do_update(
            index_elements=["name"],
            set_={"owner": owner, "expires_at": until},
            where=or_(Lease.owner == owner, Lease.expires_at <= now),
        ).returning(Lease.owner),
    ).scalar_one_or_none()
    return taken == owner


def drop_lease(session: Session, name: str, owner: str) -> None:
    session.execute(delete(Lease).where(Lease.name == name, Lease.owner == owner))


def purge_leases(session: Session, before: datetime) -> int:
    return len(session.execute(delete(Lease).where(Lease.expires_at < before).returning(Lease.name)).all())


def last_slot(session: Session, job: str) -> datetime | None:
    return session.execute(select(func.max(JobRun.slot)).where(JobRun.job == job)).scalar_one()


def take_slot(session: Session, job: str, slot: datetime, now: datetime) -> int | None:
    return insert_once(session, JobRun, job=job, slot=slot, started_at=now)


def finish_slot(session: Session, run_id: int, outcome: str, now: datetime) -> None:
    session.execute(update(JobRun).where(JobRun.id == run_id).values(finished_at=now, outcome=outcome))


def unfinished(session: Session, job: str) -> list[tuple[int, datetime]]:
    return [
        (row.id, row.slot)
        for row in session.execute(
            select(JobRun.id, JobRun.slot)
            .where(JobRun.job == job, JobRun.finished_at.is_(None))
            .order_by(JobRun.slot),
        )
    ]
