"""Tiers: who stands where, what is missing for the next one, and moving up at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from core.clock import day_begins
from core.errors import NotFound
from core.program import Program, Tier
from db.queries import points as ledger
from db.queries import tiers as rows


class NoAccount(NotFound):
    key = "members-unknown"


@dataclass(frozen=True, slots=True)
class Standing:
    """A member's tier, the qualifying points of the running window, and what the next tier asks for."""

    tier: str
    since: datetime
    until: datetime | None
    qualifying: int
    next_tier: str | None
    next_reach: int | None
    keep: int

    @property
    def missing(self) -> int:
        """Qualifying points to the next tier; 0 on the highest."""
        return 0 if self.next_reach is None else max(0, self.next_reach - self.qualifying)

    @property
    def missing_to_keep(self) -> int:
        return max(0, self.keep - self.qualifying)


@dataclass(frozen=True, slots=True)
class Promoted:
    member_id: int
    before: str
    after: str


def open_account(session: Session, *, member_id: int, program: Program, now: datetime) -> None:
    """Give a new member an empty account on the lowest tier."""
    rows.open_account(session, member_id, program.tiers[0].id, now)


def standing(session: Session, *, member_id: int, program: Program, now: datetime) -> Standing:
    """Return where a member stands at `now`; the window is the program's term back from now."""
    held = rows.held(session, member_id)
    if held is None:
        raise NoAccount(ref=str(member_id))
    start = window_start(program, now)
    qualifying = ledger.qualifying_since(session, [member_id], start)[member_id]
    ladder = list(program.tiers)
    place = _place(ladder, held.tier)
    following = ladder[place + 1] if place + 1 < len(ladder) else None
    return Standing(
        held.tier,
        held.tier_since,
        held.tier_until,
        qualifying,
        following.id if following else None,
        following.reach if following else None,
        ladder[place].keep,
    )


def promote(
    session: Session, *, member_ids: Sequence[int], program: Program, now: datetime
) -> list[Promoted]:
    """Move members up to the tier that they have reached, never down; O(members) with three statements."""
    if not member_ids:
        return []
    qualifying = ledger.qualifying_since(session, member_ids, window_start(program, now))
    ladder = list(program.tiers)
    until = term_ends(program, now)
    moved = []
    for member_id, held in rows.tiers_of(session, member_ids).items():
        reached = max((tier for tier in ladder if qualifying[member_id] >= tier.reach), key=ladder.index)
        if ladder.index(reached) > _place(ladder, held):
            moved.append(Promoted(member_id, held, reached.id))
    rows.move(session, [(one.member_id, one.before, one.after) for one in moved], "reached", now, until)
    return moved


def multiplier_of(session: Session, *, member_ids: Sequence[int], program: Program) -> dict[int, Tier]:
    """Return the tier that each member holds, whose multiplier applies to what they earn."""
    lowest = program.tiers[0]
    return {
        member_id: program.tier_by_id.get(tier, lowest)
        for member_id, tier in rows.tiers_of(session, member_ids).items()
    }


def window_start(program: Program, now: datetime) -> datetime:
    """Return the beginning of the local day `valid_months` before `now`."""
    today = now.astimezone(program.time_zone).date()
    return day_begins(months_on(today, -program.tier_rules.valid_months), program.time_zone)


def term_ends(program: Program, now: datetime) -> datetime:
    """Return the end of a tier's term that begins `now`: the local day `valid_months` later has passed."""
    today = now.astimezone(program.time_zone).date()
    return day_begins(
        months_on(today, program.tier_rules.valid_months) + timedelta(days=1),
        program.time_zone,
    )


def months_on(day: date, months: int) -> date:
    """Return the same day `months` on (back when negative), or that month's last day where there is none."""
    total = day.year * 12 + day.month - 1 + months
    year, month = divmod(total, 12)
    for dom in range(day.day, 27, -1):
        try:
            return date(year, month + 1, dom)
        except ValueError:
            continue
    return date(year, month + 1, day.day)


def _place(ladder: Sequence[Tier], tier_id: str) -> int:
    """Return a tier's place; one that the program no longer has counts as the lowest."""
    return next((place for place, tier in enumerate(ladder) if tier.id == tier_id), 0)
