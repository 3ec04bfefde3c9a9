"""The desk: who has which ticket, what a colleague needs to know, reminders, and how well it goes."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy.orm import Session

from core.clock import day_begins, local_day
from core.errors import Conflict, NotFound
from core.program import Program
from db.models.tickets import Ticket
from db.queries import desks as contacts
from db.queries import members as people
from db.queries import talks as ways
from db.queries import tickets as rows
from membership import benefits, notices, office_hours, points, staff, talks, tiers
from membership.talks import Said

State = Literal["waiting", "taken", "over"]
# Roles that may answer without sitting in the support chat.
ANSWERING = frozenset({"agent", "manager", "owner"})
SHOWN = 20
# Fewer first answers than this say nothing about how long it takes.
ENOUGH = 5
_LATELY = timedelta(days=7)
_RECENT = 50
_REMEMBERED = 3
_LONGEST_ANSWER = 200


class TicketUnknown(NotFound):
    key = "desks-unknown"


class TicketOver(Conflict):
    key = "desks-over"


class Taken(Conflict):
    """A colleague has it; `agent` says who."""

    key = "desks-taken"


class NotYours(Conflict):
    key = "desks-not-yours"


class NoContact(Conflict):
    key = "desks-no-contact"


@dataclass(frozen=True, slots=True)
class Agent:
    """Who acts at the desk."""

    id: int
    name: str


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


def agent_says(
    session: Session,
    *,
    chat_id: int,
    thread_id: int | None,
    said: Said,
    agent: Agent,
    now: datetime,
) -> int | None:
    """Pass on what a colleague wrote in a topic, or as a reply; None when it belongs to no open ticket.

    Whoever answers first has the ticket. A colleague's word counts whoever has it.
    """
    ticket_id = rows.by_place(session, chat_id, said.reply_to) if said.reply_to else None
    if thread_id is not None:
        ticket_id = rows.by_topic(session, chat_id, thread_id) or ticket_id
    ticket = rows.hold(session, ticket_id) if ticket_id is not None else None
    if ticket is None or ticket.state != "open":
        return None
    if not talks.keep(session, ticket_id=ticket.id, to="member", said=said, agent_name=agent.name, now=now):
        return ticket.id
    if rows.take(session, ticket.id, agent.id, agent.name[:128], now):
        ways.touch_topic(session, ticket.telegram_id)
    rows.change(
        session,
        ticket.id,
        agent_at=now,
        answered_at=ticket.answered_at or now,
        warned_at=None,
        reminded=0,
    )
    return ticket.id


def take(session: Session, *, ticket_id: int, agent: Agent, now: datetime) -> None:
    """Take a ticket; the member hears who has it. Raises TicketOver, Taken."""
    ticket = _open(session, ticket_id)
    if not rows.take(session, ticket_id, agent.id, agent.name[:128], now):
        if ticket.agent_id == agent.id:
            return
        raise Taken(agent=ticket.agent_name or "–")
    _moved(session, ticket, agent.name, now)


def hand_over(session: Session, *, ticket_id: int, by: Agent, to: Agent, now: datetime) -> None:
    """Give a ticket to a colleague; whoever works at the desk may. Raises TicketOver."""
    ticket = _open(session, ticket_id)
    if ticket.agent_id == to.id and ticket.taken_at is not None:
        return
    rows.change(session, ticket_id, agent_id=to.id, agent_name=to.name[:128], taken_at=ticket.taken_at or now)
    _moved(session, ticket, to.name, now, by=by.name)


def release(session: Session, *, ticket_id: int, agent: Agent, now: datetime) -> None:
    """Put a ticket that one has back into the queue; raises TicketOver, NotYours."""
    ticket = _open(session, ticket_id)
    if ticket.taken_at is None or ticket.agent_id != agent.id:
        raise NotYours(agent=ticket.agent_name or "–")
    rows.change(session, ticket_id, agent_id=None, agent_name=None, taken_at=None, reminded=0)
    ways.touch_topic(session, ticket.telegram_id)
    talks.say(
        session,
        ticket_id=ticket_id,
        to="desk",
        says="desks-released-note",
        values={"agent": agent.name},
        now=now,
    )


def become_contact(
    session: Session, *, ticket_id: int, agent: Agent, program: Program, now: datetime
) -> bool:
    """Make a colleague the member's own, or end that when they are; raises NoContact for tiers without one."""
    ticket = _open(session, ticket_id)
    if ticket.member_id is None or not benefits.priority(
        program, _tier(session, ticket.member_id, program, now)
    ):
        raise NoContact
    known = contacts.contact(session, ticket.member_id)
    if known is not None and known.agent_id == agent.id:
        contacts.forget(session, ticket.member_id)
        return False
    contacts.set_contact(session, ticket.member_id, agent.id, agent.name[:128], now)
    return True


def give_to_contact(
    session: Session, *, ticket_id: int, program: Program, tier: str | None, now: datetime
) -> None:
    """Reserve a new ticket for the member's own colleague, where there is one.

    It is not taken: until they answer it waits in the queue, and who is quicker may take it.
    """
    ticket = rows.by_id(session, ticket_id)
    if ticket is None or ticket.member_id is None or not benefits.priority(program, tier):
        return
    known = contacts.contact(session, ticket.member_id)
    if known is None:
        return
    notices.tell_chat(
        session,
        chat_id=known.agent_id,
        text="desks-contact-asked",
        key=f"ticket:{ticket_id}:contact",
        values={"ticket": str(ticket_id), "name": ticket.name or ""},
        now=now,
    )


def card(session: Session, *, ticket_id: int, program: Program, now: datetime) -> Card:
    """Return what is to be known of a ticket; raises TicketUnknown. Never a phone number."""
    ticket = rows.by_id(session, ticket_id)
    if ticket is None:
        raise TicketUnknown
    member_id = ticket.member_id
    contact = contacts.contact(session, member_id) if member_id is not None else None
    tier = _tier(session, member_id, program, now) if member_id is not None else None
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


def brief(session: Session, *, ticket_id: int) -> Brief:
    """Return one ticket as it stands; raises TicketUnknown."""
    ticket = rows.by_id(session, ticket_id)
    if ticket is None:
        raise TicketUnknown
    return _brief(ticket)


def queue(session: Session, *, agent_id: int | None = None) -> tuple[Brief, ...]:
    """Return open tickets in the order in which they are to be served; only an agent's, when one is named."""
    return tuple(
        _brief(one)
        for one in rows.open_ones(session, 500)
        if agent_id is None or (one.agent_id == agent_id and one.taken_at is not None)
    )


def figures(session: Session, *, program: Program, now: datetime) -> Figures:
    """Return how the desk does; waits count in office hours."""
    today = day_begins(local_day(now, program.time_zone), program.time_zone)
    counted = rows.counts(session, today)
    ratings = rows.ratings(session, now - _LATELY)
    waits = [
        office_hours.staffed_minutes(program, one.member_at or one.opened_at, now)
        for one in rows.open_ones(session, 500)
        if _desk_owes(one)
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


def usual_minutes(session: Session, *, program: Program, now: datetime) -> int:
    """Return what three of four waited lately for a first answer, or the program's figure while too few are known."""
    answers = sorted(_first_answers(session, program, now))
    if len(answers) < ENOUGH:
        return program.support.answer_within_minutes
    return max(1, answers[(len(answers) * 3 - 1) // 4])


def colleagues(session: Session, *, operators: Sequence[int], apart_from: int) -> tuple[Agent, ...]:
    """Return whom a ticket can be handed to: the roster's agents, and who took tickets lately."""
    known = {
        one.telegram_id: one.name
        for one in staff.roster(session, operators=operators)
        if one.name and ANSWERING & set(one.roles)
    }
    known |= {agent_id: name for agent_id, name in contacts.agents_lately(session, 20) if name}
    known.pop(apart_from, None)
    return tuple(Agent(agent_id, name) for agent_id, name in sorted(known.items()) if name)


def watch(session: Session, *, program: Program, now: datetime) -> tuple[int, ...]:
    """Remind the desk, once a step, of whom it keeps waiting; warn members who say nothing any more.

    Returns the tickets that are to end now.
    """
    hours = program.support
    if office_hours.is_staffed(program, now):
        for ticket in rows.open_ones(session, 500):
            _remind(session, ticket, program, now)
    ended = []
    quiet = timedelta(hours=hours.close_after_hours)
    warning = timedelta(hours=min(hours.warn_hours, hours.close_after_hours))
    for ticket in rows.answered_by_member(session, now - quiet + warning):
        if ticket.warned_at is None:
            rows.change(session, ticket.id, warned_at=now)
            talks.say(
                session,
                ticket_id=ticket.id,
                to="member",
                says="tickets-warned",
                values={"hours": hours.warn_hours},
                now=now,
            )
        elif ticket.warned_at + warning <= now:
            ended.append(ticket.id)
    return tuple(ended)


def morning(session: Session, *, program: Program, support: int, now: datetime) -> bool:
    """Tell the desk as it opens who waits; says nothing when nobody does, or on a day without office hours."""
    waiting = [one for one in rows.open_ones(session, 500) if _desk_owes(one)]
    if not waiting or not office_hours.is_staffed(program, now):
        return False
    day = local_day(now, program.time_zone)
    told = notices.tell_chat(
        session,
        chat_id=chat_of(session, support=support),
        text="desks-morning",
        key=f"desks:morning:{day.isoformat()}",
        values={
            "count": len(waiting),
            "tickets": "\n".join(
                f"{'⭐ ' if one.first else ''}{one.id} · {one.name or one.telegram_id}"
                for one in waiting[:SHOWN]
            ),
        },
        now=now,
    )
    return told > 0


def chat_of(session: Session, *, support: int) -> int:
    """Return where the support chat of the settings is now: a group that grew has another id."""
    known = ways.desk(session, support)
    return known.chat_id if known is not None else support


def chat_moved(session: Session, *, support: int, chat_id: int, to_chat_id: int, now: datetime) -> bool:
    """Follow the support chat to its new id and post the cards of open tickets there; False when it is another."""
    if chat_of(session, support=support) != chat_id:
        return False
    ways.keep_desk(session, support, chat_id=chat_id)
    ways.move_chat(session, chat_id, to_chat_id)
    for ticket in rows.open_ones(session, 500):
        ways.post_again(session, ticket.id, now)
    return True


def missing(session: Session, *, support: int, what: str | None, now: datetime) -> None:
    """Tell the desk once that topics can't be made, and why; nothing missing (None) lets it be told again."""
    known = ways.desk(session, support)
    if (known.told if known else None) == what:
        return
    ways.keep_desk(session, support, told=what)
    if what is not None:
        notices.tell_chat(
            session,
            chat_id=chat_of(session, support=support),
            text=f"desks-missing-{what}",
            key=f"desks:missing:{what}:{now.isoformat()}",
            values={},
            now=now,
        )


def absent(session: Session, *, operators: Sequence[int], now: datetime) -> None:
    """Tell the owners, once a day, that the support chat can't be written to; all lines wait for ten minutes."""
    for operator in operators:
        notices.tell_chat(
            session,
            chat_id=operator,
            text="desks-absent",
            key=f"desks:absent:{operator}:{now.date().isoformat()}",
            values={},
            now=now,
        )
    ways.postpone(session, "desk", now + timedelta(minutes=10))


def _tier(session: Session, member_id: int, program: Program, now: datetime) -> str:
    return tiers.tier_of(session, member_id=member_id, program=program, now=now).id


def _open(session: Session, ticket_id: int) -> Ticket:
    ticket = rows.hold(session, ticket_id)
    if ticket is None:
        raise TicketUnknown
    if ticket.state != "open":
        raise TicketOver
    return ticket


def _moved(session: Session, ticket: Ticket, name: str, now: datetime, by: str | None = None) -> None:
    """Tell both sides who has a ticket from now on."""
    ways.touch_topic(session, ticket.telegram_id)
    told = {"agent": name}
    talks.say(session, ticket_id=ticket.id, to="member", says="tickets-taken", values=told, now=now)
    talks.say(
        session,
        ticket_id=ticket.id,
        to="desk",
        says="desks-handed-note" if by else "desks-taken-note",
        values=told | ({"by": by} if by else {}),
        now=now,
    )


def _desk_owes(ticket: Ticket) -> bool:
    """Return whether the member spoke last."""
    since = ticket.member_at or ticket.opened_at
    return ticket.agent_at is None or since > ticket.agent_at


def _remind(session: Session, ticket: Ticket, program: Program, now: datetime) -> None:
    steps = program.support.remind_after
    if not _desk_owes(ticket) or ticket.reminded >= len(steps):
        return
    since = ticket.member_at or ticket.opened_at
    waited = office_hours.staffed_minutes(program, since, now)
    due = sum(waited >= step * program.support.answer_within_minutes for step in steps)
    if due <= ticket.reminded:
        return
    rows.change(session, ticket.id, reminded=due)
    talks.say(
        session,
        ticket_id=ticket.id,
        to="desk",
        says="desks-reminder",
        values={"minutes": waited, "agent": ticket.agent_name or ""},
        key=f"remind:{ticket.id}:{since.isoformat()}:{due}",
        now=now,
    )


def _first_answers(session: Session, program: Program, now: datetime) -> list[int]:
    return [
        office_hours.staffed_minutes(program, opened, answered)
        for opened, answered in rows.first_answers(session, now - _LATELY, _RECENT)
    ]


def _brief(ticket: Ticket) -> Brief:
    state: State = "over" if ticket.state != "open" else "taken" if ticket.taken_at else "waiting"
    return Brief(
        ticket.id,
        ticket.telegram_id,
        ticket.name or str(ticket.telegram_id),
        state,
        ticket.state,
        ticket.first,
        ticket.agent_name,
        ticket.opened_at,
        ticket.rating,
        ticket.question,
    )
