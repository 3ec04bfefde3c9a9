"""Operators read what members thought of the answers: `/feedback`, with how many thumbs each share rests on."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from aiogram import Router
from aiogram.filters import Command, CommandObject
from aiogram.methods import TelegramMethod
from aiogram.types import Message

from bot.filters import Private, Role
from core.texts import Texts
from db.engine import Database
from knowledge.privacy import mask
from membership import verdicts
from membership.verdicts import Blamed, Complaint, Share

router = Router(name="verdicts")

READS = Role("owner", "manager", "operator", "approver", "analyst")
_DAYS, _MOST_DAYS = 30, 365
_ARTICLES = 5
_QUOTED = 80
_LONGEST = 3_900


@router.message(Command("feedback"), READS, Private())
async def feedback(
    message: Message, command: CommandObject, db: Database, texts: Texts, now: datetime
) -> TelegramMethod[Any]:
    """Read `/feedback [days]`."""
    asked = (command.args or "").strip()
    if asked and not (asked.isascii() and asked.isdigit() and 1 <= int(asked[:6]) <= _MOST_DAYS):
        return message.answer(texts("verdicts-how-to", most=_MOST_DAYS))
    days = int(asked or _DAYS)
    told = await db.read(verdicts.report, days=days, limit=_ARTICLES, now=now)
    if not told.all.rated:
        return message.answer(texts("verdicts-none", days=days, given=told.all.given))
    parts = [
        texts("verdicts-all", days=days, given=told.all.given, share=_percent(told.all), n=told.all.rated),
        _table(texts("verdicts-modes"), told.modes, texts, name="verdicts-mode-"),
        _table(texts("verdicts-languages"), told.languages, texts),
        _table(texts("verdicts-prompts"), told.prompts, texts),
        *(_article(one, texts) for one in told.articles),
        _unsourced(told.unsourced, texts),
    ]
    return message.answer("\n\n".join(part for part in parts if part)[:_LONGEST])


def _table(title: str, shares: Sequence[Share], texts: Texts, *, name: str = "") -> str:
    if not shares:
        return ""
    lines = [
        texts(
            "verdicts-share",
            name=texts(f"verdicts-mode-{one.name}") if name else one.name,
            share=_percent(one),
            n=one.rated,
        )
        for one in shares
    ]
    return "\n".join([title, *lines])


def _article(one: Blamed, texts: Texts) -> str:
    reasons = texts("verdicts-comma").join(
        f"{texts(f'ratings-reason-{reason}')} {count}" for reason, count in one.reasons.items()
    )
    head = texts("verdicts-article", id=one.article, down=one.down, n=one.up + one.down, reasons=reasons)
    return "\n".join([head, *(_quote(example, texts) for example in one.examples)])


def _unsourced(examples: Sequence[Complaint], texts: Texts) -> str:
    if not examples:
        return ""
    return "\n".join([texts("verdicts-unsourced"), *(_quote(one, texts) for one in examples)])


def _quote(one: Complaint, texts: Texts) -> str:
    question = texts("verdicts-quote", question=mask(one.question)[:_QUOTED])
    return question + (f" — {mask(one.words)[:_QUOTED]}" if one.words else "")


def _percent(one: Share) -> str:
    return f"{100 * one.up / one.rated:.0f}%"
