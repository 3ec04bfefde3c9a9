"""Limits on earning: what a member, or all of them together, may be given in a span of the local calendar."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Literal

from sqlalchemy.orm import Session

from core.clock import local_day
from core.errors import Conflict
from core.program import EarningTerms, Program
from core.program_rules import Limit, Limits
from db.queries import budgets as rows
from db.queries.budgets import Given, Scope, Use
from membership import points as ledger

EVERYBODY = 0
SPANS = ("day", "week", "month", "year", "lifetime")
_EVER = date(1970, 1, 1)
_ANY = "all"

Span = Literal["day", "week", "month", "year", "lifetime"]


class BudgetMoved(Conflict):
    """Somebody else used a budget up between the look at it and the taking, which the row's lock rules out."""

    key = "budgets-moved"


@dataclass(frozen=True, slots=True)
class Ask:
    """Points that shall be given: `word` says where from (`order`, `checkin`, a deed's kind), `rule` by which rule."""

    member_id: int
    word: str
    points: int
    at: datetime
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Allowed:
    """What of an Ask may be given; `span` and `everybody` name the limit that cut it, where one did."""

    points: int
    span: Span | None = None
    everybody: bool = False


@dataclass(frozen=True, slots=True)
class _Limited:
    scope: Scope
    limit: Limit


def take(session: Session, *, asks: Sequence[Ask], program: Program) -> tuple[Allowed, ...]:
    """Use budgets up for what is asked, in this order; O(asks) with three statements, none when nothing is limited.

    A limit in points leaves what fits into it, a limit in times all or nothing. A span is the one in which the
    points are earned (`Ask.at`), so that an order of yesterday counts for yesterday. Call it as late as possible:
    a limit of the whole program is one row, which stays locked until the transaction ends.
    """
    terms = program.earning_terms
    if not terms.is_limited:
        return tuple(Allowed(ask.points) for ask in asks)
    limited = [tuple(_limits(ask, terms)) if ask.points else () for ask in asks]
    known = {one.scope: one.limit for several in limited for one in several}
    if not known:
        return tuple(Allowed(ask.points) for ask in asks)
    held = rows.hold(session, list(known))
    before = dict(held)
    allowed = []
    for ask, several in zip(asks, limited, strict=True):
        one = _fit(ask.points, several, held)
        allowed.append(one)
        for limit in several if one.points else ():
            given = held[limit.scope]
            held[limit.scope] = Given(given.points + one.points, given.times + 1)
    uses = [
        Use(
            scope,
            given.points - before[scope].points,
            given.times - before[scope].times,
            known[scope].points,
            known[scope].times,
        )
        for scope, given in held.items()
        if given != before[scope]
    ]
    if rows.use(session, uses) != len(uses):
        raise BudgetMoved
    return tuple(allowed)


def give_back(
    session: Session,
    *,
    member_id: int,
    key: str,
    source: str,
    points: int,
    whole: bool,
    at: datetime,
    program: Program,
) -> int:
    """Return the budget of a grant that is taken back, wholly or in part; one statement, none when nothing is limited.

    `key`, `source` and `at` are the ledger entry's own; `whole` also gives back the time that it counted as.
    """
    terms = program.earning_terms
    if not terms.is_limited:
        return 0
    word, rule = origin(key, source)
    scopes = [one.scope for one in _limits(Ask(member_id, word, points, at, rule), terms)]
    return rows.give_back(session, scopes, points, int(whole)) if scopes else 0


def earn(session: Session, *, grant: ledger.Grant, program: Program, now: datetime) -> ledger.Earned | None:
    """Give points within the limits on where they come from; None when a limit leaves nothing to give.

    For a deed that is known to be new: a grant that came a second time would use its budget up twice.
    """
    word, rule = origin(grant.key, grant.source)
    ask = Ask(grant.member_id, word, grant.amount, grant.at, rule)
    (allowed,) = take(session, asks=[ask], program=program)
    if not allowed.points and not grant.qualifying:
        return None
    return ledger.earn(session, grant=replace(grant, amount=allowed.points), program=program, now=now)


def origin(key: str, source: str) -> tuple[str, str]:
    """Return (word, rule) of a ledger entry: where its points come from, and which rule of earning.yaml gave them."""
    word, _, rest = source.partition(":")
    if word == "event":
        word = rest
    _, marked, rule = key.rpartition(":earn:") if not key.endswith(":earn") else ("", "", "")
    return word, rule if marked else ""


def _limits(ask: Ask, terms: EarningTerms) -> Iterator[_Limited]:
    """Yield the limits on what is asked: its rule's, its word's, and those on everything."""
    if ask.rule and ask.rule in terms.earning:
        yield from _of(f"rule:{ask.rule}", terms.earning[ask.rule].limits, ask, terms)
    for word in (ask.word, _ANY):
        if word in terms.points.limits:
            yield from _of(word, terms.points.limits[word], ask, terms)


def _of(purse: str, limits: Limits, ask: Ask, terms: EarningTerms) -> Iterator[_Limited]:
    day = local_day(ask.at, terms.time_zone, terms.day_start)
    for owner, spans in ((ask.member_id, limits.member), (EVERYBODY, limits.program)):
        for span in SPANS:
            limit: Limit | None = getattr(spans, span)
            if limit is not None:
                yield _Limited(Scope(purse, owner, span, begins(span, day)), limit)


def begins(span: str, day: date) -> date:
    """Return the local day on which the span that `day` lies in begins."""
    if span == "week":
        return day - timedelta(days=day.weekday())
    if span == "month":
        return day.replace(day=1)
    if span == "year":
        return day.replace(month=1, day=1)
    return day if span == "day" else _EVER


def _fit(asked: int, several: Sequence[_Limited], held: dict[Scope, Given]) -> Allowed:
    """Return how much of `asked` all limits leave, and the tightest of them."""
    allowed = Allowed(asked)
    for one in several:
        given, limit = held[one.scope], one.limit
        left = asked if limit.points is None else max(0, limit.points - given.points)
        if limit.times is not None and given.times >= limit.times:
            left = 0
        if left < allowed.points:
            span: Span = one.scope.span  # type: ignore[assignment]
            allowed = Allowed(left, span, one.scope.owner == EVERYBODY)
    return allowed
