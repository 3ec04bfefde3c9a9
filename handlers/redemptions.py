"""What a member has redeemed, with its codes, and giving back what is not collected."""

from __future__ import annotations

from datetime import datetime

from aiogram import Bot, F, Router
from aiogram.filters import Command
from aiogram.filters.callback_data import CallbackData
from aiogram.types import CallbackQuery, InlineKeyboardMarkup, Message

from bot.filters import Joined, Magic, Private
from bot.keyboards import button, keyboard
from bot.redemption_cards import Cancel, Look, card, mark
from bot.replies import Reply, own, replace
from core.crypto import Vault
from core.program import Program
from core.texts import Texts
from db.engine import Database
from membership import redemptions
from membership.bargains import Redemption
from membership.members import Viewer

router = Router(name="redemptions")

PAGE = 7


class Page(CallbackData, prefix="redemptions"):
    """Redemptions older than `before`; 0 begins with the newest."""

    before: int


@router.message(Command("redemptions"), Joined())
@router.callback_query(Magic(F.data == "redemptions"), Joined(), Private())
async def mine(
    event: Message | CallbackQuery,
    bot: Bot,
    db: Database,
    viewer: Viewer,
    program: Program,
    texts: Texts,
) -> Reply:
    told, buttons = await _page(Page(before=0), db, viewer, program, texts)
    return await own(event, bot, texts, told, buttons)


@router.callback_query(Page.filter(), Joined(), Private())
async def turn_page(
    callback: CallbackQuery,
    callback_data: Page,
    db: Database,
    viewer: Viewer,
    program: Program,
    texts: Texts,
) -> Reply:
    told, buttons = await _page(callback_data, db, viewer, program, texts)
    return callback.answer(), replace(callback, told, buttons)


@router.callback_query(Look.filter(), Joined(), Private())
async def look(
    callback: CallbackQuery,
    callback_data: Look,
    db: Database,
    viewer: Viewer,
    program: Program,
    texts: Texts,
    vault: Vault,
    now: datetime,
) -> Reply:
    found = await _own(callback_data.id, db, viewer)
    coupon = await db.read(redemptions.coupon_of, redemption=found, now=now)
    told, buttons = card(found, coupon=coupon, texts=texts, program=program, vault=vault)
    return callback.answer(), replace(callback, told, buttons)


@router.callback_query(Cancel.filter(), Joined(), Private())
async def cancel(
    callback: CallbackQuery,
    callback_data: Cancel,
    db: Database,
    viewer: Viewer,
    program: Program,
    texts: Texts,
    vault: Vault,
    now: datetime,
) -> Reply:
    """Ask first; the second tap gives back, however often it comes."""
    assert viewer.member_id is not None  # noqa: S101 - Joined()
    if not callback_data.sure:
        told, buttons = _question(await _own(callback_data.id, db, viewer), program, texts)
        return callback.answer(), replace(callback, told, buttons)
    undone = await db.write(
        redemptions.cancel,
        redemption_id=callback_data.id,
        member_id=viewer.member_id,
        program=program,
        now=now,
    )
    toast = (
        texts("redemptions-undone", points=undone.points)
        if undone.points
        else texts("redemptions-undone-free")
    )
    told, buttons = card(undone.redemption, coupon=None, texts=texts, program=program, vault=vault)
    return callback.answer(toast), replace(callback, told, buttons)


async def _own(redemption_id: int, db: Database, viewer: Viewer) -> Redemption:
    assert viewer.member_id is not None  # noqa: S101 - Joined()
    return await db.read(redemptions.own, redemption_id=redemption_id, member_id=viewer.member_id)


async def _page(
    asked: Page, db: Database, viewer: Viewer, program: Program, texts: Texts
) -> tuple[str, InlineKeyboardMarkup]:
    assert viewer.member_id is not None  # noqa: S101 - Joined()
    found = await db.read(
        redemptions.mine, member_id=viewer.member_id, before=asked.before or None, limit=PAGE + 1
    )
    more = button(texts("redemptions-more"), "rewards")
    if not found:
        return texts("redemptions-none"), keyboard([more])
    rows = [
        [
            button(
                texts(
                    "redemptions-title",
                    mark=mark(one),
                    title=redemptions.title_of(one, program).in_(texts.language),
                ),
                Look(id=one.redemption_id),
            )
        ]
        for one in found[:PAGE]
    ]
    turns = [button(texts("redemptions-newest"), Page(before=0))] if asked.before else []
    if len(found) > PAGE:
        turns.append(button(texts("redemptions-older"), Page(before=found[PAGE - 1].redemption_id)))
    told = f"{texts('redemptions-list')}\n\n{texts('redemptions-legend')}"
    ends = [turns] if turns else []
    return told, InlineKeyboardMarkup(inline_keyboard=[*rows, *ends, [more]])


def _question(found: Redemption, program: Program, texts: Texts) -> tuple[str, InlineKeyboardMarkup]:
    title = redemptions.title_of(found, program).in_(texts.language)
    told = (
        texts("redemptions-cancel-sure", title=title, points=found.points)
        if found.points
        else texts("redemptions-cancel-free", title=title)
    )
    yes = button(texts("redemptions-cancel-yes"), Cancel(id=found.redemption_id, sure=True))
    return told, keyboard([yes, button(texts("redemptions-cancel-no"), Look(id=found.redemption_id))])
