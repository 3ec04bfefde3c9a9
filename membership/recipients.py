"""A campaign's recipients: planned from the frozen audience, armed one by one, settled by what happened."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy.orm import Session

from core.program import Program
from db.models.campaigns import Campaign, Recipient
from db.queries import campaigns
from db.queries import reach as reach_rows
from db.queries import recipients as rows
from membership import letters, members, reach, segments

CHUNK = 5_000
# A row that was taken and neither armed nor given back (a crash) is due again after this.
TAKEN_FOR = timedelta(seconds=30)
# Longer than a request may take: what is marked as being sent for so long has lost its sender.
LOST_AFTER = timedelta(seconds=90)

Outcome = Literal["sent", "blocked", "failed", "unknown", "wait"]
_STATE_OF = {"sent": "sent", "blocked": "unreachable", "failed": "failed", "unknown": "unknown"}


@dataclass(frozen=True, slots=True)
class Taken:
    """A row that this sender may arm when its turn comes."""

    recipient_id: int
    chat_id: int


@dataclass(frozen=True, slots=True)
class Letter:
    """One message to one member, marked as being sent; `attempt` tells its outcome from an older one's."""

    recipient_id: int
    campaign_id: int
    attempt: int
    chat_id: int
    spoken: str | None
    content: letters.Content
    name: str | None
    points: int
    tier: str


@dataclass(frozen=True, slots=True)
class Passed:
    """A row that is not sent now; `stopped` says that its whole campaign isn't."""

    stopped: bool


def plan(session: Session, *, campaign_id: int, program: Program, now: datetime) -> bool:
    """Plan the next chunk of a campaign's audience as of its start; False when there is no more to plan."""
    campaign = campaigns.locked(session, campaign_id)
    if campaign is None or campaign.state != "running" or campaign.planned_at is not None:
        return False
    assert campaign.started_at is not None and campaign.deadline_at is not None  # noqa: S101, PT018 - running
    upto = rows.chunk_end(session, campaign.audience_done, CHUNK, campaign.audience_top)
    counted = rows.plan(
        session,
        campaign_id,
        segments.conditions(campaign.segment, program=program, at=campaign.started_at),
        reach.permission(program, now),
        reach.fates(program, now, campaign.deadline_at),
        after=campaign.audience_done,
        upto=upto,
    )
    campaigns.shift(session, campaign_id, {**counted, "total": sum(counted.values())})
    done = upto >= campaign.audience_top
    campaigns.change(session, campaign_id, audience_done=upto, planned_at=now if done else None)
    return not done


def rest(session: Session, *, campaign_id: int, program: Program, now: datetime) -> int:
    """In quiet hours, defer what is due to their end, a chunk at a time; return how many rows moved."""
    campaign = campaigns.locked(session, campaign_id)
    if campaign is None or campaign.state != "running" or campaign.deadline_at is None:
        return 0
    fate = reach.fates(program, now, campaign.deadline_at)["ready"]
    if fate.state == "planned":
        return 0
    moved = 0
    for source in rows.OPEN:
        moved += (
            found := rows.move_many(
                session,
                campaign_id,
                source=source,
                state=fate.state,
                reason="quiet",
                due_at=fate.due_at,
                limit=CHUNK,
                due_until=now,
            )
        )
        campaigns.shift(session, campaign_id, {source: -found})
    campaigns.shift(session, campaign_id, {fate.state: moved})
    return moved


def take(session: Session, *, campaign_id: int, limit: int, now: datetime) -> tuple[Taken, ...]:
    """Reserve due rows for this sender; nothing is promised by it, only collisions are rarer."""
    campaign = campaigns.by_id(session, campaign_id)
    if campaign is None or campaign.state != "running":
        return ()
    return tuple(
        Taken(*found)
        for found in rows.take(session, campaign_id, now=now, until=now + TAKEN_FOR, limit=limit)
    )


def release(session: Session, *, recipient_ids: Sequence[int], now: datetime) -> None:
    """Give back what was taken and not armed."""
    rows.release(session, recipient_ids, now)


def arm(session: Session, *, recipient_id: int, program: Program, now: datetime) -> Letter | Passed:
    """Mark one row as being sent, if all that permits it still holds; committed before the request is made."""
    seen = rows.by_id(session, recipient_id)
    campaign = campaigns.locked(session, seen.campaign_id) if seen is not None else None
    if campaign is None or campaign.state != "running" or campaign.deadline_at is None:
        return Passed(stopped=True)
    row = rows.locked(session, recipient_id)
    if row is None or row.state not in rows.OPEN:
        return Passed(stopped=False)
    facts = reach_rows.facts(session, row.member_id, reach.permission(program, now))
    fate = reach.fates(program, now, campaign.deadline_at)[facts.standing]
    if fate.state == "planned" and now > campaign.deadline_at:
        _move(session, campaign, row, "capped", reason="deadline")
        return Passed(stopped=False)
    if fate.state != "planned" or facts.chat_id is None:
        reason = facts.standing if facts.standing != "ready" else "quiet"
        row.due_at = fate.due_at
        _move(session, campaign, row, fate.state, reason=reason)
        return Passed(stopped=False)
    row.attempts += 1
    row.armed_at = now
    row.chat_id = facts.chat_id
    _move(session, campaign, row, "sending", reason=None)
    return Letter(
        row.id,
        campaign.id,
        row.attempts,
        facts.chat_id,
        facts.language,
        letters.content_of(campaign),
        letters.spoken_name(facts.name),
        facts.points,
        facts.tier,
    )


def settle(
    session: Session,
    *,
    letter: Letter,
    outcome: Outcome,
    message_id: int | None = None,
    error: str | None = None,
    seconds: float = 0.0,
    now: datetime,
) -> None:
    """Write down how a sending ended; a late word on a row that was given up as `unknown` puts it right."""
    campaign = campaigns.locked(session, letter.campaign_id)
    row = rows.locked(session, letter.recipient_id)
    if campaign is None or row is None or row.attempts != letter.attempt:
        return
    if row.state not in {"sending", "unknown"}:
        return
    if outcome == "wait":
        # Surely not sent: it goes back into the line.
        row.due_at = now + timedelta(seconds=seconds)
        row.armed_at = None
        _move(session, campaign, row, "planned", reason=(error or "")[:160])
        return
    row.settled_at = now
    row.message_id = message_id
    if outcome == "blocked":
        members.blocked(session, telegram_id=letter.chat_id, reachable=False)
    _move(session, campaign, row, _STATE_OF[outcome], reason=error[:160] if error else None)


def forget(session: Session, *, now: datetime, armed_before: datetime | None = None) -> int:
    """Give up what is marked as being sent (since before `armed_before`): it may have arrived, it is `unknown`.

    At start, without `armed_before`: whoever marked those rows is gone. Returns how many there were.
    """
    given_up = 0
    for campaign_id in rows.in_flight(session, armed_before):
        campaigns.locked(session, campaign_id)
        moved = rows.move_many(
            session,
            campaign_id,
            source="sending",
            state="unknown",
            reason="interrupted",
            due_at=now,
            limit=CHUNK,
            armed_before=armed_before,
        )
        campaigns.shift(session, campaign_id, {"sending": -moved, "unknown": moved})
        given_up += moved
    return given_up


def _move(session: Session, campaign: Campaign, row: Recipient, state: str, *, reason: str | None) -> None:
    if state != row.state:
        campaigns.shift(session, campaign.id, {row.state: -1, state: 1})
    row.state = state
    row.reason = reason
    session.flush()
