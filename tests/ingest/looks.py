"""What tests look at after an import, straight from the tables."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db.models.members import Consent, Identity, Member
from db.models.notices import Notice
from db.models.orders import Order, OrderLine
from db.models.points import Account, Entry, Lot
from db.types import Row
from ingest.load import Report


def counts(session: Session) -> dict[str, int]:
    """Rows of every table that has any."""
    found = {
        table.name: session.execute(select(func.count()).select_from(table)).scalar_one()
        for table in Row.metadata.sorted_tables
    }
    return {name: count for name, count in found.items() if count}


def balances(session: Session) -> dict[str, int]:
    return dict(
        session.execute(
            select(Member.number, Account.balance).join(Account, Account.member_id == Member.id),
        ).all(),
    )


def order_totals(session: Session) -> dict[str, tuple[int, int]]:
    """(total, number of lines) of each order by its ref."""
    return {
        ref: (total, lines)
        for ref, total, lines in session.execute(
            select(Order.ref, Order.total, func.count(OrderLine.id))
            .join(OrderLine, OrderLine.order_id == Order.id)
            .group_by(Order.ref, Order.total),
        )
    }


def member(session: Session, number: str) -> Member:
    return session.execute(select(Member).where(Member.number == number)).scalar_one()


def identities(session: Session, number: str) -> set[tuple[str, str]]:
    found = member(session, number)
    return {
        (kind, value)
        for kind, value in session.execute(
            select(Identity.kind, Identity.value).where(Identity.member_id == found.id),
        )
    }


def consents(session: Session, number: str) -> dict[str, bool]:
    found = member(session, number)
    return dict(
        session.execute(select(Consent.topic, Consent.granted).where(Consent.member_id == found.id)).all()
    )


def notices(session: Session) -> list[str]:
    return list(session.execute(select(Notice.text).order_by(Notice.id)).scalars())


def ledger_sums(session: Session) -> tuple[int, int, int]:
    """(entries, what is left in lots, cached balances): always one and the same number."""
    return tuple(  # type: ignore[return-value]
        int(session.execute(select(func.coalesce(func.sum(column), 0))).scalar_one())
        for column in (Entry.amount, Lot.remaining, Account.balance)
    )


def tiers(session: Session) -> dict[str, str]:
    return dict(
        session.execute(
            select(Member.number, Account.tier).join(Account, Account.member_id == Member.id),
        ).all(),
    )


def text(report: Report) -> str:
    """The rejects file as it was written."""
    return Path(str(report.rejects_file)).read_text()


def is_private(report: Report) -> bool:
    return Path(str(report.rejects_file)).stat().st_mode & 0o077 == 0
