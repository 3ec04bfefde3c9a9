"""The desk's queue: what waits in which order, what a colleague needs to know of one ticket, and how well it goes."""

from __future__ import annotations

import statistics
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy.orm import Session

from core.clock import day_begins, local_day
from core.errors import NotFound
from core.program import Program
from db.models.tickets import Ticket
from db.queries import desks as contacts
from db.queries import members as people
from db.queries import tickets as rows
from membership import benefits, office_hours, points, tiers

State = Literal["waiting", "taken", "over"]
SHOWN = 20
# More open tickets than this no list shows and no desk serves.
MOST_OPEN = 500
# Fewer first answers than this say nothing about how long it takes.
ENOUGH = 5
_LATELY = timedelta(days=7)
_RECENT = 50
_REMEMBERED = 3
_LONGEST_ANSWER = 400


class TicketUnknown(NotFound):
    key = "desks-unknown"


@dataclass(frozen=True, slots=True)
class Told:
    """What the assistant answered last, and from which articles."""

    question: str
    answer: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Brief:
    """One ticket in a list."""

    ticket_id: int
    telegram_id: int
    name: str
    state: State
    outcome: str
    first: bool
    urgent: bool
    agent: str | None
    opened_at: datetime
    rating: int | None
    question: str


@dataclass(frozen=True, slots=True)
class Card:
    """What a colleague needs to know before the first word."""

    ticket: Brief
    language: str
    member_number: str | None
    tier: str | None
    balance: int | None
    contact: str | None
    may_have_contact: bool
    answers: tuple[Told, ...]
    earlier: tuple[Brief, ...]
    talk: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Wait:
    """How long a first answer takes in office hours: what others waited, or only what the program promises."""

    minutes: int
    measured: bool


@dataclass(frozen=True, slots=True)
class Figures:
    """How the desk does: of today, and of the last seven days."""

    open: int
    waiting: int
    longest_minutes: int | None
    first_answer_minutes: int | None
    resolved_today: int
    rating: float | None
    ratings: int
    words: tuple[tuple[int, int, str], ...]


def card(session: Session, *, ticket_id: int, program: Program, now: datetime) -> Card:
    """Return what is to be known of a ticket; raises TicketUnknown. Never a phone number."""
    ticket = rows.by_id(session, ticket_id)
    if ticket is None:
        raise TicketUnknown
    member_id = ticket.member_id
    contact = contacts.contact(session, member_id) if member_id is not None else None
    tier = (
        tier_held(session, member_id=member_id, program=program, now=now) if member_id is not None else None
    )
    return Card(
        _brief(ticket),
        rows.language_of(session, ticket_id) or "zh-Hans",
        people.number_of(session, member_id) if member_id is not None else None,
        tier,
        points.balance(session, member_id=member_id, now=now).available if member_id is not None else None,
        contact.agent_name if contact else None,
        benefits.priority(program, tier),
        tuple(
            Told(one.question, one.text[:_LONGEST_ANSWER], tuple(str(source) for source in one.sources))
            for one in contacts.answers_before(session, ticket.telegram_id, _REMEMBERED)
        ),
        tuple(_brief(one) for one in rows.others_of(session, ticket, _REMEMBERED)),
        tuple((one[0], one[2] or f"[{one[3]}]") for one in rows.said(session, ticket_id)[-5:]),
    )


def queue(session: Session, *, agent_id: int | None = None) -> tuple[Brief, ...]:
    """Return open tickets in the order in which they are to be served; only an agent's, when one is named."""
    return tuple(
        _brief(one)
        for one in rows.open_ones(session, MOST_OPEN)
        if agent_id is None or (one.agent_id == agent_id and one.taken_at is not None)
    )


def figures(session: Session, *, program: Program, now: datetime) -> Figures:
    """Return how the desk does; waits count in office hours."""
    today = day_begins(local_day(now, program.time_zone), program.time_zone)
    counted = rows.counts(session, today)
    ratings = rows.ratings(session, now - _LATELY)
    waits = [
        office_hours.staffed_minutes(program, one.member_at or one.opened_at, now)
        for one in rows.open_ones(session, MOST_OPEN)
        if desk_owes(one)
    ]
    answers = _first_answers(session, program, now)
    return Figures(
        counted[0],
        counted[1],
        max(waits, default=None),
        int(statistics.median(answers)) if answers else None,
        counted[2],
        statistics.fmean(ratings) if ratings else None,
        len(ratings),
        tuple((one.id, one.rating or 0, one.rating_words or "") for one in rows.rated_words(session, 3)),
    )


def usual_wait(session: Session, *, program: Program, now: datetime) -> Wait:
    """Return what three of four waited lately for a first answer, or what the program promises while few are known."""
    answers = sorted(_first_answers(session, program, now))
    if len(answers) < ENOUGH:
        return Wait(program.support.answer_within_minutes, measured=False)
    return Wait(max(1, answers[(len(answers) * 3 - 1) // 4]), measured=True)


def desk_owes(ticket: Ticket) -> bool:
    """Return whether the member spoke last."""
    since = ticket.member_at or ticket.opened_at
    return ticket.agent_at is None or since > ticket.agent_at


def _first_answers(session: Session, program: Program, now: datetime) -> list[int]:
    return [
        office_hours.staffed_minutes(program, opened, answered)
        for opened, answered in rows.first_answers(session, now - _LATELY, _RECENT)
    ]


def tier_held(session: Session, *, member_id: int, program: Program, now: datetime) -> str:
    """Return the id of the tier that a member holds now."""
    return tiers.tier_of(session, member_id=member_id, program=program, now=now).id


def _brief(ticket: Ticket) -> Brief:
    state: State = "over" if ticket.state != "open" else "taken" if ticket.taken_at else "waiting"
    return Brief(
        ticket.id,
        ticket.telegram_id,
        ticket.name or str(ticket.telegram_id),
        state,
        ticket.state,
        ticket.first,
        ticket.urgent,
        ticket.agent_name,
        ticket.opened_at,
        ticket.rating,
        ticket.question,
    )
