"""Whether a member may be told something now: reached in Telegram, agreed, and not told enough already."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, ScalarSelect, case, exists, func, select
from sqlalchemy.orm import Session

from db.models.campaigns import Recipient
from db.models.members import Consent, Identity, Member
from db.models.notices import Notice
from db.models.points import Account
from db.queries import segments

# What has reached a member, or may have: all of it counts against the caps.
_TOLD = ("sending", "sent", "unknown")


@dataclass(frozen=True, slots=True)
class Permission:
    """What a marketing message needs: consent to `topic`, and room under the caps of local day and month."""

    topic: str
    marketing: Sequence[str]
    day_began: datetime
    month_began: datetime
    per_day: int
    per_month: int


class Facts(NamedTuple):
    """A recipient's member as the letter needs them."""

    name: str | None
    language: str | None
    points: int
    tier: str
    chat_id: int | None
    standing: str


def standing(permission: Permission) -> ColumnElement[str]:
    """Return the first reason that keeps a `Member` from being told now, or `ready`; worst reasons first."""
    telegram = exists().where(Identity.member_id == Member.id, Identity.kind == "telegram").correlate(Member)
    consent = (
        exists()
        .where(Consent.member_id == Member.id, Consent.topic == permission.topic, Consent.granted)
        .correlate(Member)
    )
    today = _told(permission, permission.day_began)
    this_month = _told(permission, permission.month_began)
    return case(
        (~telegram, "absent"),
        (~Member.reachable, "blocked"),
        (~consent, "no_consent"),
        (this_month >= permission.per_month, "cap_month"),
        (today >= permission.per_day, "cap_day"),
        else_="ready",
    )


def _told(permission: Permission, since: datetime) -> ColumnElement[int]:
    campaigns = (
        select(func.count())
        .select_from(Recipient)
        .where(
            Recipient.member_id == Member.id,
            Recipient.armed_at >= since,
            Recipient.state.in_(_TOLD),
        )
        .correlate(Member)
        .scalar_subquery()
    )
    notices = (
        select(func.count())
        .select_from(Notice)
        .where(
            Notice.member_id == Member.id,
            Notice.due_at >= since,
            Notice.topic.in_(permission.marketing),
            Notice.state.in_(_TOLD),
        )
        .correlate(Member)
        .scalar_subquery()
    )
    return campaigns + notices


def standings(session: Session, conditions: segments.Conditions, permission: Permission) -> dict[str, int]:
    """Return how many of a segment have which standing now."""
    each = select(standing(permission).label("standing")).where(*segments.where(conditions)).subquery()
    counted = select(each.c.standing, func.count()).group_by(each.c.standing)
    return {row[0]: row[1] for row in session.execute(counted)}


def facts(session: Session, member_id: int, permission: Permission) -> Facts:
    """Return a member as they are now; two campaigns that reach for one member take turns here."""
    session.execute(
        select(Member.id).where(Member.id == member_id).with_for_update(key_share=True),
    )
    name, language, points, tier, chat, stands = session.execute(
        select(
            Member.name,
            Member.language,
            Account.balance,
            Account.tier,
            chat_of_member(),
            standing(permission),
        )
        .join(Account, Account.member_id == Member.id)
        .where(Member.id == member_id),
    ).one()
    return Facts(name, language, points, tier, int(chat) if chat else None, stands)


def chat_of_member() -> ScalarSelect[str]:
    """Return the Telegram id of a `Member`; merged members may have several, the smallest is one of them."""
    return (
        select(func.min(Identity.value))
        .where(Identity.member_id == Member.id, Identity.kind == "telegram")
        .correlate(Member)
        .scalar_subquery()
    )
