"""What a channel delivers in one request: all of it in one transaction, each thing with an outcome of its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from core.errors import Refusal
from ingest.contracts import Kind
from ingest.faults import is_data_fault, one_line
from ingest.fields import Terms
from ingest.rules import RULES, Rule, refunds_that_wait
from membership import requests
from membership.orders import Outcome

MOST = 1_000
SINGLE_STATUS = {"created": 201, "updated": 200, "duplicate": 200, "waiting": 202}
BATCH_STATUS = 207


class ThingRefused(Exception):
    """The one thing of a request is not taken in; nothing is kept, so the same id may come again."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One thing of a request as it was read: what it is called, and either the thing or what is wrong with it."""

    ref: str
    thing: Any = None
    fault: str | None = None


def take_in(
    session: Session,
    *,
    channel_id: int,
    request_id: str,
    digest: str,
    kind: Kind,
    readings: Sequence[Reading],
    batch: bool,
    terms: Terms,
    now: datetime,
) -> requests.Answer:
    """Take a request in once and return its answer; raises IdReused, and ThingRefused for a single one.

    O(things), at most MOST: the write lock is held for as long as an import's batch holds it.
    """

    def work(unit: Session) -> tuple[int, dict[str, Any]]:
        things = [reading.thing for reading in readings if reading.fault is None]
        rule = refunds_that_wait if kind == "refunds" else RULES[kind]
        taken = iter(_take(unit, rule, things, terms, now))
        outcomes = [
            next(taken) if reading.fault is None else Outcome(reading.ref, "rejected", reason=reading.fault)
            for reading in readings
        ]
        told = [_told(reading, outcome) for reading, outcome in zip(readings, outcomes, strict=True)]
        if not batch:
            if outcomes[0].kind == "rejected":
                raise ThingRefused(outcomes[0].reason or "refused")
            return SINGLE_STATUS[outcomes[0].kind], told[0]
        counts = dict.fromkeys((*SINGLE_STATUS, "rejected"), 0)
        for place, outcome in enumerate(outcomes):
            counts[outcome.kind] += 1
            told[place] = {"index": place, **told[place]}
        return BATCH_STATUS, {"results": told, "counts": counts}

    return requests.carry_out(
        session, channel_id=channel_id, request_id=request_id, digest=digest, work=work, now=now
    )


def _told(reading: Reading, outcome: Outcome) -> dict[str, Any]:
    told: dict[str, Any] = {"ref": reading.ref, "outcome": outcome.kind}
    if outcome.points:
        told["points"] = outcome.points
    if outcome.reason:
        told["reason"] = outcome.reason
    return told


def _take(session: Session, rule: Rule, things: list[Any], terms: Terms, now: datetime) -> list[Outcome]:
    """Run the rule over all things, or, when some of them is at fault, over halves until it stands alone."""
    if not things:
        return []
    # Twice: what another transaction wrote meanwhile (the same order by file) is seen the second time.
    for last in (False, True):
        try:
            with session.begin_nested():
                return list(rule(session, things=things, terms=terms, now=now))
        except (Refusal, DBAPIError, OverflowError) as error:
            if not is_data_fault(error):
                raise
            if last and len(things) == 1:
                return [Outcome("", "rejected", reason=one_line(error))]
    half = len(things) // 2
    return _take(session, rule, things[:half], terms, now) + _take(session, rule, things[half:], terms, now)
