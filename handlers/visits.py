"""A visit, as a clerk leads it: coupons used, rewards handed over, points asked for."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from aiogram import F, Router
from aiogram.filters import StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.methods import TelegramMethod
from aiogram.types import CallbackQuery, Message

from bot.counter_cards import AtVisit, Dialogue, coupon_card, needs_amount, redeemed, reward_card, visit_card
from bot.filters import Magic, Private, Role
from bot.replies import replace
from core.program import Program
from core.texts import Texts
from core.wording import money
from db.engine import Database
from membership import counter, coupons, deductions, redemptions, visits
from membership.bargains import RedemptionUnknown
from membership.members import Viewer

router = Router(name="visits")

Methods = tuple[TelegramMethod[Any], ...]
CLERKS = Role("clerk", "manager", "owner")
WRITES = Magic(F.text & ~F.text.startswith("/"))


@router.callback_query(AtVisit.filter(F.do == "see"), Private(), CLERKS)
async def see(
    callback: CallbackQuery,
    callback_data: AtVisit,
    state: FSMContext,
    db: Database,
    viewer: Viewer,
    program: Program,
    texts: Texts,
    now: datetime,
) -> Methods:
    await state.clear()
    return callback.answer(), await _visit(callback, callback_data.visit, db, viewer, program, texts, now)


@router.callback_query(AtVisit.filter(F.do == "coupon"), Private(), CLERKS)
async def pick_coupon(
    callback: CallbackQuery,
    callback_data: AtVisit,
    state: FSMContext,
    db: Database,
    viewer: Viewer,
    program: Program,
    texts: Texts,
    now: datetime,
) -> Methods:
    """Ask for the amount that the coupon depends on, or for a last look at it."""
    visit = await db.read(visits.see, visit_id=callback_data.visit, clerk=viewer.telegram_id, now=now)
    held = next((one for one in visit.coupons if one.coupon_id == callback_data.id), None)
    if held is None:
        raise coupons.CouponClosed
    if needs_amount(held.template, program):
        await state.set_state(Dialogue.coupon_amount)
        await state.set_data({"visit": visit.visit_id, "coupon": held.coupon_id})
        title = coupons.title_of(program, held.template).in_(texts.language)
        return callback.answer(), replace(callback, texts("counter-ask-amount", title=title))
    act = AtVisit(do="use", visit=visit.visit_id, id=held.coupon_id)
    told, buttons = coupon_card(held, act, program=program, texts=texts)
    return callback.answer(), replace(callback, told, buttons)


@router.callback_query(AtVisit.filter(F.do == "use"), Private(), CLERKS)
async def use_coupon(
    callback: CallbackQuery,
    callback_data: AtVisit,
    db: Database,
    viewer: Viewer,
    program: Program,
    texts: Texts,
    now: datetime,
) -> Methods:
    done = await db.write(
        visits.redeem_coupon,
        visit_id=callback_data.visit,
        clerk=viewer.telegram_id,
        coupon_id=callback_data.id,
        amount=None,
        program=program,
        now=now,
    )
    said = redeemed(done, program=program, texts=texts)
    return callback.answer(), await _visit(
        callback, callback_data.visit, db, viewer, program, texts, now, said
    )


@router.callback_query(AtVisit.filter(F.do == "reward"), Private(), CLERKS)
async def pick_reward(
    callback: CallbackQuery,
    callback_data: AtVisit,
    db: Database,
    viewer: Viewer,
    program: Program,
    texts: Texts,
    now: datetime,
) -> Methods:
    visit = await db.read(visits.see, visit_id=callback_data.visit, clerk=viewer.telegram_id, now=now)
    waiting = next((one for one in visit.rewards if one.redemption_id == callback_data.id), None)
    if waiting is None:
        raise RedemptionUnknown
    act = AtVisit(do="hand", visit=visit.visit_id, id=waiting.redemption_id)
    told, buttons = reward_card(waiting, act, program=program, texts=texts)
    return callback.answer(), replace(callback, told, buttons)


@router.callback_query(AtVisit.filter(F.do == "hand"), Private(), CLERKS)
async def hand_over(
    callback: CallbackQuery,
    callback_data: AtVisit,
    db: Database,
    viewer: Viewer,
    program: Program,
    texts: Texts,
    now: datetime,
) -> Methods:
    done = await db.write(
        visits.hand_over,
        visit_id=callback_data.visit,
        clerk=viewer.telegram_id,
        redemption_id=callback_data.id,
        program=program,
        now=now,
    )
    said = texts("counter-handed", title=redemptions.title_of(done, program).in_(texts.language))
    return callback.answer(), await _visit(
        callback, callback_data.visit, db, viewer, program, texts, now, said
    )


@router.callback_query(AtVisit.filter(F.do == "deduct"), Private(), CLERKS)
async def ask_order(
    callback: CallbackQuery,
    callback_data: AtVisit,
    state: FSMContext,
    db: Database,
    viewer: Viewer,
    texts: Texts,
    now: datetime,
) -> Methods:
    await db.read(visits.see, visit_id=callback_data.visit, clerk=viewer.telegram_id, now=now)
    await state.set_state(Dialogue.order_amount)
    await state.set_data({"visit": callback_data.visit})
    return callback.answer(), replace(callback, texts("counter-ask-order"))


@router.message(StateFilter(Dialogue.coupon_amount), Private(), WRITES, CLERKS)
async def take_amount(
    message: Message,
    state: FSMContext,
    db: Database,
    viewer: Viewer,
    program: Program,
    texts: Texts,
    now: datetime,
) -> TelegramMethod[Any]:
    """Use a coupon up for the amount; one that was mistyped or is too small may be typed again."""
    about = await state.get_data()
    done = await db.write(
        visits.redeem_coupon,
        visit_id=about["visit"],
        clerk=viewer.telegram_id,
        coupon_id=about["coupon"],
        amount=counter.amount_of(message.text or "", program=program),
        program=program,
        now=now,
    )
    await state.clear()
    visit = await db.read(visits.see, visit_id=about["visit"], clerk=viewer.telegram_id, now=now)
    said = redeemed(done, program=program, texts=texts)
    told, buttons = visit_card(visit, program=program, texts=texts, said=said)
    return message.answer(told, reply_markup=buttons)


@router.message(StateFilter(Dialogue.order_amount), Private(), WRITES, CLERKS)
async def take_order(
    message: Message,
    state: FSMContext,
    db: Database,
    viewer: Viewer,
    program: Program,
    texts: Texts,
    now: datetime,
) -> TelegramMethod[Any]:
    """Ask the member, in their own chat, whether points may pay for part of an order of this amount."""
    about = await state.get_data()
    amount = counter.amount_of(message.text or "", program=program)
    asked = await db.write(
        deductions.ask,
        visit_id=about["visit"],
        clerk=viewer.telegram_id,
        amount=amount,
        program=program,
        now=now,
    )
    await state.clear()
    return message.answer(
        texts(
            "counter-asked",
            points=asked.points,
            value=money(asked.value, program=program),
            due=money(asked.due, program=program),
        ),
    )


async def _visit(
    callback: CallbackQuery,
    visit_id: int,
    db: Database,
    viewer: Viewer,
    program: Program,
    texts: Texts,
    now: datetime,
    said: str | None = None,
) -> TelegramMethod[Any]:
    visit = await db.read(visits.see, visit_id=visit_id, clerk=viewer.telegram_id, now=now)
    told, buttons = visit_card(visit, program=program, texts=texts, said=said)
    return replace(callback, told, buttons)
