"""What one answer leaves for the next question, and how several, or always the same, are worded."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from core.texts import Texts
from db.engine import Database
from knowledge.asking import Answer, Asker, Source
from knowledge.followups import FRESH, Last, last_from
from knowledge.normalise import key
from membership import conversations

CHOICES = 3
_SHORTER_FROM, _PERSON_FROM = 3, 5  # the how manieth equal answer in a row
_FIRST_WORDS = 60  # characters


async def last_of(db: Database, asker: Asker, now: datetime) -> Last | None:
    """Return what was asked last in this talk, as long as it is fresh."""
    if asker.talk is None:
        return None
    chat_id, telegram_id = asker.talk.chat_id, asker.talk.telegram_id
    turns = (await db.read(conversations.recall, chat_id=chat_id, telegram_id=telegram_id, now=now)).turns
    if not turns or now - turns[-1].at > FRESH:
        return None
    return last_from(turns[-1].about)


def leaves(asked: str, answer: Answer, tool: str | None, before: Last | None) -> Last:
    """Return what a question and its answer leave to lean on; `times` counts equal answers in a row."""
    said = zlib.crc32(answer.text.encode())
    same = before is not None and before.said == said and key(before.asked) == key(asked)
    return Last(
        asked,
        tool=tool,
        article=answer.sources[0].id if answer.sources else None,
        choices=tuple(one.id for one in answer.choices),
        said=said,
        times=before.times + 1 if before is not None and same else 1,
    )


def again(answer: Answer, times: int, texts: Texts) -> Answer:
    """Word an answer that was given before: kindly twice, then shorter, then with a person instead."""
    if times < _SHORTER_FROM or answer.choices or answer.action != "answer":
        return answer
    if times >= _PERSON_FROM:
        said = texts("answers-again-person" if times % 2 else "answers-again-still")
        return replace(answer, action="handoff", text=said, sources=(), receipts=(), handoff=True)
    first, *others = answer.text.splitlines()
    if first.endswith((":", "：")) and others:  # the head of a list says nothing alone
        first = f"{first}\n{others[0]}"
    shown = first if len(first) <= _FIRST_WORDS else f"{first[:_FIRST_WORDS]}…"
    return replace(answer, text=texts("answers-again", answer=shown))


def together(given: Sequence[tuple[str, Answer]], left: int, texts: Texts) -> Answer:
    """Put the answers to several questions into one message, each below its question."""
    parts = [
        texts(
            "answers-several",
            number=number,
            question=question,
            answer=texts("answers-several-unsure") if answer.choices else answer.text,
        )
        for number, (question, answer) in enumerate(given, 1)
    ]
    if left:
        parts.append(texts("answers-several-left", count=left))
    answers = [answer for _, answer in given]
    helped = any(one.action == "answer" for one in answers)
    return Answer(
        "answer" if helped else "handoff",
        "\n\n".join(parts),
        "extractive",
        sources=tuple(source for one in answers for source in one.sources),
        receipts=tuple(receipt for one in answers for receipt in one.receipts),
        handoff=not helped or any(one.urgent for one in answers),
        private_only=any(one.private_only for one in answers),
        urgent=any(one.urgent for one in answers),
    )


def offered(choices: tuple[Source, ...], texts: Texts) -> Answer:
    """Ask which of some articles is meant."""
    lines = [texts("answers-did-you-mean")]
    lines += [texts("answers-choice", number=at, title=one.title) for at, one in enumerate(choices, 1)]
    return Answer("clarify", "\n".join(lines), "extractive", choices=choices, handoff=True)
