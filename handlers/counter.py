"""The counter: staff scan or type a member's, a coupon's or a reward's code; nobody is found without one."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

from aiogram import F, Router
from aiogram.dispatcher.event.bases import SkipHandler
from aiogram.filters import Command, CommandObject, CommandStart, StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.methods import TelegramMethod
from aiogram.types import CallbackQuery, Message

from bot.counter_cards import (
    ByCode,
    Dialogue,
    coupon_card,
    missed,
    needs_amount,
    redeemed,
    reward_card,
    visit_card,
)
from bot.filters import Magic, Private, Role
from bot.qr import COUPON, PASS
from bot.replies import replace
from core.crypto import Vault
from core.program import Program
from core.texts import Texts
from db.engine import Database
from membership import counter, coupons, redemptions, visits
from membership.coupon_codes import plain
from membership.guesses import Missed
from membership.members import Viewer

router = Router(name="counter")

Methods = tuple[TelegramMethod[Any], ...]
# A code as it is shown: with its hyphens, so that no word of a conversation is taken for one.
SHOWN = re.compile(r"[2-9A-Za-z]{4}-[2-9A-Za-z]{4}|[2-9A-Za-z]{5}(-[2-9A-Za-z]{5}){2}")
SCANNED = re.compile(f"(?:{PASS}|{COUPON})[2-9A-Z]{{1,32}}")
CLERKS = Role("clerk", "manager", "owner")
WRITES = Magic(F.text & ~F.text.startswith("/"))


@router.message(CommandStart(deep_link=True, magic=F.args.regexp(SCANNED)), Private(), CLERKS)
async def scanned(
    message: Message,
    command: CommandObject,
    state: FSMContext,
    db: Database,
    viewer: Viewer,
    vault: Vault,
    program: Program,
    texts: Texts,
    now: datetime,
) -> TelegramMethod[Any]:
    await state.clear()
    typed = (command.args or "").partition("-")[2]
    return await _enter(message, typed, db, viewer, vault, program, texts, now)


@router.message(CommandStart(deep_link=True, magic=F.args.regexp(SCANNED)), Private())
async def scanned_by_a_guest(message: Message, viewer: Viewer, texts: Texts) -> TelegramMethod[Any]:
    """Somebody who is no clerk learns nothing, and the code stays good; a stranger is welcomed as ever."""
    if not viewer.joined:
        raise SkipHandler
    return message.answer(texts("passes-for-clerks"))


@router.message(Command("counter"), Private(), CLERKS)
async def begin(
    message: Message,
    command: CommandObject,
    state: FSMContext,
    db: Database,
    viewer: Viewer,
    vault: Vault,
    program: Program,
    texts: Texts,
    now: datetime,
) -> TelegramMethod[Any]:
    await state.clear()
    if command.args:
        return await _enter(message, command.args, db, viewer, vault, program, texts, now)
    await state.set_state(Dialogue.code)
    return message.answer(texts("counter-enter"))


@router.message(Command("counter"), Private())
async def not_staff(message: Message, texts: Texts) -> TelegramMethod[Any]:
    return message.answer(texts("counter-not-staff"))


@router.message(StateFilter(Dialogue.code), Private(), WRITES, CLERKS)
@router.message(Private(), Magic(F.text.regexp(SHOWN, mode="fullmatch")), CLERKS)
async def typed(
    message: Message,
    state: FSMContext,
    db: Database,
    viewer: Viewer,
    vault: Vault,
    program: Program,
    texts: Texts,
    now: datetime,
) -> TelegramMethod[Any]:
    """Take a code as typed; after a wrong one the next message may be another try."""
    return await _enter(message, message.text or "", db, viewer, vault, program, texts, now, state)


@router.callback_query(ByCode.filter(), Private(), CLERKS)
async def act_on_code(
    callback: CallbackQuery,
    callback_data: ByCode,
    state: FSMContext,
    db: Database,
    viewer: Viewer,
    vault: Vault,
    program: Program,
    texts: Texts,
    now: datetime,
) -> Methods:
    """Use up the coupon, or hand over the reward, whose code was handed in; ask first what the coupon depends on."""
    code: dict[str, Any] = {"clerk": viewer.telegram_id, "vault": vault, "now": now}
    if callback_data.do == "hand":
        given = await db.write(counter.hand_over_code, code=callback_data.code, **code, program=program)
        title = redemptions.title_of(given, program).in_(texts.language)
        return callback.answer(), replace(callback, texts("counter-handed", title=title))
    found = await db.write(counter.look_up, typed=callback_data.code, **code)
    if isinstance(found, Missed) or found.coupon is None:
        raise coupons.CouponUnknown
    if needs_amount(found.coupon.template, program):
        await state.set_state(Dialogue.code_amount)
        await state.set_data({"code": callback_data.code})
        title = coupons.title_of(program, found.coupon.template).in_(texts.language)
        return callback.answer(), replace(callback, texts("counter-ask-amount", title=title))
    done = await db.write(counter.redeem_code, code=callback_data.code, **code, amount=None, program=program)
    return callback.answer(), replace(callback, redeemed(done, program=program, texts=texts))


@router.message(StateFilter(Dialogue.code_amount), Private(), WRITES, CLERKS)
async def take_amount(
    message: Message,
    state: FSMContext,
    db: Database,
    viewer: Viewer,
    vault: Vault,
    program: Program,
    texts: Texts,
    now: datetime,
) -> TelegramMethod[Any]:
    """Use a coupon up for the amount; one that was mistyped or is too small may be typed again."""
    done = await db.write(
        counter.redeem_code,
        code=(await state.get_data())["code"],
        clerk=viewer.telegram_id,
        amount=counter.amount_of(message.text or "", program=program),
        vault=vault,
        program=program,
        now=now,
    )
    await state.clear()
    return message.answer(redeemed(done, program=program, texts=texts))


async def _enter(
    message: Message,
    typed: str,
    db: Database,
    viewer: Viewer,
    vault: Vault,
    program: Program,
    texts: Texts,
    now: datetime,
    state: FSMContext | None = None,
) -> TelegramMethod[Any]:
    """Open a visit by a member's code, or show what a coupon's or reward's code stands for."""
    code: dict[str, Any] = {"typed": typed, "clerk": viewer.telegram_id, "vault": vault, "now": now}
    if counter.is_pass(typed):
        visit = await db.write(visits.open_visit, **code)
        if isinstance(visit, Missed):
            return message.answer(missed(visit, texts))
        told, buttons = visit_card(visit, program=program, texts=texts)
    else:
        found = await db.write(counter.look_up, **code)
        if isinstance(found, Missed):
            return message.answer(missed(found, texts))
        whole = plain(typed)
        if found.coupon is not None:
            act = ByCode(do="use", code=whole)
            told, buttons = coupon_card(found.coupon, act, program=program, texts=texts)
        else:
            assert found.redemption is not None  # noqa: S101 - one of the two was found
            act = ByCode(do="hand", code=whole)
            told, buttons = reward_card(found.redemption, act, program=program, texts=texts)
    if state is not None:
        await state.clear()
    return message.answer(told, reply_markup=buttons)
