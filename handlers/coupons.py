"""A member's open coupons."""

from __future__ import annotations

from datetime import datetime

from aiogram import Bot, F, Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from bot.filters import Joined, Magic, Private
from bot.replies import Reply, own
from core.program import Program
from core.texts import Texts
from core.wording import last_day
from db.engine import Database
from membership import coupons
from membership.members import Viewer

router = Router(name="coupons")

SHOWN = 15


@router.message(Command("coupons"), Joined())
@router.callback_query(Magic(F.data == "coupons"), Joined(), Private())
async def open_coupons(
    event: Message | CallbackQuery,
    bot: Bot,
    db: Database,
    viewer: Viewer,
    program: Program,
    texts: Texts,
    now: datetime,
) -> Reply:
    return await own(event, bot, texts, await _coupons(db, viewer, program, texts, now))


async def _coupons(db: Database, viewer: Viewer, program: Program, texts: Texts, now: datetime) -> str:
    assert viewer.member_id is not None  # noqa: S101 - Joined()
    held = await db.read(coupons.open_coupons, member_id=viewer.member_id, now=now)
    if not held:
        return texts("coupons-none")
    lines = [texts("coupons-list", count=len(held))]
    for coupon in held[:SHOWN]:
        template = program.coupons.get(coupon.template)
        lines.append(
            texts(
                "coupons-line",
                title=template.title.in_(texts.language) if template else coupon.template,
                about=template.description.in_(texts.language) if template else "",
                code=coupons.shown_code(coupon.code),
                until=last_day(coupon.expires_at, program=program, language=texts.language),
            ),
        )
    if len(held) > SHOWN:
        lines.append(texts("coupons-more", count=len(held) - SHOWN))
    return "\n\n".join(lines)
