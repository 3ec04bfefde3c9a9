"""What the assistant remembers of a talk: the last turns of one person in one chat, and a summary of those before.

It is bounded (one row a chat and person, TURNS turns, LONGEST characters each, one summary) and ends by itself.
Callers give masked text: what is kept here goes to the model with the next question.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from db.queries import conversations as rows

TURNS = 4
LONGEST = 600
SUMMARY = 900
# What was said yesterday is no context for "and that one?".
FRESH = timedelta(hours=6)
KEPT = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Turn:
    """What was asked, what was answered, and what a question that leans on it has to know (`about`)."""

    question: str
    answer: str
    at: datetime
    about: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Recalled:
    """What is remembered of a talk; `turns` oldest first."""

    summary: str
    turns: tuple[Turn, ...]


@dataclass(frozen=True, slots=True)
class Remembered:
    """A turn that was kept. `outline` is the new summary if turns fell out of sight, for a model to word better."""

    conversation_id: int
    count: int
    outline: str | None


def remember(
    session: Session,
    *,
    chat_id: int,
    telegram_id: int,
    member_id: int | None,
    question: str,
    answer: str,
    about: Mapping[str, Any] | None = None,
    now: datetime,
) -> Remembered:
    """Keep one turn; the oldest beyond TURNS go into the summary, of which the beginning is forgotten first."""
    held = rows.lock(session, chat_id, telegram_id, member_id, now)
    turns = [*held.turns, _stored(Turn(question[:LONGEST], answer[:LONGEST], now, about or {}))]
    gone, left = turns[:-TURNS], turns[-TURNS:]
    summary = "\n".join(part for part in (held.summary, *(_line(_turn(one)) for one in gone)) if part)
    summary = summary[-SUMMARY:]
    count = held.count + 1
    rows.write(session, held.id, member_id=member_id, summary=summary, turns=left, count=count, at=now)
    return Remembered(held.id, count, summary if gone else None)


def recall(session: Session, *, chat_id: int, telegram_id: int, now: datetime) -> Recalled:
    """Return what is remembered of a talk, which is nothing when it has been silent for longer than FRESH."""
    held = rows.of(session, chat_id, telegram_id)
    if held is None or now - held.at > FRESH:
        return Recalled("", ())
    turns = tuple(_turn(one) for one in held.turns)
    return Recalled(held.summary, tuple(turn for turn in turns if now - turn.at <= FRESH))


def summarise(session: Session, *, conversation_id: int, count: int, summary: str) -> bool:
    """Put a better summary in the place of the outline, unless the talk went on meanwhile; say whether it was."""
    return rows.summarise(session, conversation_id, summary[:SUMMARY], count)


def forget(session: Session, *, telegram_id: int) -> int:
    """Forget all talks of one person, in every chat; return how many."""
    return rows.forget(session, telegram_id)


def prune(session: Session, *, limit: int, now: datetime) -> int:
    """Forget up to `limit` talks that ended longer than KEPT ago; return how many."""
    return rows.prune(session, now - KEPT, limit)


def _line(turn: Turn) -> str:
    """Word a turn in one line: the question, and the first sentence of the answer."""
    first = turn.answer.splitlines()[0] if turn.answer.strip() else ""
    return f"- {turn.question[:80]} → {first[:120]}"


def _stored(turn: Turn) -> dict[str, Any]:
    kept = {"question": turn.question, "answer": turn.answer, "at": turn.at.isoformat()}
    return kept | ({"about": dict(turn.about)} if turn.about else {})


def _turn(stored: dict[str, Any]) -> Turn:
    at = datetime.fromisoformat(stored["at"])
    return Turn(stored["question"], stored["answer"], at, stored.get("about", {}))
