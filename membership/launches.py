"""From approval to the end: scheduled, started, paused, resumed, cancelled, finished, and who did it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from core.errors import Conflict, Invalid
from core.program import Program
from db.models.campaigns import Campaign
from db.queries import campaigns as rows
from db.queries import recipients
from membership import campaigns, notices
from membership.campaigns import DEADLINE


class NobodyToTell(Conflict):
    key = "campaigns-nobody"


class TimePast(Invalid):
    key = "campaigns-time-past"


@dataclass(frozen=True, slots=True)
class Work:
    """What the sender finds: campaigns whose time has come, those with something to send or to end, lost rows."""

    scheduled: tuple[int, ...]
    running: tuple[int, ...]
    lost: bool

    def __bool__(self) -> bool:
        return bool(self.scheduled or self.running or self.lost)


def work(session: Session, *, now: datetime, lost_before: datetime) -> Work:
    """Return what there is to do now; a few indexed reads, made every second."""
    running = tuple(
        campaign.id
        for campaign in rows.running(session)
        if campaign.planned_at is None or is_done(campaign) or recipients.any_due(session, campaign.id, now)
    )
    return Work(
        tuple(rows.scheduled(session, now)), running, bool(recipients.in_flight(session, lost_before))
    )


def schedule(
    session: Session, *, campaign_id: int, at: datetime, by: int, program: Program, now: datetime
) -> campaigns.Card:
    """Let a campaign start by itself at `at`."""
    campaign = campaigns.ready_for(session, campaign_id=campaign_id, step="schedule")
    if at <= now:
        raise TimePast
    campaigns.check_approval(session, campaign=campaign, program=program, now=now)
    rows.change(session, campaign_id, state="scheduled", scheduled_at=at, sent_by=by)
    return campaigns.card(session, campaign_id=campaign_id)


def start(session: Session, *, campaign_id: int, by: int, program: Program, now: datetime) -> campaigns.Card:
    """Freeze the audience and begin to send; refused when nobody may be told."""
    campaign = campaigns.ready_for(session, campaign_id=campaign_id, step="start")
    expected = campaigns.check_approval(session, campaign=campaign, program=program, now=now)
    if expected.permitted == 0:
        raise NobodyToTell(total=expected.total)
    _begin(session, campaign_id, by, now)
    return campaigns.card(session, campaign_id=campaign_id)


def begin_scheduled(
    session: Session, *, campaign_id: int, told: str, program: Program, now: datetime
) -> bool:
    """Start a campaign whose time has come.

    One whose approval no longer holds goes back to `tested`, and `told` to whoever scheduled it.
    """
    campaign = rows.locked(session, campaign_id)
    if campaign is None or campaign.state != "scheduled" or campaign.sent_by is None:
        return False
    try:
        campaigns.check_approval(session, campaign=campaign, program=program, now=now)
    except (campaigns.ApprovalLapsed, campaigns.SecondPersonNeeded):
        void = {name: None for name in campaigns.VOID if name.startswith(("approved", "scheduled"))}
        rows.change(session, campaign_id, state="tested", **void)
        _tell(session, campaign, f"lapsed:{now.isoformat()}", told, now)
        return False
    _begin(session, campaign_id, campaign.sent_by, now)
    return True


def pause(
    session: Session,
    *,
    campaign_id: int,
    by: int | None,
    now: datetime,
    reason: str = "operator",
    told: str | None = None,
) -> campaigns.Card:
    """Stop after what is on its way; without a person (`by`), `told` goes to whoever sent the campaign."""
    campaign = campaigns.ready_for(session, campaign_id=campaign_id, step="pause")
    rows.change(session, campaign_id, state="paused", paused_by=by, paused_at=now, pause_reason=reason)
    if told is not None and campaign.sent_by is not None:
        _tell(session, campaign, f"paused:{now.isoformat()}", told, now)
    return campaigns.card(session, campaign_id=campaign_id)


def resume(session: Session, *, campaign_id: int, program: Program, now: datetime) -> campaigns.Card:
    """Go on; the time that a campaign stood still does not count against its deadline."""
    campaign = campaigns.ready_for(session, campaign_id=campaign_id, step="resume")
    if campaign.approved_hash != campaigns.current_hash(campaign, program):
        raise campaigns.ApprovalLapsed
    assert campaign.deadline_at is not None and campaign.paused_at is not None  # noqa: S101, PT018 - paused
    deadline = campaign.deadline_at + (now - campaign.paused_at)
    rows.change(session, campaign_id, state="running", deadline_at=deadline, pause_reason=None)
    return campaigns.card(session, campaign_id=campaign_id)


def cancel(session: Session, *, campaign_id: int, by: int, now: datetime) -> campaigns.Card:
    """End a campaign for good; rows that were still to be sent stay as they are, unsent."""
    campaigns.ready_for(session, campaign_id=campaign_id, step="cancel")
    rows.change(session, campaign_id, state="cancelled", ended_by=by, ended_at=now)
    return campaigns.card(session, campaign_id=campaign_id)


def resend_unknown(session: Session, *, campaign_id: int, now: datetime) -> campaigns.Card:
    """Send once more to those of whom nobody knows whether it arrived: an operator's choice, never ours."""
    campaign = campaigns.ready_for(session, campaign_id=campaign_id, step="resend")
    moved = recipients.move_many(
        session,
        campaign_id,
        source="unknown",
        state="planned",
        reason="resend",
        due_at=now,
        limit=max(1, campaign.total),
    )
    rows.shift(session, campaign_id, {"unknown": -moved, "planned": moved})
    if campaign.state == "finished" and moved:
        rows.change(session, campaign_id, state="running", ended_at=None, deadline_at=now + DEADLINE)
    return campaigns.card(session, campaign_id=campaign_id)


def finish(session: Session, *, campaign_id: int, told: str, now: datetime) -> bool:
    """End a campaign when nothing is left to send, and report to whoever sent it."""
    campaign = rows.locked(session, campaign_id)
    if campaign is None or not is_done(campaign):
        return False
    rows.change(session, campaign_id, state="finished", ended_at=now)
    _tell(session, campaign, f"finished:{now.isoformat()}", told, now)
    return True


def is_done(campaign: Campaign) -> bool:
    left = campaign.planned + campaign.deferred + campaign.sending
    return campaign.state == "running" and campaign.planned_at is not None and left == 0


def _begin(session: Session, campaign_id: int, by: int, now: datetime) -> None:
    rows.change(
        session,
        campaign_id,
        state="running",
        sent_by=by,
        started_at=now,
        scheduled_at=None,
        deadline_at=now + DEADLINE,
        audience_top=recipients.top(session),
    )


def _tell(session: Session, campaign: Campaign, about: str, told: str, now: datetime) -> None:
    notices.tell_chat(
        session,
        chat_id=campaign.sent_by or campaign.created_by,
        text="notices-verbatim",
        key=f"campaign:{campaign.id}:{about}",
        now=now,
        values={"text": told},
    )
