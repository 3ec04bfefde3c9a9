"""What the clock does for the desk: it reminds of who waits, warns who says nothing any more, and lists the night's."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from core.clock import local_day
from core.program import Program
from db.models.tickets import Ticket
from db.queries import tickets as rows
from membership import notices, office_hours, support_chats, talks
from membership.queues import MOST_OPEN, SHOWN, desk_owes


def watch(session: Session, *, program: Program, now: datetime) -> tuple[int, ...]:
    """Remind the desk, once a step, of whom it keeps waiting; warn members who say nothing any more.

    Returns the tickets that are to end now.
    """
    hours = program.support
    if office_hours.is_staffed(program, now):
        for ticket in rows.open_ones(session, MOST_OPEN):
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
    waiting = [one for one in rows.open_ones(session, MOST_OPEN) if desk_owes(one)]
    if not waiting or not office_hours.is_staffed(program, now):
        return False
    day = local_day(now, program.time_zone)
    told = notices.tell_chat(
        session,
        chat_id=support_chats.chat_of(session, support=support),
        text="desks-morning",
        key=f"desks:morning:{day.isoformat()}",
        values={
            "count": len(waiting),
            "tickets": "\n".join(
                f"{'❗ ' if one.urgent else '⭐ ' if one.first else ''}{one.id} · {one.name or one.telegram_id}"
                for one in waiting[:SHOWN]
            ),
        },
        now=now,
    )
    return told > 0


def _remind(session: Session, ticket: Ticket, program: Program, now: datetime) -> None:
    steps = program.support.remind_after
    if not desk_owes(ticket) or ticket.reminded >= len(steps):
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
        values={"minutes": waited, "agent": ticket.agent_name or "", "taken": int(bool(ticket.agent_name))},
        key=f"remind:{ticket.id}:{since.isoformat()}:{due}",
        now=now,
    )
