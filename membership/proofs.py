"""Proofs (打卡): handed in under a task's post, decided by an operator, paid once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy.orm import Session

from core.errors import Conflict, NotFound
from core.program import Program
from db.queries import challenges as rows
from db.queries import posts
from membership import challenges, notices

Media = Literal["photo", "text"]
LIMIT = 5


class ProofUnknown(NotFound):
    key = "challenges-proof-unknown"


class ProofDecided(Conflict):
    key = "challenges-proof-decided"


@dataclass(frozen=True, slots=True)
class HandedIn:
    """A proof in the review queue."""

    attempt_id: int
    challenge: str


@dataclass(frozen=True, slots=True)
class Waiting:
    """A proof that waits for an operator, and the message that holds it."""

    attempt_id: int
    chat_id: int
    message_id: int | None
    challenge: str
    name: str | None


@dataclass(frozen=True, slots=True)
class Decision:
    """What an operator decided."""

    attempt_id: int
    approved: bool
    points: int


def hand_in(
    session: Session,
    *,
    chat_id: int,
    post_message_id: int,
    member_id: int,
    message_id: int,
    media: Media,
    program: Program,
    now: datetime,
) -> HandedIn | None:
    """Queue a reply to a task's post for review; None when the reply is no proof for it.

    A rejected one may be handed in again; raises TaskOver, TaskTried.
    """
    found = posts.by_message(session, chat_id, post_message_id)
    task = program.challenges.get(found.subject) if found is not None else None
    if (
        found is None
        or task is None
        or challenges.way_of(task) != "proof"
        or task.goal.media not in {None, media}
    ):
        return None
    post, task = challenges.running(session, post_id=found.id, program=program, now=now)
    attempt_id = rows.add(
        session,
        member_id=member_id,
        challenge=task.id,
        day=post.day,
        group_id=post.group_id,
        post_id=post.id,
        state="pending",
        points=0,
        at=now,
        message_id=message_id,
    )
    if attempt_id is not None:
        return HandedIn(attempt_id, task.id)
    known = rows.of_member(session, member_id, task.id, post.day)
    if known is None or not rows.hand_in_again(session, known.id, message_id, now):
        raise challenges.TaskTried
    return HandedIn(known.id, task.id)


def waiting(session: Session) -> tuple[Waiting, ...]:
    """Return the proofs that have waited longest."""
    return tuple(Waiting(*row) for row in rows.pending(session, LIMIT))


def decide(
    session: Session, *, attempt_id: int, approve: bool, operator_id: int, program: Program, now: datetime
) -> Decision:
    """Approve or reject a waiting proof, once, pay for it, and tell the member; raises ProofDecided."""
    known = rows.by_id(session, attempt_id)
    if known is None or known.challenge not in program.challenges:
        raise ProofUnknown
    task = program.challenges[known.challenge]
    paid = task.reward_points if approve else 0
    decided = rows.decide(
        session,
        attempt_id,
        state="done" if approve else "rejected",
        points=paid,
        by=operator_id,
        now=now,
    )
    if decided is None:
        raise ProofDecided
    if approve:
        challenges.pay(
            session, member_id=decided.member_id, task=task, day=decided.day, program=program, now=now
        )
    notices.tell(
        session,
        member_ids=[decided.member_id],
        topic="service",
        text="challenges-proof-approved" if approve else "challenges-proof-rejected",
        key=f"proof:{attempt_id}:{int(now.timestamp())}",
        now=now,
        values={
            decided.member_id: {
                "title": task.title.model_dump(by_alias=True, exclude_none=True),
                "points": paid,
            },
        },
    )
    return Decision(attempt_id, approve, paid)
