"""Campaigns: drafted, tested, approved for exactly what they say, sent, paused, ended; every step with its author."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Literal

from sqlalchemy.orm import Session

from core.errors import Conflict, Forbidden, Invalid, NotFound
from core.program import Program
from core.texts import DEFAULT_LANGUAGE, LANGUAGES, Language
from db.models.campaigns import Campaign
from db.queries import campaigns as rows
from membership import letters, reach, segments
from membership.letters import Content
from membership.reach import Outlook

NAME_LIMIT = 64
LISTED = 10
# Whoever can't be told within three days of the start is not told at all: an announcement grows stale.
DEADLINE = timedelta(days=3)
# Clicks after the end still show up, for a day.
SHOWN_FOR = timedelta(days=1)

State = Literal["draft", "tested", "approved", "scheduled", "running", "paused", "finished", "cancelled"]
Step = Literal["edit", "test", "approve", "schedule", "start", "pause", "resume", "cancel", "resend"]
# The states in which each step may be taken.
STEPS: dict[Step, frozenset[str]] = {
    "edit": frozenset({"draft", "tested", "approved", "scheduled"}),
    "test": frozenset({"draft", "tested", "approved", "scheduled"}),
    "approve": frozenset({"tested"}),
    "schedule": frozenset({"approved", "scheduled"}),
    "start": frozenset({"approved", "scheduled"}),
    "pause": frozenset({"running"}),
    "resume": frozenset({"paused"}),
    "cancel": frozenset({"draft", "tested", "approved", "scheduled", "running", "paused"}),
    "resend": frozenset({"running", "paused", "finished"}),
}


class CampaignUnknown(NotFound):
    key = "campaigns-unknown"


class StepRefused(Conflict):
    key = "campaigns-step-refused"


class NotTested(Conflict):
    key = "campaigns-not-tested"


class ApprovalLapsed(Conflict):
    key = "campaigns-approval-lapsed"


class SecondPersonNeeded(Forbidden):
    key = "campaigns-second-person"


class NameWrong(Invalid):
    key = "campaigns-name-wrong"


@dataclass(frozen=True, slots=True)
class Figures:
    """How many recipients are in which state; all but `clicked` and `opted_out` add up to `total`."""

    total: int
    planned: int
    deferred: int
    capped: int
    suppressed: int
    sending: int
    sent: int
    failed: int
    unreachable: int
    unknown: int
    clicked: int
    opted_out: int

    @property
    def adds_up(self) -> bool:
        ends = self.capped + self.suppressed + self.sent + self.failed + self.unreachable + self.unknown
        return self.total == self.planned + self.deferred + self.sending + ends


@dataclass(frozen=True, slots=True)
class Card:
    """One campaign as operators see it."""

    id: int
    name: str
    segment: str
    state: State
    content: Content
    content_hash: str
    language: Language
    created_by: int
    edited_by: int
    tested: bool
    approved_by: int | None
    scheduled_at: datetime | None
    started_at: datetime | None
    deadline_at: datetime | None
    planned: bool
    pause_reason: str | None
    ended_at: datetime | None
    figures: Figures
    progress: tuple[int, int] | None
    shown: str | None

    @property
    def signature(self) -> str:
        """What a progress message shows: the same signature, the same message."""
        figures = self.figures
        numbers = (getattr(figures, name) for name in figures.__slots__)
        return f"{self.state}:{int(self.planned)}:" + ":".join(str(number) for number in numbers)

    def may(self, step: Step) -> bool:
        return self.state in STEPS[step]


def draft(
    session: Session,
    *,
    name: str,
    segment: str,
    content: Content,
    by: int,
    language: str,
    program: Program,
    now: datetime,
) -> Card:
    """Write a new campaign down; raises what is wrong with its name, segment or content."""
    if not 0 < len(name.strip()) <= NAME_LIMIT:
        raise NameWrong(limit=NAME_LIMIT)
    segments.conditions(segment, program=program, at=now)
    letters.check(content, program=program)
    campaign = rows.create(
        session,
        name=name.strip(),
        segment=segment,
        content_hash=letters.fingerprint(content, segment=segment, program=program),
        state="draft",
        created_by=by,
        created_at=now,
        edited_by=by,
        edited_at=now,
        language=language,
        **letters.stored(content),
    )
    return _card(campaign)


def edit(
    session: Session, *, campaign_id: int, change: dict[str, Any], by: int, program: Program, now: datetime
) -> Card:
    """Replace parts of the content (`texts`, `photo`, `link`); test and approval of the old one are void."""
    campaign = ready_for(session, campaign_id=campaign_id, step="edit")
    content = replace(letters.content_of(campaign), **change)
    letters.check(content, program=program)
    rows.change(
        session,
        campaign_id,
        **letters.stored(content),
        content_hash=letters.fingerprint(content, segment=campaign.segment, program=program),
        state="draft",
        edited_by=by,
        edited_at=now,
        **VOID,
    )
    return card(session, campaign_id=campaign_id)


VOID: dict[str, Any] = dict.fromkeys(
    (
        *("tested_by", "tested_at", "tested_hash", "approved_by", "approved_at", "approved_hash"),
        "scheduled_at",
    ),
)


def tested(session: Session, *, campaign_id: int, content_hash: str, by: int, now: datetime) -> Card:
    """Note that an operator has received what members will; only if it still says the same."""
    campaign = ready_for(session, campaign_id=campaign_id, step="test")
    if campaign.content_hash != content_hash:
        raise ApprovalLapsed
    state = "tested" if campaign.state == "draft" else campaign.state
    rows.change(session, campaign_id, state=state, tested_by=by, tested_at=now, tested_hash=content_hash)
    return card(session, campaign_id=campaign_id)


def approve(session: Session, *, campaign_id: int, by: int, program: Program, now: datetime) -> Card:
    """Approve exactly this content; above the program's limit, by another person than its last author."""
    campaign = ready_for(session, campaign_id=campaign_id, step="approve")
    if campaign.tested_hash != current_hash(campaign, program):
        raise NotTested
    check_second_person(session, campaign=campaign, by=by, program=program, now=now)
    rows.change(
        session,
        campaign_id,
        state="approved",
        approved_by=by,
        approved_at=now,
        approved_hash=campaign.tested_hash,
    )
    return card(session, campaign_id=campaign_id)


def outlook(session: Session, *, campaign_id: int, program: Program, now: datetime) -> Outlook:
    """Return who would get a campaign if it started now, who would not, and why."""
    campaign = _existing(rows.by_id(session, campaign_id), campaign_id)
    return reach.outlook(session, segment=campaign.segment, program=program, now=now, deadline=now + DEADLINE)


def watch(session: Session, *, campaign_id: int, chat_id: int, message_id: int) -> None:
    """Let one message show a campaign's progress from now on."""
    rows.change(session, campaign_id, progress_chat=chat_id, progress_message=message_id, progress_shown=None)


def to_show(session: Session, *, now: datetime) -> tuple[Card, ...]:
    """Return campaigns whose progress message no longer says what is true."""
    cards = [_card(campaign) for campaign in rows.with_progress(session, now - SHOWN_FOR)]
    return tuple(one for one in cards if one.signature != one.shown)


def shown(session: Session, *, campaign_id: int, signature: str, gone: bool = False) -> None:
    """Note what the progress message says now, or that it can't be edited any more."""
    values: dict[str, Any] = {"progress_shown": signature}
    rows.change(session, campaign_id, **values, **({"progress_message": None} if gone else {}))


def card(session: Session, *, campaign_id: int) -> Card:
    """Return one campaign; raises CampaignUnknown."""
    return _card(_existing(rows.by_id(session, campaign_id), campaign_id))


def listed(session: Session) -> tuple[Card, ...]:
    """Return what is under way, then the newest of the rest."""
    return tuple(_card(campaign) for campaign in rows.newest(session, LISTED))


def ready_for(session: Session, *, campaign_id: int, step: Step) -> Campaign:
    """Return a campaign locked for a step that its state allows; raises CampaignUnknown, StepRefused."""
    campaign = _existing(rows.locked(session, campaign_id), campaign_id)
    if campaign.state not in STEPS[step]:
        raise StepRefused(step=step, state=campaign.state)
    return campaign


def check_approval(session: Session, *, campaign: Campaign, program: Program, now: datetime) -> Outlook:
    """Approval holds for one content and one segment; one's own only while the audience is small enough."""
    if campaign.approved_by is None or campaign.approved_hash != current_hash(campaign, program):
        raise ApprovalLapsed
    return check_second_person(session, campaign=campaign, by=campaign.approved_by, program=program, now=now)


def check_second_person(
    session: Session, *, campaign: Campaign, by: int, program: Program, now: datetime
) -> Outlook:
    """Refuse that who wrote it last also approves it, when many would get it; return who would."""
    expected = outlook(session, campaign_id=campaign.id, program=program, now=now)
    if by == campaign.edited_by and expected.permitted > program.approval_above:
        raise SecondPersonNeeded(count=expected.permitted, limit=program.approval_above)
    return expected


def current_hash(campaign: Campaign, program: Program) -> str:
    return letters.fingerprint(letters.content_of(campaign), segment=campaign.segment, program=program)


def _existing(campaign: Campaign | None, campaign_id: int) -> Campaign:
    if campaign is None:
        raise CampaignUnknown(campaign=campaign_id)
    return campaign


def _card(campaign: Campaign) -> Card:
    numbers = {name: getattr(campaign, name) for name in (*rows.COUNTERS, "clicked", "opted_out")}
    at = (campaign.progress_chat, campaign.progress_message)
    state: Any = campaign.state
    return Card(
        campaign.id,
        campaign.name,
        campaign.segment,
        state,
        letters.content_of(campaign),
        campaign.content_hash,
        next((one for one in LANGUAGES if one == campaign.language), DEFAULT_LANGUAGE),
        campaign.created_by,
        campaign.edited_by,
        campaign.tested_hash == campaign.content_hash,
        campaign.approved_by,
        campaign.scheduled_at,
        campaign.started_at,
        campaign.deadline_at,
        campaign.planned_at is not None,
        campaign.pause_reason,
        campaign.ended_at,
        Figures(**numbers),
        (at[0], at[1]) if at[0] is not None and at[1] is not None else None,
        campaign.progress_shown,
    )
