"""Who earned most together: on demand, in a group or for the whole program."""

from __future__ import annotations

from datetime import datetime
from typing import Any, get_args

from aiogram import Router
from aiogram.filters import Command, CommandObject
from aiogram.methods import TelegramMethod
from aiogram.types import CallbackQuery, Message

from bot.filters import InGroup, Joined
from bot.group_posts import WindowButton, board_lines, window_buttons
from bot.replies import replace
from core.program import Program
from core.texts import Catalogue, Texts
from db.engine import Database
from membership import leaderboards
from membership.leaderboards import Board, Window
from membership.members import Viewer

router = Router(name="leaderboards")

WINDOWS: tuple[Window, ...] = get_args(Window)
HIDE, SHOW = "hide", "show"


@router.message(Command("rank"), InGroup())
async def rank_in_group(
    message: Message,
    command: CommandObject,
    db: Database,
    viewer: Viewer,
    program: Program,
    texts: Texts,
    now: datetime,
) -> TelegramMethod[Any]:
    if (changed := await _hide_or_show(command.args, db, viewer, now)) is not None:
        return message.reply(texts(changed))
    board = await _board(db, _window(command.args), message.chat.id, None, program, now)
    return message.answer(_group_board(board, texts), reply_markup=window_buttons(texts))


@router.callback_query(WindowButton.filter(), InGroup())
async def turn_in_group(
    callback: CallbackQuery,
    callback_data: WindowButton,
    db: Database,
    viewer: Viewer,
    program: Program,
    texts: Texts,
    catalogue: Catalogue,
    now: datetime,
) -> tuple[TelegramMethod[Any], ...]:
    """Show another window to all; where the presser stands is told to them alone."""
    assert callback.message is not None  # noqa: S101 - InGroup()
    window = _window(callback_data.window)
    board = await _board(db, window, callback.message.chat.id, viewer.member_id, program, now)
    own = _own(board, catalogue[viewer.language]) if board.own is not None else None
    return callback.answer(own), replace(callback, _group_board(board, texts), window_buttons(texts))


@router.message(Command("rank"), Joined())
async def rank(
    message: Message,
    command: CommandObject,
    db: Database,
    viewer: Viewer,
    program: Program,
    texts: Texts,
    now: datetime,
) -> TelegramMethod[Any]:
    if (changed := await _hide_or_show(command.args, db, viewer, now)) is not None:
        return message.answer(texts(changed))
    board = await _board(db, _window(command.args), None, viewer.member_id, program, now)
    return message.answer(_program_board(board, texts), reply_markup=window_buttons(texts))


@router.callback_query(WindowButton.filter(), Joined())
async def turn(
    callback: CallbackQuery,
    callback_data: WindowButton,
    db: Database,
    viewer: Viewer,
    program: Program,
    texts: Texts,
    now: datetime,
) -> tuple[TelegramMethod[Any], ...]:
    board = await _board(db, _window(callback_data.window), None, viewer.member_id, program, now)
    return callback.answer(), replace(callback, _program_board(board, texts), window_buttons(texts))


async def _board(
    db: Database, window: Window, chat_id: int | None, member_id: int | None, program: Program, now: datetime
) -> Board:
    return await db.read(
        leaderboards.board, window=window, chat_id=chat_id, member_id=member_id, program=program, now=now
    )


async def _hide_or_show(given: str | None, db: Database, viewer: Viewer, now: datetime) -> str | None:
    """Do what /rank hide or /rank show asks and return the text key that says so."""
    word = (given or "").strip().lower()
    if viewer.member_id is None or word not in {HIDE, SHOW}:
        return None
    await db.write(leaderboards.hide, member_id=viewer.member_id, hidden=word == HIDE, now=now)
    return "leaderboards-hidden" if word == HIDE else "leaderboards-shown"


def _window(given: str | None) -> Window:
    word = (given or "").strip().lower()
    return next((window for window in WINDOWS if window == word), "week")


def _group_board(board: Board, texts: Texts) -> str:
    title = texts("leaderboards-title-group", window=board.window)
    return "\n".join([title, "", *board_lines(board, texts)])


def _program_board(board: Board, texts: Texts) -> str:
    """Members don't know each other here, so names are masked."""
    title = texts("leaderboards-title-program", window=board.window)
    lines = [title, "", *board_lines(board, texts, masked=True), "", _own(board, texts)]
    return "\n".join([*lines, texts("leaderboards-counted")])


def _own(board: Board, texts: Texts) -> str:
    own = board.own
    if own is not None and own.hidden:
        return texts("leaderboards-own-hidden")
    if own is None or own.rank is None:
        return texts("leaderboards-own-none")
    return texts("leaderboards-own", rank=own.rank, points=own.points, people=board.people)
