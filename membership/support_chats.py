"""Where the support chat is by now, and what its people or the owners are told about it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from db.queries import talks as ways
from db.queries import tickets as rows
from membership import notices
from membership.queues import MOST_OPEN


def chat_of(session: Session, *, support: int) -> int:
    """Return where the support chat of the settings is now: a group that grew has another id."""
    known = ways.desk(session, support)
    return known.chat_id if known is not None else support


def is_desk(session: Session, *, support: int | None, chat_id: int) -> bool:
    """Return whether a chat is the support chat, by the id of the settings or the one that it has now."""
    return support is not None and chat_id in {support, chat_of(session, support=support)}


def told(session: Session, *, support: int | None, operators: Sequence[int]) -> tuple[int, ...]:
    """Return where people of the brand are told what they need to know: the desk, or else each operator."""
    return tuple(operators) if support is None else (chat_of(session, support=support),)


def moved(session: Session, *, support: int, chat_id: int, to_chat_id: int, now: datetime) -> bool:
    """Follow the support chat to its new id and post the cards of open tickets there; False when it is another."""
    if chat_of(session, support=support) != chat_id:
        return False
    ways.keep_desk(session, support, chat_id=chat_id)
    ways.move_chat(session, chat_id, to_chat_id)
    for ticket in rows.open_ones(session, MOST_OPEN):
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
            key=f"support:missing:{what}:{now.isoformat()}",
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
            key=f"support:absent:{operator}:{now.date().isoformat()}",
            values={},
            now=now,
        )
    ways.postpone(session, "desk", now + timedelta(minutes=10))
