"""The desk: colleagues answer, take tickets, hand them over, and may be a member's own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from core.errors import Conflict
from core.program import Program
from db.models.tickets import Ticket
from db.queries import desks as contacts
from db.queries import talks as ways
from db.queries import tickets as rows
from membership import benefits, notices, staff, talks
from membership.queues import TicketUnknown, tier_held
from membership.talks import Said

# Roles that may answer without sitting in the support chat.
ANSWERING = frozenset({"agent", "manager", "owner"})


class TicketOver(Conflict):
    key = "desks-over"


class Taken(Conflict):
    """A colleague has it; `agent` says who."""

    key = "desks-taken"


class NotYours(Conflict):
    key = "desks-not-yours"


class NoContact(Conflict):
    key = "desks-no-contact"


class NoRole(Conflict):
    """Whoever only sits in the support chat answers, but is not told members' names when they are gone from it."""

    key = "desks-contact-no-role"


@dataclass(frozen=True, slots=True)
class Agent:
    """Who acts at the desk."""

    id: int
    name: str


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
    if ticket is None:
        return None
    if said.album is not None and contacts.is_note(session, said.chat_id, said.album):
        return ticket.id
    if ticket.state != "open":
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


def note_album(session: Session, *, ticket_id: int, chat_id: int, album: str, now: datetime) -> bool:
    """Keep all of an album at the desk once one part of it is a note, whichever part came first.

    False when parts of it have gone to the member already.
    """
    rows.hold(session, ticket_id)
    contacts.note(session, ticket_id, chat_id, album, now)
    dropped, gone = contacts.drop_album(session, chat_id, album)
    if dropped:
        # What never went across was no answer.
        first, last = contacts.agents_spoke(session, ticket_id)
        rows.change(session, ticket_id, answered_at=first, agent_at=last)
    return not gone


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
    session: Session,
    *,
    ticket_id: int,
    agent: Agent,
    operators: Sequence[int],
    program: Program,
    now: datetime,
) -> bool:
    """Make a colleague the member's own, or end that when they are.

    Raises NoContact for tiers without one, NoRole for who has no role by which it would end.
    """
    ticket = _open(session, ticket_id)
    if ticket.member_id is None or not benefits.priority(
        program, tier_held(session, member_id=ticket.member_id, program=program, now=now)
    ):
        raise NoContact
    known = contacts.contact(session, ticket.member_id)
    if known is not None and known.agent_id == agent.id:
        contacts.forget(session, ticket.member_id)
        return False
    if not _answers(session, agent.id, operators):
        raise NoRole
    contacts.set_contact(session, ticket.member_id, agent.id, agent.name[:128], now)
    return True


def give_to_contact(
    session: Session,
    *,
    ticket_id: int,
    program: Program,
    tier: str | None,
    operators: Sequence[int],
    now: datetime,
) -> None:
    """Reserve a new ticket for the member's own colleague, where there is one.

    It is not taken: until they answer it waits in the queue, and who is quicker may take it. Who has no role any more
    is nobody's own colleague.
    """
    ticket = rows.by_id(session, ticket_id)
    if ticket is None or ticket.member_id is None or not benefits.priority(program, tier):
        return
    known = contacts.contact(session, ticket.member_id)
    if known is None:
        return
    if not _answers(session, known.agent_id, operators):
        contacts.forget(session, ticket.member_id)
        return
    notices.tell_chat(
        session,
        chat_id=known.agent_id,
        text="desks-contact-asked",
        key=f"ticket:{ticket_id}:contact",
        values={"ticket": str(ticket_id), "name": ticket.name or ""},
        now=now,
    )


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


def _answers(session: Session, agent_id: int, operators: Sequence[int]) -> bool:
    return bool(ANSWERING & staff.roles_of(session, telegram_id=agent_id, operators=operators))


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
