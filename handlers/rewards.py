"""The catalogue of rewards (兑换): what there is, what a member can afford, and redeeming with a second tap."""

from __future__ import annotations

from datetime import datetime

from aiogram import Bot, F, Router
from aiogram.filters import Command
from aiogram.filters.callback_data import CallbackData
from aiogram.types import CallbackQuery, InlineKeyboardMarkup, Message

from bot.callbacks import ShowReward
from bot.filters import Joined, Magic, Private
from bot.keyboards import button
from bot.redemption_cards import card
from bot.replies import Reply, own, replace
from core.crypto import Vault
from core.program import Program
from core.program_sales import instant
from core.texts import Texts
from core.wording import day, worded
from db.engine import Database
from membership import availability, points, redemptions, rewards
from membership.members import Viewer
from membership.rewards import Offer

router = Router(name="rewards")

PAGE = 7
_MARKS = (
    (availability.RewardPointsShort, "🪙"),
    (availability.RewardTierShort, "🔒"),
    (availability.RewardHad, "🔒"),
    (availability.RewardSoldOut, "🫙"),
    (availability.RewardUsedUp, "🫙"),
)


class Shelf(CallbackData, prefix="rewards"):
    """A page of the catalogue, of all rewards or of those that the member can redeem now."""

    page: int
    affordable: bool


class Redeem(CallbackData, prefix="rdm"):
    """A try at a reward for the price that was shown, told from the next by `attempt`; with `sure` it is meant."""

    reward: str
    attempt: int
    price: int
    sure: bool


@router.message(Command("rewards", "redeem"), Joined())
@router.callback_query(Magic(F.data == "rewards"), Joined(), Private())
async def catalogue(
    event: Message | CallbackQuery,
    bot: Bot,
    db: Database,
    viewer: Viewer,
    program: Program,
    texts: Texts,
    now: datetime,
) -> Reply:
    told, buttons = await _shelf(Shelf(page=0, affordable=False), db, viewer, program, texts, now)
    return await own(event, bot, texts, told, buttons)


@router.callback_query(Shelf.filter(), Joined(), Private())
async def turn_page(
    callback: CallbackQuery,
    callback_data: Shelf,
    db: Database,
    viewer: Viewer,
    program: Program,
    texts: Texts,
    now: datetime,
) -> Reply:
    told, buttons = await _shelf(callback_data, db, viewer, program, texts, now)
    return callback.answer(), replace(callback, told, buttons)


@router.callback_query(ShowReward.filter(), Joined(), Private())
async def show(
    callback: CallbackQuery,
    callback_data: ShowReward,
    db: Database,
    viewer: Viewer,
    program: Program,
    texts: Texts,
    now: datetime,
) -> Reply:
    assert viewer.member_id is not None  # noqa: S101 - Joined()
    offer = await db.read(
        rewards.offer, reward=callback_data.reward, member_id=viewer.member_id, program=program, now=now
    )
    told, buttons = _card(offer, program, texts)
    return callback.answer(), replace(callback, told, buttons)


@router.callback_query(Redeem.filter(), Joined(), Private())
async def redeem(
    callback: CallbackQuery,
    callback_data: Redeem,
    db: Database,
    viewer: Viewer,
    program: Program,
    texts: Texts,
    vault: Vault,
    now: datetime,
) -> Reply:
    """Ask once, with the price and what is left; the second tap redeems, however often it comes."""
    assert viewer.member_id is not None  # noqa: S101 - Joined()
    if not callback_data.sure:
        offer = await db.read(
            rewards.offer, reward=callback_data.reward, member_id=viewer.member_id, program=program, now=now
        )
        told, buttons = _confirm(offer, program, texts)
        return callback.answer(), replace(callback, told, buttons)
    done = await db.write(
        redemptions.redeem,
        member_id=viewer.member_id,
        reward=callback_data.reward,
        attempt=callback_data.attempt,
        price=callback_data.price,
        program=program,
        now=now,
    )
    held = await db.read(points.balance, member_id=viewer.member_id, now=now)
    coupon = await db.read(redemptions.coupon_of, redemption=done, now=now)
    told, buttons = card(
        done, coupon=coupon, texts=texts, program=program, vault=vault, balance=held.available
    )
    return callback.answer(), replace(callback, told, buttons)


async def _shelf(
    asked: Shelf, db: Database, viewer: Viewer, program: Program, texts: Texts, now: datetime
) -> tuple[str, InlineKeyboardMarkup | None]:
    assert viewer.member_id is not None  # noqa: S101 - Joined()
    offers = await db.read(rewards.catalogue, member_id=viewer.member_id, program=program, now=now)
    if not offers:
        return texts("rewards-list-empty"), None
    can = [one for one in offers if one.refusal is None]
    shown = can if asked.affordable else list(offers)
    last = max(0, (len(shown) - 1) // PAGE)
    page = min(max(0, asked.page), last)
    key = (
        "rewards-list-none" if not can else "rewards-list-affordable" if asked.affordable else "rewards-list"
    )
    # Every line of the list is a button, so its text only says what the marks mean.
    told = [texts(key, available=offers[0].available, count=len(can))]
    if not asked.affordable:
        told.append(texts("rewards-legend"))
    rows = [
        [button(_label(one, program, texts), ShowReward(reward=one.reward))]
        for one in shown[page * PAGE : (page + 1) * PAGE]
    ]
    turns = [
        button(sign, Shelf(page=to, affordable=asked.affordable))
        for sign, to in (("◀", page - 1), ("▶", page + 1))
        if 0 <= to <= last
    ]
    other = "rewards-all" if asked.affordable else "rewards-only-affordable"
    ends = [button(texts("redemptions-mine"), "redemptions")]
    if can or asked.affordable:
        ends.insert(0, button(texts(other), Shelf(page=0, affordable=not asked.affordable)))
    if program.sales:
        ends.append(button(texts("sales-list"), "sales"))
    return "\n\n".join(told), InlineKeyboardMarkup(inline_keyboard=[*rows, *([turns] if turns else []), ends])


def _label(offer: Offer, program: Program, texts: Texts) -> str:
    mark = "✅" if offer.refusal is None else "⏳"
    for kind, sign in _MARKS:
        if isinstance(offer.refusal, kind):
            mark = sign
    title = program.rewards[offer.reward].title.in_(texts.language)
    return texts("rewards-button", mark=mark, title=title, points=offer.points)


def _card(offer: Offer, program: Program, texts: Texts) -> tuple[str, InlineKeyboardMarkup]:
    """Return what a reward is and costs, its limits, and why it can't be had when it can't."""
    reward = program.rewards[offer.reward]
    lines = [
        texts(
            "rewards-card",
            title=reward.title.in_(texts.language),
            about=reward.description.in_(texts.language),
            points=reward.points,
        )
    ]
    if offer.left is not None:
        lines.append(texts("rewards-left", left=offer.left))
    if reward.per_member is not None:
        lines.append(texts(f"rewards-per-{reward.per_member_in}", count=reward.per_member, had=offer.had))
    if reward.closes is not None:
        closes = instant(reward.closes, program.time_zone)
        lines.append(texts("rewards-until", closed=day(closes, program=program, language=texts.language)))
    lines.append(texts(f"rewards-how-{reward.kind}", days=program.redemption_hold_days))
    back = button(texts("rewards-back"), Shelf(page=0, affordable=False))
    if offer.refusal is not None:
        values = worded(offer.refusal.values, program=program, language=texts.language)
        lines.append("\n" + texts(offer.refusal.key, **values))
        return "\n".join(lines), InlineKeyboardMarkup(inline_keyboard=[[back]])
    ask = Redeem(reward=reward.id, attempt=offer.attempt, price=reward.points, sure=False)
    buttons = [[button(texts("rewards-redeem", points=reward.points), ask)], [back]]
    return "\n".join(lines), InlineKeyboardMarkup(inline_keyboard=buttons)


def _confirm(offer: Offer, program: Program, texts: Texts) -> tuple[str, InlineKeyboardMarkup]:
    """Return the question before the points are gone; what stopped being possible meanwhile is said instead."""
    if offer.refusal is not None:
        return _card(offer, program, texts)
    sure = Redeem(reward=offer.reward, attempt=offer.attempt, price=offer.points, sure=True)
    told = texts(
        "rewards-sure",
        points=offer.points,
        title=program.rewards[offer.reward].title.in_(texts.language),
        rest=offer.available - offer.points,
    )
    buttons = [
        [button(texts("rewards-yes"), sure)],
        [button(texts("rewards-no"), ShowReward(reward=offer.reward))],
    ]
    return told, InlineKeyboardMarkup(inline_keyboard=buttons)
