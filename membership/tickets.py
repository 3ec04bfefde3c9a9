"""Hand-off: a member's question waits for a person, is talked over, ends, and may be opened again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from core.errors import Invalid, NotFound
from core.program import Program
from db.models.tickets import Ticket
from db.queries import talks as ways
from db.queries import tickets as rows
from membership import benefits, desks, office_hours, queues, talks, webhooks
from membership.talks import Said

STARS = range(1, 6)
# How long after a rating a message still counts as words about it.
WORDS_WITHIN = timedelta(minutes=10)
LONGEST_WORDS = 500


class NoTicket(NotFound):
    key = "tickets-none"


class StarsWrong(Invalid):
    key = "tickets-stars-wrong"


@dataclass(frozen=True, slots=True)
class Opened:
    """A ticket and its place in the queue (1 = next, 0 = somebody has it); `new` is false when it was open already.

    `minutes` is what others waited lately for a first answer, or what is promised while that is not `measured`; `opens` is when people are back, when nobody is there.
    """

    ticket_id: int
    place: int
    staffed: bool
    new: bool
    minutes: int
    measured: bool
    opens: datetime | None
    agent: str | None = None
    reopened: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """What somebody said in a ticket; `author` is `member` or `agent`, `text` None when it was no text."""

    author: str
    text: str | None
    at: datetime
    agent: str | None = None
    kind: str = "text"


def open_ticket(
    session: Session,
    *,
    telegram_id: int,
    member_id: int | None,
    question: str,
    program: Program,
    now: datetime,
    name: str | None = None,
    language: str | None = None,
    tier: str | None = None,
    urgent: bool = False,
    said: Said | None = None,
    answer_id: int | None = None,
    operators: Sequence[int] = (),
) -> Opened:
    """Open a ticket for who asks, or return the one that they have open, or had until a short while ago.

    What is `urgent` (harm, health, the law, the press, a complaint) goes first, as a priority tier's does.

    What is asked while a ticket is open goes to it as one more line: `said` is the message, or else the question is
    that of the answer `answer_id`, below which a person was asked for.
    """
    known = rows.open_of(session, telegram_id)
    if known is not None:
        _ask_more(session, known, question, urgent=urgent, said=said, answer_id=answer_id, now=now)
        return where(session, ticket_id=known, program=program, now=now)
    again = _lately(session, telegram_id, program, now)
    if again is not None:
        reopen(session, ticket_id=again, telegram_id=telegram_id, program=program, now=now)
        _ask_more(session, again, question, urgent=urgent, said=said, answer_id=answer_id, now=now)
        return where(session, ticket_id=again, program=program, now=now, reopened=True)
    ticket_id = rows.add(
        session,
        telegram_id=telegram_id,
        member_id=member_id,
        question=question,
        opened_at=now,
        member_at=now,
        name=name and name[:128],
        language=language,
        first=urgent or benefits.priority(program, tier),
        urgent=urgent,
    )
    if ticket_id is None:
        # Somebody was quicker by a hair: the other tap.
        known = rows.open_of(session, telegram_id)
        assert known is not None  # noqa: S101 - the constraint named it
        _ask_more(session, known, question, urgent=urgent, said=said, answer_id=answer_id, now=now)
        return where(session, ticket_id=known, program=program, now=now)
    desks.give_to_contact(
        session, ticket_id=ticket_id, program=program, tier=tier, operators=operators, now=now
    )
    talks.say(session, ticket_id=ticket_id, to="desk", says="desks-card", now=now)
    ways.touch_topic(session, telegram_id)
    _emit(session, ticket_id, "opened", now)
    return where(session, ticket_id=ticket_id, program=program, now=now, new=True)


def where(
    session: Session,
    *,
    ticket_id: int,
    program: Program,
    now: datetime,
    new: bool = False,
    reopened: bool = False,
) -> Opened:
    """Return where a ticket stands in the queue."""
    ticket = rows.by_id(session, ticket_id)
    if ticket is None:
        raise NoTicket
    wait = queues.usual_wait(session, program=program, now=now)
    return Opened(
        ticket_id,
        rows.waiting(session, ticket_id),
        office_hours.is_staffed(program, now),
        new,
        wait.minutes,
        wait.measured,
        office_hours.next_opening(program, now),
        ticket.agent_name if ticket.taken_at else None,
        reopened,
    )


def member_says(session: Session, *, telegram_id: int, said: Said, now: datetime) -> int | None:
    """Pass on what a member wrote and return the ticket; None when they talk to nobody."""
    ticket_id = rows.open_of(session, telegram_id)
    if ticket_id is None:
        return None
    if talks.keep(session, ticket_id=ticket_id, to="desk", said=said, now=now):
        _spoke(session, ticket_id, now)
    return ticket_id


def reopen_by_reply(
    session: Session, *, telegram_id: int, said: Said, program: Program, now: datetime
) -> int | None:
    """Open a ticket again when its member replies to a line of it; None when the reply means something else."""
    if said.reply_to is None:
        return None
    ticket_id = rows.by_place(session, said.chat_id, said.reply_to)
    if ticket_id is None or ticket_id != _lately(session, telegram_id, program, now):
        return None
    reopen(session, ticket_id=ticket_id, telegram_id=telegram_id, program=program, now=now)
    return member_says(session, telegram_id=telegram_id, said=said, now=now)


def of_member(session: Session, *, telegram_id: int) -> int | None:
    """Return the open ticket of who writes, if there is one."""
    return rows.open_of(session, telegram_id)


def by_place(
    session: Session, *, chat_id: int, message_id: int | None = None, thread_id: int | None = None
) -> int | None:
    """Return the ticket of a message (written or copied, on either side), or else of a forum topic's account."""
    found = rows.by_place(session, chat_id, message_id) if message_id is not None else None
    if found is None and thread_id is not None:
        found = rows.by_topic(session, chat_id, thread_id)
    return found


def lines(session: Session, *, ticket_id: int) -> tuple[Line, ...]:
    """Return what member and colleagues said in a ticket, the question first."""
    ticket = rows.by_id(session, ticket_id)
    if ticket is None:
        raise NoTicket
    asked = Line("member", ticket.question, ticket.opened_at)
    return (
        asked,
        *(Line(one[0], one[2], one[4], one[1], one[3]) for one in rows.said(session, ticket_id)),
    )


def own_lines(session: Session, *, ticket_id: int, telegram_id: int) -> tuple[Line, ...]:
    """Return the transcript of one's own ticket; raises NoTicket for another's."""
    ticket = rows.by_id(session, ticket_id)
    if ticket is None or ticket.telegram_id != telegram_id:
        raise NoTicket
    return lines(session, ticket_id=ticket_id)


def cancel(session: Session, *, telegram_id: int, now: datetime) -> int:
    """End one's own ticket without an answer; raises NoTicket."""
    ticket_id = rows.open_of(session, telegram_id)
    if ticket_id is None:
        raise NoTicket
    _close(session, ticket_id, "cancelled", now)
    talks.say(session, ticket_id=ticket_id, to="desk", says="tickets-cancelled-agent", now=now)
    return ticket_id


def resolve(session: Session, *, ticket_id: int, agent_id: int, agent_name: str, now: datetime) -> None:
    """End a ticket that a colleague has dealt with; the member may rate it. Raises NoTicket for one that is over."""
    rows.take(session, ticket_id, agent_id, agent_name, now)
    _close(session, ticket_id, "resolved", now)
    talks.say(session, ticket_id=ticket_id, to="member", says="tickets-resolved", now=now)
    talks.say(
        session,
        ticket_id=ticket_id,
        to="desk",
        says="tickets-resolved-agent",
        values={"agent": agent_name},
        now=now,
    )


def expire(session: Session, *, ticket_id: int, now: datetime) -> None:
    """End a ticket whose member says nothing any more."""
    _close(session, ticket_id, "expired", now)
    for side, says in (("member", "tickets-expired"), ("desk", "tickets-expired-agent")):
        talks.say(session, ticket_id=ticket_id, to="desk" if side == "desk" else "member", says=says, now=now)


def reopen(
    session: Session,
    *,
    ticket_id: int,
    telegram_id: int | None,
    program: Program,
    now: datetime,
) -> None:
    """Open a closed ticket again: its member within the hours of the program, or the desk (no `telegram_id`).

    Raises NoTicket when it is somebody else's, too old, or another one is open. Who had it has it again.
    """
    ticket = rows.hold(session, ticket_id)
    if ticket is None or ticket.state == "open" or rows.open_of(session, ticket.telegram_id) is not None:
        raise NoTicket
    if telegram_id is not None and ticket_id != _lately(session, telegram_id, program, now):
        raise NoTicket
    rows.change(session, ticket_id, state="open", closed_at=None, member_at=now, reminded=0, warned_at=None)
    talks.say(session, ticket_id=ticket_id, to="desk", says="tickets-reopened-agent", now=now)
    ways.touch_topic(session, ticket.telegram_id)
    _emit(session, ticket_id, "opened", now)


def rate(session: Session, *, ticket_id: int, telegram_id: int, stars: int, now: datetime) -> None:
    """Rate one's own ticket, 1 to 5; a second rating replaces the first. Raises StarsWrong, NoTicket."""
    if stars not in STARS:
        raise StarsWrong
    ticket = rows.hold(session, ticket_id)
    if ticket is None or ticket.telegram_id != telegram_id or ticket.state == "open":
        raise NoTicket
    if ticket.rating == stars:
        return
    rows.change(session, ticket_id, rating=stars, rated_at=now)
    talks.say(
        session,
        ticket_id=ticket_id,
        to="desk",
        says="tickets-rated-agent",
        values={"stars": "⭐" * stars, "words": ""},
        now=now,
    )


def add_words(session: Session, *, telegram_id: int, words: str, now: datetime) -> bool:
    """Add words to a rating that was given a moment ago; False when there is none that waits for them."""
    ticket_id = rows.last_rated(session, telegram_id, now - WORDS_WITHIN)
    ticket = rows.hold(session, ticket_id) if ticket_id is not None else None
    if ticket is None or ticket.rating is None:
        return False
    rows.change(session, ticket.id, rating_words=words[:LONGEST_WORDS])
    talks.say(
        session,
        ticket_id=ticket.id,
        to="desk",
        says="tickets-rated-agent",
        values={"stars": "⭐" * ticket.rating, "words": words[:LONGEST_WORDS]},
        now=now,
    )
    return True


def forget_texts(session: Session, *, program: Program, now: datetime) -> int:
    """Blank what was said in tickets that ended longer ago than the program keeps it."""
    return rows.forget_texts(session, now - timedelta(days=program.support.keep_days))


def _ask_more(
    session: Session,
    ticket_id: int,
    question: str,
    *,
    urgent: bool,
    said: Said | None,
    answer_id: int | None,
    now: datetime,
) -> None:
    """Add what is asked to a ticket that is there already; the desk sees when it is urgent."""
    ticket = rows.hold(session, ticket_id)
    assert ticket is not None  # noqa: S101 - who calls has just read it
    if urgent and not ticket.urgent:
        rows.change(session, ticket_id, first=True, urgent=True)
        ways.touch_topic(session, ticket.telegram_id)
        talks.say(session, ticket_id=ticket_id, to="desk", says="desks-urgent", now=now)
    if said is not None:
        member_says(session, telegram_id=ticket.telegram_id, said=said, now=now)
    elif answer_id is not None and question != ticket.question:
        # The button may be tapped twice, and below an old answer: one line a question.
        added = ways.add(
            session,
            ticket_id=ticket_id,
            to="desk",
            author="member",
            kind="asked",
            text=question,
            key=f"asked:{ticket_id}:{answer_id}",
            state="queued",
            due_at=now,
            at=now,
        )
        if added is not None:
            _spoke(session, ticket_id, now)


def _spoke(session: Session, ticket_id: int, now: datetime) -> None:
    """Note that the member said something; who has written twice waits since the first time."""
    ticket = rows.hold(session, ticket_id)
    assert ticket is not None  # noqa: S101 - a line of it was just added
    waits = ticket.member_at if _waits(ticket) else now
    fresh = {} if _waits(ticket) else {"reminded": 0}
    rows.change(session, ticket_id, member_at=waits, warned_at=None, **fresh)


def _close(session: Session, ticket_id: int, state: str, now: datetime) -> None:
    if not rows.close(session, ticket_id, state, now):
        raise NoTicket
    ticket = rows.by_id(session, ticket_id)
    assert ticket is not None  # noqa: S101 - just closed
    ways.touch_topic(session, ticket.telegram_id)
    _emit(session, ticket_id, "closed", now, resolved=state == "resolved")


def _lately(session: Session, telegram_id: int, program: Program, now: datetime) -> int | None:
    """Return the last ticket of an account if a person dealt with it and that is not long ago."""
    last = rows.last_closed(session, telegram_id)
    if last is None or last.state == "cancelled" or last.closed_at is None:
        return None
    return last.id if now < last.closed_at + timedelta(hours=program.support.reopen_hours) else None


def _waits(ticket: Ticket) -> bool:
    """Return whether the member spoke last."""
    return ticket.member_at is not None and (ticket.agent_at is None or ticket.member_at > ticket.agent_at)


def _emit(
    session: Session, ticket_id: int, what: str, now: datetime, *, resolved: bool | None = None
) -> None:
    webhooks.emit(
        session,
        kind=f"ticket.{what}",
        member_id=rows.member_of(session, ticket_id),
        data={"ticket": ticket_id} | ({} if resolved is None else {"resolved": resolved}),
        key=f"ticket:{ticket_id}:{what}:{now.isoformat()}",
        now=now,
    )
