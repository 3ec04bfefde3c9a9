"""The nightly review of tiers: terms that end, grace, warnings of what is missing; each told once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from core.clock import day_begins
from core.program import Program
from db.queries import tiers as rows
from db.queries.tiers import Held, Step
from membership import ladders, notices, terms
from membership.reach import quiet_end

TOPIC = "points"
IN_GRACE = 0  # days left: the last warning is the beginning of the grace period
# A step that passed longer ago than this is history: nobody wants a message about each year of it.
TOLD_WITHIN = timedelta(days=45)


@dataclass(frozen=True, slots=True)
class Reviewed:
    """One batch of the review: how many accounts were looked at, stayed for another term, and fell."""

    looked_at: int
    kept: int
    lowered: int


def settle(
    session: Session, *, member_ids: Sequence[int], program: Program, now: datetime
) -> tuple[Held, ...]:
    """Let pass what has ended for these members by now, store and tell it; return their locked accounts."""
    settled = terms.settle(session, member_ids=member_ids, program=program, now=now)
    if settled.steps:
        told = {step.member_id for step in settled.steps}
        terms.write(
            session,
            before=(),
            held=[one for one in settled.held if one.member_id in told],
            steps=settled.steps,
            now=now,
        )
        _tell(session, settled.steps, {one.member_id: one for one in settled.held}, program, now)
    return settled.held


def review(session: Session, *, limit: int, program: Program, now: datetime) -> Reviewed:
    """Go through up to `limit` members whose term or floor has ended; again until none is looked at.

    Safe to repeat and to miss days. Whoever did not keep their tier and still has grace is told so once.
    """
    today = now.astimezone(program.time_zone).date()
    lost = day_begins(today - timedelta(days=program.tier_rules.grace_days - 1), program.time_zone)
    due = rows.to_settle(session, now=now, lost_before=lost, limit=limit)
    before = {one.member_id: one for one in rows.held(session, due)}
    after = settle(session, member_ids=due, program=program, now=now)
    in_grace = [one for one in after if one.until is not None and one.until <= now]
    _warn(session, in_grace, IN_GRACE, program, now)
    moved = [one for one in after if one.until != before[one.member_id].until]
    fell = sum(one.earned != before[one.member_id].earned for one in moved)
    return Reviewed(len(due), len(moved) - fell, fell)


def warn(session: Session, *, limit: int, program: Program, now: datetime) -> int:
    """Tell up to `limit` members whose term ends soon what is missing; return how many were looked at.

    The warning is for "at most N days left and not yet warned", so a missed day delays it and drops none; who
    has missed several gets the most urgent one.
    """
    if program.tier_rules.downgrade == "none":
        return 0
    today = now.astimezone(program.time_zone).date()
    for days in sorted(program.tier_rules.warn_days):
        last = day_begins(today + timedelta(days=days + 1), program.time_zone)
        if due := rows.to_warn(session, now=now, ends_by=last, days=days, limit=limit):
            _warn(session, rows.held(session, due, lock=True), days, program, now)
            return len(due)
    return 0


def _warn(session: Session, held: Sequence[Held], days: int, program: Program, now: datetime) -> None:
    """Note that these were looked at, and tell those to whom something is missing how much and until when."""
    values: dict[int, dict[str, Any]] = {}
    for one in held:
        if one.begins is None or one.until is None:
            continue
        own = program.tiers[ladders.place(program, one.earned)]
        done = terms.counts(session, member_ids=[one.member_id], since=one.begins, program=program)
        missing = ladders.missing(own, done[one.member_id], "keep", program=program)
        if missing is None:
            continue
        ends = ladders.grace_ends(program, one.until) if days == IN_GRACE else one.until
        values[one.member_id] = {
            "tier": own.name.model_dump(),
            "until_at": _last_day(ends),
            "days": ladders.days_left(program, ends, now),
            **_asked(missing),
        }
    rows.mark_warned(session, [one.member_id for one in held], days)
    for member_id, told in values.items():
        notices.tell(
            session,
            member_ids=[member_id],
            topic=TOPIC,
            text="tiers-in-grace" if days == IN_GRACE else "tiers-ends-soon",
            key=f"tier:{told['until_at']}:{days}",
            values={member_id: told},
            buttons=[[notices.Button("tiers-open", data="tiers")]],
            now=now,
            due_at=quiet_end(program, now),
        )


def _tell(
    session: Session, steps: Sequence[Step], held: dict[int, Held], program: Program, now: datetime
) -> None:
    """Tell each member the last of their steps, if it is news; a floor's coming and going is its owner's to tell."""
    last = {step.member_id: step for step in steps}
    for member_id, step in last.items():
        account = held[member_id]
        news = step.at >= now - TOLD_WITHIN and (
            step.reason == "lowered" or (step.reason == "kept" and account.until is not None)
        )
        if news and account.floor is None:
            _tell_one(session, step, account, program, now)


def _tell_one(session: Session, step: Step, account: Held, program: Program, now: datetime) -> None:
    before = program.tiers[ladders.place(program, step.before)]
    after = program.tiers[ladders.place(program, step.after)]
    values: dict[str, Any] = {"tier": after.name.model_dump()}
    if step.reason == "kept":
        assert account.until is not None  # noqa: S101 - what is kept has a new term
        values["until_at"] = _last_day(account.until)
    else:
        start = ladders.window_start(program, now)
        done = terms.counts(session, member_ids=[step.member_id], since=start, program=program)
        back = ladders.missing(before, done[step.member_id], "reach", program=program)
        values |= {"before": before.name.model_dump(), **_asked(back or ladders.Missing("none"))}
    notices.tell(
        session,
        member_ids=[step.member_id],
        topic=TOPIC,
        text="tiers-kept-on" if step.reason == "kept" else "tiers-lowered",
        key=f"tier:{step.at.isoformat()}:{step.reason}",
        values={step.member_id: values},
        buttons=[[notices.Button("tiers-open", data="tiers")]],
        now=now,
        due_at=quiet_end(program, now),
    )


def _asked(missing: ladders.Missing) -> dict[str, Any]:
    return {
        "ways": missing.ways,
        "qualifying": missing.qualifying,
        "spend_minor": missing.spend,
        "purchases": missing.purchases,
    }


def _last_day(ends: datetime) -> str:
    return (ends - timedelta(microseconds=1)).isoformat()
