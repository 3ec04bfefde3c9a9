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
from membership import budgets, earning, members, notices, points, tiers
from membership.bookings import TOLD_WITHIN
from membership.orders import Outcome


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
    paid = _store(session, list(fresh.values()), program, now)
    return tuple(
        known_outcome or Outcome(event.ref, "created", points=paid[event.channel, event.ref])
        for event, known_outcome in zip(events, outcomes, strict=True)
    )


@dataclass(frozen=True, slots=True)
class _Paid:
    """A deed with what each rule gives for it, after the limits."""

    event: Event
    member_id: int
    parts: tuple[tuple[earning.Verdict, budgets.Allowed], ...]

    @property
    def points(self) -> int:
        return sum(allowed.points for _, allowed in self.parts)

    @property
    def cut(self) -> bool:
        return any(allowed.span for _, allowed in self.parts)


def _store(
    session: Session, events: list[Event], program: Program, now: datetime
) -> dict[tuple[str, str], int]:
    if not events:
        return {}
    paid = _judge(session, events, program, now)
    rows.write(
        session,
        [
            {
                "channel": one.event.channel,
                "ref": one.event.ref,
                "body": one.event.body,
                "kind": one.event.kind,
                "member_id": one.member_id,
                "at": one.event.at,
                "points": one.points,
            }
            for one in paid
        ],
    )
    grants = [grant for one in paid for grant in _grants(one)]
    earned = points.earn_many(session, grants=grants, program=program, now=now)
    _tell(session, paid, {one.member_id: one.balance for one in earned}, now)
    return {(one.event.channel, one.event.ref): one.points for one in paid}


def _judge(session: Session, events: list[Event], program: Program, now: datetime) -> list[_Paid]:
    owners = members.resolve(session, refs=[event.member for event in events], program=program, now=now)
    terms = program.earning_terms
    moments = [(owners[event.member], event.at) for event in events]
    held = tiers.at(session, moments=moments, program=program)
    verdicts = [
        earning.of_event(
            event.kind,
            channel=event.channel,
            at=event.at,
            tier=held[owners[event.member], event.at].id,
            terms=terms,
        )
        for event in events
    ]
    asks = [
        budgets.Ask(owners[event.member], event.kind, verdict.points, event.at, verdict.rule)
        for event, several in zip(events, verdicts, strict=True)
        for verdict in several
    ]
    allowed = iter(budgets.take(session, asks=asks, program=program))
    return [
        _Paid(event, owners[event.member], tuple((verdict, next(allowed)) for verdict in several))
        for event, several in zip(events, verdicts, strict=True)
    ]


def _grants(one: _Paid) -> list[points.Grant]:
    key = f"event:{one.event.channel}:{one.event.ref}"
    return [
        points.Grant(
            one.member_id,
            allowed.points,
            0,
            key=key if verdict.rule == earning.BASE else f"{key}:earn:{verdict.rule}",
            source=f"event:{one.event.kind}",
            at=one.event.at,
            pending_days=verdict.pending_days,
        )
        for verdict, allowed in one.parts
        if allowed.points
    ]


def _tell(session: Session, paid: list[_Paid], balances: dict[int, int], now: datetime) -> None:
    """Queue one message for each recent deed that paid, or that a limit left without pay."""
    recent = [one for one in paid if one.event.at >= now - TOLD_WITHIN and (one.points or one.cut)]
    reachable = identities.telegram_ids(session, sorted({one.member_id for one in recent}))
    for one in recent:
        if one.member_id in reachable:
            notices.tell(
                session,
                member_ids=[one.member_id],
                topic="points",
                text="events-earned" if one.points else "events-capped",
                key=f"event:{one.event.channel}:{one.event.ref}",
                values={
                    one.member_id: {"points": one.points, "balance": balances.get(one.member_id, 0)},
                },
                buttons=[[notices.Button("points-see", data="points")]],
                now=now,
            )
