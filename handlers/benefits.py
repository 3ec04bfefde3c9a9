"""What a member's tier gives, with a button for what has to be claimed; and how much of it is taken."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from aiogram import Bot, F, Router
from aiogram.filters import Command
from aiogram.filters.callback_data import CallbackData
from aiogram.methods import TelegramMethod
from aiogram.types import CallbackQuery, InlineKeyboardMarkup, Message

from bot.filters import Joined, Magic, Operator, Private
from bot.keyboards import button, keyboard
from bot.replies import Reply, own, replace
from core.program import Program
from core.texts import Texts
from core.wording import day, last_day
from db.engine import Database
from membership import benefits, tiers
from membership.members import Viewer

router = Router(name="benefits")


class Claim(CallbackData, prefix="benefit"):
    """Take this benefit for the running period; whose it is comes from who taps."""

    id: str


@router.message(Command("benefits"), Joined())
@router.callback_query(Magic(F.data == "benefits"), Joined(), Private())
async def show(
    event: Message | CallbackQuery,
    bot: Bot,
    db: Database,
    viewer: Viewer,
    program: Program,
    texts: Texts,
    now: datetime,
) -> Reply:
    told, buttons = await _screen(db, viewer, program, texts, now)
    return await own(event, bot, texts, told, buttons)


@router.callback_query(Claim.filter(), Joined(), Private())
async def claim(
    callback: CallbackQuery,
    callback_data: Claim,
    db: Database,
    viewer: Viewer,
    program: Program,
    texts: Texts,
    now: datetime,
) -> Reply:
    """Claim, say what came of it, and show the list as it is now."""
    assert viewer.member_id is not None  # noqa: S101 - Joined()
    done = await db.write(
        benefits.claim, member_id=viewer.member_id, benefit=callback_data.id, program=program, now=now
    )
    told, buttons = await _screen(db, viewer, program, texts, now)
    name = done.benefit.name.in_(texts.language)
    if done.coupon is None:
        said = texts("benefits-taken", name=name) if done.new else texts("benefits-taken-already", name=name)
    else:
        until = last_day(done.coupon.expires_at, program=program, language=texts.language)
        said = texts(
            "benefits-claimed" if done.new else "benefits-claimed-already",
            coupon=program.coupons[done.coupon.template].title.in_(texts.language),
            until=until,
        )
    return callback.answer(said, show_alert=True), replace(callback, told, buttons)


@router.message(Command("claimrates"), Operator(), Private())
async def rates(
    message: Message, db: Database, program: Program, texts: Texts, now: datetime
) -> TelegramMethod[Any]:
    """Show how many of those entitled to a benefit have taken it in its running period."""
    found = await db.read(benefits.rates, program=program, now=now)
    lines = [texts("benefits-rates")]
    lines += [
        texts(
            "benefits-rate",
            name=one.benefit.name.in_(texts.language),
            claimed=one.claimed,
            entitled=one.entitled,
            percent=one.percent,
        )
        for one in found
    ]
    return message.answer("\n".join(lines) if found else texts("benefits-rates-none"))


async def _screen(
    db: Database, viewer: Viewer, program: Program, texts: Texts, now: datetime
) -> tuple[str, InlineKeyboardMarkup | None]:
    assert viewer.member_id is not None  # noqa: S101 - Joined()
    held = await db.read(tiers.tier_of, member_id=viewer.member_id, program=program, now=now)
    found = await db.read(benefits.owned, member_id=viewer.member_id, program=program, now=now)
    lines = [texts("benefits-list", emoji=held.emoji, tier=held.name.in_(texts.language))]
    for one in found:
        lines.append(
            texts(
                "benefits-line",
                name=one.benefit.name.in_(texts.language),
                about=one.benefit.description.in_(texts.language),
            )
        )
        if one.claimed_at is not None and one.again_at is not None:
            again = day(one.again_at, program=program, language=texts.language)
            lines.append(f"  {texts('benefits-again', day=again)}")
        elif one.claimed_at is not None:
            lines.append(f"  {texts('benefits-had')}")
    waiting = [
        button(texts("benefits-claim", name=one.benefit.name.in_(texts.language)), Claim(id=one.benefit.id))
        for one in found
        if one.open
    ]
    if any(one.claimed_at for one in found):
        waiting.append(button(texts("benefits-coupons"), "coupons"))
    return "\n".join(lines), keyboard(waiting, width=1) if waiting else None
