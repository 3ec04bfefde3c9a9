"""Colleagues at the desk: who has which ticket, what is known of it, and how the desk does."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from aiogram import Bot, Router
from aiogram.exceptions import TelegramAPIError
from aiogram.filters import Command, CommandObject, Filter
from aiogram.methods import SendDocument, TelegramMethod
from aiogram.types import (
    BufferedInputFile,
    CallbackQuery,
    ChatMemberRestricted,
    InlineKeyboardMarkup,
    Message,
    TelegramObject,
)

from bot.filters import STAND_INS, chat_of
from bot.keyboards import button, keyboard
from bot.replies import replace
from bot.ticket_cards import Work, brief_line, card_buttons, card_text, mark_of
from bot.transcripts import transcript
from core.program import Program
from core.texts import Texts
from db.engine import Database
from membership import desks, queues, staff, support_chats, tickets
from membership.desks import Agent
from membership.members import Viewer
from membership.queues import Brief

router = Router(name="desks")

LONGEST_ID = 18  # digits
INSIDE = {"creator", "administrator", "member"}


class AtWork(Filter):
    """Lets through who may answer members: the roster's agents, managers and owners, and who sits in the support chat.

    Asked of the roster and of Telegram each time; what a button carries proves nothing.
    """

    async def __call__(
        self, event: TelegramObject, bot: Bot, db: Database, viewer: Viewer, support: int | None
    ) -> bool:
        chat = chat_of(event)
        if support is None or chat is None or viewer.telegram_id in STAND_INS:
            return False
        if isinstance(event, Message) and event.sender_chat is not None:
            return False
        desk = await db.read(support_chats.chat_of, support=support)
        if chat.type != "private" and chat.id != desk:
            return False
        roles = await db.read(staff.roles_of, telegram_id=viewer.telegram_id, operators=())
        if viewer.operator or roles & desks.ANSWERING or viewer.telegram_id == desk:
            return True
        return desk < 0 and await _sits_in(bot, desk, viewer.telegram_id)


@router.message(Command("tickets"), AtWork())
async def show_queue(
    message: Message, db: Database, program: Program, texts: Texts, now: datetime
) -> TelegramMethod[Any]:
    waiting = await db.read(queues.queue)
    return message.answer(
        _queue(waiting, program, texts, now, mine=False), reply_markup=_queue_buttons(waiting, texts)
    )


@router.message(Command("ticket"), AtWork())
async def show_ticket(
    message: Message, command: CommandObject, db: Database, program: Program, texts: Texts, now: datetime
) -> tuple[TelegramMethod[Any], ...] | TelegramMethod[Any]:
    """Show a ticket's card and its transcript, as a file."""
    number = (command.args or "").strip().removeprefix("#")
    if not (number.isascii() and number.isdigit() and len(number) <= LONGEST_ID):
        return message.answer(texts("desks-how-to"))
    ticket_id = int(number)
    card = await db.read(queues.card, ticket_id=ticket_id, program=program, now=now)
    said = await db.read(tickets.lines, ticket_id=ticket_id)
    thread = message.message_thread_id if message.is_topic_message else None
    shown = message.answer(
        card_text(card, program=program, texts=texts, topic=False),
        reply_markup=card_buttons(card, texts),
    )
    file = BufferedInputFile(
        transcript(said, ticket_id, program=program, texts=texts), f"ticket-{ticket_id}.txt"
    )
    return shown, SendDocument(chat_id=message.chat.id, message_thread_id=thread, document=file)


@router.message(Command("desk"), AtWork())
async def show_figures(
    message: Message, db: Database, program: Program, texts: Texts, now: datetime
) -> TelegramMethod[Any]:
    told = await db.read(queues.figures, program=program, now=now)
    lines = [
        texts(
            "desks-figures",
            open=told.open,
            waiting=told.waiting,
            longest=_or_dash(told.longest_minutes),
            first=_or_dash(told.first_answer_minutes),
            resolved=told.resolved_today,
            rating="–" if told.rating is None else f"{told.rating:.1f}",
            ratings=told.ratings,
        ),
        *(f"#{ticket} {'⭐' * stars} {words}" for ticket, stars, words in told.words),
    ]
    return message.answer("\n".join(lines)[:4096])


@router.callback_query(Work.filter(), AtWork())
async def work(
    callback: CallbackQuery,
    callback_data: Work,
    db: Database,
    operators: tuple[int, ...],
    program: Program,
    texts: Texts,
    now: datetime,
) -> Sequence[TelegramMethod[Any]]:
    """Do what a colleague's button says, and show the ticket as it is then."""
    agent = Agent(callback.from_user.id, callback.from_user.full_name)
    ticket_id = callback_data.id
    told: str | None = None
    if callback_data.do in {"queue", "mine"}:
        return await _show_queue(callback, db, agent, program, texts, now, mine=callback_data.do == "mine")
    if callback_data.do == "hand" and not callback_data.to:
        return await _whom(callback, db, agent, ticket_id, operators, texts)
    if callback_data.do == "hand":
        known = await db.read(desks.colleagues, operators=operators, apart_from=0)
        to = next((one for one in known if one.id == callback_data.to), None)
        if to is None:
            return (callback.answer(texts("errors-not-yours"), show_alert=True),)
        await db.write(desks.hand_over, ticket_id=ticket_id, by=agent, to=to, now=now)
    else:
        told = await _do(callback_data.do, db, agent, ticket_id, operators, program, texts, now)
    card = await db.read(queues.card, ticket_id=ticket_id, program=program, now=now)
    in_topic = isinstance(callback.message, Message) and bool(callback.message.is_topic_message)
    shown = card_text(card, program=program, texts=texts, topic=in_topic)
    return callback.answer(told), replace(callback, shown, card_buttons(card, texts))


async def _do(
    do: str,
    db: Database,
    agent: Agent,
    ticket_id: int,
    operators: tuple[int, ...],
    program: Program,
    texts: Texts,
    now: datetime,
) -> str | None:
    """Carry one button out and return what is said about it, if anything."""
    if do == "take":
        await db.write(desks.take, ticket_id=ticket_id, agent=agent, now=now)
    elif do == "release":
        await db.write(desks.release, ticket_id=ticket_id, agent=agent, now=now)
    elif do == "resolve":
        await db.write(
            tickets.resolve, ticket_id=ticket_id, agent_id=agent.id, agent_name=agent.name, now=now
        )
        return texts("desks-resolved")
    elif do == "reopen":
        await db.write(tickets.reopen, ticket_id=ticket_id, telegram_id=None, program=program, now=now)
    elif do == "contact":
        own = await db.write(
            desks.become_contact,
            ticket_id=ticket_id,
            agent=agent,
            operators=operators,
            program=program,
            now=now,
        )
        return texts("desks-contact-on" if own else "desks-contact-off")
    return None


async def _whom(
    callback: CallbackQuery,
    db: Database,
    agent: Agent,
    ticket_id: int,
    operators: tuple[int, ...],
    texts: Texts,
) -> Sequence[TelegramMethod[Any]]:
    """Offer the colleagues that a ticket can be handed to."""
    known = await db.read(desks.colleagues, operators=operators, apart_from=agent.id)
    if not known or not isinstance(callback.message, Message):
        return (callback.answer(texts("desks-nobody-else"), show_alert=True),)
    buttons = [
        button(one.name[:40], Work(do="hand", id=ticket_id, to=one.id)) for one in known[: queues.SHOWN]
    ]
    back = button(texts("desks-back"), Work(do="show", id=ticket_id))
    return callback.answer(), callback.message.edit_reply_markup(reply_markup=keyboard([*buttons, back]))


async def _show_queue(
    callback: CallbackQuery,
    db: Database,
    agent: Agent,
    program: Program,
    texts: Texts,
    now: datetime,
    *,
    mine: bool,
) -> Sequence[TelegramMethod[Any]]:
    shown = await db.read(queues.queue, agent_id=agent.id if mine else None)
    text = _queue(shown, program, texts, now, mine=mine)
    return callback.answer(), replace(callback, text, _queue_buttons(shown, texts))


def _queue(waiting: Sequence[Brief], program: Program, texts: Texts, now: datetime, *, mine: bool) -> str:
    if not waiting:
        return texts("desks-queue-empty-mine" if mine else "desks-queue-empty")
    lines = [texts("desks-queue-mine" if mine else "desks-queue", count=len(waiting))]
    for one in waiting[: queues.SHOWN]:
        mark = mark_of(one)
        question = " ".join(one.question.split())[:40]
        lines += [
            f"{mark} {one.name} · {_since(now - one.opened_at, texts)}".lstrip(),
            brief_line(one, program=program, texts=texts),
            question,
            "",
        ]
    return "\n".join(lines)[:4096]


def _since(waited: timedelta, texts: Texts) -> str:
    minutes = int(waited.total_seconds() // 60)
    for unit, size in (("days", 24 * 60), ("hours", 60)):
        if minutes >= size:
            return texts("desks-since", count=minutes // size, unit=unit)
    return texts("desks-since", count=minutes, unit="minutes")


def _queue_buttons(waiting: Sequence[Brief], texts: Texts) -> InlineKeyboardMarkup:
    ones = [
        button(texts("desks-show", ticket=str(one.ticket_id)), Work(do="show", id=one.ticket_id))
        for one in waiting[: queues.SHOWN]
    ]
    ways = [
        button(texts("desks-all"), Work(do="queue", id=0)),
        button(texts("desks-mine"), Work(do="mine", id=0)),
    ]
    return InlineKeyboardMarkup(inline_keyboard=[*keyboard(ones, width=3).inline_keyboard, ways])


async def _sits_in(bot: Bot, desk: int, user_id: int) -> bool:
    try:
        found = await bot.get_chat_member(desk, user_id)
    except TelegramAPIError:
        return False
    return found.status in INSIDE or (isinstance(found, ChatMemberRestricted) and found.is_member)


def _or_dash(minutes: int | None) -> str:
    return "–" if minutes is None else str(minutes)
