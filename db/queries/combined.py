"""What of two members becomes one row when they are merged: person, consents, sums, streak, dislikes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import delete, func, literal, select, update
from sqlalchemy.orm import Session, aliased

from db.models.checkins import Checkin, Streak
from db.models.leaderboards import Hidden
from db.models.members import Consent, Identity, Member
from db.models.points import Account, Debt, Entry, TierChange
from db.models.recommendations import Dislike
from db.statements import insert_many, insert_once


class Person(NamedTuple):
    name: str | None
    language: str | None
    birthday: bytes | None
    birthday_md: str | None
    birthday_told_at: datetime | None
    joined_at: datetime | None
    joined_by: str | None
    tags: str
    preferences: str
    personal: bool
    synthetic: bool
    reachable: bool
    last_seen_on: date | None


class Said(NamedTuple):
    """A member's word on one topic."""

    granted: bool
    wording: str
    at: datetime
    message_id: int | None


class Tier(NamedTuple):
    """The columns of an account that say which tier counts, the own one with its term, and a floor."""

    tier: str
    tier_since: datetime
    tier_until: datetime | None
    term_begins: datetime | None
    earned_tier: str | None
    floor_tier: str | None
    floor_until: datetime | None
    warned_days: int | None


def person(session: Session, member_id: int) -> Person:
    columns = [getattr(Member, name) for name in Person._fields]
    return Person(*session.execute(select(*columns).where(Member.id == member_id)).one())


def write_person(session: Session, member_id: int, changed: Mapping[str, Any]) -> None:
    if changed:
        session.execute(update(Member).where(Member.id == member_id).values(dict(changed)))


def consents(session: Session, member_id: int) -> dict[str, Said]:
    rows = session.execute(
        select(Consent.topic, Consent.granted, Consent.wording, Consent.at, Consent.message_id).where(
            Consent.member_id == member_id
        ),
    )
    return {row.topic: Said(*row[1:]) for row in rows}


def put_consent(session: Session, member_id: int, topic: str, said: Said | None) -> None:
    """Make `said` the member's word on a topic; None takes it away."""
    session.execute(delete(Consent).where(Consent.member_id == member_id, Consent.topic == topic))
    if said is not None:
        insert_once(session, Consent, member_id=member_id, topic=topic, **said._asdict())


def rename_accounts(session: Session, member_id: int, before: str, after: str) -> list[int]:
    """Give a member's Telegram accounts another kind; return the identities."""
    return list(
        session.execute(
            update(Identity)
            .where(Identity.member_id == member_id, Identity.kind == before)
            .values(kind=after)
            .returning(Identity.id),
        ).scalars(),
    )


def name_accounts(session: Session, identity_ids: Sequence[int], kind: str) -> None:
    session.execute(update(Identity).where(Identity.id.in_(identity_ids)).values(kind=kind))


def name_main_account(session: Session, member_id: int, second: str) -> None:
    """Make the oldest of a member's `second` accounts the one that is written to, when there is no other."""
    if not has_account(session, member_id):
        oldest = select(func.min(Identity.id)).where(Identity.member_id == member_id, Identity.kind == second)
        session.execute(
            update(Identity).where(Identity.id == oldest.scalar_subquery()).values(kind="telegram")
        )


def has_account(session: Session, member_id: int) -> bool:
    """Return whether a member can be written to in Telegram."""
    found = session.execute(
        select(Identity.id).where(Identity.member_id == member_id, Identity.kind == "telegram").limit(1)
    )
    return found.first() is not None


def sums(session: Session, member_id: int) -> dict[str, int]:
    """Return the cached sums of an account."""
    row = session.execute(
        select(Account.balance, Account.qualifying, Account.spent, Account.expired, Account.debt).where(
            Account.member_id == member_id
        ),
    ).one()
    return row._asdict()


def put_sums(session: Session, member_id: int, values: Mapping[str, int]) -> None:
    session.execute(update(Account).where(Account.member_id == member_id).values(dict(values)))


def recount(session: Session, member_id: int) -> dict[str, int]:
    """Add a member's sums up anew from entries and debts; O(entries of the member)."""
    undone = aliased(Entry)
    returned = (
        select(func.coalesce(func.sum(Entry.amount), 0))
        .join(undone, undone.id == Entry.reverses_id)
        .where(Entry.member_id == member_id, Entry.amount > 0, undone.kind == "redeem")
        .scalar_subquery()
    )
    owed = select(func.coalesce(func.sum(Debt.remaining), 0)).where(Debt.member_id == member_id)
    row = session.execute(
        select(
            func.coalesce(func.sum(Entry.amount), 0),
            func.coalesce(func.sum(Entry.qualifying), 0),
            func.coalesce(func.sum(-Entry.amount).filter(Entry.kind == "redeem"), 0) - returned,
            func.coalesce(func.sum(-Entry.amount).filter(Entry.kind == "expire"), 0),
            owed.scalar_subquery(),
        ).where(Entry.member_id == member_id),
    ).one()
    names = ("balance", "qualifying", "spent", "expired", "debt")
    return {name: int(one) for name, one in zip(names, row, strict=True)}


def tier(session: Session, member_id: int) -> Tier:
    columns = [getattr(Account, name) for name in Tier._fields]
    return Tier(*session.execute(select(*columns).where(Account.member_id == member_id)).one())


def put_tier(session: Session, member_id: int, held: Tier, *, before: str, reason: str, at: datetime) -> None:
    """Write what tier a member holds, and a step of history where that tier is another one."""
    session.execute(update(Account).where(Account.member_id == member_id).values(held._asdict()))
    if held.tier != before:
        step = {"member_id": member_id, "before": before, "after": held.tier, "reason": reason, "at": at}
        insert_many(session, TierChange, [step])


def has_streak(session: Session, member_id: int) -> bool:
    return session.execute(select(Streak.member_id).where(Streak.member_id == member_id)).first() is not None


def has_days(session: Session, member_id: int) -> bool:
    return (
        session.execute(select(Checkin.id).where(Checkin.member_id == member_id).limit(1)).first() is not None
    )


def drop_streak(session: Session, member_id: int) -> None:
    session.execute(delete(Streak).where(Streak.member_id == member_id))


def copy_dislikes(session: Session, source: int, target: int) -> list[str]:
    """Let the target dislike what the source does; return the products that were added."""
    known = select(Dislike.product).where(Dislike.member_id == target)
    rows = session.execute(
        select(literal(target).label("member_id"), Dislike.product, Dislike.at).where(
            Dislike.member_id == source, Dislike.product.not_in(known)
        ),
    ).all()
    insert_many(session, Dislike, [row._asdict() for row in rows], skip_existing=True)
    return [row.product for row in rows]


def drop_dislikes(session: Session, member_id: int, products: Sequence[str]) -> None:
    session.execute(delete(Dislike).where(Dislike.member_id == member_id, Dislike.product.in_(products)))


def copy_hidden(session: Session, source: int, target: int) -> bool:
    """Hide the target from leaderboards if the source was hidden; return whether that is new."""
    rows = session.execute(select(Hidden.member_id, Hidden.at).where(Hidden.member_id.in_([source, target])))
    at = {row.member_id: row.at for row in rows}
    if source not in at or target in at:
        return False
    insert_many(session, Hidden, [{"member_id": target, "at": at[source]}], skip_existing=True)
    return True


def show(session: Session, member_id: int) -> None:
    session.execute(delete(Hidden).where(Hidden.member_id == member_id))
