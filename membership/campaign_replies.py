"""What members do with a campaign: follow its link, or have no more of its kind."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from core.errors import Forbidden, NotFound
from core.program import Program
from db.models.campaigns import Recipient
from db.queries import campaigns
from db.queries import recipients as rows
from membership import members, reach
from membership.letters import Link, content_of


class MessageGone(NotFound):
    key = "campaigns-message-gone"


class NotYourMessage(Forbidden):
    key = "errors-not-yours"


@dataclass(frozen=True, slots=True)
class Followed:
    """The link to open now."""

    link: Link


def opt_out(
    session: Session,
    *,
    recipient_id: int,
    member_id: int,
    message_id: int | None,
    program: Program,
    now: datetime,
) -> members.TopicChoice:
    """Take back consent to campaigns by the button under one of them."""
    row = _own(session, recipient_id, member_id)
    if rows.note_once(session, row.id, "opted_out_at", now):
        campaigns.shift(session, row.campaign_id, {"opted_out": 1})
    return _choose(session, member_id, message_id, program, now, granted=False)


def opt_in(
    session: Session,
    *,
    recipient_id: int,
    member_id: int,
    message_id: int | None,
    program: Program,
    now: datetime,
) -> members.TopicChoice:
    """Undo an opt-out, by the member's own tap."""
    _own(session, recipient_id, member_id)
    return _choose(session, member_id, message_id, program, now, granted=True)


def follow(session: Session, *, recipient_id: int, member_id: int, now: datetime) -> Followed:
    """Count a member's first tap on the link and return where it leads."""
    row = _own(session, recipient_id, member_id)
    campaign = campaigns.by_id(session, row.campaign_id)
    link = content_of(campaign).link if campaign is not None else None
    if link is None:
        raise MessageGone
    if rows.note_once(session, row.id, "clicked_at", now):
        campaigns.shift(session, row.campaign_id, {"clicked": 1})
    return Followed(link)


def _choose(
    session: Session,
    member_id: int,
    message_id: int | None,
    program: Program,
    now: datetime,
    *,
    granted: bool,
) -> members.TopicChoice:
    return members.choose_topic(
        session,
        member_id=member_id,
        topic=reach.TOPIC,
        granted=granted,
        message_id=message_id,
        program=program,
        now=now,
    )


def _own(session: Session, recipient_id: int, member_id: int) -> Recipient:
    row = rows.by_id(session, recipient_id)
    if row is None:
        raise MessageGone
    if row.member_id != member_id:
        raise NotYourMessage
    return row
