"""Asking Telegram for what concerns Stars: bills by message or link, refunds, and whether a subscription renews."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

import structlog
from aiogram import Bot
from aiogram.exceptions import TelegramAPIError, TelegramBadRequest
from aiogram.methods import (
    CreateInvoiceLink,
    EditUserStarSubscription,
    RefundStarPayment,
    SendInvoice,
)
from aiogram.types import LabeledPrice

from core.program import Program
from core.texts import Texts
from db.engine import Database
from membership import payments, star_refunds
from membership.bills import STARS, Bill
from membership.star_refunds import Refunding

log = structlog.get_logger(__name__)

PERIOD = 2_592_000  # seconds; Telegram sells subscriptions by 30 days only
_LONGEST_TITLE = 32

Outcome = Literal["done", "refused", "unknown"]


def invoice(bill: Bill, *, chat_id: int, program: Program, texts: Texts) -> SendInvoice:
    """Return the message with the bill; a forwarded copy leads to the bot instead of taking somebody's Stars."""
    return SendInvoice(chat_id=chat_id, start_parameter="card", **_bill(bill, program, texts))


async def subscription_link(bot: Bot, bill: Bill, *, program: Program, texts: Texts) -> str:
    """Return the link behind which Telegram sells the monthly card."""
    return await bot(CreateInvoiceLink(subscription_period=PERIOD, **_bill(bill, program, texts)))


async def renew(bot: Bot, *, telegram_id: int, charge: str, on: bool) -> None:
    """Let a subscription renew by itself, or not; raises what Telegram answers."""
    await bot(
        EditUserStarSubscription(user_id=telegram_id, telegram_payment_charge_id=charge, is_canceled=not on)
    )


async def give_back(
    bot: Bot, db: Database, refunding: Refunding, *, program: Program, now: datetime
) -> tuple[Outcome, str]:
    """Ask Telegram to give Stars back and write down how it ended; `unknown` is asked again by the clock."""
    ended = False
    if refunding.subscription:
        try:
            await renew(bot, telegram_id=refunding.telegram_id, charge=refunding.charge, on=False)
            ended = True
        except TelegramAPIError as error:
            log.warning("subscription not cancelled", payment=refunding.payment_id, error=str(error))
    try:
        await bot(
            RefundStarPayment(user_id=refunding.telegram_id, telegram_payment_charge_id=refunding.charge)
        )
    except TelegramBadRequest as error:
        if "CHARGE_ALREADY_REFUNDED" not in error.message:
            await db.write(
                star_refunds.refused, payment_id=refunding.payment_id, error=error.message, now=now
            )
            if ended:  # the Stars stay, and so does the card; only it renews no more
                await db.write(
                    payments.let_renew,
                    payment_id=refunding.payment_id,
                    renews=False,
                    program=program,
                    now=now,
                )
            return "refused", error.message
    except TelegramAPIError as error:
        log.warning("refund in doubt", payment=refunding.payment_id, error=str(error))
        return "unknown", str(error)
    await db.write(star_refunds.finish, charge=refunding.charge, program=program, now=now)
    return "done", ""


def _bill(bill: Bill, program: Program, texts: Texts) -> dict[str, Any]:
    tier = program.tier_by_id[bill.offer.tier].name.in_(texts.language)
    title = texts(f"cards-bill-{bill.offer.kind}", months=bill.offer.months or 1)[:_LONGEST_TITLE]
    told = texts(f"cards-bill-told-{bill.offer.kind}", tier=tier, months=bill.offer.months or 1)
    return {
        "title": title,
        "description": told[:255],
        "payload": bill.payload,
        "provider_token": "",
        "currency": STARS,
        "prices": [LabeledPrice(label=title, amount=bill.offer.stars)],
    }
