"""Inviting friends: one's own link and what became of it, and the colleagues' look at doubtful ones."""

from __future__ import annotations

import csv
import io
from datetime import datetime
from decimal import Decimal
from typing import Any, Literal
from urllib.parse import urlencode

from aiogram import Bot, F, Router
from aiogram.filters import Command, CommandObject
from aiogram.filters.callback_data import CallbackData
from aiogram.methods import SendMessage, TelegramMethod
from aiogram.types import (
    BufferedInputFile,
    CallbackQuery,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    Message,
)

from bot.filters import Joined, Magic, Operator, Private
from bot.keyboards import button, keyboard
from bot.replies import Reply, own, replace
from core.archives import harmless
from core.program import Program
from core.texts import Texts
from core.wording import day, moment, money
from db.engine import Database
from membership import referral_reviews, referral_rewards, referrals
from membership.members import Viewer

router = Router(name="referrals")

_COLUMNS = ("referral", "member", "name", "amount", "currency", "earned_at")


class Verdict(CallbackData, prefix="referral"):
    """A colleague's word on a held invitation; the reason is one of a few."""

    id: int
    why: Literal["checked", "self", "fake", "member"]


@router.message(Command("invite"), Joined())
@router.callback_query(Magic(F.data == "invite"), Joined(), Private())
async def invite(
    event: Message | CallbackQuery,
    bot: Bot,
    db: Database,
    viewer: Viewer,
    program: Program,
    texts: Texts,
    now: datetime,
) -> Reply:
    assert viewer.member_id is not None  # noqa: S101 - Joined()
    payload = await db.write(referrals.link, member_id=viewer.member_id, now=now)
    known = await db.read(referrals.invitations, member_id=viewer.member_id, program=program, now=now)
    me = await bot.me()
    link = f"https://t.me/{me.username}?start={payload}"
    words = texts("referrals-share", brand=program.brand.name.in_(texts.language))
    share = f"https://t.me/share/url?{urlencode({'url': link, 'text': words})}"
    lines = [_promise(program, texts), texts("referrals-link", link=link), *_friends(known, program, texts)]
    shared = InlineKeyboardButton(text=texts("referrals-share-button"), url=share)
    buttons = InlineKeyboardMarkup(inline_keyboard=[[shared]])
    return await own(event, bot, texts, "\n\n".join(lines), buttons)


@router.message(Command("referrals"), Private(), Operator())
async def review(
    message: Message,
    command: CommandObject,
    db: Database,
    viewer: Viewer,
    program: Program,
    texts: Texts,
    now: datetime,
) -> Reply:
    """Show what waits, decide one in writing (`release 12 reason`), or hand the cash list over (`export`)."""
    verb, number, reason = [*(command.args or "").split(maxsplit=2), "", "", ""][:3]
    if not verb:
        return await _queue(message, db, program, texts)
    if verb == "export":
        return await _export(message, db, viewer, program, texts, now)
    if verb not in {"release", "cancel"} or not (number.isascii() and number.isdigit() and len(number) < 18):
        return message.answer(texts("referrals-how-to"))
    done = await db.write(
        referral_reviews.decide,
        referral_id=int(number),
        release=verb == "release",
        reason=reason,
        operator_id=viewer.telegram_id,
        program=program,
        now=now,
    )
    return message.answer(_said(done, texts))


@router.callback_query(Verdict.filter(), Private(), Operator())
async def decide(
    callback: CallbackQuery,
    callback_data: Verdict,
    db: Database,
    viewer: Viewer,
    program: Program,
    texts: Texts,
    now: datetime,
) -> Reply:
    done = await db.write(
        referral_reviews.decide,
        referral_id=callback_data.id,
        release=callback_data.why == "checked",
        reason=callback_data.why,
        operator_id=viewer.telegram_id,
        program=program,
        now=now,
    )
    told = _said(done, texts)
    return callback.answer(), replace(callback, told)


async def _queue(message: Message, db: Database, program: Program, texts: Texts) -> Reply:
    held = await db.read(referral_reviews.waiting)
    if not held:
        return message.answer(texts("referrals-none-held"))
    return tuple(_case(message.chat.id, one, program, texts) for one in held)


def _case(chat_id: int, one: referral_reviews.Held, program: Program, texts: Texts) -> SendMessage:
    told = texts(
        "referrals-held-case",
        id=str(one.referral_id),
        inviter=one.inviter,
        friend=one.invitee,
        joined=moment(one.joined_at, program=program, language=texts.language),
        why=texts(f"referrals-why-{one.reason}"),
    )
    buttons = [
        button(texts(f"referrals-verdict-{why}"), Verdict(id=one.referral_id, why=why))
        for why in ("checked", "self", "fake", "member")
    ]
    return SendMessage(chat_id=chat_id, text=told, reply_markup=keyboard(buttons))


async def _export(
    message: Message, db: Database, viewer: Viewer, program: Program, texts: Texts, now: datetime
) -> TelegramMethod[Any]:
    """Hand over the cash that is owed, each once: what was exported is not in the next file."""
    owed = await db.write(referral_reviews.payouts, operator_id=viewer.telegram_id, now=now)
    if not owed:
        return message.answer(texts("referrals-nothing-owed"))
    out = io.StringIO()
    table = csv.writer(out)
    table.writerow(_COLUMNS)
    for one in owed:
        amount = Decimal(one.amount_minor).scaleb(-program.minor_units)
        cells = (one.referral_id, one.number, one.name, amount, program.currency, one.paid_at.isoformat())
        table.writerow([harmless(cell) for cell in cells])
    # The mark in front lets spreadsheets read the names as UTF-8.
    file = BufferedInputFile(out.getvalue().encode("utf-8-sig"), f"referrals-{now:%Y%m%d-%H%M%S}.csv")
    total = money(sum(one.amount_minor for one in owed), program=program)
    return message.answer_document(file, caption=texts("referrals-owed", count=len(owed), total=total))


def _promise(program: Program, texts: Texts) -> str:
    rules = program.points.referral
    lines = [
        texts(
            "referrals-promise",
            spend=money(program.minor(rules.min_spend), program=program),
            days=rules.valid_days,
            points=rules.inviter_points,
            friend=rules.invitee_points,
        )
    ]
    if rules.inviter_coupon is not None:
        title = program.coupons[rules.inviter_coupon].title.in_(texts.language)
        lines.append(texts("referrals-promise-coupon", coupon=title))
    if rules.inviter_cash:
        cash = money(program.minor(rules.inviter_cash), program=program)
        lines.append(texts("referrals-promise-cash", cash=cash))
    return "\n".join(lines)


def _friends(known: referrals.Invitations, program: Program, texts: Texts) -> list[str]:
    """Return what became of the invitations, without who the friends are or what they bought."""
    told = []
    if known.came_by is not None and known.came_by.state in {"joined", "ordered", "held"}:
        told.append(texts("referrals-came-by", points=program.points.referral.invitee_points))
    if not known.friends:
        return told
    lines = [
        texts(
            f"referrals-friend-{one.state}",
            joined=day(one.joined_at, program=program, language=texts.language),
            due=day(one.due_at or one.joined_at, program=program, language=texts.language),
        )
        for one in known.friends
    ]
    summed = texts(
        "referrals-sum",
        paid=known.counts.get("paid", 0),
        waiting=known.waiting,
        month=known.rewarded_this_month,
        most=program.points.referral.max_per_month,
    )
    return [*told, "\n".join([summed, *lines])]


def _said(done: referral_rewards.Settled, texts: Texts) -> str:
    return texts(f"referrals-decided-{done.state}", id=str(done.referral_id), points=done.points)
