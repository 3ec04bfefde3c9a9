"""The outbox: what members are told unasked, written with what it tells about, sent after the commit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

from sqlalchemy.orm import Session

from db.queries import members
from db.queries import notices as rows

State = Literal["queued", "sending", "sent", "blocked", "failed", "unknown", "muted"]
ATTEMPTS = 8


@dataclass(frozen=True, slots=True)
class Button:
    """A button of a notice: a `text` key or a ready `label`, and either callback `data` or a `url`."""

    text: str | None = None
    label: str | None = None
    data: str | None = None
    url: str | None = None

    def stored(self) -> dict[str, str | None]:
        return {"text": self.text, "label": self.label, "data": self.data, "url": self.url}


@dataclass(frozen=True, slots=True)
class Due:
    """A notice that is to be sent now, in the language of whoever reads it; a group's goes to its forum topic."""

    notice_id: int
    chat_id: int
    member_id: int | None
    language: str | None
    text: str
    values: dict[str, Any]
    buttons: list[list[dict[str, Any]]]
    attempts: int
    topic_id: int | None = None


def tell(
    session: Session,
    *,
    member_ids: Sequence[int],
    topic: str,
    text: str,
    key: str,
    now: datetime,
    values: Mapping[int, Mapping[str, Any]],
    buttons: Sequence[Sequence[Button]] = (),
    due_at: datetime | None = None,
) -> int:
    """Queue the text `text` for those members who can be reached and want `topic`; return how many.

    `values` holds each member's own; `key` and the member make it happen once. Topic `service` is always told.
    """
    reachable = members.telegram_ids(session, member_ids)
    wanted = set(reachable) if topic == "service" else members.granted(session, list(reachable), topic)
    return rows.queue(
        session,
        [
            {
                "key": f"{key}:{member_id}",
                "chat_id": reachable[member_id][0],
                "member_id": member_id,
                "topic": topic,
                "text": text,
                "values": dict(values.get(member_id, {})),
                "buttons": [[button.stored() for button in row] for row in buttons],
                "state": "queued",
                "due_at": due_at or now,
                "attempts": 0,
            }
            for member_id in sorted(wanted)
        ],
    )


def tell_chat(
    session: Session,
    *,
    chat_id: int,
    text: str,
    key: str,
    now: datetime,
    values: Mapping[str, Any],
    buttons: Sequence[Sequence[Button]] = (),
) -> int:
    """Queue a text for a chat that is no member's (a group, the support chat); `values` go when it is settled."""
    return rows.queue(
        session,
        [
            {
                "key": key,
                "chat_id": chat_id,
                "member_id": None,
                "topic": "service",
                "text": text,
                "values": dict(values),
                "buttons": [[button.stored() for button in row] for row in buttons],
                "state": "queued",
                "due_at": now,
                "attempts": 0,
            },
        ],
    )


def arm(session: Session, *, limit: int, now: datetime) -> tuple[Due, ...]:
    """Take up to `limit` due notices and mark them as being sent, before any request is made."""
    return tuple(Due(*row) for row in rows.arm(session, now, limit))


def settle(
    session: Session,
    *,
    notice_id: int,
    state: State,
    message_id: int | None = None,
    error: str | None = None,
) -> None:
    """Write down how a sending ended."""
    rows.settle(session, notice_id, state, message_id, error)


def try_later(session: Session, *, notice_id: int, wait: timedelta, error: str, now: datetime) -> State:
    """Queue a notice again after a failure before it was written; give up after ATTEMPTS."""
    if rows.attempts(session, notice_id) >= ATTEMPTS:
        rows.settle(session, notice_id, "failed", None, error)
        return "failed"
    rows.postpone(session, notice_id, now + wait, error)
    return "queued"


def recover(session: Session) -> int:
    """At start: what was being sent when the process died may have arrived; it becomes `unknown`."""
    return rows.forget_sending(session)
