"""What the language model costs: counted a day and person, with caps after which the assistant does without it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from sqlalchemy.orm import Session

from core.clock import day_begins, local_day
from core.program import Program
from db.queries import usages as rows
from membership import notices

# The row of a day in which everybody is counted together, and the one of whoever has no account.
EVERYBODY, NOBODY = 0, -1
# How long it can be said what one person used.
KEPT = timedelta(days=40)


@dataclass(frozen=True, slots=True)
class Caps:
    """The most tokens a local day, for one person and for all; 0 is none at all, None is no cap."""

    person: int | None
    everybody: int | None


UNCAPPED = Caps(None, None)


@dataclass(frozen=True, slots=True)
class Period:
    """What was used since the beginning of a day; `cost` in millionths, `modes` counts answers by how they came about."""

    days: int
    calls: int
    tokens_in: int
    tokens_out: int
    cost: int
    modes: dict[str, int]


def spend(
    session: Session,
    *,
    telegram_id: int,
    calls: int,
    tokens_in: int,
    tokens_out: int,
    cost: int,
    program: Program,
    now: datetime,
) -> None:
    """Count what one turn used, for the person and for all."""
    day = _day(program, now)
    used = rows.Used(calls, tokens_in, tokens_out, cost)
    # In one order, so that two turns never wait for each other in a circle.
    for whose in (EVERYBODY, telegram_id):
        rows.add(session, day, whose, used)


def exhausted(
    session: Session, *, telegram_id: int, caps: Caps, program: Program, now: datetime
) -> Literal["person", "everybody"] | None:
    """Say whose cap of the day is reached, if one is; a turn that has begun may end a little above it."""
    used = rows.tokens(session, _day(program, now), [EVERYBODY, telegram_id])
    if caps.everybody is not None and used.get(EVERYBODY, 0) >= caps.everybody:
        return "everybody"
    if caps.person is not None and used.get(telegram_id, 0) >= caps.person:
        return "person"
    return None


def tell_operators(
    session: Session, *, chats: Sequence[int], caps: Caps, program: Program, now: datetime
) -> int:
    """Tell operators, once a day, that the cap of all is reached; return how many messages are new."""
    day = _day(program, now).isoformat()
    return sum(
        notices.tell_chat(
            session,
            chat_id=chat,
            text="usages-cap-reached",
            key=f"usages:{day}:{chat}",
            values={"tokens": caps.everybody or 0},
            now=now,
        )
        for chat in chats
    )


def report(session: Session, *, days: int, program: Program, now: datetime) -> Period:
    """Return what the last `days` local days used, today included."""
    first = _day(program, now) - timedelta(days=days - 1)
    used = rows.total(session, first, EVERYBODY)
    begun = day_begins(first, program.time_zone, program.day_start)
    return Period(days, used.calls, used.tokens_in, used.tokens_out, used.cost, rows.modes(session, begun))


def prune(session: Session, *, program: Program, now: datetime) -> None:
    """Forget what single persons used longer than KEPT ago."""
    rows.prune(session, _day(program, now - KEPT), EVERYBODY)


def _day(program: Program, now: datetime) -> date:
    return local_day(now, program.time_zone, program.day_start)
