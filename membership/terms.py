"""Terms of tiers as they pass: kept, lowered after grace, a paid floor that ends; and the one door that writes it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy.orm import Session

from core.program import Program
from db.queries import tiers as rows
from db.queries.tiers import Held, Step
from membership import ladders, webhooks
from membership.ladders import FOR_GOOD, Counts, Term

Reason = Literal["reached", "kept", "lowered", "card", "card-ended"]


@dataclass(frozen=True, slots=True)
class Settled:
    """Accounts whose time has been caught up with, and the steps that this took, oldest first."""

    held: tuple[Held, ...]
    steps: tuple[Step, ...]


def counts(
    session: Session,
    *,
    member_ids: Sequence[int],
    since: datetime,
    until: datetime | None = None,
    program: Program,
) -> dict[int, Counts]:
    """Return what members did in a window, as far as the program's basis looks at it; one or two statements."""
    looked_at = ladders.measures(program)
    points = rows.qualifying(session, member_ids, since, until) if "qualifying" in looked_at else {}
    bought: dict[int, tuple[int, int]] = {}
    if "spend" in looked_at or "purchases" in looked_at:
        least = program.minor(program.points.min_spend)
        bought = rows.purchases(session, member_ids, since, until, at_least=least)
    return {one: Counts(points.get(one, 0), *bought.get(one, (0, 0))) for one in member_ids}


def settle(session: Session, *, member_ids: Sequence[int], program: Program, now: datetime) -> Settled:
    """Lock members' accounts and let pass what has ended by now, each thing at its own time; writes nothing.

    A term is judged at its end and, if it was not kept, once more at the end of the grace period, each time by what
    was done until then. So it makes no difference whether this runs daily or once after a long silence.
    """
    held, steps = [], []
    for one in rows.held(session, member_ids, lock=True):
        account = one
        while passed := _passed(session, account, program, now):
            account, step = passed
            steps.append(step)
        held.append(account)
    return Settled(tuple(held), tuple(steps))


def write(
    session: Session, *, before: Sequence[Held], held: Sequence[Held], steps: Sequence[Step], now: datetime
) -> None:
    """Store accounts that changed and their steps, and tell the brand's other systems."""
    known = {one.member_id: one for one in before}
    rows.put(session, [one for one in held if known.get(one.member_id) != one])
    rows.write_steps(session, steps)
    webhooks.emit_many(
        session,
        events=[
            webhooks.Event(
                "tier.changed",
                step.member_id,
                {"before": step.before, "after": step.after, "reason": step.reason},
                key=f"tier:{step.member_id}:{step.reason}:{step.at.isoformat()}",
            )
            for step in steps
            if step.before != step.after
        ],
        now=now,
    )


def moved(
    held: Held,
    reason: Reason,
    *,
    program: Program,
    at: datetime,
    earned: str | None = None,
    term: Term | None = None,
    floor: tuple[str, datetime] | Literal["as it is"] | None = "as it is",
) -> tuple[Held, Step]:
    """Return an account with another own tier, term or floor, and the step that this is in its history."""
    own = earned or held.earned
    low, until = (held.floor, held.floor_until) if floor == "as it is" else floor or (None, None)
    tier = ladders.higher(program, own, low) if low else own
    after = held._replace(
        tier=tier,
        since=held.since if tier == held.tier else at,
        earned=own,
        floor=low,
        floor_until=until,
    )
    if term is not None:
        after = after._replace(begins=term.begins, until=term.ends, warned=None)
    return after, Step(held.member_id, held.tier, tier, reason, own if low else None, at)


def _passed(session: Session, held: Held, program: Program, now: datetime) -> tuple[Held, Step] | None:
    """Return the account after the next thing that has ended by `now`, or None when nothing has."""
    term = _term_passed(session, held, program, now)
    if held.floor_until is not None and held.floor_until <= now:
        ended = moved(held, "card-ended", program=program, at=held.floor_until, floor=None)
        return ended if term is None or held.floor_until <= term[1].at else term
    return term


def _term_passed(session: Session, held: Held, program: Program, now: datetime) -> tuple[Held, Step] | None:
    ends = held.until
    if ends is None or ends > now:
        return None
    here = ladders.place(program, held.earned)
    own = program.tiers[here]
    if here == 0:
        return moved(held, "kept", program=program, at=ends, earned=own.id, term=FOR_GOOD)
    lost = ladders.grace_ends(program, ends)
    unasked = program.tier_rules.downgrade == "none"
    for judged in (ends, lost):
        if judged > now:
            return None
        done = _counted(session, held, judged, program)
        if unasked or ladders.meets(own, done, "keep", program=program):
            term = ladders.next_term(program, here, ends)
            return moved(held, "kept", program=program, at=ends, term=term)
    fallen = ladders.lowered(program, own.id, done)
    return moved(
        held,
        "lowered",
        program=program,
        at=lost,
        earned=program.tiers[fallen].id,
        term=ladders.next_term(program, fallen, lost),
    )


def _counted(session: Session, held: Held, until: datetime, program: Program) -> Counts:
    assert held.begins is not None  # noqa: S101 - a term that ends has begun
    return counts(session, member_ids=[held.member_id], since=held.begins, until=until, program=program)[
        held.member_id
    ]
