"""Check-in by button, command or the word itself; in a group the crowd's answer is one edited post."""

from __future__ import annotations

import unicodedata
from datetime import date, datetime, timedelta
from typing import Any

from aiogram import Bot, F, Router
from aiogram.dispatcher.event.bases import SkipHandler
from aiogram.filters import Command, Filter
from aiogram.methods import TelegramMethod
from aiogram.types import (
    CallbackQuery,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    Message,
    ReactionTypeEmoji,
)

from bot.filters import InGroup, Joined, Magic, Person, Private
from bot.group_posts import CheckInButton
from bot.keyboards import button, keyboard
from bot.replies import privately
from core.program import Program
from core.texts import Catalogue, Texts
from db.engine import Database
from membership import checkins, groups, support_chats
from membership.members import Viewer

router = Router(name="checkins")

WORDS = frozenset({"签到", "簽到", "check in"})
FRESH, MILESTONE, AGAIN = "🔥", "🎉", "👌"
CHECKED, FROZEN, MISSED, AHEAD, BLANK = "●", "◐", "○", "·", "\u3000"
DIARY = "streak"


class SaysCheckIn(Filter):
    """Lets the very word through, and nothing that only contains it."""

    async def __call__(self, message: Message) -> bool:
        text = unicodedata.normalize("NFKC", message.text or "")
        return " ".join(text.split()).casefold() in WORDS


@router.message(Command("checkin"), InGroup(), Person())
@router.message(SaysCheckIn(), InGroup(), Person())
async def check_in_in_group(
    message: Message,
    bot: Bot,
    db: Database,
    support: int | None,
    viewer: Viewer,
    program: Program,
    texts: Texts,
    now: datetime,
) -> TelegramMethod[Any] | None:
    if await db.read(support_chats.is_desk, support=support, chat_id=message.chat.id):
        raise SkipHandler
    chat = groups.Chat(message.chat.id, message.chat.title or "", viewer.language)
    if viewer.member_id is None:
        group_id = await db.write(groups.invite, chat=chat, program=program, now=now)
        if group_id is None:
            return None
        return message.reply(texts("checkins-join"), reply_markup=await _way_in(bot, texts, group_id))
    done = await db.write(
        checkins.check_in_at, chat=chat, member_id=viewer.member_id, program=program, now=now
    )
    mark = AGAIN if not done.new else MILESTONE if done.bonus else FRESH
    return message.react([ReactionTypeEmoji(emoji=mark)])


@router.callback_query(CheckInButton.filter(), InGroup())
async def press_in_group(
    callback: CallbackQuery,
    callback_data: CheckInButton,
    bot: Bot,
    db: Database,
    viewer: Viewer,
    program: Program,
    catalogue: Catalogue,
    now: datetime,
) -> TelegramMethod[Any]:
    """Answer whoever presses, in their own language; only they see it."""
    assert callback.message is not None  # noqa: S101 - InGroup()
    where = callback.message.chat
    chat = groups.Chat(where.id, where.title or "", viewer.language)
    if viewer.member_id is None:
        group = await db.write(groups.enter, chat=chat, program=program, now=now)
        me = await bot.me()
        return callback.answer(url=f"https://t.me/{me.username}?start=g_{group.group_id}")
    done = await db.write(
        checkins.check_in_at,
        chat=chat,
        member_id=viewer.member_id,
        pressed=(callback_data.post, callback.message.message_id),
        program=program,
        now=now,
    )
    return callback.answer(told(done, catalogue[viewer.language])[:200])


@router.message(Command("checkin"), Private(), Joined())
@router.message(SaysCheckIn(), Private(), Joined())
async def check_in(
    message: Message, db: Database, viewer: Viewer, program: Program, texts: Texts, now: datetime
) -> TelegramMethod[Any]:
    return message.answer(await _check_in(db, viewer, program, texts, now), reply_markup=_diary_button(texts))


@router.callback_query(CheckInButton.filter(), Private(), Joined())
@router.callback_query(Magic(F.data == "checkin"), Private(), Joined())
async def press(
    callback: CallbackQuery, db: Database, viewer: Viewer, program: Program, texts: Texts, now: datetime
) -> tuple[TelegramMethod[Any], ...]:
    assert callback.message is not None  # noqa: S101 - Private()
    text = await _check_in(db, viewer, program, texts, now)
    return callback.answer(), callback.message.answer(text, reply_markup=_diary_button(texts))


@router.message(Command("streak"), Joined())
async def diary(
    message: Message,
    bot: Bot,
    db: Database,
    viewer: Viewer,
    program: Program,
    texts: Texts,
    catalogue: Catalogue,
    now: datetime,
) -> TelegramMethod[Any]:
    shown = await _diary(db, viewer, program, catalogue[viewer.language], now)
    return await privately(message, bot, texts, shown)


@router.callback_query(Magic(F.data == DIARY), Private(), Joined())
async def show_diary(
    callback: CallbackQuery, db: Database, viewer: Viewer, program: Program, texts: Texts, now: datetime
) -> tuple[TelegramMethod[Any], ...]:
    assert callback.message is not None  # noqa: S101 - Private()
    return callback.answer(), callback.message.answer(await _diary(db, viewer, program, texts, now))


def told(done: checkins.CheckedIn, texts: Texts) -> str:
    """Say what a check-in came to, with what was paid and why."""
    if not done.new:
        lines = [texts("checkins-already", streak=done.streak)]
    else:
        lines = [texts("checkins-done", points=done.points, streak=done.streak)]
        if done.bonus:
            lines.append(texts("checkins-milestone", streak=done.streak, bonus=done.bonus))
        if done.saved:
            lines.append(texts("checkins-saved", days=done.saved))
    if done.task is not None:
        lines.append(texts("checkins-task", points=done.task.points))
    return "\n".join(lines)


def calendar(shown: checkins.Diary) -> str:
    """Draw the month of `shown.today`, a line a week from Monday on."""
    first = shown.today.replace(day=1)
    cells = [BLANK] * first.weekday()
    day = first
    while day.month == first.month:
        cells.append(_cell(day, shown))
        day += timedelta(days=1)
    return "\n".join(" ".join(cells[start : start + 7]) for start in range(0, len(cells), 7))


def _cell(day: date, shown: checkins.Diary) -> str:
    if day in shown.checked:
        return CHECKED
    if day in shown.frozen:
        return FROZEN
    began = min(shown.checked, default=shown.today)
    return MISSED if began < day < shown.today else AHEAD


async def _check_in(db: Database, viewer: Viewer, program: Program, texts: Texts, now: datetime) -> str:
    assert viewer.member_id is not None  # noqa: S101 - Joined()
    done = await db.write(checkins.check_in, member_id=viewer.member_id, program=program, now=now)
    shown = await db.read(checkins.diary, member_id=viewer.member_id, program=program, now=now)
    return f"{told(done, texts)}\n{texts('checkins-tomorrow', points=shown.next_points)}"


async def _diary(db: Database, viewer: Viewer, program: Program, texts: Texts, now: datetime) -> str:
    assert viewer.member_id is not None  # noqa: S101 - Joined()
    shown = await db.read(checkins.diary, member_id=viewer.member_id, program=program, now=now)
    run = shown.run
    lines = [
        texts("checkins-diary-title", year=str(shown.today.year), month=shown.today.month),
        "",
        calendar(shown),
        "",
        texts("checkins-diary-legend"),
    ]
    if run.total == 0:
        lines.append(texts("checkins-diary-never"))
    else:
        key = "checkins-diary-run" if shown.alive else "checkins-diary-broken"
        lines.append(texts(key, days=run.days, best=run.best, total=run.total))
    lines.append(texts("checkins-diary-next", points=shown.next_points))
    if shown.next_milestone is not None:
        reached = run.days if shown.alive else 0
        lines.append(
            texts(
                "checkins-diary-milestone",
                missing=shown.next_milestone - reached,
                days=shown.next_milestone,
                bonus=program.checkin.milestones[shown.next_milestone],
            )
        )
    if run.freezes:
        lines.append(texts("checkins-diary-freezes", freezes=run.freezes))
    return "\n".join(lines)


async def _way_in(bot: Bot, texts: Texts, group_id: int) -> InlineKeyboardMarkup:
    me = await bot.me()
    button = InlineKeyboardButton(
        text=texts("checkins-join-button"), url=f"https://t.me/{me.username}?start=g_{group_id}"
    )
    return InlineKeyboardMarkup(inline_keyboard=[[button]])


def _diary_button(texts: Texts) -> InlineKeyboardMarkup:
    return keyboard([button(texts("checkins-diary-button"), DIARY)])
