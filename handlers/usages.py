"""`/usage`: what the language model was used for and cost, for operators."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from aiogram import Bot, Router
from aiogram.filters import Command
from aiogram.methods import TelegramMethod
from aiogram.types import Message

from bot.filters import Operator
from bot.replies import privately
from core.program import Program
from core.settings import Settings
from core.texts import Texts
from db.engine import Database
from membership import usages

router = Router(name="usages")

PERIODS = (1, 7)


@router.message(Command("usage"), Operator())
async def usage(
    message: Message,
    bot: Bot,
    db: Database,
    program: Program,
    settings: Settings,
    texts: Texts,
    now: datetime,
) -> TelegramMethod[Any]:
    parts = [texts("usages-title")]
    for days in PERIODS:
        found = await db.read(usages.report, days=days, program=program, now=now)
        parts.append(_period(found, texts))
    cap = settings.model.tokens_a_day
    parts.append(texts("usages-cap", tokens=cap) if cap is not None else texts("usages-no-cap"))
    return await privately(message, bot, texts, "\n\n".join(parts))


def _period(found: usages.Period, texts: Texts) -> str:
    lines = [
        texts(
            "usages-period",
            days=found.days,
            calls=found.calls,
            taken=found.tokens_in,
            given=found.tokens_out,
            cost=f"{found.cost / 1_000_000:,.2f}",
        )
    ]
    all_answers = sum(found.modes.values())
    lines += [
        texts(
            "usages-mode",
            mode=texts(f"usages-mode-{mode}"),
            count=count,
            share=round(100 * count / all_answers),
        )
        for mode, count in sorted(found.modes.items(), key=lambda one: -one[1])
    ]
    return "\n".join(lines)
