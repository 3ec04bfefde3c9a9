"""Flash sales (秒杀): what is on or coming, and one tap to claim; groups are led into the private chat."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from aiogram import Bot, F, Router
from aiogram.filters import Command, CommandObject, CommandStart
from aiogram.filters.callback_data import CallbackData
from aiogram.methods import TelegramMethod
from aiogram.types import CallbackQuery, InlineKeyboardMarkup, Message

from bot.callbacks import FOR_SALE
from bot.filters import InGroup, Joined, Magic, Private
from bot.keyboards import button, keyboard
from bot.redemption_cards import card
from bot.replies import Reply, own, replace, start_link
from core.crypto import Vault
from core.program import Program
from core.texts import Texts
from core.wording import moment
from db.engine import Database
from membership import points, redemptions, sales
from membership.members import Viewer
from membership.sales import Showing

router = Router(name="sales")


class See(CallbackData, prefix="sale"):
    sale: str


class Claim(CallbackData, prefix="claim"):
    """One piece, for the price shown, of the window that opened at `opens` (minutes since 1970).

    An old button claims nothing new, and nothing for another price than it stood under.
    """

    sale: str
    opens: int
    piece: int
    price: int


@router.message(CommandStart(magic=F.args.startswith(FOR_SALE)), Private(), Joined())
async def arrive(
    message: Message,
    command: CommandObject,
    db: Database,
    viewer: Viewer,
    program: Program,
    texts: Texts,
    now: datetime,
) -> TelegramMethod[Any]:
    """Show the sale whose link was followed, or all when it is gone."""
    named = (command.args or "").removeprefix(FOR_SALE)
    shown = _card(named, db, viewer, program, texts, now) if named in program.sales else None
    told, buttons = await (shown or _list(db, viewer, program, texts, now))
    return message.answer(told, reply_markup=buttons)


@router.message(Command("sale", "sales"), InGroup())
async def in_group(
    message: Message, bot: Bot, db: Database, program: Program, texts: Texts, now: datetime
) -> TelegramMethod[Any]:
    """Tell a group what comes, and where to claim it; nothing of anybody's own."""
    shown = await db.read(sales.listing, member_id=None, program=program, now=now)
    if not shown:
        return message.reply(texts("sales-none"))
    lines = [*_about(shown[0], program, texts, now), "", texts("sales-in-private")]
    link = await start_link(bot, texts, payload=f"{FOR_SALE}{shown[0].sale}")
    return message.reply("\n".join(lines), reply_markup=link)


@router.message(Command("sale", "sales"), Joined())
@router.callback_query(Magic(F.data == "sales"), Joined(), Private())
async def listing(
    event: Message | CallbackQuery,
    bot: Bot,
    db: Database,
    viewer: Viewer,
    program: Program,
    texts: Texts,
    now: datetime,
) -> Reply:
    told, buttons = await _list(db, viewer, program, texts, now)
    return await own(event, bot, texts, told, buttons)


@router.callback_query(See.filter(), InGroup())
async def lead_in(callback: CallbackQuery, callback_data: See, bot: Bot) -> TelegramMethod[Any]:
    me = await bot.me()
    return callback.answer(url=f"https://t.me/{me.username}?start={FOR_SALE}{callback_data.sale}")


@router.callback_query(See.filter(), Joined(), Private())
async def see(
    callback: CallbackQuery,
    callback_data: See,
    db: Database,
    viewer: Viewer,
    program: Program,
    texts: Texts,
    now: datetime,
) -> Reply:
    told, buttons = await _card(callback_data.sale, db, viewer, program, texts, now)
    return callback.answer(), replace(callback, told, buttons)


@router.callback_query(Claim.filter(), Joined(), Private())
async def claim(
    callback: CallbackQuery,
    callback_data: Claim,
    db: Database,
    viewer: Viewer,
    program: Program,
    texts: Texts,
    vault: Vault,
    now: datetime,
) -> Reply:
    """Claim with one tap: in a flash sale a second question costs the piece; what was claimed can be given back."""
    assert viewer.member_id is not None  # noqa: S101 - Joined()
    done = await db.write(
        sales.claim,
        sale=callback_data.sale,
        opens_at=_instant(callback_data.opens),
        piece=callback_data.piece,
        price=callback_data.price,
        member_id=viewer.member_id,
        program=program,
        now=now,
    )
    held = await db.read(points.balance, member_id=viewer.member_id, now=now)
    coupon = await db.read(redemptions.coupon_of, redemption=done, now=now)
    told, buttons = card(
        done, coupon=coupon, texts=texts, program=program, vault=vault, balance=held.available
    )
    return callback.answer(), replace(callback, told, buttons)


async def _list(
    db: Database, viewer: Viewer, program: Program, texts: Texts, now: datetime
) -> tuple[str, InlineKeyboardMarkup | None]:
    shown = await db.read(sales.listing, member_id=viewer.member_id, program=program, now=now)
    if not shown:
        return texts("sales-none"), None
    if len(shown) == 1:
        return await _card(shown[0].sale, db, viewer, program, texts, now)
    buttons = [
        button(
            texts(
                "sales-button",
                mark="🟢" if one.running and one.left else "🫙" if one.running else "⏰",
                title=program.sales[one.sale].title.in_(texts.language),
            ),
            See(sale=one.sale),
        )
        for one in shown
    ]
    return texts("sales-list"), keyboard(buttons, width=1)


async def _card(
    sale: str, db: Database, viewer: Viewer, program: Program, texts: Texts, now: datetime
) -> tuple[str, InlineKeyboardMarkup]:
    shown = await db.read(sales.showing, sale=sale, member_id=viewer.member_id, program=program, now=now)
    lines = _about(shown, program, texts, now)
    most = program.sales[sale].per_member
    lines.append(texts("sales-limit", count=most, had=shown.had))
    buttons = [
        button(texts("sales-refresh"), See(sale=sale)),
        button(texts("redemptions-mine"), "redemptions"),
    ]
    if shown.running and shown.left and shown.had < most:
        opens = int(shown.opens_at.timestamp()) // 60
        buttons.insert(
            0,
            button(
                texts("sales-claim"),
                Claim(sale=sale, opens=opens, piece=shown.had, price=program.sales[sale].points),
            ),
        )
    if len(program.sales) > 1:
        buttons.append(button(texts("sales-other"), "sales"))
    return "\n".join(lines), keyboard(buttons)


def _about(shown: Showing, program: Program, texts: Texts, now: datetime) -> list[str]:
    """Say what is sold, for how much, when, to whom; the same for everybody."""
    sale = program.sales[shown.sale]
    lines = [
        texts(
            "sales-card",
            title=sale.title.in_(texts.language),
            about=sale.description.in_(texts.language),
        ),
        "",
        texts("sales-price", points=sale.points) if sale.points else texts("sales-free"),
    ]
    if sale.tiers:
        names = [one.name.in_(texts.language) for one in program.tiers if one.id in sale.tiers]
        lines.append(texts("sales-for", tiers=texts("sales-comma").join(names)))
    if shown.running and not shown.left:
        lines.append(texts("sales-gone", stock=sale.stock))
    elif shown.running:
        minutes = max(1, (shown.closes_at - now) // timedelta(minutes=1))
        lines.append(texts("sales-running", minutes=minutes, left=shown.left, stock=sale.stock))
    elif shown.opens_at > now:
        opens = moment(shown.opens_at, program=program, language=texts.language)
        lines += [
            texts("sales-coming", opens=opens, stock=sale.stock),
            _countdown(shown.opens_at - now, texts),
        ]
    else:
        lines.append(texts("sales-over"))
    return lines


def _countdown(ahead: timedelta, texts: Texts) -> str:
    minutes = -(-ahead // timedelta(minutes=1))  # rounded up: one minute before is no "0 minutes"
    hours, minutes = divmod(minutes, 60)
    days, hours = divmod(hours, 24)
    if days:
        return texts("sales-in-days", days=days, hours=hours)
    if hours:
        return texts("sales-in-hours", hours=hours, minutes=minutes)
    return texts("sales-in-minutes", minutes=minutes)


def _instant(minutes: int) -> datetime:
    return datetime.fromtimestamp(0, tz=UTC) + timedelta(minutes=minutes)
