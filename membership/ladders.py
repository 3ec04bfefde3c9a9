"""The arithmetic of the tier ladder: what counts, what is reached, kept or lost, and when a term ends.

Pure functions of a program's rules, so that a review, a dry run and a what-if can't differ.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from core.clock import day_begins
from core.program import Program, Tier

Measure = Literal["qualifying", "spend", "purchases"]
Line = Literal["reach", "keep"]


@dataclass(frozen=True, slots=True)
class Counts:
    """What a member did in a window: qualifying points, net spend in minor units, purchases not refunded."""

    qualifying: int = 0
    spend: int = 0
    purchases: int = 0

    def of(self, measure: Measure) -> int:
        return {"qualifying": self.qualifying, "spend": self.spend, "purchases": self.purchases}[measure]


@dataclass(frozen=True, slots=True)
class Term:
    """A stay on a tier: what is done from `begins` on counts towards staying past `ends`; None = for good."""

    begins: datetime | None
    ends: datetime | None


FOR_GOOD = Term(None, None)


def measures(program: Program) -> tuple[Measure, ...]:
    """Return what the program's basis looks at; under `any` one of them is enough."""
    basis = program.tier_rules.basis
    return ("qualifying", "spend", "purchases") if basis == "any" else (basis,)


def line(tier: Tier, measure: Measure, kind: Line, *, program: Program) -> int | None:
    """Return how much of `measure` reaches or keeps `tier`; None where the tier knows no such way.

    A single basis is written into the tier's own `reach` and `keep`; spend comes back in minor units.
    """
    own = tier if measure in {"qualifying", program.tier_rules.basis} else None
    way = own or (tier.spend if measure == "spend" else tier.purchases)
    if way is None:
        return None
    asked = way.reach if kind == "reach" else way.keep
    return asked * 10**program.minor_units if measure == "spend" else asked


def meets(tier: Tier, counts: Counts, kind: Line, *, program: Program) -> bool:
    """Say whether `counts` are enough for `tier`; whoever is exactly on the line is."""
    for measure in measures(program):
        asked = line(tier, measure, kind, program=program)
        if asked is not None and counts.of(measure) >= asked:
            return True
    return False


@dataclass(frozen=True, slots=True)
class Missing:
    """What a line still asks for, one of the `ways` being enough; spend in minor units, 0 where it is no way.

    `ways` names them for the text that words it: `qualifying`, `qualifying-spend`, `purchases` …
    """

    ways: str
    qualifying: int = 0
    spend: int = 0
    purchases: int = 0


def missing(tier: Tier, counts: Counts, kind: Line, *, program: Program) -> Missing | None:
    """Return what `counts` still lack for `tier`, or None when they are enough."""
    if meets(tier, counts, kind, program=program):
        return None
    asked = {
        measure: wanted - counts.of(measure)
        for measure in measures(program)
        if (wanted := line(tier, measure, kind, program=program)) is not None
    }
    return Missing("-".join(asked), **asked)


def place(program: Program, tier_id: str | None) -> int:
    """Return a tier's place on the ladder; one that the program no longer has counts as the lowest."""
    return next((at for at, tier in enumerate(program.tiers) if tier.id == tier_id), 0)


def higher(program: Program, one: str | None, other: str | None) -> str:
    """Return the higher of two tiers."""
    return program.tiers[max(place(program, one), place(program, other))].id


def reached(program: Program, counts: Counts) -> int:
    """Return the place of the highest tier that `counts` reach."""
    return max(
        (at for at, tier in enumerate(program.tiers) if meets(tier, counts, "reach", program=program)),
        default=0,
    )


def lowered(program: Program, tier_id: str, counts: Counts) -> int:
    """Return the place that a member falls to who did not keep `tier_id`, under the program's policy.

    `to_qualified` stops at the first tier that would have been kept: falling from above asks no more than staying.
    """
    here = place(program, tier_id)
    policy = program.tier_rules.downgrade
    if policy == "none" or here == 0:
        return here
    if policy == "one_down":
        return here - 1
    kept = (at for at in range(here) if meets(program.tiers[at], counts, "keep", program=program))
    return max(kept, default=0)


def window_start(program: Program, now: datetime) -> datetime:
    """Return from when on things count towards reaching a tier: the last `valid_months`, or this calendar year."""
    today = now.astimezone(program.time_zone).date()
    if program.tier_rules.window == "calendar":
        return day_begins(date(today.year, 1, 1), program.time_zone)
    return day_begins(months_on(today, -program.tier_rules.valid_months), program.time_zone)


def term_ends(program: Program, now: datetime) -> datetime:
    """Return the end of the term of a tier reached `now`: `valid_months` on, that local day included.

    By the calendar it is the end of the next year.
    """
    today = now.astimezone(program.time_zone).date()
    if program.tier_rules.window == "calendar":
        return day_begins(date(today.year + 2, 1, 1), program.time_zone)
    last = months_on(today, program.tier_rules.valid_months)
    return day_begins(last + timedelta(days=1), program.time_zone)


def first_term(program: Program, at: int, now: datetime) -> Term:
    """Return the term of whoever reaches the tier at place `at` now; by the calendar only the next year counts."""
    if at == 0:
        return FOR_GOOD
    begins = now
    if program.tier_rules.window == "calendar":
        year = now.astimezone(program.time_zone).year
        begins = day_begins(date(year + 1, 1, 1), program.time_zone)
    return Term(begins, term_ends(program, now))


def next_term(program: Program, at: int, begins: datetime) -> Term:
    """Return the term that follows an old one at the place `at`, beginning at the local midnight `begins`."""
    if at == 0:
        return FOR_GOOD
    day = begins.astimezone(program.time_zone).date()
    if program.tier_rules.window == "calendar":
        january = date(day.year, 1, 1)
        ends = date(day.year + 1, 1, 1)
        return Term(day_begins(january, program.time_zone), day_begins(ends, program.time_zone))
    return Term(begins, day_begins(months_on(day, program.tier_rules.valid_months), program.time_zone))


def grace_ends(program: Program, ends: datetime) -> datetime:
    """Return when a tier whose term ended at `ends` is lost for good, unless it is made up for before."""
    day = ends.astimezone(program.time_zone).date() + timedelta(days=program.tier_rules.grace_days)
    return max(ends, day_begins(day, program.time_zone))


def days_left(program: Program, ends: datetime, now: datetime) -> int:
    """Return the local days until the term ends; 0 on its last day."""
    last = (ends - timedelta(microseconds=1)).astimezone(program.time_zone).date()
    return (last - now.astimezone(program.time_zone).date()).days


def months_on(day: date, months: int) -> date:
    """Return the same day `months` on (back when negative), or that month's last day where there is none."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
