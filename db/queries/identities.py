"""Selects and updates over phone numbers as identities, and claims of them."""

from __future__ import annotations

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Select, delete, exists, or_, select, update
from sqlalchemy.orm import Session, aliased

from db.models.identities import Claim
from db.models.members import Identity, Member
from db.models.orders import Order
from db.statements import insert_once

PHONE = "phone"


class Holder(NamedTuple):
    """To whom a phone number leads, and whether a Telegram account stands behind them."""

    member_id: int
    has_account: bool


class Standing(NamedTuple):
    """A claim with the member numbers of both sides."""

    id: int
    state: str
    value: str
    sealed: bytes | None
    claimant_id: int
    holder_id: int
    claimant: str
    holder: str
    opened_at: datetime


def add_phone(session: Session, member_id: int, value: str, sealed: bytes) -> bool:
    """Make a number lead to a member; False when it leads somewhere already."""
    found = insert_once(session, Identity, kind=PHONE, value=value, member_id=member_id, sealed=sealed)
    return found is not None


def holder(session: Session, value: str) -> Holder | None:
    account = aliased(Identity)
    has_account = exists().where(account.member_id == Identity.member_id, account.kind == "telegram")
    row = session.execute(
        select(Identity.member_id, has_account).where(Identity.kind == PHONE, Identity.value == value)
    ).one_or_none()
    return None if row is None else Holder(row[0], bool(row[1]))


def seal_phone(session: Session, value: str, sealed: bytes) -> None:
    session.execute(
        update(Identity).where(Identity.kind == PHONE, Identity.value == value).values(sealed=sealed)
    )


def give_phone(session: Session, value: str, sealed: bytes | None, member_id: int) -> None:
    """Make a number lead to a member, whoever had it or nobody."""
    given = session.execute(
        update(Identity)
        .where(Identity.kind == PHONE, Identity.value == value)
        .values(member_id=member_id, sealed=sealed)
        .returning(Identity.id),
    ).scalar_one_or_none()
    if given is None:
        insert_once(session, Identity, kind=PHONE, value=value, member_id=member_id, sealed=sealed)


def drop_phones(session: Session, member_id: int, *, but: str | None) -> None:
    """Take a member's numbers off the books, all `but` one."""
    mine = [Identity.member_id == member_id, Identity.kind == PHONE]
    session.execute(delete(Identity).where(*mine, *([Identity.value != but] if but else [])))


def last_order(session: Session, member_id: int) -> datetime | None:
    return session.execute(
        select(Order.ordered_at)
        .where(Order.member_id == member_id)
        .order_by(Order.ordered_at.desc())
        .limit(1),
    ).scalar_one_or_none()


def open_claim(session: Session, **values: Any) -> int | None:
    """Insert a claim; None when the same one stands already."""
    return insert_once(session, Claim, **values)


def standing(session: Session, claim_id: int) -> Standing | None:
    """Return a claim that is not decided yet, held until the transaction ends."""
    row = session.execute(
        _claims().where(Claim.id == claim_id).with_for_update(of=Claim),
    ).one_or_none()
    return None if row is None else Standing(*row)


def waiting(session: Session, opened_before: datetime, limit: int) -> list[Standing]:
    """Return claims that an operator has to look at: refused by the holder, or unanswered for long."""
    late = Claim.opened_at <= opened_before
    rows = session.execute(
        _claims().where(or_(Claim.state == "review", late)).order_by(Claim.opened_at, Claim.id).limit(limit)
    )
    return [Standing(*row) for row in rows]


def decide(session: Session, claim_id: int, state: str, actor: str | None, at: datetime | None) -> None:
    session.execute(
        update(Claim).where(Claim.id == claim_id).values(state=state, decided_by=actor, decided_at=at)
    )


def _claims() -> Select[*tuple[Any, ...]]:
    claimant, holder = aliased(Member), aliased(Member)
    return (
        select(
            Claim.id,
            Claim.state,
            Claim.value,
            Claim.sealed,
            Claim.claimant_id,
            Claim.holder_id,
            claimant.number,
            holder.number,
            Claim.opened_at,
        )
        .join(claimant, claimant.id == Claim.claimant_id)
        .join(holder, holder.id == Claim.holder_id)
        .where(Claim.state.in_(("open", "review")))
    )
