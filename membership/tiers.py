"""Tiers: who stands where, what is missing, moving up at once, and the floor that a paid card lays."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from core.errors import Invalid, NotFound
from core.program import Program, Tier
from db.queries import tiers as rows
from membership import ladders, reviews, terms
from membership.ladders import Counts, Measure, Missing


class NoAccount(NotFound):
    key = "members-unknown"


class TierUnknown(NotFound):
    key = "tiers-unknown"


class FloorOver(Invalid):
    key = "tiers-floor-over"


@dataclass(frozen=True, slots=True)
class Gauge:
    """One way up and to stay: what counts for the next tier and since the term began, in the measure's unit."""

    measure: Measure
    counted: int
    reach: int | None
    in_term: int
    keep: int | None


@dataclass(frozen=True, slots=True)
class Standing:
    """A member's tier and what it takes to rise and to stay.

    `tier` is what counts and `earned` the member's own, which differ while a floor lifts it until `floor_until`.
    `begins` to `until` is the own tier's term; past `until`, it is lost at `grace_until` unless made up for.
    """

    tier: str
    since: datetime
    earned: str
    begins: datetime | None
    until: datetime | None
    grace_until: datetime | None
    floor_until: datetime | None
    next_tier: str | None
    gauges: tuple[Gauge, ...]
    to_next: Missing | None
    to_keep: Missing | None

    @property
    def qualifying(self) -> int:
        """What counts towards the next tier, in the unit of the program's basis."""
        return self.gauges[0].counted

    @property
    def next_reach(self) -> int | None:
        return self.gauges[0].reach

    @property
    def keep(self) -> int:
        return self.gauges[0].keep or 0

    @property
    def missing(self) -> int:
        """What the next tier still asks for; 0 on the highest."""
        return max(0, (self.next_reach or 0) - self.qualifying)

    @property
    def missing_to_keep(self) -> int:
        """What staying another term still asks for; 0 when one of the ways is done."""
        return 0 if self.to_keep is None else max(0, self.keep - self.gauges[0].in_term)


@dataclass(frozen=True, slots=True)
class Promoted:
    member_id: int
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Floored:
    """A floor that was laid or taken away; `before` and `after` are the tiers that count, `earned` the own one."""

    member_id: int
    before: str
    after: str
    earned: str
    until: datetime | None


@dataclass(frozen=True, slots=True)
class Passage:
    """One step of a member's history; `earned` is told where a paid card lifts the tier above the own one."""

    before: str
    after: str
    reason: str
    earned: str | None
    at: datetime


def open_account(session: Session, *, member_id: int, program: Program, now: datetime) -> None:
    """Give a new member an empty account on the lowest tier."""
    rows.open_account(session, member_id, program.tiers[0].id, now)


def standing(session: Session, *, member_id: int, program: Program, now: datetime) -> Standing:
    """Return where a member stands at `now`; raises NoAccount."""
    found = rows.held(session, [member_id])
    if not found:
        raise NoAccount(ref=str(member_id))
    held = found[0]
    ids, start = [member_id], ladders.window_start(program, now)
    done = terms.counts(session, member_ids=ids, since=start, program=program)[member_id]
    in_term = Counts()
    if held.until is not None and held.begins is not None:
        in_term = terms.counts(session, member_ids=ids, since=held.begins, program=program)[member_id]
    here, own = ladders.place(program, held.tier), program.tiers[ladders.place(program, held.earned)]
    following = program.tiers[here + 1] if here + 1 < len(program.tiers) else None
    in_grace = held.until is not None and held.until <= now
    return Standing(
        program.tiers[here].id,
        held.since,
        own.id,
        held.begins if held.until else None,
        held.until,
        ladders.grace_ends(program, held.until) if in_grace and held.until else None,
        held.floor_until,
        following.id if following else None,
        tuple(
            Gauge(
                measure,
                done.of(measure),
                ladders.line(following, measure, "reach", program=program) if following else None,
                in_term.of(measure),
                ladders.line(own, measure, "keep", program=program),
            )
            for measure in ladders.measures(program)
        ),
        to_next=ladders.missing(following, done, "reach", program=program) if following else None,
        to_keep=ladders.missing(own, in_term, "keep", program=program),
    )


def promote(
    session: Session, *, member_ids: Sequence[int], program: Program, now: datetime
) -> list[Promoted]:
    """Move members up to the tier that they have reached; O(members) with a handful of statements.

    What ended before now passes first, so that nobody rises from a tier that was no longer theirs. Returned are
    those whose tier rose: a rise below a paid floor shows when the floor ends.
    """
    if not member_ids:
        return []
    before = reviews.settle(session, member_ids=member_ids, program=program, now=now)
    done = terms.counts(
        session, member_ids=member_ids, since=ladders.window_start(program, now), program=program
    )
    held, steps = [], []
    for one in before:
        place = ladders.reached(program, done[one.member_id])
        if place <= ladders.place(program, one.earned):
            continue
        account, step = terms.moved(
            one,
            "reached",
            program=program,
            at=now,
            earned=program.tiers[place].id,
            term=ladders.first_term(program, place, now),
        )
        held.append(account)
        steps.append(step)
    terms.write(session, before=before, held=held, steps=steps, now=now)
    return [Promoted(step.member_id, step.before, step.after) for step in steps if step.before != step.after]


def set_floor(
    session: Session, *, member_id: int, tier: str, until: datetime, now: datetime, program: Program
) -> Floored:
    """Hold a member at least on `tier` until then, in place of an earlier floor; raises TierUnknown, FloorOver.

    Whoever lays it tells the member. It counts towards nothing, and the own tier's term goes on below it.
    """
    if tier not in program.tier_by_id:
        raise TierUnknown(tier=tier)
    if until <= now:
        raise FloorOver(until=until.isoformat())
    return _floored(session, member_id, (tier, until), "card", program, now)


def drop_floor(session: Session, *, member_id: int, now: datetime, program: Program) -> Floored:
    """End a member's floor now and let them stand on their own tier; without one nothing happens.

    One that has ended by time falls by itself in the nightly review; whoever laid it tells the member.
    """
    return _floored(session, member_id, None, "card-ended", program, now)


def _floored(
    session: Session,
    member_id: int,
    floor: tuple[str, datetime] | None,
    reason: terms.Reason,
    program: Program,
    now: datetime,
) -> Floored:
    found = reviews.settle(session, member_ids=[member_id], program=program, now=now)
    if not found:
        raise NoAccount(ref=str(member_id))
    before = found[0]
    after, step = terms.moved(before, reason, program=program, at=now, floor=floor)
    steps = [step] if step.before != step.after else []
    terms.write(session, before=[before], held=[after], steps=steps, now=now)
    return Floored(member_id, before.tier, after.tier, after.earned, after.floor_until)


def at(
    session: Session, *, moments: Sequence[tuple[int, datetime]], program: Program
) -> dict[tuple[int, datetime], Tier]:
    """Return the tier that each member held at each instant, by their history; two statements a 1,000 members."""
    ids = sorted({member_id for member_id, _ in moments})
    today, steps = rows.tiers_of(session, ids), rows.steps_of(session, ids)
    found: dict[tuple[int, datetime], Tier] = {}
    for member_id, instant in moments:
        story = steps.get(member_id, [])
        past = bisect_right(story, instant, key=lambda step: step[0])
        held = story[past - 1][2] if past else story[0][1] if story else today.get(member_id)
        found[member_id, instant] = program.tiers[ladders.place(program, held)]
    return found


def multiplier_of(session: Session, *, member_ids: Sequence[int], program: Program) -> dict[int, Tier]:
    """Return the tier that each member holds, whose multiplier applies to what they earn."""
    return {
        member_id: program.tiers[ladders.place(program, tier)]
        for member_id, tier in rows.tiers_of(session, member_ids).items()
    }


def tier_of(session: Session, *, member_id: int, program: Program, now: datetime) -> Tier:
    """Return the tier that a member holds now; a floor that has ended counts no more. Raises NoAccount."""
    found = rows.held(session, [member_id])
    if not found:
        raise NoAccount(ref=str(member_id))
    over = found[0].floor_until is not None and found[0].floor_until <= now
    return program.tiers[ladders.place(program, found[0].earned if over else found[0].tier)]


def history(session: Session, *, member_id: int, limit: int) -> tuple[Passage, ...]:
    """Return a member's newest steps, newest first."""
    return tuple(Passage(*row) for row in rows.history(session, member_id, limit))
