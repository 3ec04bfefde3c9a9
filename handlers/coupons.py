"""A member's coupons: those to use, one with its code and QR, those that are over; and operators who give or take."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from aiogram import Bot, F, Router
from aiogram.filters import Command, CommandObject
from aiogram.filters.callback_data import CallbackData
from aiogram.methods import SendPhoto, TelegramMethod
from aiogram.types import CallbackQuery, Message

from bot.filters import Joined, Magic, Private, Role
from bot.keyboards import button, keyboard
from bot.qr import COUPON, counter_link, picture
from bot.replies import Reply, own
from core.crypto import Vault
from core.program import CouponTemplate, Program
from core.texts import Texts
from core.wording import day, last_day, money
from db.engine import Database
from membership import coupon_ends, coupons, members
from membership.members import Ref, Viewer

router = Router(name="coupons")

SHOWN = 20
PAGE = 10


class Card(CallbackData, prefix="coupon"):
    """One of the member's open coupons."""

    id: int


class Past(CallbackData, prefix="pastcoupons"):
    """Those that are over, below id `before`."""

    before: int


@router.message(Command("coupons"), Joined())
@router.callback_query(Magic(F.data == "coupons"), Joined(), Private())
async def open_coupons(
    event: Message | CallbackQuery,
    bot: Bot,
    db: Database,
    viewer: Viewer,
    vault: Vault,
    program: Program,
    texts: Texts,
    now: datetime,
) -> Reply:
    assert viewer.member_id is not None  # noqa: S101 - Joined()
    held = await db.read(coupons.open_coupons, member_id=viewer.member_id, now=now)
    buttons = [
        button(coupons.title_of(program, one.template).in_(texts.language), Card(id=one.coupon_id))
        for one in held[:SHOWN]
    ]
    past = button(texts("coupons-past"), Past(before=0))
    return await own(
        event, bot, texts, _list(held, vault, program, texts), keyboard([*buttons, past], width=1)
    )


@router.callback_query(Card.filter(), Joined(), Private())
async def show(
    callback: CallbackQuery,
    callback_data: Card,
    bot: Bot,
    db: Database,
    viewer: Viewer,
    vault: Vault,
    program: Program,
    texts: Texts,
    now: datetime,
) -> tuple[TelegramMethod[Any], ...]:
    """Show one coupon's terms with its code, as letters and as a picture that a clerk can scan."""
    assert viewer.member_id is not None  # noqa: S101 - Joined()
    coupon = await db.read(coupons.own, coupon_id=callback_data.id, member_id=viewer.member_id, now=now)
    template = program.coupons.get(coupon.template)
    code = coupons.shown_code(coupon.code, vault)
    told = texts(
        "coupons-card",
        title=coupons.title_of(program, coupon.template).in_(texts.language),
        about=template.description.in_(texts.language) if template else "",
        terms=terms_of(template, program, texts) if template else "",
        code=code,
        until=last_day(coupon.expires_at, program=program, language=texts.language),
    )
    link = await counter_link(bot, COUPON + code.replace("-", ""))
    return (
        callback.answer(),
        SendPhoto(chat_id=callback.from_user.id, photo=picture(link, code), caption=told),
    )


@router.callback_query(Past.filter(), Joined(), Private())
async def past(
    callback: CallbackQuery,
    callback_data: Past,
    bot: Bot,
    db: Database,
    viewer: Viewer,
    program: Program,
    texts: Texts,
    now: datetime,
) -> Reply:
    assert viewer.member_id is not None  # noqa: S101 - Joined()
    found = await db.read(
        coupons.past_coupons,
        member_id=viewer.member_id,
        before=callback_data.before or None,
        limit=PAGE + 1,
        now=now,
    )
    lines = [
        texts(
            "coupons-past-line",
            state=one.state,
            title=coupons.title_of(program, one.template).in_(texts.language),
            day=day(one.at, program=program, language=texts.language)
            if one.state == "redeemed"
            else last_day(one.at, program=program, language=texts.language),
            off=one.saved or 0,
            saved=money(one.saved or 0, program=program),
        )
        for one in found[:PAGE]
    ]
    turns = [button(texts("coupons-open"), "coupons")]
    if len(found) > PAGE:
        turns.insert(0, button(texts("coupons-older"), Past(before=found[PAGE - 1].coupon_id)))
    told = "\n".join([texts("coupons-past-list"), *lines]) if lines else texts("coupons-past-none")
    return await own(callback, bot, texts, told, keyboard(turns))


@router.message(Command("issue"), Private(), Role("owner", "manager", "operator"))
async def issue(
    message: Message,
    command: CommandObject,
    db: Database,
    viewer: Viewer,
    program: Program,
    texts: Texts,
    now: datetime,
) -> TelegramMethod[Any]:
    """Give a member a coupon; the message's own id makes a repeated delivery give one."""
    names = ", ".join(program.coupons)
    words = (command.args or "").split(maxsplit=2)
    if len(words) < 3:
        return message.answer(texts("coupons-issue-how-to", templates=names))
    number, template, reason = words
    if template not in program.coupons:
        return message.answer(texts("coupons-issue-template", template=template, templates=names))
    issued = await db.write(
        coupon_ends.give,
        member_id=await db.read(members.find, ref=Ref("number", number)),
        template=template,
        reason=reason,
        attempt=f"{message.chat.id}:{message.message_id}",
        by=viewer.telegram_id,
        program=program,
        now=now,
    )
    title = program.coupons[template].title.in_(texts.language)
    return message.answer(texts("coupons-issue-done", number=number, title=title, id=str(issued.coupon_id)))


@router.message(Command("revoke"), Private(), Role("owner", "manager", "operator"))
async def revoke(
    message: Message,
    command: CommandObject,
    db: Database,
    viewer: Viewer,
    program: Program,
    texts: Texts,
    now: datetime,
) -> TelegramMethod[Any]:
    words = (command.args or "").split(maxsplit=1)
    coupon_id = int(words[0]) if words and words[0].isascii() and words[0].isdigit() else 0
    if len(words) < 2 or not 0 < coupon_id < 2**52:
        return message.answer(texts("coupons-revoke-how-to"))
    taken = await db.write(
        coupon_ends.withdraw,
        coupon_id=coupon_id,
        by=viewer.telegram_id,
        reason=words[1],
        program=program,
        now=now,
    )
    title = coupons.title_of(program, taken.template).in_(texts.language)
    return message.answer(texts("coupons-revoke-done", title=title))


def terms_of(template: CouponTemplate, program: Program, texts: Texts) -> str:
    """Word a coupon's threshold, scope and company, one a line."""
    lines = []
    if template.min_spend:
        least = int(template.min_spend.scaleb(program.minor_units))
        lines.append(texts("coupons-terms-threshold", least=money(least, program=program)))
    names = [program.categories[one].name.in_(texts.language) for one in template.categories]
    names += [program.products[one].name.in_(texts.language) for one in template.products]
    if names:
        lines.append(texts("coupons-terms-scope", names=" · ".join(names)))
    lines.append(texts("coupons-terms-stacking" if template.stacking else "coupons-terms-alone"))
    return "\n".join(lines)


def _list(held: tuple[coupons.Open, ...], vault: Vault, program: Program, texts: Texts) -> str:
    if not held:
        return texts("coupons-none")
    lines = [texts("coupons-list", count=len(held)), ""]
    lines += [
        texts(
            "coupons-line",
            title=coupons.title_of(program, one.template).in_(texts.language),
            code=coupons.shown_code(one.code, vault),
            until=last_day(one.expires_at, program=program, language=texts.language),
        )
        for one in held[:SHOWN]
    ]
    if len(held) > SHOWN:
        lines.append(texts("coupons-more", count=len(held) - SHOWN))
    return "\n".join(lines)
