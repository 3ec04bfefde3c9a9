"""What Telegram asks and tells about Stars, the terms of sale, and refunds by operators."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import Any

import structlog
from aiogram import Bot, F, Router
from aiogram.filters import Command, CommandObject
from aiogram.methods import TelegramMethod
from aiogram.types import Message, PreCheckoutQuery

from bot.filters import Magic, Operator, Private
from bot.stars import give_back
from core.errors import Refusal
from core.program import Program
from core.texts import Texts
from db.engine import Database
from db.writer import Busy, Overloaded
from membership import bills, payments, star_refunds, support_chats
from membership.members import Viewer

log = structlog.get_logger(__name__)
router = Router(name="payments")

# Telegram waits ten seconds for a yes or no; what comes later fails the payment without a word.
ANSWER_WITHIN = 8.0


@router.pre_checkout_query()
async def check(
    query: PreCheckoutQuery, db: Database, program: Program, texts: Texts, now: datetime
) -> TelegramMethod[Any]:
    """Say yes only to a bill of ours, from whom it was made for, at the price that is asked now."""
    try:
        async with asyncio.timeout(ANSWER_WITHIN):
            await db.write(
                bills.check,
                telegram_id=query.from_user.id,
                payload=query.invoice_payload,
                amount=query.total_amount,
                currency=query.currency,
                program=program,
                now=now,
            )
    except Refusal as refusal:
        return query.answer(ok=False, error_message=texts(refusal.key, **refusal.values))
    except (Busy, Overloaded, TimeoutError) as error:
        log.warning("checkout not answered in time", error=repr(error))
        return query.answer(ok=False, error_message=texts("payments-try-again"))
    return query.answer(ok=True)


@router.message(Magic(F.successful_payment))
async def paid(
    message: Message,
    db: Database,
    support: int | None,
    operators: tuple[int, ...],
    program: Program,
    now: datetime,
) -> None:
    """Book a payment; what the member reads is written in the same transaction and sent from the outbox."""
    told = message.successful_payment
    assert told is not None  # noqa: S101 - the filter
    assert message.from_user is not None  # noqa: S101 - a service message about a payer has one
    expires = told.subscription_expiration_date
    desk = await db.read(support_chats.told, support=support, operators=operators)
    booked = await db.write(
        payments.book,
        receipt=payments.Receipt(
            told.telegram_payment_charge_id,
            told.invoice_payload,
            message.from_user.id,
            told.total_amount,
            told.currency,
            message.date.astimezone(UTC),
            datetime.fromtimestamp(expires, UTC) if expires else None,
        ),
        desk=desk,
        program=program,
        now=now,
    )
    log.info("payment booked", payment=booked.payment_id, new=booked.new, problem=booked.problem)


@router.message(Magic(F.refunded_payment))
async def refunded(message: Message, db: Database, program: Program, now: datetime) -> None:
    told = message.refunded_payment
    assert told is not None  # noqa: S101 - the filter
    known = await db.write(
        star_refunds.finish, charge=told.telegram_payment_charge_id, program=program, now=now
    )
    if known is None:
        log.error("refund of an unknown payment", amount=told.total_amount)


@router.message(Command("terms"))
async def terms(message: Message, program: Program, texts: Texts) -> TelegramMethod[Any]:
    """Show the terms of sale, which Telegram asks of every bot that takes Stars."""
    card = program.paid_card
    if card is None:
        return message.answer(texts("payments-not-sold"))
    lines = [
        texts(
            "payments-terms",
            brand=program.brand.name.in_(texts.language),
            tier=program.tier_by_id[card.tier].name.in_(texts.language),
            stars=card.stars,
            months=card.months,
            days=card.refund_days,
        ),
    ]
    if card.monthly_stars is not None:
        lines.insert(1, texts("payments-terms-monthly", stars=card.monthly_stars))
    return message.answer("\n\n".join(lines))


@router.message(Command("refundcard"), Private(), Operator())
async def refund(
    message: Message,
    command: CommandObject,
    bot: Bot,
    db: Database,
    viewer: Viewer,
    program: Program,
    texts: Texts,
    now: datetime,
) -> TelegramMethod[Any]:
    receipt, _, reason = (command.args or "").strip().partition(" ")
    if not receipt or not reason.strip():
        return message.answer(texts("payments-refund-how-to"))
    refunding = await db.write(
        star_refunds.begin, receipt=receipt, operator_id=viewer.telegram_id, reason=reason, now=now
    )
    outcome, error = await give_back(bot, db, refunding, program=program, now=now)
    number = payments.receipt_of(refunding.payment_id)
    return message.answer(
        texts(f"payments-refund-{outcome}", receipt=number, stars=refunding.amount, error=error)
    )
