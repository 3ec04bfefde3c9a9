"""Operators correct a member's points by `/adjust`, and a second one lets large corrections through."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

from aiogram import Router
from aiogram.filters import Command, CommandObject
from aiogram.filters.callback_data import CallbackData
from aiogram.methods import TelegramMethod
from aiogram.types import CallbackQuery, Message

from bot.filters import Private, Role
from bot.keyboards import button, keyboard
from bot.replies import replace
from core.program import Program
from core.texts import Texts
from db.engine import Database
from membership import adjustments
from membership.members import Ref, Viewer

router = Router(name="adjustments")

_ASKED = re.compile(
    r"(?P<number>\S{1,32})\s+(?P<amount>[+\-−＋－]?\d{1,12})(?:\s+(?P<reason>.+))?", re.DOTALL
)
_SIGNS = str.maketrans("−－＋", "--+")


class Decision(CallbackData, prefix="adjust"):
    """The second person's button; the author's own declines."""

    id: int
    approve: bool


@router.message(Command("adjust"), Role("owner", "manager", "operator"), Private())
async def adjust(
    message: Message,
    command: CommandObject,
    db: Database,
    viewer: Viewer,
    operators: tuple[int, ...],
    program: Program,
    texts: Texts,
    now: datetime,
) -> TelegramMethod[Any]:
    """Read `/adjust <number> <±points> <reason>`; the message itself is the key, so that a replay books once."""
    asked = _ASKED.fullmatch((command.args or "").strip())
    if asked is None or not int(asked["amount"].translate(_SIGNS)):
        return message.answer(texts("adjustments-how-to", limit=program.points.adjust_limit))
    made = await db.write(
        adjustments.propose,
        member=Ref("number", asked["number"]),
        amount=int(asked["amount"].translate(_SIGNS)),
        reason=asked["reason"] or "",
        by=viewer.telegram_id,
        key=f"chat:{message.chat.id}:{message.message_id}",
        operators=operators,
        program=program,
        now=now,
    )
    told = {"number": made.number, "amount": f"{made.amount:+,d}"}
    if made.state == "waiting":
        back = button(texts("adjustments-withdraw"), Decision(id=made.id, approve=False))
        return message.answer(texts("adjustments-waiting", **told), reply_markup=keyboard([back]))
    return message.answer(texts("adjustments-done", **told))


@router.callback_query(Decision.filter(), Role("owner", "manager", "approver", "operator"), Private())
async def decide(
    callback: CallbackQuery,
    callback_data: Decision,
    db: Database,
    viewer: Viewer,
    operators: tuple[int, ...],
    program: Program,
    texts: Texts,
    now: datetime,
) -> tuple[TelegramMethod[Any], ...]:
    made = await db.write(
        adjustments.decide,
        adjustment_id=callback_data.id,
        by=viewer.telegram_id,
        approve=callback_data.approve,
        operators=operators,
        program=program,
        now=now,
    )
    told = {"number": made.number, "amount": f"{made.amount:+,d}"}
    key = "adjustments-approved" if made.state == "done" else "adjustments-declined"
    return callback.answer(), replace(callback, texts(key, **told))
