"""What members asked and nobody could answer, in groups, until an operator has dealt with each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy.orm import Session

from core.errors import NotFound
from db.models.gaps import Gap
from db.queries import gaps as rows
from membership import audits, notices, staff

# Why the nearest article was not the answer; what is decided about a group.
Why = Literal["nothing", "far", "unsure", "unhelpful", "limited", "expired"]
Verdict = Literal["ignored", "written", "phrased"]
READERS: tuple[staff.Role, ...] = ("owner", "manager", "operator", "approver", "analyst")
PAGE = 6
# An article that was written for a group should have answered it by then; else it shows again.
_TRUSTED = timedelta(days=3)
_REMEMBERED = timedelta(days=365)


class GapGone(NotFound):
    key = "gaps-gone"


@dataclass(frozen=True, slots=True)
class Unanswered:
    """One question as it was said (mask it), who asked (None: not known any more), and the articles shown, if any."""

    question: str
    asker: int | None
    at: datetime
    language: str | None
    unhelpful: bool
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """A group as it was found: `examples` are masked, `folds` tell its questions again, `fit` is in percent."""

    question: str
    examples: tuple[str, ...]
    folds: tuple[str, ...]
    size: int
    askers: int
    recent: int
    before: int
    why: Why
    near: str | None
    near_title: str | None
    fit: int | None


@dataclass(frozen=True, slots=True)
class Listed:
    """A group with the number by which it is called."""

    id: int
    found: Found


@dataclass(frozen=True, slots=True)
class Settled:
    """Questions that need no group, by their folds: for good, or because an article was just written for them."""

    ignored: frozenset[str]
    written: frozenset[str]


def unanswered(session: Session, *, since: datetime, limit: int) -> tuple[Unanswered, ...]:
    """Return up to `limit` questions since then that were handed off, not picked from a choice, or disliked."""
    return tuple(
        Unanswered(
            one.question,
            one.telegram_id,
            one.at,
            one.language,
            one.helpful is False,
            tuple(one.sources) if one.helpful is False else (),
        )
        for one in rows.unanswered(session, since, limit)
    )


def settled(session: Session, *, now: datetime) -> Settled:
    """Return what was decided: not for us (for a year), or dealt with (until that should have helped)."""
    ignored = rows.decided(session, "ignored", now - _REMEMBERED)
    written = [
        folds for state in ("written", "phrased") for folds in rows.decided(session, state, now - _TRUSTED)
    ]
    return Settled(
        frozenset(fold for folds in ignored for fold in folds),
        frozenset(fold for folds in written for fold in folds),
    )


def report(session: Session, *, found: Sequence[Found], now: datetime) -> int:
    """Put these groups in the place of the open ones, and return how many they are."""
    rows.replace_open(
        session,
        [
            {
                "at": now,
                "place": place,
                "question": one.question,
                "examples": list(one.examples),
                "folds": list(one.folds),
                "size": one.size,
                "askers": one.askers,
                "recent": one.recent,
                "before": one.before,
                "why": one.why,
                "near": one.near,
                "near_title": one.near_title,
                "fit": one.fit,
                "state": "open",
            }
            for place, one in enumerate(found)
        ],
    )
    return len(found)


def made_at(session: Session) -> datetime | None:
    """Return when the open groups were found; None when there are none."""
    return rows.made_at(session)


def listed(session: Session, *, page: int, size: int = PAGE) -> tuple[tuple[Listed, ...], int]:
    """Return a page of the open groups and how many there are in all."""
    found = rows.opened(session, size, page * size)
    return tuple(_listed(row) for row in found), rows.count_open(session)


def gap(session: Session, *, gap_id: int) -> Listed:
    """Return one open group; raises GapGone when the list was made anew or somebody dealt with it."""
    row = rows.by_id(session, gap_id)
    if row is None:
        raise GapGone
    return _listed(row)


def decide(session: Session, *, gap_id: int, verdict: Verdict, by: int, now: datetime) -> None:
    """Take a group off the list; its wordings are forgotten. Raises GapGone."""
    if not rows.decide(session, gap_id, verdict, by, now):
        raise GapGone
    audits.record(
        session,
        actor=f"telegram:{by}",
        action=f"gaps.{verdict}",
        subject=f"gap:{gap_id}",
        origin="chat",
        now=now,
    )


def tell(session: Session, *, operators: Sequence[int], now: datetime) -> int:
    """Queue the week's list for those who may write answers; nothing when there is nothing to tell."""
    top, count = listed(session, page=0, size=5)
    if not count:
        return 0
    lines = "\n".join(f"· {one.found.question[:60]} ×{one.found.size}" for one in top)
    year, week, _ = now.isocalendar()
    people = [
        one.telegram_id
        for one in staff.roster(session, operators=operators)
        if {"owner", "manager", "operator"}.intersection(one.roles)
    ]
    for telegram_id in people:
        notices.tell_chat(
            session,
            chat_id=telegram_id,
            text="gaps-weekly",
            key=f"gaps:{year}-{week}:{telegram_id}",
            values={"count": count, "lines": lines},
            buttons=[[notices.Button("gaps-open", data="gaps:0")]],
            now=now,
        )
    return len(people)


def _listed(row: Gap) -> Listed:
    why: Why = row.why  # type: ignore[assignment]
    return Listed(
        row.id,
        Found(
            row.question,
            tuple(row.examples),
            tuple(row.folds),
            row.size,
            row.askers,
            row.recent,
            row.before,
            why,
            row.near,
            row.near_title,
            row.fit,
        ),
    )
