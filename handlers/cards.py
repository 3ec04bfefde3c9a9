"""The paid card: what it gives, buying it with Stars, letting it renew, giving it back, and grants."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from aiogram import Bot, F, Router
from aiogram.exceptions import TelegramBadRequest
from aiogram.filters import Command, CommandObject
from aiogram.filters.callback_data import CallbackData
from aiogram.methods import SendMessage, TelegramMethod
from aiogram.types import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Message

from bot import stars
from bot.filters import Joined, Magic, Operator, Private
from bot.keyboards import button, keyboard
from bot.replies import Reply, own, replace
from core.program import Program
from core.texts import Texts
from core.wording import day, last_day
from db.engine import Database
from membership import bills, cards, payments, star_refunds, tiers
from membership.members import Viewer

router = Router(name="cards")


class Buy(CallbackData, prefix="card-buy"):
    """What to buy: `once` for a term, `monthly` for a subscription."""

    kind: str


class Renewal(CallbackData, prefix="card-renew"):
    """Whether the subscription paid by `payment` shall renew by itself."""

    payment: int
    on: bool


class GiveBack(CallbackData, prefix="card-back"):
    """A member's own payment back; first asked, then `sure`."""

    payment: int
    sure: bool


@router.message(Command("card"), Joined())
@router.callback_query(Magic(F.data == "card"), Joined(), Private())
async def card(
    event: Message | CallbackQuery,
    bot: Bot,
    db: Database,
    viewer: Viewer,
    program: Program,
    texts: Texts,
    now: datetime,
) -> Reply:
    told, buttons = await _card(db, viewer, program, texts, now)
    return await own(event, bot, texts, told, buttons)


@router.callback_query(Buy.filter(), Joined(), Private())
async def buy(
    callback: CallbackQuery,
    callback_data: Buy,
    bot: Bot,
    db: Database,
    viewer: Viewer,
    program: Program,
    texts: Texts,
    now: datetime,
) -> Reply:
    """Make the bill and hand it over: as a message to pay, or as the link of a subscription."""
    assert viewer.member_id is not None  # noqa: S101 - Joined()
    bill = await db.write(
        bills.bill,
        member_id=viewer.member_id,
        telegram_id=viewer.telegram_id,
        kind=callback_data.kind,
        program=program,
        now=now,
    )
    chat_id = callback.from_user.id
    if bill.offer.kind == "once":
        return callback.answer(), stars.invoice(bill, chat_id=chat_id, program=program, texts=texts)
    link = await stars.subscription_link(bot, bill, program=program, texts=texts)
    pay = InlineKeyboardButton(text=texts("cards-pay-monthly", stars=bill.offer.stars), url=link)
    told = texts("cards-monthly-told", stars=bill.offer.stars)
    below = SendMessage(
        chat_id=chat_id, text=told, reply_markup=InlineKeyboardMarkup(inline_keyboard=[[pay]])
    )
    return callback.answer(), below


@router.callback_query(Renewal.filter(), Joined(), Private())
async def renewal(
    callback: CallbackQuery,
    callback_data: Renewal,
    bot: Bot,
    db: Database,
    viewer: Viewer,
    program: Program,
    texts: Texts,
    now: datetime,
) -> Reply:
    """Ask Telegram first: the books follow what it said."""
    assert viewer.member_id is not None  # noqa: S101 - Joined()
    held = await db.read(
        payments.subscription,
        payment_id=callback_data.payment,
        member_id=viewer.member_id,
        telegram_id=viewer.telegram_id,
        now=now,
    )
    try:
        await stars.renew(bot, telegram_id=held.telegram_id, charge=held.charge, on=callback_data.on)
    except TelegramBadRequest:
        return (callback.answer(texts("cards-renewal-refused"), show_alert=True),)
    await db.write(
        payments.let_renew,
        payment_id=held.payment_id,
        renews=callback_data.on,
        program=program,
        now=now,
    )
    told, buttons = await _card(db, viewer, program, texts, now)
    said = texts("cards-renewal-on" if callback_data.on else "cards-renewal-off")
    return callback.answer(said), replace(callback, told, buttons)


@router.callback_query(GiveBack.filter(), Joined(), Private())
async def give_back(
    callback: CallbackQuery,
    callback_data: GiveBack,
    bot: Bot,
    db: Database,
    viewer: Viewer,
    program: Program,
    texts: Texts,
    now: datetime,
) -> Reply:
    """Give a member's own unused payment back after a second yes; that it is done is told from the outbox."""
    assert viewer.member_id is not None  # noqa: S101 - Joined()
    if not callback_data.sure:
        sure = button(texts("cards-back-sure"), GiveBack(payment=callback_data.payment, sure=True))
        stay = button(texts("cards-back-stay"), "card")
        return callback.answer(), replace(callback, texts("cards-back-ask"), keyboard([sure, stay], width=1))
    refunding = await db.write(
        star_refunds.begin_own,
        payment_id=callback_data.payment,
        member_id=viewer.member_id,
        telegram_id=viewer.telegram_id,
        program=program,
        now=now,
    )
    outcome, _ = await stars.give_back(bot, db, refunding, program=program, now=now)
    if outcome == "refused":
        return (callback.answer(texts("cards-back-refused"), show_alert=True),)
    said = texts(f"cards-back-{outcome}", stars=refunding.amount)
    if outcome != "done":
        return callback.answer(), replace(callback, said)
    told, buttons = await _card(db, viewer, program, texts, now)
    return callback.answer(said), replace(callback, told, buttons)


@router.message(Command("grantcard"), Private(), Operator())
async def grant(
    message: Message,
    command: CommandObject,
    db: Database,
    viewer: Viewer,
    program: Program,
    texts: Texts,
    now: datetime,
) -> TelegramMethod[Any]:
    number, months, reason = [*(command.args or "").split(maxsplit=2), "", "", ""][:3]
    if not reason or not (months.isascii() and months.isdigit() and len(months) <= 3):
        return message.answer(texts("cards-grant-how-to"))
    term = await db.write(
        cards.grant,
        number=number,
        months=int(months),
        reason=reason,
        operator_id=viewer.telegram_id,
        key=f"{message.chat.id}:{message.message_id}",
        program=program,
        now=now,
    )
    until = last_day(term.until_at, program=program, language=texts.language)
    return message.answer(texts("cards-granted", number=number, until=until))


async def _card(
    db: Database, viewer: Viewer, program: Program, texts: Texts, now: datetime
) -> tuple[str, InlineKeyboardMarkup | None]:
    """Return the screen of somebody's card, and what they can do with it."""
    assert viewer.member_id is not None  # noqa: S101 - Joined()
    held = await db.read(cards.card_of, member_id=viewer.member_id, program=program, now=now)
    sold = bills.offers(program)
    if held is None and not sold:
        return texts("payments-not-sold"), None
    lines = [_held(held, program, texts)] if held else [_offer(program, texts)]
    if held is None:
        stands = await db.read(tiers.standing, member_id=viewer.member_id, program=program, now=now)
        lines += _needless(stands.tier, program, texts)
    buttons = [
        button(texts(f"cards-buy-{one.kind}", stars=one.stars, months=one.months or 1), Buy(kind=one.kind))
        for one in sold
        if one.kind == "once" or held is None or held.payment_id is None
    ]
    if held is not None and held.payment_id is not None:
        key = "cards-stop-renewal" if held.renews else "cards-resume-renewal"
        buttons.append(button(texts(key), Renewal(payment=held.payment_id, on=not held.renews)))
    chance = await db.read(
        star_refunds.chance,
        member_id=viewer.member_id,
        telegram_id=viewer.telegram_id,
        program=program,
        now=now,
    )
    if chance is not None:
        until = day(chance.until_at, program=program, language=texts.language)
        lines.append(texts("cards-back-possible", until=until))
        buttons.append(
            button(texts("cards-back", stars=chance.amount), GiveBack(payment=chance.payment_id, sure=False))
        )
    lines.append(texts("cards-small-print"))
    return "\n\n".join(lines), keyboard(buttons, width=1)


def _held(held: cards.Card, program: Program, texts: Texts) -> str:
    tier = program.tier_by_id.get(held.tier)
    until = last_day(held.until_at, program=program, language=texts.language)
    told = texts(
        "cards-held",
        tier=tier.name.in_(texts.language) if tier else held.tier,
        until=until,
        days=held.days_left,
    )
    if held.payment_id is None:
        return told
    return f"{told}\n{texts('cards-renews' if held.renews else 'cards-renews-not', until=until)}"


def _needless(tier: str, program: Program, texts: Texts) -> list[str]:
    """Say so to whoever has earned what the card gives, before they pay for it."""
    assert program.paid_card is not None  # noqa: S101 - something is sold
    order = [one.id for one in program.tiers]
    if tier not in order[order.index(program.paid_card.tier) :]:
        return []
    return [texts("cards-needless", tier=program.tier_by_id[tier].name.in_(texts.language))]


def _offer(program: Program, texts: Texts) -> str:
    assert program.paid_card is not None  # noqa: S101 - something is sold
    tier = program.tier_by_id[program.paid_card.tier]
    given = "\n".join(f"· {one.name.in_(texts.language)}" for one in tier.benefits)
    return texts("cards-offer", tier=tier.name.in_(texts.language), emoji=tier.emoji, benefits=given)
