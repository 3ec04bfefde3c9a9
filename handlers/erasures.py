"""What the bot keeps of somebody: told, handed out as a file, and erased."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from aiogram import Bot, F, Router
from aiogram.filters import Command
from aiogram.filters.callback_data import CallbackData
from aiogram.fsm.context import FSMContext
from aiogram.methods import SendDocument, SendMessage, TelegramMethod
from aiogram.types import BufferedInputFile, CallbackQuery, Message

from bot.filters import Joined, Magic, Private
from bot.keyboards import button, keyboard
from bot.replies import own, replace
from core.archives import Archive, Pages
from core.crypto import Vault
from core.program import Program
from core.texts import Texts
from core.wording import day
from db.engine import Database
from membership import erasures, exports
from membership.members import Viewer

router = Router(name="erasures")

LARGEST = 45 * 1024 * 1024  # Telegram takes documents of 50 MB from a bot
SURE_WITHIN = 600  # seconds between the first question and the last


class Erase(CallbackData, prefix="erase"):
    """The second yes; `at` (Unix time of the first) keeps an old button from erasing anybody."""

    at: int


@router.message(Command("privacy"), Joined())
async def privacy(message: Message, bot: Bot, texts: Texts, program: Program) -> Any:
    buttons = [button(texts("erasures-copy"), "copy-data"), button(texts("erasures-erase"), "erase-me")]
    told = f"{_privacy(texts, program)}\n{texts('erasures-below')}"
    return await own(message, bot, texts, told, keyboard(buttons))


@router.message(Command("privacy"))
async def privacy_of_stranger(message: Message, texts: Texts, program: Program) -> TelegramMethod[Any]:
    return message.answer(_privacy(texts, program))


@router.callback_query(Magic(F.data == "copy-data"), Joined(), Private())
async def copy(
    callback: CallbackQuery,
    db: Database,
    viewer: Viewer,
    vault: Vault,
    program: Program,
    texts: Texts,
    now: datetime,
) -> tuple[TelegramMethod[Any], ...]:
    """Pack page by page, each a read of its own: a member with 100,000 entries holds nobody up."""
    member_id = _id(viewer)
    await db.write(exports.begin, member_id=member_id, now=now)
    archive = Archive()
    archive.add_text(
        "README.txt",
        texts(
            "erasures-readme",
            brand=program.brand.name.in_(texts.language),
            number=viewer.number,
            day=day(now, program=program, language=texts.language),
        ),
    )
    for section in exports.SECTIONS:
        if await archive.add_csv(section, _pages(db, member_id, section, vault)):
            await archive.add_json(section, _pages(db, member_id, section, vault))
    packed = archive.close()
    if len(packed) > LARGEST:
        return callback.answer(), SendMessage(chat_id=callback.from_user.id, text=texts("erasures-too-large"))
    file = BufferedInputFile(packed, f"{viewer.number}-{now:%Y%m%d}.zip")
    sent = SendDocument(chat_id=callback.from_user.id, document=file, caption=texts("erasures-copied"))
    return callback.answer(texts("erasures-copying")), sent


@router.callback_query(Magic(F.data == "erase-me"), Joined(), Private())
async def first_question(
    callback: CallbackQuery, db: Database, viewer: Viewer, texts: Texts, now: datetime
) -> tuple[TelegramMethod[Any], ...]:
    lost = await db.read(erasures.loss, member_id=_id(viewer), now=now)
    told = texts("erasures-first", points=lost.points, coupons=lost.coupons, redemptions=lost.redemptions)
    buttons = [button(texts("erasures-stay"), "erase-not"), button(texts("erasures-go-on"), "erase-sure")]
    below = SendMessage(chat_id=callback.from_user.id, text=told, reply_markup=keyboard(buttons))
    return callback.answer(), below


@router.callback_query(Magic(F.data == "erase-sure"), Joined(), Private())
async def second_question(
    callback: CallbackQuery, texts: Texts, now: datetime
) -> tuple[TelegramMethod[Any], ...]:
    buttons = [
        button(texts("erasures-stay"), "erase-not"),
        button(texts("erasures-for-good"), Erase(at=int(now.timestamp()))),
    ]
    return callback.answer(), replace(callback, texts("erasures-second"), keyboard(buttons))


@router.callback_query(Magic(F.data == "erase-not"), Private())
async def stay(callback: CallbackQuery, texts: Texts) -> tuple[TelegramMethod[Any], ...]:
    return callback.answer(), replace(callback, texts("erasures-stayed"))


@router.callback_query(Erase.filter(), Joined(), Private())
async def erase(
    callback: CallbackQuery,
    callback_data: Erase,
    state: FSMContext,
    db: Database,
    viewer: Viewer,
    vault: Vault,
    program: Program,
    texts: Texts,
    now: datetime,
) -> tuple[TelegramMethod[Any], ...]:
    if not 0 <= now.timestamp() - callback_data.at <= SURE_WITHIN:
        return callback.answer(), replace(callback, texts("erasures-too-slow"))
    await db.write(
        erasures.erase,
        member_id=_id(viewer),
        actor=f"member:{viewer.member_id}",
        origin="chat",
        vault=vault,
        program=program,
        now=now,
    )
    await state.clear()
    return callback.answer(), replace(callback, texts("erasures-done"))


async def _pages(db: Database, member_id: int, section: str, vault: Vault) -> Pages:
    after = None
    while True:
        page = await db.read(exports.page, member_id=member_id, section=section, after=after, vault=vault)
        yield page.rows
        if page.last is None:
            return
        after = page.last


def _privacy(texts: Texts, program: Program) -> str:
    return texts("erasures-privacy", brand=program.brand.name.in_(texts.language))


def _id(viewer: Viewer) -> int:
    assert viewer.member_id is not None  # noqa: S101 - Joined()
    return viewer.member_id
