"""What a member likes, by their own word: choices of the program, each a category or a tag of the catalogue."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from core.errors import Invalid
from core.program import Program
from db.queries import profiles as rows
from membership import asks


class TasteUnknown(Invalid):
    key = "profiles-taste-unknown"


@dataclass(frozen=True, slots=True)
class Tastes:
    """What a member likes, in the program's order; `points` were paid for telling it just now."""

    chosen: tuple[str, ...]
    points: int


def choose(
    session: Session, *, member_id: int, choice: str, liked: bool, program: Program, now: datetime
) -> Tastes:
    """Add a taste or take one away; raises TasteUnknown for what the program does not have (any more)."""
    if choice not in program.preferences:
        raise TasteUnknown
    before = rows.lock_preferences(session, member_id)
    wanted = (set(before) | {choice}) if liked else set(before) - {choice}
    chosen = tuple(one for one in program.preferences if one in wanted)
    rows.set_preferences(session, member_id, chosen)
    paid = (
        asks.pay(session, member_id=member_id, item="preferences", program=program, now=now) if chosen else 0
    )
    return Tastes(chosen, paid)


def of_member(session: Session, *, member_id: int, program: Program) -> tuple[str, ...]:
    """Return what a member likes, in the program's order; also what a clerk may see at the counter."""
    liked = set(rows.preferences(session, member_id))
    return tuple(one for one in program.preferences if one in liked)


def forget(session: Session, *, member_id: int) -> None:
    rows.set_preferences(session, member_id, ())
