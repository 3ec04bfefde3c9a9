"""Behaviour events of every channel (a review, a share, a survey): taken in once, paid by the program's table."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from core.program import Program
from db.queries import behaviours as rows
from db.queries import members as identities
from membership import members, notices, points
from membership.orders import TOLD_WITHIN, Outcome


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that a member did elsewhere; `kind` is a key of `points.behaviour` in program.yaml."""

    channel: str
    ref: str
    kind: str
    member: members.Ref
    at: datetime

    @property
    def body(self) -> str:
        told = repr((self.kind, self.member, self.at.isoformat()))
        return hashlib.blake2s(told.encode(), digest_size=12).hexdigest()


def take_in(
    session: Session, *, events: Sequence[Event], program: Program, now: datetime
) -> tuple[Outcome, ...]:
    """Take in a batch of events: one outcome each, in their order; O(batch) with a fixed number of statements.

    What an event pays is decided when it first arrives: a later change of the table makes no replay differ.
    """
    known = rows.bodies(session, [(event.channel, event.ref) for event in events])
    fresh: dict[tuple[str, str], Event] = {}
    outcomes: list[Outcome | None] = []
    for event in events:
        key = (event.channel, event.ref)
        before = known.get(key) or (fresh[key].body if key in fresh else None)
        if before is not None:
            reason = "event_id: delivered before with another content; expected a new id"
            same = before == event.body
            outcomes.append(
                Outcome(event.ref, "duplicate" if same else "rejected", reason=None if same else reason),
            )
        elif event.kind not in program.points.behaviour:
            kinds = ", ".join(sorted(program.points.behaviour))
            reason = f"kind: {event.kind!r}; expected one of program.yaml points.behaviour: {kinds}"
            outcomes.append(Outcome(event.ref, "rejected", reason=reason))
        else:
            fresh[key] = event
            outcomes.append(None)
    _store(session, list(fresh.values()), program, now)
    return tuple(
        known_outcome or Outcome(event.ref, "created", points=program.points.behaviour[event.kind])
        for event, known_outcome in zip(events, outcomes, strict=True)
    )


def _store(session: Session, events: list[Event], program: Program, now: datetime) -> None:
    if not events:
        return
    owners = members.resolve(session, refs=[event.member for event in events], program=program, now=now)
    pays = program.points.behaviour
    rows.write(
        session,
        [
            {
                "channel": event.channel,
                "ref": event.ref,
                "body": event.body,
                "kind": event.kind,
                "member_id": owners[event.member],
                "at": event.at,
                "points": pays[event.kind],
            }
            for event in events
        ],
    )
    paid = [event for event in events if pays[event.kind]]
    earned = points.earn_many(
        session,
        grants=[
            points.Grant(
                owners[event.member],
                pays[event.kind],
                0,
                key=f"event:{event.channel}:{event.ref}",
                source=f"event:{event.kind}",
                at=event.at,
            )
            for event in paid
        ],
        program=program,
        now=now,
    )
    recent = {one.member_id for event, one in zip(paid, earned, strict=True) if event.at >= now - TOLD_WITHIN}
    reachable = identities.telegram_ids(session, sorted(recent))
    for event, earning in zip(paid, earned, strict=True):
        if event.at >= now - TOLD_WITHIN and earning.member_id in reachable:
            notices.tell(
                session,
                member_ids=[earning.member_id],
                topic="points",
                text="events-earned",
                key=f"event:{event.channel}:{event.ref}",
                values={earning.member_id: {"points": earning.amount, "balance": earning.balance}},
                buttons=[[notices.Button("points-see", data="points")]],
                now=now,
            )
