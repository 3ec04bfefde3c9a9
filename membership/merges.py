"""Two members that are one person become one: all that either has goes to the survivor, in one transaction."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from core.errors import Conflict
from core.program import Program
from db.queries import checkins
from db.queries import combined as parts
from db.queries import members as identities
from db.queries import merges as rows
from db.queries import points as ledger
from membership import audits, members, notices, persons, points, streaks, tiers

UNDO_DAYS = 30


class SamePerson(Conflict):
    key = "merges-same"


class NotMergeable(Conflict):
    """One of the two was merged or erased before; `number` says which."""

    key = "merges-closed"


@dataclass(frozen=True, slots=True)
class Side:
    """One of two members before a merge, without anything personal."""

    member_id: int
    number: str
    joined: bool
    balance: int
    qualifying: int
    tier: str


@dataclass(frozen=True, slots=True)
class Preview:
    """What a merge would join, before anybody confirms it."""

    source: Side
    target: Side


@dataclass(frozen=True, slots=True)
class Merged:
    """A merge that was done; `rows` changed hands, `undo_until` is when it can't be taken back any more."""

    merge_id: int
    member_id: int
    number: str
    rows: int
    balance: int
    tier: str
    undo_until: datetime


def preview(session: Session, *, source: str, target: str) -> Preview:
    """Return both sides of a merge of two member numbers; raises MemberUnknown, SamePerson, NotMergeable."""
    ids = [members.find(session, ref=members.Ref("number", number)) for number in (source, target)]
    if ids[0] == ids[1]:
        raise SamePerson
    return Preview(_side(session, ids[0]), _side(session, ids[1]))


def merge(
    session: Session,
    *,
    source: int,
    target: int,
    actor: str,
    reason: str,
    origin: str,
    tell: bool = True,
    program: Program,
    now: datetime,
) -> Merged:
    """Give all of `source` to `target`, which survives; raises SamePerson, NotMergeable, ReasonMissing.

    Points stay what they are, lot by lot; qualifying points add up and the tier is never lower than either
    had. Days with a check-in are united and pay nothing anew. Of two consents the stricter one stands.
    The source's identities lead to the target from now on. Without `tell` no message goes to the target,
    whom the edge answers itself. O(rows of the source) inside the database.
    """
    reason = audits.needed(reason)
    _check(session, source, target)
    for one in sorted((source, target)):
        ledger.lock_account(session, one)
    merge_id = rows.begin(
        session, source_id=source, target_id=target, actor=actor, reason=reason, before={}, at=now
    )
    before = _combine(session, source, target)
    count = rows.move(session, merge_id, source, target)
    before |= _after_moving(session, source, target, program, now)
    rows.point(session, source, target, None)
    rows.keep_before(session, merge_id, before)
    balance = parts.sums(session, target)["balance"]
    tier = parts.tier(session, target).tier
    audits.record(
        session,
        actor=actor,
        action="merges.merge",
        subject=f"member:{target}",
        after={"merge": merge_id, "source": source, "rows": count, "balance": balance, "tier": tier},
        reason=reason,
        origin=origin,
        now=now,
    )
    number = identities.number_of(session, target)
    if tell:
        notices.tell(
            session,
            member_ids=[target],
            topic="service",
            text="merges-merged",
            key=f"merge:{merge_id}",
            values={target: {"number": number, "points": balance}},
            now=now,
        )
    return Merged(merge_id, target, number, count, balance, tier, now + timedelta(days=UNDO_DAYS))


def gather(session: Session, *, program: Program, now: datetime) -> int:
    """Bring after what was written for a merged member while the merge was being done; return how many rows.

    A batch of orders that had looked its member up before the merge committed may write behind it.
    """
    late = 0
    for merge_id, source, target in rows.since(session, now - timedelta(days=2)):
        if not rows.has_rows(session, source, target):
            continue
        for one in sorted((source, target)):
            ledger.lock_account(session, one)
        late += rows.move(session, merge_id, source, target)
        _after_moving(session, source, target, program, now)
    return late


def _check(session: Session, source: int, target: int) -> None:
    if source == target:
        raise SamePerson
    found = rows.lock(session, [source, target])
    for one in (source, target):
        if one not in found:
            raise members.MemberUnknown(ref=str(one))
        if found[one].merged_into is not None or found[one].erased_at is not None:
            raise NotMergeable(number=found[one].number)


def _combine(session: Session, source: int, target: int) -> dict[str, Any]:
    """Unite what is one row a member; return what the survivor's had been."""
    own, other = parts.person(session, target), parts.person(session, source)
    reached = parts.has_account(session, target)
    whole = persons.united(own, other, target_reached=reached)
    changed = {name: value for name, value in whole._asdict().items() if value != getattr(own, name)}
    parts.write_person(session, target, changed)
    said, theirs = parts.consents(session, target), parts.consents(session, source)
    agreed = persons.stricter(said, theirs)
    words = {topic: word for topic, word in agreed.items() if word != said.get(topic)}
    for topic, word in words.items():
        parts.put_consent(session, target, topic, word)
    renamed = (
        parts.rename_accounts(session, source, members.MAIN_ACCOUNT, members.SECOND_ACCOUNT)
        if reached
        else []
    )
    return {
        "person": {
            name: [persons.stored(getattr(own, name)), persons.stored(value)]
            for name, value in changed.items()
        },
        "consents": {
            topic: [persons.stored_word(said.get(topic)), persons.stored_word(word)]
            for topic, word in words.items()
        },
        "accounts": renamed,
        "joined_at": persons.stored(other.joined_at),
        "dislikes": parts.copy_dislikes(session, source, target),
        "hidden": parts.copy_hidden(session, source, target),
        "streak": parts.has_streak(session, target),
    }


def _after_moving(
    session: Session, source: int, target: int, program: Program, now: datetime
) -> dict[str, Any]:
    """Bring sums, streak and tier in line with the rows that have moved."""
    moved = parts.sums(session, source)
    held = parts.sums(session, target)
    parts.put_sums(session, source, dict.fromkeys(moved, 0))
    parts.put_sums(session, target, {name: held[name] + moved[name] for name in held})
    if held["debt"] + moved["debt"]:
        points.settle(session, member_id=target, now=now)
    if parts.has_streak(session, source) or parts.has_streak(session, target):
        recount_streak(session, member_id=target, program=program)
    had = parts.tier(session, target)
    lifted = persons.higher(had, parts.tier(session, source), program=program, now=now)
    parts.put_tier(session, target, lifted, before=had.tier, reason="merged", at=now)
    tiers.promote(session, member_ids=[target], program=program, now=now)
    return {"tier": [_kept(had), _kept(parts.tier(session, target))]}


def recount_streak(session: Session, *, member_id: int, program: Program) -> None:
    """Write the streak that a member's days come to."""
    checkins.lock_streak(session, member_id)
    run = streaks.recount(checkins.days(session, member_id), program.checkin)
    checkins.keep_streak(
        session,
        member_id,
        days=run.days,
        best=run.best,
        total=run.total,
        freezes=run.freezes,
        last_day=run.last,
    )


def _kept(held: parts.Tier) -> list[Any]:
    return [persons.stored(value) for value in held]


def _side(session: Session, member_id: int) -> Side:
    held = rows.see(session, [member_id])[member_id]
    if held.merged_into is not None or held.erased_at is not None:
        raise NotMergeable(number=held.number)
    sums = parts.sums(session, member_id)
    tier = parts.tier(session, member_id).tier
    return Side(member_id, held.number, held.joined_at is not None, sums["balance"], sums["qualifying"], tier)
