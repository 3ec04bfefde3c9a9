"""Selects and updates over members, identities and consents."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from sqlalchemy import Row as Found
from sqlalchemy import String, case, cast, exists, func, literal, select, tuple_, update
from sqlalchemy.orm import Session

from db.models.members import Consent, Identity, Member
from db.models.notices import Notice
from db.models.points import Account
from db.statements import insert, insert_many, insert_once
from db.types import UtcDateTime

_CHUNK = 1_000
# A member's Telegram account that is written to, and others of theirs, which a merge may bring along.
ACCOUNTS = ("telegram", "telegram-too")


def by_identity(
    session: Session, kind: str, value: str
) -> Found[int, str, str | None, str, datetime | None] | None:
    """Return (id, number, language, tier, joined_at) of the member whom `value` names in `kind`."""
    return session.execute(
        select(Member.id, Member.number, Member.language, Account.tier, Member.joined_at)
        .join(Identity, Identity.member_id == Member.id)
        .join(Account, Account.member_id == Member.id)
        .where(Identity.kind == kind, Identity.value == value),
    ).one_or_none()


def by_account(
    session: Session, telegram_id: int
) -> Found[int, str, str | None, str, datetime | None, str] | None:
    """Return (id, number, language, tier, joined_at, kind) of the member whose Telegram account this is."""
    return session.execute(
        select(Member.id, Member.number, Member.language, Account.tier, Member.joined_at, Identity.kind)
        .join(Identity, Identity.member_id == Member.id)
        .join(Account, Account.member_id == Member.id)
        .where(Identity.kind.in_(ACCOUNTS), Identity.value == str(telegram_id))
        .limit(1),
    ).one_or_none()


def write_to(session: Session, member_id: int, telegram_id: int) -> None:
    """Make one of a member's Telegram accounts the one that is written to."""
    main, second = ACCOUNTS
    mine = (Identity.member_id == member_id, Identity.kind.in_(ACCOUNTS))
    kind = case((Identity.value == str(telegram_id), main), else_=second)
    session.execute(update(Identity).where(*mine).values(kind=kind))


def by_identities(session: Session, pairs: Sequence[tuple[str, str]]) -> dict[tuple[str, str], int]:
    """Return the member id of each known (kind, value)."""
    found: dict[tuple[str, str], int] = {}
    for start in range(0, len(pairs), _CHUNK):
        part = pairs[start : start + _CHUNK]
        for kind, value, member_id in session.execute(
            select(Identity.kind, Identity.value, Identity.member_id).where(
                tuple_(Identity.kind, Identity.value).in_(part),
            ),
        ):
            found[kind, value] = member_id
    return found


def phones(session: Session, member_id: int) -> list[bytes | None]:
    """Return a member's phone numbers as they are sealed, those that can be shown last."""
    found = session.execute(
        select(Identity.sealed)
        .where(Identity.kind == "phone", Identity.member_id == member_id)
        .order_by(Identity.id),
    ).scalars()
    return sorted(found, key=lambda sealed: sealed is not None)


def sealed_phones(session: Session, identity_ids: Sequence[int]) -> dict[int, bytes | None]:
    rows = session.execute(select(Identity.id, Identity.sealed).where(Identity.id.in_(identity_ids)))
    return {row.id: row.sealed for row in rows}


def telegram_ids(session: Session, member_ids: Sequence[int]) -> dict[int, tuple[int, str | None]]:
    """Return (chat id, language) of those members who can be written to in Telegram."""
    found: dict[int, tuple[int, str | None]] = {}
    for start in range(0, len(member_ids), _CHUNK):
        for member_id, value, language in session.execute(
            select(Identity.member_id, Identity.value, Member.language)
            .join(Member, Member.id == Identity.member_id)
            .where(
                Identity.kind == "telegram",
                Identity.member_id.in_(member_ids[start : start + _CHUNK]),
                Member.reachable,
            ),
        ):
            found[member_id] = (int(value), language)
    return found


def merged(session: Session, member_id: int) -> list[int]:
    """Return the members that were merged into a member, and those merged into them."""
    found: list[int] = []
    level = [member_id]
    while level:
        level = list(
            session.execute(
                select(Member.id).where(Member.merged_into.in_(level), Member.id.not_in([member_id, *found]))
            ).scalars(),
        )
        found += level
    return found


def create(session: Session, *, number: str, name: str | None, now: datetime) -> int:
    """Insert a member and return its id."""
    member = Member(number=number, name=name, created_at=now)
    session.add(member)
    session.flush()
    return member.id


def link(session: Session, member_id: int, kind: str, value: str) -> bool:
    """Make (kind, value) lead to a member; False when it leads somewhere already."""
    return insert_once(session, Identity, member_id=member_id, kind=kind, value=value) is not None


def create_unjoined(
    session: Session,
    pairs: Sequence[tuple[str, str]],
    *,
    number: Callable[[], str],
    tier: str,
    now: datetime,
) -> dict[tuple[str, str], int]:
    """Insert a member, an account and an identity for each pair; O(pairs) rows in few statements.

    A pair of kind `number` is the member's own number; others get a new one beside their identity.
    """
    numbers = [value if kind == "number" else number() for kind, value in pairs]
    ids = dict(
        insert_many(
            session,
            Member,
            [{"number": one, "created_at": now, "tags": ""} for one in numbers],
            returning=(Member.number, Member.id),
        ),
    )
    insert_many(
        session,
        Account,
        [
            {"member_id": ids[one], "balance": 0, "qualifying": 0, "tier": tier, "tier_since": now}
            for one in numbers
        ],
    )
    identities = {(kind, value): ids[one] for (kind, value), one in zip(pairs, numbers, strict=True)}
    own = {("number", one): ids[one] for one in numbers}
    insert_many(
        session,
        Identity,
        [
            {"kind": kind, "value": value, "member_id": member_id}
            for (kind, value), member_id in (identities | own).items()
        ],
    )
    return identities


def begin_membership(
    session: Session,
    member_id: int,
    *,
    name: str,
    language: str,
    source: str | None = None,
    now: datetime,
) -> None:
    """Note who joins in Telegram; the day of an earlier joining elsewhere stands."""
    session.execute(
        update(Member)
        .where(Member.id == member_id)
        .values(
            name=name,
            language=language,
            joined_by=source,
            joined_at=func.coalesce(Member.joined_at, literal(now, UtcDateTime)),
        ),
    )


def by_number(session: Session, number: str) -> int | None:
    """Return the member who was given a number, also when they were merged into another since."""
    return session.execute(select(Member.id).where(Member.number == number)).scalar_one_or_none()


def number_of(session: Session, member_id: int) -> str:
    return session.execute(select(Member.number).where(Member.id == member_id)).scalar_one()


def count(session: Session) -> int:
    return session.execute(select(func.count()).select_from(Member)).scalar_one()


def set_language(session: Session, member_id: int, language: str) -> None:
    session.execute(update(Member).where(Member.id == member_id).values(language=language))


def set_personal(session: Session, member_id: int, *, personal: bool) -> None:
    session.execute(update(Member).where(Member.id == member_id).values(personal=personal))


def is_personal(session: Session, member_id: int) -> bool:
    return bool(session.execute(select(Member.personal).where(Member.id == member_id)).scalar_one())


def mark_reachable(session: Session, member_id: int, *, reachable: bool) -> None:
    session.execute(update(Member).where(Member.id == member_id).values(reachable=reachable))


def is_reachable(session: Session, member_id: int) -> bool:
    return bool(session.execute(select(Member.reachable).where(Member.id == member_id)).scalar_one())


def set_consents(
    session: Session,
    member_id: int,
    choices: Sequence[tuple[str, bool]],
    *,
    wording: str,
    message_id: int | None,
    now: datetime,
) -> None:
    """Store the latest word on each topic."""
    statement = insert(session, Consent).values(
        [
            {
                "member_id": member_id,
                "topic": topic,
                "granted": granted,
                "wording": wording,
                "at": now,
                "message_id": message_id,
            }
            for topic, granted in choices
        ],
    )
    session.execute(
        statement.on_conflict_do_update(
            index_elements=["member_id", "topic"],
            set_={name: statement.excluded[name] for name in ("granted", "wording", "at", "message_id")},
        ),
    )


def consents(session: Session, member_id: int) -> dict[str, bool]:
    return dict(
        session.execute(select(Consent.topic, Consent.granted).where(Consent.member_id == member_id)).all(),
    )


def granted(session: Session, member_ids: Sequence[int], topic: str) -> set[int]:
    """Return those of `member_ids` who agreed to `topic`."""
    agreed: set[int] = set()
    for start in range(0, len(member_ids), _CHUNK):
        agreed.update(
            session.execute(
                select(Consent.member_id).where(
                    Consent.topic == topic,
                    Consent.granted,
                    Consent.member_id.in_(member_ids[start : start + _CHUNK]),
                ),
            ).scalars(),
        )
    return agreed


def wanting(session: Session, topic: str, told: str, after: int, limit: int) -> list[int]:
    """Return members above id `after` who joined, can be reached, agreed to `topic`, and have no notice `told`."""
    return list(
        session.execute(
            select(Member.id)
            .join(Consent, Consent.member_id == Member.id)
            .join(Identity, Identity.member_id == Member.id)
            .where(
                Member.id > after,
                Member.joined_at.is_not(None),
                Member.reachable,
                Consent.topic == topic,
                Consent.granted,
                Identity.kind == "telegram",
                ~exists().where(Notice.key == literal(f"{told}:").concat(cast(Member.id, String))),
            )
            .order_by(Member.id)
            .limit(limit),
        ).scalars(),
    )


def language(session: Session, member_id: int) -> str | None:
    return session.execute(select(Member.language).where(Member.id == member_id)).scalar_one_or_none()
