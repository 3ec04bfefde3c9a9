"""Hand-off: a question goes to a person, and what both write is carried across."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import structlog
from aiogram import Bot, F, Router
from aiogram.dispatcher.event.bases import SkipHandler
from aiogram.filters import Command, CommandObject, CommandStart
from aiogram.filters.callback_data import CallbackData
from aiogram.methods import SendMessage, TelegramMethod
from aiogram.types import CallbackQuery, InlineKeyboardMarkup, Message, ReactionTypeEmoji

from bot.callbacks import FOR_PERSON, HandOff
from bot.delivery import deliver
from bot.filters import InGroup, Magic, Private
from bot.keyboards import button, keyboard
from bot.replies import start_link
from core.program import Program
from core.texts import DEFAULT_LANGUAGE, Catalogue, Texts
from core.wording import day
from db.engine import Database
from membership import answers, benefits, payments, tickets
from membership.members import Viewer

log = structlog.get_logger(__name__)
router = Router(name="tickets")

LONGEST_ID = 18  # digits


class Close(CallbackData, prefix="ticket"):
    """The agent's button: this ticket is dealt with."""

    id: int


@router.callback_query(HandOff.filter(), Private())
async def hand_off(
    callback: CallbackQuery,
    callback_data: HandOff,
    bot: Bot,
    db: Database,
    support: int | None,
    viewer: Viewer,
    program: Program,
    catalogue: Catalogue,
    texts: Texts,
    now: datetime,
) -> tuple[TelegramMethod[Any], ...]:
    question = await db.read(
        answers.question_of, answer_id=callback_data.answer, telegram_id=viewer.telegram_id
    )
    told = await _open(
        bot, db, support, viewer, question, callback.from_user.full_name, program, catalogue, texts, now
    )
    return callback.answer(), SendMessage(
        chat_id=callback.from_user.id, text=told, reply_markup=_cancel(texts)
    )


@router.message(Command("human", "paysupport"), InGroup())
async def ask_for_person_in_group(message: Message, bot: Bot, texts: Texts) -> TelegramMethod[Any]:
    return message.reply(texts("tickets-in-private"), reply_markup=await start_link(bot, texts, FOR_PERSON))


@router.message(CommandStart(deep_link=True, magic=F.args.startswith(FOR_PERSON)), Private())
@router.message(Command("human", "paysupport"), Private())
async def ask_for_person(
    message: Message,
    command: CommandObject,
    bot: Bot,
    db: Database,
    support: int | None,
    viewer: Viewer,
    program: Program,
    catalogue: Catalogue,
    texts: Texts,
    now: datetime,
) -> TelegramMethod[Any]:
    assert message.from_user is not None  # noqa: S101 - Private()
    question = await _question(command, db, viewer) or texts("tickets-no-question")
    if command.command == "paysupport":
        question += await _payments(db, viewer, program, texts)
    name = message.from_user.full_name
    told = await _open(bot, db, support, viewer, question, name, program, catalogue, texts, now)
    return message.answer(told, reply_markup=_cancel(texts))


@router.callback_query(Magic(F.data == "ticket-cancel"), Private())
async def cancel(
    callback: CallbackQuery,
    bot: Bot,
    db: Database,
    support: int | None,
    viewer: Viewer,
    catalogue: Catalogue,
    texts: Texts,
    now: datetime,
) -> tuple[TelegramMethod[Any], ...]:
    ticket_id = await db.read(tickets.of_member, telegram_id=viewer.telegram_id)
    if ticket_id is None:
        raise tickets.NoTicket
    await db.write(tickets.close, ticket_id=ticket_id, agent_id=None, now=now)
    if support is not None:
        await deliver(
            bot,
            SendMessage(
                chat_id=support,
                text=catalogue[DEFAULT_LANGUAGE]("tickets-cancelled-agent", ticket=str(ticket_id)),
            ),
        )
    return callback.answer(), SendMessage(chat_id=callback.from_user.id, text=texts("tickets-cancelled"))


@router.callback_query(Close.filter())
async def resolve(
    callback: CallbackQuery,
    callback_data: Close,
    db: Database,
    support: int | None,
    viewer: Viewer,
    catalogue: Catalogue,
    texts: Texts,
    now: datetime,
) -> tuple[TelegramMethod[Any], ...]:
    if callback.message is None or callback.message.chat.id != support:
        return (callback.answer(texts("errors-not-yours"), show_alert=True),)
    closed = await db.write(tickets.close, ticket_id=callback_data.id, agent_id=viewer.telegram_id, now=now)
    spoken = catalogue[closed.language or DEFAULT_LANGUAGE]
    return (
        callback.answer(texts("tickets-resolved-agent")),
        callback.message.edit_reply_markup(reply_markup=None)
        if isinstance(callback.message, Message)
        else callback.answer(),
        SendMessage(chat_id=closed.telegram_id, text=spoken("tickets-resolved")),
    )


@router.message(Magic(F.reply_to_message), Magic(F.chat.type != "private"))
async def agent_replies(
    message: Message,
    bot: Bot,
    db: Database,
    support: int | None,
    texts: Texts,
    now: datetime,
) -> tuple[TelegramMethod[Any], ...]:
    """Carry an agent's reply in the support chat to the member, whatever it is (text, photo, file)."""
    assert message.reply_to_message is not None  # noqa: S101 - the filter
    if support is None or message.chat.id != support:
        raise SkipHandler
    ticket = await db.read(
        tickets.by_message,
        chat_id=message.chat.id,
        message_id=message.reply_to_message.message_id,
    )
    author = message.reply_to_message.from_user
    if ticket is None and author is not None and author.id == bot.id:
        # Colleagues talk to members here, not to the assistant: whoever thinks they answer one must know.
        return (message.reply(texts("tickets-over")),)
    if ticket is None:
        raise SkipHandler
    done = await deliver(bot, message.send_copy(chat_id=ticket.telegram_id))
    if done.kind != "sent":
        return (message.reply(texts("tickets-not-delivered")),)
    await db.write(
        tickets.relayed,
        ticket_id=ticket.ticket_id,
        chat_id=message.chat.id,
        message_id=message.message_id,
        author="agent",
        now=now,
    )
    return (message.react([ReactionTypeEmoji(emoji="👌")]),)


@router.message(Private(), Magic(~F.text.startswith("/")))
async def member_writes(
    message: Message,
    bot: Bot,
    db: Database,
    support: int | None,
    viewer: Viewer,
    now: datetime,
) -> TelegramMethod[Any]:
    """While a ticket is open, carry what the member writes to the people who deal with it."""
    ticket_id = await db.read(tickets.of_member, telegram_id=viewer.telegram_id)
    if ticket_id is None or support is None or support == message.chat.id:
        raise SkipHandler
    done = await deliver(bot, message.send_copy(chat_id=support))
    if done.kind == "sent" and done.message_id is not None:
        await db.write(
            tickets.relayed,
            ticket_id=ticket_id,
            chat_id=support,
            message_id=done.message_id,
            author="member",
            now=now,
        )
    return message.react([ReactionTypeEmoji(emoji="👀")])


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
    bot: Bot,
    db: Database,
    support: int | None,
    viewer: Viewer,
    question: str,
    name: str,
    program: Program,
    catalogue: Catalogue,
    texts: Texts,
    now: datetime,
) -> str:
    opened = await db.write(
        tickets.open_ticket,
        telegram_id=viewer.telegram_id,
        member_id=viewer.member_id,
        question=question,
        program=program,
        now=now,
    )
    if opened.new and support is not None:
        await _post(bot, db, support, viewer, opened.ticket_id, question, name, program, catalogue, now)
    hours = program.support
    return texts(
        "tickets-opened" if opened.staffed else "tickets-opened-later",
        ticket=str(opened.ticket_id),
        place=opened.place,
        minutes=hours.answer_within_minutes,
        opens=f"{hours.opens:%H:%M}",
        closes=f"{hours.closes:%H:%M}",
    )


async def _post(
    bot: Bot,
    db: Database,
    support: int,
    viewer: Viewer,
    ticket_id: int,
    question: str,
    name: str,
    program: Program,
    catalogue: Catalogue,
    now: datetime,
) -> None:
    """Put a new ticket before the people who answer."""
    texts = catalogue[DEFAULT_LANGUAGE]
    tier = program.tier_by_id.get(viewer.tier or "")
    first = f"{texts('tickets-priority')}\n" if benefits.priority(program, viewer.tier) else ""
    done = await deliver(
        bot,
        SendMessage(
            chat_id=support,
            text=first
            + texts(
                "tickets-new",
                ticket=str(ticket_id),
                name=name,
                tier=tier.name.in_(texts.language) if tier else texts("tickets-stranger"),
                question=question,
            ),
            reply_markup=keyboard([button(texts("tickets-resolve"), Close(id=ticket_id))]),
        ),
    )
    if done.message_id is None:
        log.error("ticket not posted", ticket=ticket_id, error=done.error)
        return
    await db.write(
        tickets.relayed,
        ticket_id=ticket_id,
        chat_id=support,
        message_id=done.message_id,
        author="bot",
        now=now,
    )


def _cancel(texts: Texts) -> InlineKeyboardMarkup:
    return keyboard([button(texts("tickets-cancel"), "ticket-cancel")])
