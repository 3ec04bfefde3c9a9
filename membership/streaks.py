"""What a set of check-in days comes to: pure functions of dates, so that any cached count can be recounted."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from core.program import CheckinRules


@dataclass(frozen=True, slots=True)
class Run:
    """A member's streak after `last`: check-ins in a row, the best run, all check-ins, freezes in hand."""

    days: int = 0
    best: int = 0
    total: int = 0
    freezes: int = 0
    last: date | None = None


def extend(run: Run, day: date, rules: CheckinRules) -> Run:
    """Return the run after a check-in on `day`, which is later than all before.

    A freeze (断签保护) covers one missed day: it keeps the run together, but adds nothing to its count.
    """
    missed = _missed(run, day)
    kept = run.last is not None and missed <= run.freezes
    days = run.days + 1 if kept else 1
    freezes = run.freezes - missed if kept else run.freezes
    if days % rules.freeze_every_days == 0:
        freezes = max(freezes, min(rules.freeze_max, freezes + 1))
    return Run(days, max(run.best, days), run.total + 1, freezes, day)


def recount(days: Iterable[date], rules: CheckinRules) -> Run:
    """Return the run that a set of check-in days comes to; O(days)."""
    run = Run()
    for day in sorted(set(days)):
        run = extend(run, day, rules)
    return run


def frozen(days: Iterable[date], rules: CheckinRules) -> frozenset[date]:
    """Return the missed days that a freeze covered."""
    run, covered = Run(), set[date]()
    for day in sorted(set(days)):
        missed = _missed(run, day)
        if run.last is not None and missed <= run.freezes:
            covered |= {run.last + timedelta(days=1 + offset) for offset in range(missed)}
        run = extend(run, day, rules)
    return frozenset(covered)


def alive(run: Run, today: date) -> bool:
    """Return whether a check-in today would continue the run (or has)."""
    return run.last is not None and _missed(run, today) <= run.freezes


def reward(streak: int, rules: CheckinRules) -> int:
    """Return the table's points for the n-th check-in in a row; the table repeats."""
    return rules.table[(streak - 1) % len(rules.table)]


def _missed(run: Run, day: date) -> int:
    """Return the full days between the last check-in and `day`."""
    return 0 if run.last is None else max(0, (day - run.last).days - 1)
