"""Writing the article: `/write`, `/faq` under a colleague's answer, and changing one part of what is there."""

from __future__ import annotations

import contextlib
import dataclasses
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from aiogram import F, Router
from aiogram.filters import Command, CommandObject, StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.methods import SendMessage, TelegramMethod
from aiogram.types import CallbackQuery, Message

from bot.article_cards import ArticleButton, InLanguage, TierButton, languages, tiers
from bot.article_dialogue import Methods, Rewording, Writing, begin, pressed, show_card
from bot.callbacks import DraftOf
from bot.filters import InGroup, Magic, Private, Role
from bot.relays import AtDesk
from bot.replies import replace
from core.errors import Invalid
from core.program import Program
from core.texts import Catalogue, Texts
from db.engine import Database
from knowledge.assistant import Assistant
from knowledge.normalise import written_in
from knowledge.privacy import mask
from knowledge.reviews import review
from membership import articles, gaps, tickets, wordings
from membership.articles import WRITERS, Card
from membership.members import Viewer
from membership.tickets import Line
from membership.wordings import Wording

router = Router(name="wordings")

WRITES = Role(*WRITERS)
WORDS = Magic(F.text & ~F.text.startswith("/"))
NOTHING = "-"


class DayWrong(Invalid):
    key = "wordings-day-wrong"


@router.message(Command("write"), WRITES, Private())
async def write(
    message: Message, command: CommandObject, state: FSMContext, texts: Texts
) -> TelegramMethod[Any]:
    title = wordings.phrase(command.args or "")
    return message.answer(await begin(state, texts, title=title, origin="scratch"))


@router.message(Command("cancel"), StateFilter(Writing, Rewording), Private())
async def stop(message: Message, state: FSMContext, texts: Texts) -> TelegramMethod[Any]:
    await state.clear()
    return message.answer(texts("wordings-stopped"))


@router.message(StateFilter(Writing.title), WRITES, Private(), WORDS)
async def titled(message: Message, state: FSMContext, texts: Texts) -> TelegramMethod[Any]:
    title = wordings.phrase(message.text or "")
    if not wordings.says_something(title) or len(title) > wordings.LONGEST_TITLE:
        raise wordings.TitleWrong(most=wordings.LONGEST_TITLE)
    await state.update_data(title=title)
    await state.set_state(Writing.answer)
    return message.answer(texts("wordings-ask-answer", title=title))


@router.message(StateFilter(Writing.answer), WRITES, Private(), WORDS)
async def answered(
    message: Message,
    state: FSMContext,
    db: Database,
    assistant: Assistant,
    viewer: Viewer,
    program: Program,
    catalogue: Catalogue,
    texts: Texts,
    now: datetime,
) -> Methods:
    """From here on the draft is a row: a restart of the bot loses nothing of it."""
    data = await state.get_data()
    drafted = await db.write(
        articles.draft,
        wording=Wording(data["title"], tuple(data["phrasings"]), message.text or ""),
        language=data["language"] or written_in(data["title"]),
        subject=data["subject"],
        origin=data["origin"],
        by=viewer.telegram_id,
        program=program,
        now=now,
    )
    await state.clear()
    kind, _, number = data["origin"].partition(":")
    if kind == "gap":
        # The list may have been renewed since, or a colleague was quicker: the draft is kept all the same.
        with contextlib.suppress(gaps.GapGone):
            await db.write(gaps.decide, gap_id=int(number), verdict="written", by=viewer.telegram_id, now=now)
    looked = await review(assistant, drafted, now=now)
    return show_card(message.chat.id, drafted, looked, program, catalogue, texts)


@router.message(Command("faq"), Magic(F.reply_to_message), WRITES, InGroup(), AtDesk())
async def from_reply(
    message: Message,
    command: CommandObject,
    db: Database,
    assistant: Assistant,
    viewer: Viewer,
    program: Program,
    catalogue: Catalogue,
    texts: Texts,
    now: datetime,
) -> Methods:
    """Make a draft of a colleague's answer in the support chat, without the personal data in it."""
    assert message.reply_to_message is not None  # noqa: S101 - the filter
    replied = message.reply_to_message
    ticket_id = await db.read(
        tickets.by_place,
        chat_id=message.chat.id,
        message_id=replied.message_id,
        thread_id=message.message_thread_id if message.is_topic_message else None,
    )
    told = await db.read(tickets.lines, ticket_id=ticket_id) if ticket_id is not None else ()
    answer = mask(_answer_of(replied, told))
    title = wordings.phrase(mask(command.args or (told[0].text if told else None) or ""))
    if not title or not answer:
        return (message.reply(texts("wordings-faq-how-to")),)
    origin = f"ticket:{ticket_id}" if ticket_id is not None else "desk"
    shown = await _from_desk(db, assistant, viewer, program, catalogue, texts, now, title, answer, origin)
    return message.reply(texts("wordings-faq-drafted", title=title)), *shown


@router.callback_query(DraftOf.filter(), WRITES, AtDesk())
async def from_ticket(
    callback: CallbackQuery,
    callback_data: DraftOf,
    db: Database,
    assistant: Assistant,
    viewer: Viewer,
    program: Program,
    catalogue: Catalogue,
    texts: Texts,
    now: datetime,
) -> Methods:
    """Make a draft of a ticket that is over: its question, and what a colleague said last."""
    lines = await db.read(tickets.lines, ticket_id=callback_data.ticket)
    title = wordings.phrase(mask(lines[0].text or ""))
    answer = mask(_last_said(lines))
    if not title or not answer:
        return (callback.answer(texts("wordings-nothing-said"), show_alert=True),)
    shown = await _from_desk(
        db, assistant, viewer, program, catalogue, texts, now, title, answer, f"ticket:{callback_data.ticket}"
    )
    return callback.answer(texts("wordings-faq-drafted", title=title)[:200]), *shown


@router.callback_query(pressed("title", "phrasings", "answer", "until"), WRITES, Private())
async def ask_change(
    callback: CallbackQuery, callback_data: ArticleButton, state: FSMContext, texts: Texts
) -> Methods:
    part = callback_data.do
    await state.set_state(getattr(Rewording, part))
    await state.set_data({"article": callback_data.id})
    return callback.answer(), SendMessage(
        chat_id=callback.from_user.id, text=texts(f"wordings-change-{part}", nothing=NOTHING)
    )


@router.message(StateFilter(Rewording), WRITES, Private(), WORDS)
async def changed(
    message: Message,
    state: FSMContext,
    db: Database,
    assistant: Assistant,
    viewer: Viewer,
    program: Program,
    catalogue: Catalogue,
    texts: Texts,
    now: datetime,
) -> Methods:
    held = await db.read(articles.card, article_id=(await state.get_data())["article"])
    part = str(await state.get_state()).rpartition(":")[2]
    change = _change(part, (message.text or "").strip())
    drafted = await _redraft(db, held, change, viewer, program, now)
    await state.clear()
    looked = await review(assistant, drafted, now=now)
    return show_card(message.chat.id, drafted, looked, program, catalogue, texts)


@router.callback_query(pressed("tiers"), WRITES, Private())
async def ask_tiers(
    callback: CallbackQuery, callback_data: ArticleButton, db: Database, program: Program, texts: Texts
) -> Methods:
    held = await db.read(articles.card, article_id=callback_data.id)
    buttons = tiers(held, texts=texts, program=program)
    return callback.answer(), replace(callback, texts("wordings-change-tiers"), buttons)


@router.callback_query(TierButton.filter(), WRITES, Private())
async def toggle_tier(
    callback: CallbackQuery,
    callback_data: TierButton,
    db: Database,
    viewer: Viewer,
    program: Program,
    texts: Texts,
    now: datetime,
) -> Methods:
    held = await db.read(articles.card, article_id=callback_data.id)
    wording = _wording(held)
    if callback_data.number != held.newest.number or callback_data.place >= len(program.tiers):
        raise articles.DraftChanged
    tier = program.tiers[callback_data.place].id
    chosen = {*wording.tiers} ^ {tier}
    kept = tuple(one.id for one in program.tiers if one.id in chosen)
    drafted = await _redraft(db, held, {"tiers": kept}, viewer, program, now)
    buttons = tiers(drafted, texts=texts, program=program)
    return callback.answer(), replace(callback, texts("wordings-change-tiers"), buttons)


@router.callback_query(pressed("languages"), WRITES, Private())
async def ask_language(
    callback: CallbackQuery, callback_data: ArticleButton, db: Database, catalogue: Catalogue, texts: Texts
) -> Methods:
    held = await db.read(articles.card, article_id=callback_data.id)
    asked = SendMessage(
        chat_id=callback.from_user.id,
        text=texts("wordings-ask-language"),
        reply_markup=languages(held, catalogue),
    )
    return callback.answer(), asked


@router.callback_query(InLanguage.filter(), WRITES, Private())
async def in_language(
    callback: CallbackQuery, callback_data: InLanguage, state: FSMContext, db: Database, texts: Texts
) -> Methods:
    held = await db.read(articles.card, article_id=callback_data.id)
    asked = await begin(
        state,
        texts,
        title="",
        origin=f"article:{held.id}",
        subject=held.subject,
        language=callback_data.language,
    )
    return callback.answer(), SendMessage(chat_id=callback.from_user.id, text=asked)


def _answer_of(replied: Message, lines: Sequence[Line]) -> str:
    """Return what the reply was made to when a person wrote it, else what a colleague last said in the ticket."""
    if replied.from_user is not None and not replied.from_user.is_bot:
        return replied.text or replied.caption or ""
    return _last_said(lines)


def _last_said(lines: Sequence[Line]) -> str:
    said = [line.text for line in lines if line.author == "agent" and line.text]
    return said[-1] if said else ""


async def _from_desk(
    db: Database,
    assistant: Assistant,
    viewer: Viewer,
    program: Program,
    catalogue: Catalogue,
    texts: Texts,
    now: datetime,
    title: str,
    answer: str,
    origin: str,
) -> Methods:
    """Keep a draft of what was said at the desk, and show it to who made it, in private."""
    drafted = await db.write(
        articles.draft,
        wording=Wording(title[: wordings.LONGEST_TITLE], (), answer),
        language=written_in(title),
        subject=None,
        origin=origin,
        by=viewer.telegram_id,
        program=program,
        now=now,
    )
    looked = await review(assistant, drafted, now=now)
    return show_card(viewer.telegram_id, drafted, looked, program, catalogue, texts)


async def _redraft(
    db: Database, held: Card, change: dict[str, Any], viewer: Viewer, program: Program, now: datetime
) -> Card:
    return await db.write(
        articles.draft,
        wording=dataclasses.replace(_wording(held), **change),
        language=held.language,
        subject=held.subject,
        origin=held.newest.origin,
        by=viewer.telegram_id,
        program=program,
        now=now,
    )


def _wording(held: Card) -> Wording:
    return (held.draft or held.live or held.newest).wording


def _change(part: str, text: str) -> dict[str, Any]:
    if part == "phrasings":
        return {"alternates": () if text == NOTHING else tuple(text.splitlines())}
    if part != "until":
        return {part: text}
    if text == NOTHING:
        return {"valid_until": None}
    try:
        return {"valid_until": date.fromisoformat(text)}
    except ValueError:
        raise DayWrong from None
