"""A member's latest orders."""

from __future__ import annotations

from typing import Any

from aiogram import Bot, Router
from aiogram.filters import Command
from aiogram.methods import TelegramMethod
from aiogram.types import Message
from sqlalchemy.orm import Session

from bot.filters import Joined
from bot.replies import privately
from core.program import Program
from core.texts import Texts
from core.wording import day, money
from db.engine import Database
from membership import orders, products
from membership.members import Viewer

router = Router(name="orders")

SHOWN = 5


@router.message(Command("orders"), Joined())
async def recent(
    message: Message,
    bot: Bot,
    db: Database,
    viewer: Viewer,
    program: Program,
    texts: Texts,
) -> TelegramMethod[Any]:
    assert viewer.member_id is not None  # noqa: S101 - Joined()
    latest, named = await db.read(_named_orders, member_id=viewer.member_id, program=program)
    if not latest:
        return await privately(message, bot, texts, texts("orders-none"))
    lines = [
        texts(
            "orders-line",
            day=day(order.ordered_at, program=program, language=texts.language),
            what="、".join(named[one].name.in_(texts.language) for one in order.products)
            if texts.language != "en"
            else ", ".join(named[one].name.in_("en") for one in order.products),
            total=money(order.total, program=program),
            points=order.points,
        )
        for order in latest
    ]
    return await privately(message, bot, texts, "\n\n".join([texts("orders-list"), *lines]))


def _named_orders(
    session: Session,
    *,
    member_id: int,
    program: Program,
) -> tuple[tuple[orders.Recent, ...], dict[str, products.Described]]:
    latest = orders.recent(session, member_id=member_id, limit=SHOWN)
    ids = [product for order in latest for product in order.products]
    return latest, products.describe(session, ids=ids, program=program)
