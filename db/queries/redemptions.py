"""Selects and updates over redemptions."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Row as Found
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from db.models.partner_codes import PartnerCode
from db.models.redemptions import Redemption
from db.statements import insert_once

COUNTED = ("reserved", "fulfilled")
_CARD = select(
    Redemption.id,
    Redemption.member_id,
    Redemption.reward,
    Redemption.sale,
    Redemption.kind,
    Redemption.points,
    Redemption.state,
    Redemption.code,
    Redemption.coupon_id,
    PartnerCode.code,
    Redemption.at,
    Redemption.expires_at,
    Redemption.settled_at,
).outerjoin(PartnerCode, PartnerCode.redemption_id == Redemption.id)

Card = Found[
    int,
    int,
    str | None,
    str | None,
    str,
    int,
    str,
    str | None,
    int | None,
    str | None,
    datetime,
    datetime | None,
    datetime | None,
]


def add(session: Session, **values: Any) -> int | None:
    """Insert a redemption and return its id, or None when its key has been used."""
    return insert_once(session, Redemption, **values)


def by_key(session: Session, key: str) -> Card | None:
    return session.execute(_CARD.where(Redemption.key == key)).one_or_none()


def by_id(session: Session, redemption_id: int) -> Card | None:
    return session.execute(_CARD.where(Redemption.id == redemption_id)).one_or_none()


def by_code(session: Session, code: str) -> Card | None:
    return session.execute(_CARD.where(Redemption.code == code)).one_or_none()


def page(session: Session, member_id: int, before: int | None, limit: int) -> list[Card]:
    """Return up to `limit` of a member's redemptions older than `before`, newest first."""
    query = _CARD.where(Redemption.member_id == member_id)
    if before is not None:
        query = query.where(Redemption.id < before)
    return list(session.execute(query.order_by(Redemption.id.desc()).limit(limit)).all())


def ready(session: Session, member_id: int, now: datetime) -> list[Card]:
    """Return what waits for a member, the soonest to be given up first."""
    return list(
        session.execute(
            _CARD.where(
                Redemption.member_id == member_id,
                Redemption.state == "reserved",
                Redemption.expires_at > now,
            ).order_by(Redemption.expires_at, Redemption.id),
        ).all(),
    )


def history(session: Session, member_id: int) -> list[Found[int, str, str, datetime]]:
    """Return (id, reward, state, at) of each redemption of a reward that a member ever began."""
    return list(
        session.execute(
            select(Redemption.id, Redemption.reward, Redemption.state, Redemption.at).where(
                Redemption.member_id == member_id,
                Redemption.reward.is_not(None),
                Redemption.sale.is_(None),
            ),
        ).all(),  # type: ignore[arg-type]
    )


def claims(session: Session, keys: list[str]) -> dict[str, int]:
    """Return the redemption's id of each of these keys that has been used."""
    return dict(
        session.execute(select(Redemption.key, Redemption.id).where(Redemption.key.in_(keys))).all(),
    )


def lock(session: Session, redemption_id: int) -> None:
    """Let one writer at a time decide about a redemption (PostgreSQL; SQLite has one writer anyway)."""
    session.execute(select(Redemption.id).where(Redemption.id == redemption_id).with_for_update())


def settle(
    session: Session, redemption_id: int, *, state: str, now: datetime, by: int | None = None
) -> Found[int | None, list[Any]]:
    """Move a locked redemption on and return (entry_id, taken)."""
    return session.execute(
        update(Redemption)
        .where(Redemption.id == redemption_id)
        .values(state=state, settled_at=now, settled_by=by)
        .returning(Redemption.entry_id, Redemption.taken),
    ).one()


def overdue(session: Session, now: datetime, limit: int) -> list[int]:
    """Return up to `limit` ids of what nobody came for, oldest first."""
    return list(
        session.execute(
            select(Redemption.id)
            .where(Redemption.state == "reserved", Redemption.expires_at <= now)
            .order_by(Redemption.expires_at, Redemption.id)
            .limit(limit),
        ).scalars(),
    )
