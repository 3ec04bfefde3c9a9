"""The record of what the assistant answered; what people thought of it is in `ratings`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from core.errors import NotFound
from db.queries import answers as rows

# As much of a question as is read for an answer: whoever takes it over from the assistant must read no less.
LONGEST_QUESTION = 2_000
# How long ago a question may have been asked that somebody wants to talk to a person about.
STILL_MEANT = timedelta(minutes=30)


class AnswerGone(NotFound):
    key = "answers-gone"


@dataclass(frozen=True, slots=True)
class Chosen:
    """The article that was picked, and the question that it was offered for."""

    article: str
    question: str


def record(
    session: Session,
    *,
    member_id: int | None,
    telegram_id: int,
    question: str,
    action: str,
    mode: str,
    text: str,
    sources: Sequence[str],
    prompt_version: str | None,
    now: datetime,
    language: str | None = None,
    score: float | None = None,
) -> int:
    """Store one answer and return its id, which the feedback buttons carry."""
    return rows.record(
        session,
        member_id=member_id,
        telegram_id=telegram_id,
        question=question[:LONGEST_QUESTION],
        action=action,
        mode=mode,
        text=text,
        sources=list(sources),
        prompt_version=prompt_version,
        language=language,
        score=score,
        at=now,
    )


def question_of(session: Session, *, answer_id: int, telegram_id: int) -> str:
    """Return the question of one's own answer (for the hand-off); raises AnswerGone.

    Whoever only asked for a person shall not have to repeat what they wanted: the question before is told too.
    """
    found = rows.asked(session, answer_id, telegram_id)
    if found is None:
        raise AnswerGone
    if (found.action, found.mode) == ("handoff", "courtesy"):
        before = rows.question_before(session, found, found.at - STILL_MEANT)
        if before is not None:
            return f"{before}\n{found.question}"
    return found.question


def choose(session: Session, *, answer_id: int, telegram_id: int, place: int) -> Chosen:
    """Note which article of one's own choice was picked; raises AnswerGone. A later pick replaces an earlier one."""
    found = rows.asked(session, answer_id, telegram_id)
    if found is None or not 0 <= place < len(found.sources):
        raise AnswerGone
    rows.choose(session, answer_id, place)
    return Chosen(found.sources[place], found.question)
