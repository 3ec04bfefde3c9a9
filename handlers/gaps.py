"""Operators see what nobody could answer, in groups, and deal with each: write it, add a phrasing, or let it be."""

from __future__ import annotations

import csv
import io
from datetime import datetime, timedelta
from typing import Any, Literal

from aiogram import F, Router
from aiogram.filters import Command
from aiogram.filters.callback_data import CallbackData
from aiogram.fsm.context import FSMContext
from aiogram.methods import SendDocument, SendMessage, TelegramMethod
from aiogram.types import (
    BufferedInputFile,
    CallbackQuery,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    Message,
)

from bot.article_dialogue import Methods, begin
from bot.filters import Magic, Private, Role
from bot.keyboards import button, keyboard
from bot.replies import replace
from core.archives import harmless
from core.texts import Texts
from db.engine import Database
from knowledge.assistant import Assistant
from knowledge.gaps import DAYS, find_gaps
from membership import gaps, phrasings
from membership.gaps import PAGE, READERS, Found, Listed

router = Router(name="gaps")

READS = Role(*READERS)
DECIDES = Role("owner", "manager", "operator")
_FRESH = timedelta(minutes=15)
_ALL = 1_000
_COLUMNS = ("question", "size", "askers", "recent", "before", "why", "nearest", "fit", "examples")


class Gaps(CallbackData, prefix="gaps"):
    """A page of the list."""

    page: int


class GapButton(CallbackData, prefix="gap"):
    """What is to become of one group."""

    do: Literal["show", "write", "phrase", "ignore"]
    id: int


@router.message(Command("gaps"), READS, Private())
async def list_gaps(
    message: Message, db: Database, assistant: Assistant, texts: Texts, now: datetime
) -> TelegramMethod[Any]:
    made = await db.read(gaps.made_at)
    if made is None or now - made > _FRESH:
        await find_gaps(assistant, db, now=now)
    told, buttons = await _page(db, texts, 0)
    return message.answer(told, reply_markup=buttons)


@router.callback_query(Gaps.filter(), READS, Private())
async def turn_page(callback: CallbackQuery, callback_data: Gaps, db: Database, texts: Texts) -> Methods:
    told, buttons = await _page(db, texts, max(0, callback_data.page))
    return callback.answer(), replace(callback, told, buttons)


@router.callback_query(GapButton.filter(F.do == "show"), READS, Private())
async def show(callback: CallbackQuery, callback_data: GapButton, db: Database, texts: Texts) -> Methods:
    one = await db.read(gaps.gap, gap_id=callback_data.id)
    return callback.answer(), replace(callback, _card(one.found, texts), _choices(one, texts))


@router.callback_query(GapButton.filter(F.do == "write"), DECIDES, Private())
async def write(
    callback: CallbackQuery, callback_data: GapButton, state: FSMContext, db: Database, texts: Texts
) -> Methods:
    """Begin the article with the group's own words; the group goes when the draft is kept."""
    one = await db.read(gaps.gap, gap_id=callback_data.id)
    asked = await begin(
        state, texts, title=one.found.question, phrasings=one.found.examples, origin=f"gap:{one.id}"
    )
    return callback.answer(), SendMessage(chat_id=callback.from_user.id, text=asked)


@router.callback_query(GapButton.filter(F.do == "phrase"), DECIDES, Private())
async def phrase(
    callback: CallbackQuery,
    callback_data: GapButton,
    db: Database,
    assistant: Assistant,
    texts: Texts,
    now: datetime,
) -> Methods:
    """Make the group's questions phrasings of the nearest article."""
    one = await db.read(gaps.gap, gap_id=callback_data.id)
    if one.found.near is None:
        raise gaps.GapGone
    count = await db.write(
        phrasings.add,
        article=one.found.near,
        phrases=[one.found.question, *one.found.examples],
        by=callback.from_user.id,
        now=now,
    )
    await db.write(gaps.decide, gap_id=one.id, verdict="phrased", by=callback.from_user.id, now=now)
    at_once = await assistant.library.publish()
    told = texts(
        "gaps-phrased" if at_once else "gaps-phrased-soon", count=count, title=one.found.near_title or ""
    )
    return callback.answer(), replace(callback, told, _back(texts))


@router.callback_query(GapButton.filter(F.do == "ignore"), DECIDES, Private())
async def ignore(
    callback: CallbackQuery, callback_data: GapButton, db: Database, texts: Texts, now: datetime
) -> Methods:
    await db.write(gaps.decide, gap_id=callback_data.id, verdict="ignored", by=callback.from_user.id, now=now)
    told, buttons = await _page(db, texts, 0)
    return callback.answer(texts("gaps-ignored")), replace(callback, told, buttons)


@router.callback_query(GapButton.filter(), READS, Private())
async def only_operators(callback: CallbackQuery, texts: Texts) -> Methods:
    return (callback.answer(texts("gaps-only-operators"), show_alert=True),)


@router.callback_query(Magic(F.data == "gaps-file"), READS, Private())
async def file(callback: CallbackQuery, db: Database, texts: Texts, now: datetime) -> Methods:
    """Hand the list over as a table; no cell of it is a formula to a spreadsheet."""
    found, count = await db.read(gaps.listed, page=0, size=_ALL)
    out = io.StringIO()
    table = csv.writer(out)
    table.writerow(_COLUMNS)
    for one in found:
        told = one.found
        cells = (
            *(told.question, told.size, told.askers, told.recent, told.before, told.why),
            *(told.near, told.fit, " / ".join(told.examples)),
        )
        table.writerow([harmless(cell) for cell in cells])
    # The mark in front lets spreadsheets read it as UTF-8.
    sheet = BufferedInputFile(out.getvalue().encode("utf-8-sig"), f"gaps-{now:%Y%m%d}.csv")
    caption = texts("gaps-file-caption", count=count)
    return callback.answer(), SendDocument(chat_id=callback.from_user.id, document=sheet, caption=caption)


async def _page(db: Database, texts: Texts, page: int) -> tuple[str, InlineKeyboardMarkup | None]:
    found, count = await db.read(gaps.listed, page=page)
    if not count:
        return texts("gaps-none", days=DAYS), None
    lines = [
        texts(
            "gaps-line",
            place=page * PAGE + at,
            question=one.found.question[:80],
            size=one.found.size,
            askers=one.found.askers,
            trend=_trend(one.found),
        )
        for at, one in enumerate(found, 1)
    ]
    buttons = [
        button(f"{page * PAGE + at} · {one.found.question[:20]}", GapButton(do="show", id=one.id))
        for at, one in enumerate(found, 1)
    ]
    turns = [button("←", Gaps(page=page - 1))] if page else []
    turns += [button("→", Gaps(page=page + 1))] if (page + 1) * PAGE < count else []
    rows = [*keyboard(buttons).inline_keyboard, [*turns, button(texts("gaps-file"), "gaps-file")]]
    head = texts("gaps-list", count=count, days=DAYS)
    return "\n".join([head, *lines]), InlineKeyboardMarkup(inline_keyboard=rows)


def _card(found: Found, texts: Texts) -> str:
    lines = [
        texts("gaps-card", question=found.question, size=found.size, askers=found.askers),
        texts("gaps-trend", recent=found.recent, before=found.before, trend=_trend(found)),
        *(texts("gaps-example", question=example) for example in found.examples),
        texts(
            f"gaps-why-{found.why}",
            title=found.near_title or found.near or "",
            fit=found.fit if found.fit is not None else 0,
        ),
    ]
    return "\n".join(lines)


def _choices(one: Listed, texts: Texts) -> InlineKeyboardMarkup:
    rows: list[list[InlineKeyboardButton]] = [
        [
            button(texts("gaps-write"), GapButton(do="write", id=one.id)),
            button(texts("gaps-ignore"), GapButton(do="ignore", id=one.id)),
        ]
    ]
    if one.found.near is not None and one.found.why in {"far", "unsure"}:
        label = texts("gaps-phrase", title=(one.found.near_title or one.found.near)[:24])
        rows.append([button(label, GapButton(do="phrase", id=one.id))])
    return InlineKeyboardMarkup(inline_keyboard=[*rows, *_back(texts).inline_keyboard])


def _back(texts: Texts) -> InlineKeyboardMarkup:
    return keyboard([button(texts("gaps-back"), Gaps(page=0))])


def _trend(found: Found) -> str:
    return "↗" if found.recent > found.before else "↘" if found.recent < found.before else "→"
