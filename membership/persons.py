"""Two records of one person made one: what is told stays, the stricter word wins, and all can be put back."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from core.program import Program
from db.queries.combined import Person, Said, Tier
from membership import ladders

_INSTANTS = frozenset(
    {"birthday_told_at", "joined_at", "tier_since", "tier_until", "term_begins", "floor_until"}
)


def united(target: Person, source: Person, *, target_reached: bool) -> Person:
    """Return what the survivor's record becomes.

    The survivor's own word stands where there is one; who switched personal picks off stays switched off;
    `target_reached` says that messages go on to the survivor's own account.
    """
    born = target if target.birthday_md or target.birthday else source
    return target._replace(
        name=target.name or source.name,
        language=target.language or source.language,
        birthday=born.birthday,
        birthday_md=born.birthday_md,
        # The later of the two, so that a merge gives nobody a second birthday within a year.
        birthday_told_at=max(filter(None, (target.birthday_told_at, source.birthday_told_at)), default=None),
        joined_at=min(filter(None, (target.joined_at, source.joined_at)), default=None),
        joined_by=target.joined_by or source.joined_by,
        tags=_both(target.tags, source.tags),
        preferences=_both(target.preferences, source.preferences),
        personal=target.personal and source.personal,
        synthetic=target.synthetic and source.synthetic,
        reachable=target.reachable if target_reached else source.reachable,
        last_seen_on=max(filter(None, (target.last_seen_on, source.last_seen_on)), default=None),
    )


def stricter(mine: Mapping[str, Said], theirs: Mapping[str, Said]) -> dict[str, Said]:
    """Return the survivor's consents: a no on either side stands, and what only one said stands too."""
    agreed = dict(mine)
    for topic, said in theirs.items():
        if topic not in agreed or (agreed[topic].granted and not said.granted):
            agreed[topic] = said
    return agreed


def higher(mine: Tier, theirs: Tier, *, program: Program, now: datetime) -> Tier:
    """Return the tier of the survivor: of both own tiers the higher with its term, of both floors the higher."""

    def own(one: Tier) -> tuple[int, datetime]:
        return ladders.place(program, one.earned_tier or one.tier), one.tier_until or now

    def floor(one: Tier) -> tuple[int, datetime]:
        if one.floor_tier is None or one.floor_until is None:
            return -1, now
        return ladders.place(program, one.floor_tier), one.floor_until

    earned, floored = max(mine, theirs, key=own), max(mine, theirs, key=floor)
    earned_id = earned.earned_tier or earned.tier
    counts = earned_id
    if floored.floor_tier is not None and floor(floored)[0] > own(earned)[0]:
        counts = floored.floor_tier
    since = next((one.tier_since for one in (mine, theirs) if one.tier == counts), now)
    return earned._replace(
        tier=counts,
        tier_since=since,
        earned_tier=earned_id if floored.floor_tier else None,
        floor_tier=floored.floor_tier,
        floor_until=floored.floor_until,
    )


def stored(value: Any) -> Any:
    """Return a column's value as the journal of a merge keeps it."""
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    if isinstance(value, datetime | date):
        return value.isoformat()
    return value


def restored(name: str, value: Any) -> Any:
    """Read back what `stored` wrote for the column `name`."""
    if value is None:
        return None
    if name == "birthday":
        return base64.b64decode(value)
    if name in _INSTANTS:
        return datetime.fromisoformat(value)
    return date.fromisoformat(value) if name == "last_seen_on" else value


def stored_word(said: Said | None) -> list[Any] | None:
    return None if said is None else [said.granted, said.wording, said.at.isoformat(), said.message_id]


def restored_word(kept: list[Any] | None) -> Said | None:
    return None if kept is None else Said(kept[0], kept[1], datetime.fromisoformat(kept[2]), kept[3])


def _both(mine: str, theirs: str) -> str:
    parts = dict.fromkeys(part for part in (*mine.split(";"), *theirs.split(";")) if part)
    joined = ""
    for part in parts:
        if len(joined) + len(part) < 512:
            joined = f"{joined};{part}" if joined else part
    return joined
