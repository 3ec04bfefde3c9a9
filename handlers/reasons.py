"""`/why`: where an entry's points come from, and why an order brought what it did."""

from __future__ import annotations

import re
from datetime import datetime

from aiogram import Bot, Router
from aiogram.filters import Command, CommandObject
from aiogram.types import CallbackQuery, InlineKeyboardMarkup, Message
from sqlalchemy.orm import Session

from bot.callbacks import Why
from bot.filters import Joined, Private
from bot.keyboards import button, keyboard
from bot.replies import Reply, own
from core.errors import NotFound
from core.program import Program
from core.texts import Texts
from db.engine import Database
from knowledge.receipts import Wording
from membership import points, reasons, replays
from membership.members import Viewer

router = Router(name="reasons")

SHOWN = 6
_ENTRY = re.compile(r"(#?)([0-9]{1,18})")
_LONGEST = 96


@router.message(Command("why"), Joined())
async def why(
    message: Message,
    command: CommandObject,
    bot: Bot,
    db: Database,
    viewer: Viewer,
    program: Program,
    texts: Texts,
    now: datetime,
) -> Reply:
    assert viewer.member_id is not None  # noqa: S101 - Joined()
    asked = (command.args or "").strip()
    if not asked:
        told, turns = await _choice(db, viewer.member_id, texts)
        return await own(message, bot, texts, told, turns)
    found = await db.read(_found, member_id=viewer.member_id, asked=asked[:_LONGEST], program=program)
    return await own(message, bot, texts, _worded(found, program, texts, now))


@router.callback_query(Why.filter(), Joined(), Private())
async def why_this(
    callback: CallbackQuery,
    callback_data: Why,
    bot: Bot,
    db: Database,
    viewer: Viewer,
    program: Program,
    texts: Texts,
    now: datetime,
) -> Reply:
    assert viewer.member_id is not None  # noqa: S101 - Joined()
    receipt = await db.read(
        reasons.explain, member_id=viewer.member_id, entry_id=callback_data.entry, program=program
    )
    return await own(callback, bot, texts, _worded(receipt, program, texts, now))


async def _choice(db: Database, member_id: int, texts: Texts) -> tuple[str, InlineKeyboardMarkup]:
    """Offer the newest entries, for whoever has no number at hand."""
    newest = await db.read(points.statement, member_id=member_id, before=None, limit=SHOWN)
    buttons = [button(f"#{one.entry_id} · {one.amount:+d}", Why(entry=one.entry_id)) for one in newest]
    return texts("reasons-how-to"), keyboard(buttons)


def _found(
    session: Session, *, member_id: int, asked: str, program: Program
) -> reasons.Receipt | replays.Replay:
    """Look for an entry of that number first, then for an order; raises OrderUnseen or EntryUnseen."""
    number = _ENTRY.fullmatch(asked)
    if number is None:
        return replays.replay(session, member_id=member_id, ref=asked, program=program)
    try:
        return reasons.explain(session, member_id=member_id, entry_id=int(number[2]), program=program)
    except NotFound:
        if number[1]:
            raise
    return replays.replay(session, member_id=member_id, ref=asked, program=program)


def _worded(found: reasons.Receipt | replays.Replay, program: Program, texts: Texts, now: datetime) -> str:
    wording = Wording(texts, program)
    if isinstance(found, reasons.Receipt):
        return wording.receipt(found, now=now)
    return wording.replay(found, now=now)
