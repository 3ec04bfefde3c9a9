"""What people thought of an answer: a thumb, why not, and a few words; and what that says of the articles."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal, get_args

from sqlalchemy.orm import Session

from core.errors import Conflict, Forbidden, Invalid
from db.models.answers import Answered
from db.queries import answers as rows
from membership.answers import AnswerGone

Reason = Literal["wrong", "outdated", "off", "incomplete", "other"]
REASONS: tuple[Reason, ...] = get_args(Reason)
CHANGEABLE = timedelta(days=2)
LONGEST_WORDS = 500
# How long a question stays as it was said, with who asked it; and until nothing of it is left.
AS_SAID = timedelta(days=30)
KEPT = timedelta(days=365)


class NotYours(Forbidden):
    key = "ratings-not-yours"


class RatedLate(Conflict):
    key = "ratings-late"


class WordsEmpty(Invalid):
    key = "ratings-words-empty"


@dataclass(frozen=True, slots=True)
class Rated:
    """An answer with what is thought of it now; `new` is false when that had been said before."""

    answer_id: int
    helpful: bool
    reason: Reason | None
    new: bool


def rate(session: Session, *, answer_id: int, telegram_id: int, helpful: bool, now: datetime) -> Rated:
    """Store a thumb for one's own answer; raises AnswerGone, NotYours, RatedLate. Up takes a reason back."""
    held = _own(session, answer_id, telegram_id, now)
    new = held.helpful is not helpful
    if new:
        dropped: dict[str, Any] = {"reason": None, "words": None} if helpful else {}
        rows.rate(session, answer_id, helpful=helpful, rated_at=now, **dropped)
    return Rated(answer_id, helpful, None if helpful else _reason(held.reason), new)


def explain(session: Session, *, answer_id: int, telegram_id: int, reason: Reason, now: datetime) -> Rated:
    """Store why one's own answer did not help, which is a thumb down as well; raises as `rate` does."""
    held = _own(session, answer_id, telegram_id, now)
    new = (held.helpful, held.reason) != (False, reason)
    if new:
        rows.rate(session, answer_id, helpful=False, reason=reason, rated_at=now)
    return Rated(answer_id, helpful=False, reason=reason, new=new)


def add_words(session: Session, *, answer_id: int, telegram_id: int, words: str, now: datetime) -> Rated:
    """Add up to LONGEST_WORDS characters to a thumb down, in place of earlier ones; raises WordsEmpty too."""
    said = words.replace("\0", "").strip()[:LONGEST_WORDS]
    if not said:
        raise WordsEmpty
    held = _own(session, answer_id, telegram_id, now)
    reason = _reason(held.reason) or "other"
    rows.rate(session, answer_id, helpful=False, reason=reason, words=said, rated_at=now)
    return Rated(answer_id, helpful=False, reason=reason, new=held.words != said)


def aged(session: Session, *, limit: int, now: datetime) -> Mapping[int, str]:
    """Return up to `limit` questions, by answer, that are older than AS_SAID and still have their asker."""
    return rows.with_asker(session, now - AS_SAID, limit)


def detach(session: Session, *, masked: Mapping[int, str], now: datetime) -> int:
    """Put masked questions in the place of those that were said, take asker and answer off; return how many.

    The counts go on being true, and nobody can tell any more who asked.
    """
    return rows.detach(session, masked, now - AS_SAID)


def forget(session: Session, *, now: datetime) -> int:
    """Delete answers that are older than KEPT; return how many."""
    return rows.forget(session, now - KEPT)


def _own(session: Session, answer_id: int, telegram_id: int, now: datetime) -> Answered:
    held = rows.by_id(session, answer_id)
    if held is None:
        raise AnswerGone
    if held.telegram_id != telegram_id:
        raise NotYours
    if now - held.at > CHANGEABLE:
        raise RatedLate(days=CHANGEABLE.days)
    return held


def _reason(stored: str | None) -> Reason | None:
    return next((one for one in REASONS if one == stored), None)
