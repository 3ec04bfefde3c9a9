"""Hand-off, the member's side: a question goes to a person, and what is written next goes there too."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

from aiogram import Bot, F, Router
from aiogram.dispatcher.event.bases import SkipHandler
from aiogram.filters import Command, CommandObject, CommandStart
from aiogram.fsm.context import FSMContext
from aiogram.methods import SendDocument, SendMessage, TelegramMethod
from aiogram.types import BufferedInputFile, CallbackQuery, ForceReply, InlineKeyboardMarkup, Message

from bot.callbacks import FOR_PERSON, HandOff
from bot.filters import InGroup, Magic, Private
from bot.keyboards import button, keyboard
from bot.relays import ASKED, CARRIED, REFUSED, said_of
from bot.replies import start_link
from bot.ticket_cards import Own, Stars, waiting_buttons
from bot.transcripts import transcript
from core.program import Program
from core.texts import Catalogue, Texts
from core.wording import day, moment
from db.engine import Database
from knowledge.intents import declines_person
from knowledge.normalise import readable
from knowledge.urgency import urgency_of
from membership import answers, payments, tickets
from membership.members import Viewer
from membership.talks import Said
from membership.tickets import Opened

router = Router(name="tickets")

LONGEST_ID = 18  # digits
_WHERE = re.compile(
    r"(排到?第?几|排到哪|还要等多久|還要等多久|第几位|第幾位|how long|my place)", re.IGNORECASE
)


# Whoever wants a person has left every other dialogue: what they write next is for the desk.
@router.callback_query(HandOff.filter(), Private())
async def hand_off(
    callback: CallbackQuery,
    callback_data: HandOff,
    state: FSMContext,
    db: Database,
    support: int | None,
    operators: tuple[int, ...],
    viewer: Viewer,
    program: Program,
    texts: Texts,
    now: datetime,
) -> tuple[TelegramMethod[Any], ...]:
    await state.clear()
    question = await db.read(
        answers.question_of, answer_id=callback_data.answer, telegram_id=viewer.telegram_id
    )
    name = callback.from_user.full_name
    text, buttons = await _open(
        db, support, operators, viewer, question, name, None, callback_data.answer, program, texts, now
    )
    told = SendMessage(chat_id=callback.from_user.id, text=text, reply_markup=buttons)
    return callback.answer(), told


@router.message(Command("human", "paysupport"), InGroup())
async def ask_for_person_in_group(message: Message, bot: Bot, texts: Texts) -> TelegramMethod[Any]:
    return message.reply(texts("tickets-in-private"), reply_markup=await start_link(bot, texts, FOR_PERSON))


@router.message(CommandStart(deep_link=True, magic=F.args.startswith(FOR_PERSON)), Private())
@router.message(Command("human", "paysupport"), Private())
async def ask_for_person(
    message: Message,
    command: CommandObject,
    state: FSMContext,
    db: Database,
    support: int | None,
    operators: tuple[int, ...],
    viewer: Viewer,
    program: Program,
    texts: Texts,
    now: datetime,
) -> TelegramMethod[Any]:
    assert message.from_user is not None  # noqa: S101 - Private()
    await state.clear()
    written = await _question(command, db, viewer)
    question = written or texts("tickets-no-question")
    if command.command == "paysupport":
        question += await _payments(db, viewer, program, texts)
    said = Said(message.chat.id, message.message_id, ASKED, question) if written else None
    name = message.from_user.full_name
    text, buttons = await _open(
        db, support, operators, viewer, question, name, said, None, program, texts, now
    )
    return message.answer(text, reply_markup=buttons)


@router.callback_query(Magic(F.data == "ticket-cancel"), Private())
async def cancel(
    callback: CallbackQuery, db: Database, viewer: Viewer, texts: Texts, now: datetime
) -> tuple[TelegramMethod[Any], ...]:
    await db.write(tickets.cancel, telegram_id=viewer.telegram_id, now=now)
    return callback.answer(), SendMessage(chat_id=callback.from_user.id, text=texts("tickets-cancelled"))


@router.callback_query(Own.filter(), Private())
async def own(
    callback: CallbackQuery,
    callback_data: Own,
    state: FSMContext,
    db: Database,
    viewer: Viewer,
    program: Program,
    texts: Texts,
    now: datetime,
) -> tuple[TelegramMethod[Any], ...]:
    """Tell the place in the queue, open one's ticket again, or give its transcript."""
    who = callback.from_user.id
    if callback_data.do == "transcript":
        said = await db.read(tickets.own_lines, ticket_id=callback_data.id, telegram_id=viewer.telegram_id)
        written = transcript(said, callback_data.id, program=program, texts=texts)
        file = BufferedInputFile(written, f"ticket-{callback_data.id}.txt")
        return callback.answer(), SendDocument(chat_id=who, document=file)
    if callback_data.do == "again":
        await state.clear()
        await db.write(
            tickets.reopen,
            ticket_id=callback_data.id,
            telegram_id=viewer.telegram_id,
            program=program,
            now=now,
        )
        again = waiting_buttons(callback_data.id, texts)
        return callback.answer(), SendMessage(
            chat_id=who, text=texts("tickets-reopened", ticket=str(callback_data.id)), reply_markup=again
        )
    ticket_id = await db.read(tickets.of_member, telegram_id=viewer.telegram_id)
    if ticket_id is None:
        raise tickets.NoTicket
    place = await db.read(tickets.where, ticket_id=ticket_id, program=program, now=now)
    return callback.answer(), SendMessage(chat_id=who, text=_told(place, program, texts))


@router.callback_query(Stars.filter(), Private())
async def rate(
    callback: CallbackQuery,
    callback_data: Stars,
    db: Database,
    viewer: Viewer,
    texts: Texts,
    now: datetime,
) -> tuple[TelegramMethod[Any], ...]:
    await db.write(
        tickets.rate,
        ticket_id=callback_data.id,
        telegram_id=viewer.telegram_id,
        stars=callback_data.stars,
        now=now,
    )
    more = [
        button(texts("tickets-again"), Own(do="again", id=callback_data.id)),
        button(texts("tickets-transcript"), Own(do="transcript", id=callback_data.id)),
    ]
    after: tuple[TelegramMethod[Any], ...] = (
        SendMessage(
            chat_id=callback.from_user.id,
            text=texts("tickets-say-more"),
            reply_markup=ForceReply(force_reply=True),
        ),
    )
    if isinstance(callback.message, Message):
        after = (callback.message.edit_reply_markup(reply_markup=keyboard(more)), *after)
    return callback.answer("⭐" * callback_data.stars), *after


@router.message(Private(), Magic(F.reply_to_message), Magic(F.text), Magic(~F.text.startswith("/")))
async def words_about_it(
    message: Message,
    bot: Bot,
    db: Database,
    viewer: Viewer,
    catalogue: Catalogue,
    texts: Texts,
    now: datetime,
) -> TelegramMethod[Any]:
    """Add words to a rating: only as a reply to the question for them, since other words are a new question."""
    replied = message.reply_to_message
    asked = {spoken("tickets-say-more") for spoken in catalogue.values()}
    if (
        replied is None
        or replied.text not in asked
        or not replied.from_user
        or replied.from_user.id != bot.id
    ):
        raise SkipHandler
    words = message.text or ""
    if not await db.write(tickets.add_words, telegram_id=viewer.telegram_id, words=words, now=now):
        raise SkipHandler
    return message.reply(texts("tickets-thanks"))


@router.message(Private(), Magic(~F.text.startswith("/")))
async def member_writes(
    message: Message,
    db: Database,
    support: int | None,
    viewer: Viewer,
    program: Program,
    texts: Texts,
    now: datetime,
) -> TelegramMethod[Any] | None:
    """While a ticket is open, pass on what the member writes; the assistant keeps out of it."""
    kind = message.content_type
    if support is None or support == message.chat.id or kind not in CARRIED | REFUSED:
        raise SkipHandler
    ticket_id = await db.read(tickets.of_member, telegram_id=viewer.telegram_id)
    if ticket_id is not None and kind in REFUSED:
        return message.reply(texts("talks-not-carried"))
    said = said_of(message)
    if ticket_id is not None and declines_person(message.text or ""):
        await db.write(tickets.cancel, telegram_id=viewer.telegram_id, now=now)
        return message.reply(texts("tickets-cancelled"))
    if ticket_id is not None:
        ticket_id = await db.write(tickets.member_says, telegram_id=viewer.telegram_id, said=said, now=now)
    elif kind in CARRIED and said.reply_to is not None:
        ticket_id = await db.write(
            tickets.reopen_by_reply, telegram_id=viewer.telegram_id, said=said, program=program, now=now
        )
        if ticket_id is not None:
            return message.answer(
                texts("tickets-reopened", ticket=str(ticket_id)),
                reply_markup=waiting_buttons(ticket_id, texts),
            )
    if ticket_id is None:
        raise SkipHandler
    if _WHERE.search(message.text or ""):
        place = await db.read(tickets.where, ticket_id=ticket_id, program=program, now=now)
        return message.reply(_told(place, program, texts))
    return None


async def _question(command: CommandObject, db: Database, viewer: Viewer) -> str | None:
    """Return what was written behind /human, or asked in the group before the link to a person was tapped."""
    if command.command in {"human", "paysupport"}:
        return command.args
    answer_id = (command.args or "").removeprefix(FOR_PERSON).removeprefix("_")
    if not (answer_id.isascii() and answer_id.isdigit() and len(answer_id) <= LONGEST_ID):
        return None
    return await db.read(answers.question_of, answer_id=int(answer_id), telegram_id=viewer.telegram_id)


async def _payments(db: Database, viewer: Viewer, program: Program, texts: Texts) -> str:
    """Return the asker's newest payments, so that whoever answers about one need not ask for its receipt."""
    paid = await db.read(payments.of_payer, telegram_id=viewer.telegram_id, member_id=viewer.member_id)
    return "".join(
        "\n"
        + texts(
            "payments-line",
            receipt=one.receipt,
            day=day(one.at, program=program, language=texts.language),
            stars=one.amount,
            state=texts(f"payments-state-{one.state}"),
        )
        for one in paid
    )


async def _open(
    db: Database,
    support: int | None,
    operators: tuple[int, ...],
    viewer: Viewer,
    question: str,
    name: str,
    said: Said | None,
    answer_id: int | None,
    program: Program,
    texts: Texts,
    now: datetime,
) -> tuple[str, InlineKeyboardMarkup | None]:
    if support is None:
        return texts("tickets-no-desk"), None
    opened = await db.write(
        tickets.open_ticket,
        telegram_id=viewer.telegram_id,
        member_id=viewer.member_id,
        question=question,
        name=name,
        language=viewer.language,
        tier=viewer.tier,
        urgent=urgency_of(readable(question)) is not None,
        said=said,
        answer_id=answer_id,
        operators=operators,
        program=program,
        now=now,
    )
    return _told(opened, program, texts), waiting_buttons(opened.ticket_id, texts)


def _told(opened: Opened, program: Program, texts: Texts) -> str:
    """Say where a ticket stands: who has it, the place and the usual wait, or when people are back."""
    ticket = str(opened.ticket_id)
    if opened.agent is not None:
        return texts("tickets-has-agent", ticket=ticket, agent=opened.agent)
    if not opened.staffed:
        opens = opened.opens and moment(opened.opens, program=program, language=texts.language)
        return texts("tickets-opened-later", ticket=ticket, opens=opens or "–")
    key = "tickets-opened" if opened.new else "tickets-in-queue"
    wait = "measured" if opened.measured else "promised"
    return texts(key, ticket=ticket, place=opened.place, minutes=opened.minutes, wait=wait)
