"""Operators' articles: the list, one article's card with what members will see, and each step of its life."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from aiogram import Router
from aiogram.filters import Command
from aiogram.methods import SendMessage, TelegramMethod
from aiogram.types import CallbackQuery, InlineKeyboardMarkup, Message

from bot.article_cards import ArticleButton, Page
from bot.article_dialogue import Methods, pressed, show_card
from bot.filters import Private, Role
from bot.keyboards import button, keyboard
from bot.replies import replace
from core.program import Program
from core.texts import Catalogue, Texts
from core.wording import moment
from db.engine import Database
from knowledge.assistant import Assistant
from knowledge.reviews import review
from membership import articles
from membership.articles import APPROVERS, WRITERS

router = Router(name="articles")

WRITES, APPROVES = Role(*WRITERS), Role(*APPROVERS)


@router.message(Command("articles"), WRITES, Private())
async def list_articles(message: Message, db: Database, texts: Texts) -> TelegramMethod[Any]:
    told, buttons = await _page(db, texts, 0)
    return message.answer(told, reply_markup=buttons)


@router.callback_query(Page.filter(), WRITES, Private())
async def turn_page(callback: CallbackQuery, callback_data: Page, db: Database, texts: Texts) -> Methods:
    told, buttons = await _page(db, texts, max(0, callback_data.page))
    return callback.answer(), replace(callback, told, buttons)


@router.callback_query(pressed("show"), WRITES, Private())
async def show(
    callback: CallbackQuery,
    callback_data: ArticleButton,
    db: Database,
    assistant: Assistant,
    program: Program,
    catalogue: Catalogue,
    texts: Texts,
    now: datetime,
) -> Methods:
    shown = await db.read(articles.card, article_id=callback_data.id)
    looked = await review(assistant, shown, now=now)
    told = show_card(callback.from_user.id, shown, looked, program, catalogue, texts)
    return callback.answer(), *told


@router.callback_query(pressed("submit"), WRITES, Private())
async def submit(
    callback: CallbackQuery,
    callback_data: ArticleButton,
    db: Database,
    operators: tuple[int, ...],
    texts: Texts,
    now: datetime,
) -> Methods:
    count = await db.write(
        articles.submit,
        article_id=callback_data.id,
        number=callback_data.number,
        operators=operators,
        now=now,
    )
    told = texts("articles-submitted", count=count) if count else texts("articles-nobody-else")
    return (callback.answer(told, show_alert=True),)


@router.callback_query(pressed("approve"), APPROVES, Private())
async def approve(
    callback: CallbackQuery,
    callback_data: ArticleButton,
    db: Database,
    assistant: Assistant,
    operators: tuple[int, ...],
    texts: Texts,
    now: datetime,
) -> Methods:
    shown = await db.write(
        articles.approve,
        article_id=callback_data.id,
        number=callback_data.number,
        by=callback.from_user.id,
        operators=operators,
        now=now,
    )
    at_once = await assistant.library.publish()
    told = texts("articles-live" if at_once else "articles-live-soon", title=shown.newest.wording.title)
    return callback.answer(), replace(callback, told, _again(shown, texts))


@router.callback_query(pressed("decline"), WRITES, Private())
async def decline(
    callback: CallbackQuery,
    callback_data: ArticleButton,
    db: Database,
    operators: tuple[int, ...],
    texts: Texts,
    now: datetime,
) -> Methods:
    shown = await db.write(
        articles.decline,
        article_id=callback_data.id,
        number=callback_data.number,
        by=callback.from_user.id,
        operators=operators,
        now=now,
    )
    told = texts("articles-dropped", title=shown.newest.wording.title)
    return callback.answer(), replace(callback, told, _again(shown, texts))


@router.callback_query(pressed("withdraw"), APPROVES, Private())
async def withdraw(
    callback: CallbackQuery,
    callback_data: ArticleButton,
    db: Database,
    assistant: Assistant,
    operators: tuple[int, ...],
    texts: Texts,
    now: datetime,
) -> Methods:
    shown = await db.write(
        articles.withdraw,
        article_id=callback_data.id,
        by=callback.from_user.id,
        operators=operators,
        now=now,
    )
    at_once = await assistant.library.publish()
    key = "articles-withdrawn" if at_once else "articles-withdrawn-soon"
    told = texts(key, title=shown.newest.wording.title)
    return callback.answer(), replace(callback, told, _again(shown, texts))


@router.callback_query(pressed("approve", "withdraw"), WRITES, Private())
async def not_approver(_callback: CallbackQuery) -> None:
    raise articles.NotApprover


@router.callback_query(pressed("history"), WRITES, Private())
async def history(
    callback: CallbackQuery, callback_data: ArticleButton, db: Database, program: Program, texts: Texts
) -> Methods:
    versions = await db.read(articles.history, article_id=callback_data.id)
    lines = [
        texts(
            "articles-history-line",
            number=one.number,
            state=texts(f"articles-state-{one.state}"),
            at=moment(one.written_at, program=program, language=texts.language),
            by=str(one.written_by),
            decider=str(one.decided_by or "-"),
            title=one.wording.title,
        )
        for one in versions
    ]
    told = "\n".join([texts("articles-history"), *lines])[:4_000]
    return callback.answer(), SendMessage(chat_id=callback.from_user.id, text=told)


def _again(shown: articles.Card, texts: Texts) -> InlineKeyboardMarkup:
    look = ArticleButton(do="show", id=shown.id, number=shown.newest.number)
    return keyboard([button(texts("articles-do-show"), look)])


async def _page(db: Database, texts: Texts, page: int) -> tuple[str, InlineKeyboardMarkup | None]:
    found, more = await db.read(articles.listed, page=page)
    if not found and not page:
        return texts("articles-none"), None
    lines = [
        texts(
            "articles-list-line",
            id=str(one.id),
            state=texts(f"articles-state-{one.newest.state}"),
            title=one.newest.wording.title[:60],
            language=one.language,
        )
        for one in found
    ]
    buttons = [
        button(
            f"{one.id} · {one.newest.wording.title[:24]}",
            ArticleButton(do="show", id=one.id, number=one.newest.number),
        )
        for one in found
    ]
    turns = [button("←", Page(page=page - 1))] if page else []
    turns += [button("→", Page(page=page + 1))] if more else []
    rows = [*keyboard(buttons).inline_keyboard, *([turns] if turns else [])]
    return "\n".join([texts("articles-list"), *lines]), InlineKeyboardMarkup(inline_keyboard=rows)
