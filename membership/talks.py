"""What member and desk say to each other: kept first, then carried across in order, edits and replies too.

A line is written down under the message it comes from, so an update that is dealt with twice is one line. It is sent
at least once: a line that comes twice does less harm than one that never came.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

from sqlalchemy.orm import Session

from core.errors import Conflict
from db.models.tickets import TicketMessage, TicketTopic
from db.queries import talks as rows
from db.queries import tickets as held

Side = Literal["desk", "member"]
Outcome = Literal["sent", "blocked", "failed", "unknown"]
# What was asked by a command or a link: the words alone are sent.
ASKED = "asked"
# How often a line is tried of which nobody knows whether it arrived.
MOST = 2
# Texts of a flood become one message, as long as one may be.
LONGEST = 4_096
# A desk that has this much of one member before it reads no more.
MOST_WAITING = 200
ALBUM_WAIT = timedelta(seconds=1.5)
_MOST_JOINED = 100
_HEADS = 40
_LOST_AFTER = timedelta(minutes=10)


class TooMuch(Conflict):
    key = "talks-too-much"


@dataclass(frozen=True, slots=True)
class Said:
    """One message as it was written: where, what it reads, and what it replies to."""

    chat_id: int
    message_id: int
    kind: str = "text"
    text: str | None = None
    entities: tuple[dict[str, Any], ...] = ()
    album: str | None = None
    reply_to: int | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One line on its way: `says` for the bot's own words, otherwise a copy of `from_…`."""

    line_id: int
    author: str
    kind: str
    text: str | None
    entities: tuple[dict[str, Any], ...]
    says: str | None
    values: dict[str, Any]
    from_chat_id: int | None
    from_message_id: int | None
    message_id: int | None
    attempts: int


@dataclass(frozen=True, slots=True)
class Parcel:
    """What is sent as one: a line, an album, or the texts of a flood; `edit` changes the copy that stands."""

    ticket_id: int
    to: Side
    telegram_id: int
    language: str | None
    lines: tuple[Line, ...]
    reply_to: int | None = None
    thread_id: int | None = None
    card: int | None = None
    edit: bool = False

    @property
    def album(self) -> bool:
        return len(self.lines) > 1 and self.lines[0].kind != "text"


@dataclass(frozen=True, slots=True)
class Topic:
    """A forum topic whose title, state or card may be behind its newest ticket; without one it is to be deleted."""

    topic_id: int
    chat_id: int
    thread_id: int
    title: str
    closed: bool
    telegram_id: int | None
    ticket_id: int | None
    card: int | None
    revision: int


def say(
    session: Session,
    *,
    ticket_id: int,
    to: Side,
    says: str,
    now: datetime,
    values: Mapping[str, Any] | None = None,
    key: str | None = None,
) -> None:
    """Queue words of the bot for one side of a talk; the same `key` is said once."""
    rows.add(
        session,
        ticket_id=ticket_id,
        to=to,
        author="bot",
        says=says,
        values=dict(values or {}),
        key=key,
        state="queued",
        due_at=now,
        at=now,
    )


def keep(
    session: Session,
    *,
    ticket_id: int,
    to: Side,
    said: Said,
    now: datetime,
    agent_name: str | None = None,
) -> bool:
    """Queue what somebody wrote; False when it was written down before. Raises TooMuch."""
    if rows.waiting(session, ticket_id, to) >= MOST_WAITING:
        raise TooMuch
    answered = rows.at(session, said.chat_id, said.reply_to) if said.reply_to else None
    # The parts of an album come one by one: a moment later they go as one.
    due = now + ALBUM_WAIT if said.album else now
    added = rows.add(
        session,
        ticket_id=ticket_id,
        to=to,
        author="member" if to == "desk" else "agent",
        agent_name=agent_name,
        kind=said.kind,
        text=said.text,
        entities=list(said.entities) or None,
        album=said.album,
        from_chat_id=said.chat_id,
        from_message_id=said.message_id,
        answers_id=answered.id if answered is not None else None,
        state="queued",
        due_at=due,
        at=now,
    )
    return added is not None


def is_line(session: Session, *, said: Said) -> bool:
    """Return whether a message was passed on."""
    line = rows.at(session, said.chat_id, said.message_id)
    return line is not None and (line.from_chat_id, line.from_message_id) == (said.chat_id, said.message_id)


def reword(session: Session, *, said: Said, now: datetime) -> bool:
    """Note that a line was edited by who wrote it; its copy follows. False when it is no line, or reads the same."""
    line = rows.at(session, said.chat_id, said.message_id)
    if line is None or (line.from_chat_id, line.from_message_id) != (said.chat_id, said.message_id):
        return False
    text, entities = said.text, list(said.entities)
    if line.kind == ASKED:
        # The command was never sent, and without it entities stand elsewhere.
        text, entities = _without_command(text), []
    if line.text == text and (line.entities or []) == entities:
        return False
    # What is under way keeps its count and its time: it may have to be sent again.
    fresh = {} if line.state == "sending" else {"due_at": now, "attempts": 0}
    rows.mark(
        session,
        [line.id],
        text=text,
        entities=entities or None,
        edited=line.state in {"sent", "sending"},
        **fresh,
    )
    return True


def claim(session: Session, *, to: Side, now: datetime) -> tuple[Parcel, ...]:
    """Take what may be sent to one side now, a parcel a ticket, and mark it before any request is made."""
    # Nobody knows what became of these: who was sending them lost the database on the way.
    rows.forget_sending(session, MOST, now - _LOST_AFTER)
    parcels = []
    for head in rows.heads(session, to, now, _HEADS):
        lines = _together(head, rows.behind(session, head, _MOST_JOINED))
        rows.arm(session, [line.id for line in lines], now)
        parcels.append(_parcel(session, lines))
    parcels += [_parcel(session, [line], edit=True) for line in rows.edited(session, to, now, _HEADS)]
    return tuple(parcels)


def settle(
    session: Session,
    *,
    parcel: Parcel,
    outcome: Outcome,
    chat_id: int,
    message_ids: Sequence[int],
    now: datetime,
    told: bool = False,
) -> None:
    """Write down how a sending ended; who can do something about it hears that it did not arrive, unless `told`."""
    ids = [line.line_id for line in parcel.lines]
    if parcel.edit:
        if _settle_edit(session, parcel, outcome) and not told:
            _tell_lost(session, parcel, outcome, f"edit:{ids[0]}:{now.isoformat()}", now)
        return
    if outcome == "unknown" and parcel.lines[0].attempts < MOST:
        rows.mark(session, ids, state="queued")
        return
    for place, line_id in enumerate(ids):
        at = message_ids[min(place, len(message_ids) - 1)] if message_ids else None
        rows.mark(
            session, [line_id], state=outcome, chat_id=chat_id if at else None, message_id=at, attempts=0
        )
    if outcome != "sent" and not told:
        _tell_lost(session, parcel, outcome, str(ids[0]), now)


def wait(session: Session, *, parcel: Parcel, seconds: float, now: datetime, sent: bool = False) -> None:
    """Put a parcel back that was surely not sent; it keeps its place."""
    ids = [line.line_id for line in parcel.lines]
    due = now + timedelta(seconds=seconds)
    if parcel.edit:
        rows.mark(session, ids, due_at=due)
        return
    attempts = parcel.lines[0].attempts - (0 if sent else 1)
    rows.mark(session, ids, state="queued", due_at=due, attempts=max(attempts, 0))


def recover(session: Session) -> int:
    """At start: send what was under way when the process died once more; return how many lines that were."""
    return rows.forget_sending(session, MOST)


def topics_behind(session: Session) -> tuple[Topic, ...]:
    """Return topics whose title or state may be behind their tickets."""
    return tuple(_topic(session, row) for row in rows.stale_topics(session, _HEADS))


def topic_of(session: Session, *, telegram_id: int) -> Topic | None:
    found = rows.topic_of(session, telegram_id)
    return None if found is None else _topic(session, found)


def add_topic(session: Session, *, telegram_id: int, chat_id: int, thread_id: int, title: str) -> None:
    """Remember the topic of an account."""
    rows.add_topic(
        session,
        telegram_id=telegram_id,
        chat_id=chat_id,
        thread_id=thread_id,
        title=title,
        closed=False,
        stale=False,
    )


def dressed(session: Session, *, topic: Topic, title: str, closed: bool) -> None:
    """Note how a topic looks in Telegram now; what was changed meanwhile is still to be done."""
    # Whether it is closed is known only to who changed it: a colleague may have done so by hand meanwhile.
    changed = {} if closed == topic.closed else {"closed": closed}
    rows.dressed_topic(session, topic.topic_id, topic.revision, title=title, **changed)


def topic_gone(session: Session, *, topic_id: int, ticket_id: int | None, now: datetime) -> None:
    """Forget a topic that somebody deleted; its open ticket's card is posted again, with what was said last."""
    rows.delete_topic(session, topic_id)
    if ticket_id is None:
        return
    ticket = held.by_id(session, ticket_id)
    if ticket is not None and ticket.state == "open":
        rows.post_again(session, ticket_id, now)


def topic_closed_by_hand(session: Session, *, chat_id: int, thread_id: int, closed: bool) -> None:
    """Note what somebody did to a topic in Telegram; a ticket that is open has it opened again."""
    topic = rows.topic_at(session, chat_id, thread_id)
    if topic is not None:
        rows.change_topic(session, topic.id, closed=closed, stale=True, revision=TicketTopic.revision + 1)


def _settle_edit(session: Session, parcel: Parcel, outcome: Outcome) -> bool:
    """Write down how an edit ended and return whether it is lost; one that was edited again is still to be carried."""
    sent = parcel.lines[0]
    row = rows.hold(session, sent.line_id)
    if row is None:
        return False
    reads = _parcel(session, [row], edit=True).lines[0]
    if (reads.text, reads.entities) != (sent.text, sent.entities):
        return False
    if outcome == "unknown" and row.attempts + 1 < MOST:
        rows.mark(session, [row.id], attempts=row.attempts + 1)
        return False
    rows.mark(session, [row.id], edited=False, attempts=0)
    return outcome != "sent"


def _tell_lost(session: Session, parcel: Parcel, outcome: Outcome, key: str, now: datetime) -> None:
    """Let the desk know which words of a colleague, and a member that words of theirs, did not arrive."""
    line = parcel.lines[0]
    if held.by_id(session, parcel.ticket_id) is None:
        return
    if parcel.to == "desk" and (line.author == "member" or line.says == "desks-card"):
        says = "talks-not-posted-member"
        say(session, ticket_id=parcel.ticket_id, to="member", says=says, key=f"unposted:{key}", now=now)
    elif parcel.to == "member" and line.author == "agent":
        say(
            session,
            ticket_id=parcel.ticket_id,
            to="desk",
            says="talks-not-delivered",
            values={"why": outcome, "text": _short(line.text)},
            key=f"undelivered:{key}",
            now=now,
        )


def _without_command(text: str | None) -> str | None:
    """Return what follows the command at the beginning of a text."""
    if text is None or not text.startswith("/"):
        return text
    return "".join(text.split(maxsplit=1)[1:])


def _together(head: TicketMessage, behind: Sequence[TicketMessage]) -> list[TicketMessage]:
    """Return the lines that go as one with `head`: the rest of its album, or further texts of a flood."""
    lines = [head]
    length = _units(head.text)
    for line in behind:
        album = head.album is not None and line.album == head.album
        length += 1 + _units(line.text)
        flood = _joins(head) and _joins(line) and length <= LONGEST
        if not (album or flood):
            break
        lines.append(line)
    return lines


def _joins(line: TicketMessage) -> bool:
    return (
        line.to == "desk"
        and line.says is None
        and line.kind == "text"
        and line.answers_id is None
        and line.text is not None
        and line.entities is None
    )


def _parcel(session: Session, lines: Sequence[TicketMessage], *, edit: bool = False) -> Parcel:
    head = lines[0]
    ticket = held.by_id(session, head.ticket_id)
    assert ticket is not None  # noqa: S101 - a foreign key
    to: Side = "desk" if head.to == "desk" else "member"
    text = head.text
    if edit and head.chat_id is not None and head.message_id is not None:
        shared = rows.same_copy(session, head.chat_id, head.message_id)
        if len(shared) > 1:
            text = "\n".join(line.text or "" for line in shared)
    topic = rows.topic_of(session, ticket.telegram_id) if to == "desk" else None
    return Parcel(
        ticket.id,
        to,
        ticket.telegram_id,
        held.language_of(session, ticket.id),
        tuple(_line(line, text if edit else line.text) for line in lines),
        _reply_to(session, head, to),
        topic.thread_id if topic else None,
        rows.card_of(session, ticket.id) if to == "desk" else None,
        edit,
    )


def _reply_to(session: Session, line: TicketMessage, to: Side) -> int | None:
    """Return which message on the other side a line answers."""
    answered = rows.by_id(session, line.answers_id) if line.answers_id else None
    if answered is None:
        return None
    return answered.message_id if answered.to == to else answered.from_message_id


def _line(line: TicketMessage, text: str | None) -> Line:
    return Line(
        line.id,
        line.author,
        line.kind,
        text,
        tuple(line.entities or ()),
        line.says,
        dict(line.values or {}),
        line.from_chat_id,
        line.from_message_id,
        line.message_id,
        line.attempts,
    )


def _topic(session: Session, row: TicketTopic) -> Topic:
    newest = rows.newest_of(session, row.telegram_id) if row.telegram_id is not None else None
    return Topic(
        row.id,
        row.chat_id,
        row.thread_id,
        row.title,
        row.closed,
        row.telegram_id,
        newest.id if newest else None,
        rows.card_of(session, newest.id) if newest else None,
        row.revision,
    )


def _units(text: str | None) -> int:
    return len((text or "").encode("utf-16-le")) // 2


def _short(text: str | None) -> str:
    return " ".join((text or "").split())[:60]
