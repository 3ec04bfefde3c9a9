"""Import: a file's rows in batches through the rules, one transaction a batch, safe to stop and to repeat."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any, BinaryIO, get_args

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from core.clock import Clock
from core.crypto import Vault
from core.errors import Refusal
from core.program import Program
from db.engine import Database
from db.writer import Busy, Overloaded
from ingest import events, members, orders, products, refunds
from ingest.contracts import Kind
from ingest.faults import is_data_fault, one_line
from ingest.fields import Terms, Wrong, channel
from ingest.reading import BadFile, Reject, Source, open_source
from ingest.rejects import RejectsFile
from ingest.rules import RULES
from ingest.units import Unit
from membership.orders import Outcome

KINDS: tuple[Kind, ...] = get_args(Kind)

# A transaction of this size keeps other writers waiting for about half a second at most.
BATCH_UNITS = 500
BATCH_ROWS = 5_000
SHOWN_REJECTS = 20


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an import is: rows read, rows done, and the share of the file read (0 to 1, if it is known)."""

    read: int
    done: int
    share: float | None


@dataclass(frozen=True, slots=True)
class Report:
    """What became of a file, in rows; `failed` says why it was not read to its end (what is counted stays)."""

    kind: Kind
    read: int
    created: int
    updated: int
    duplicate: int
    rejected: int
    rejects_file: str | None
    seconds: float
    points: int
    dry_run: bool
    failed: str | None
    rejects: tuple[Reject, ...]

    @property
    def ok(self) -> bool:
        """False when the import stopped before the end of the file."""
        return self.failed is None


@dataclass
class _Tally:
    counts: dict[str, int] = field(
        default_factory=lambda: dict.fromkeys(("created", "updated", "duplicate", "rejected"), 0),
    )
    read: int = 0
    points: int = 0
    rejects: list[Reject] = field(default_factory=list)


class _Undone(Exception):
    def __init__(self, outcomes: tuple[Outcome, ...]) -> None:
        super().__init__()
        self.outcomes = outcomes


async def load(
    db: Database,
    source: str | Path,
    kind: Kind,
    *,
    program: Program,
    clock: Clock,
    vault: Vault,
    channel: str | None = None,
    dry_run: bool = False,
    rejects: Path = Path(),
    shift_days: int = 0,
    progress: Callable[[Progress], None] | None = None,
    stdin: BinaryIO | None = None,
) -> Report:
    """Take a file in; raises BadFile when it can't be used at all.

    Rows that can't be taken are written to a file in the folder `rejects` and the rest goes in. A trial
    (`dry_run`) does all the work, batch by batch, and undoes it. `shift_days` moves all times of the file,
    so that an old public data set can be tried out as if it were of today.
    """
    started = time.perf_counter()
    terms = Terms(program, vault, clock.now(), _named(channel), timedelta(days=shift_days))
    with open_source(source, stdin=stdin) as file:
        units = _READERS[kind](file, terms)
        stamp = re.sub(r"\D", "", terms.now.isoformat()[:19])
        kept = RejectsFile(rejects, file, kind=kind, stamp=stamp)
        run = _Run(db, kind, terms, clock, kept, dry_run=dry_run)
        try:
            failed = await run.all(units, file, progress)
        finally:
            kept.close()
    tally = run.tally
    return Report(
        kind,
        tally.read,
        **tally.counts,
        rejects_file=str(kept.path) if kept.made else None,
        seconds=round(time.perf_counter() - started, 3),
        points=tally.points,
        dry_run=dry_run,
        failed=failed,
        rejects=tuple(tally.rejects),
    )


class _Run:
    """One import under way."""

    def __init__(
        self, db: Database, kind: Kind, terms: Terms, clock: Clock, kept: RejectsFile, *, dry_run: bool
    ) -> None:
        self._db = db
        self._kind = kind
        self._terms = terms
        self._clock = clock
        self._kept = kept
        self._dry_run = dry_run
        self.tally = _Tally()

    async def all(
        self, units: Iterator[Unit[Any] | Reject], file: Source, progress: Callable[[Progress], None] | None
    ) -> str | None:
        """Take in all units; return why it stopped early, if it did."""
        batch: list[Unit[Any]] = []
        rows = 0
        broken: str | None = None
        try:
            while True:
                try:
                    unit = next(units, None)
                except BadFile as error:
                    unit, broken = None, str(error)
                if isinstance(unit, Reject):
                    self._reject(unit)
                elif unit is not None:
                    batch.append(unit)
                    rows += len(unit.rows)
                if unit is None or len(batch) >= BATCH_UNITS or rows >= BATCH_ROWS:
                    await self._take(batch)
                    batch, rows = [], 0
                    if progress:
                        done = sum(self.tally.counts.values())
                        progress(Progress(self.tally.read, done, file.share))
                if unit is None:
                    break
        except (Busy, Overloaded, SQLAlchemyError, OSError) as error:
            return f"{one_line(error)}; what was taken in before stays, run the import again to go on"
        if broken:
            return f"{broken}; what was complete before it is in, import the whole file to go on"
        return None

    async def _take(self, batch: Sequence[Unit[Any]]) -> None:
        """Take a batch in whole, or, when some unit is at fault, in halves until that unit stands alone."""
        if not batch:
            return
        try:
            outcomes = await self._write(batch)
        except (Refusal, SQLAlchemyError, OverflowError) as error:
            if not is_data_fault(error):
                raise
            if len(batch) == 1:
                self._settle(batch[0], Outcome("", "rejected", reason=one_line(error)))
                return
            half = len(batch) // 2
            await self._take(batch[:half])
            await self._take(batch[half:])
            return
        for unit, outcome in zip(batch, outcomes, strict=True):
            self._settle(unit, outcome)

    async def _write(self, batch: Sequence[Unit[Any]]) -> tuple[Outcome, ...]:
        rule = RULES[self._kind]
        now = self._clock.now()
        things = [unit.value for unit in batch]
        if not self._dry_run:
            return await self._db.write(rule, things=things, terms=self._terms, now=now)
        try:
            await self._db.write(_tried, taking=rule, things=things, terms=self._terms, now=now)
        except _Undone as undone:
            return undone.outcomes
        raise AssertionError("a trial always ends by undoing")

    def _settle(self, unit: Unit[Any], outcome: Outcome) -> None:
        if outcome.kind == "rejected":
            for row in unit.rows:
                self._reject(Reject(row.line, outcome.reason or "refused", row.raw))
            return
        self.tally.read += len(unit.rows)
        self.tally.counts[outcome.kind] += len(unit.rows)
        self.tally.points += outcome.points

    def _reject(self, reject: Reject) -> None:
        self.tally.read += 1
        self.tally.counts["rejected"] += 1
        if len(self.tally.rejects) < SHOWN_REJECTS:
            self.tally.rejects.append(reject)
        if not self._dry_run:
            self._kept.add(reject)


def _tried(session: Session, /, *, taking: Callable[..., tuple[Outcome, ...]], **given: Any) -> None:
    raise _Undone(taking(session, **given))


_READERS: dict[Kind, Callable[[Source, Terms], Iterator[Any]]] = {
    "products": products.units,
    "members": members.units,
    "orders": orders.units,
    "refunds": refunds.units,
    "events": events.units,
}


def _named(given: str | None) -> str | None:
    try:
        return None if given is None else channel(given)
    except Wrong as wrong:
        raise BadFile(str(wrong)) from None
