"""The clock's work on Stars: comparing with Telegram's list each hour, and ending refunds that were in doubt."""

from __future__ import annotations

import asyncio
from datetime import UTC, timedelta

from aiogram.exceptions import TelegramRetryAfter
from aiogram.methods import GetStarTransactions
from aiogram.types import StarTransaction, StarTransactions, TransactionPartnerUser
from apscheduler.triggers.cron import CronTrigger

from bot.stars import give_back
from membership import bills, payments, star_checks, star_refunds
from tasks.jobs import Duty, Job, desk

PAGE = 100  # the most that Telegram gives
BATCH = 50
_LONGEST_WAIT = 60


async def reconcile(duty: Duty) -> None:
    """Read Telegram's list from a little before where the last comparison ended; on Mondays at four, all of it."""
    local = duty.slot.astimezone(duty.program.time_zone)
    whole = local.weekday() == 0 and local.hour == 4
    begin = end = await duty.db.read(star_checks.starting_point, whole=whole)
    told = await desk(duty)
    found = star_checks.Compared()
    while True:
        page = (await _page(duty, end)).transactions
        end += len(page)
        if seen := [one for one in map(_seen, page) if one is not None]:
            found += await duty.db.write(
                star_checks.compare, seen=seen, desk=told, program=duty.program, now=duty.now
            )
        if len(page) < PAGE:
            break
    await duty.db.write(star_checks.conclude, begin=begin, end=end, found=found, desk=told, began=duty.now)


async def repair(duty: Duty) -> None:
    """Ask again for refunds whose answer was lost; Telegram says so when it had given them back."""
    for refunding in await duty.db.read(star_refunds.in_doubt, limit=BATCH, now=duty.now):
        await give_back(duty.bot, duty.db, refunding, program=duty.program, now=duty.now)


async def _page(duty: Duty, offset: int) -> StarTransactions:
    while True:
        try:
            return await duty.bot(GetStarTransactions(offset=offset, limit=PAGE))
        except TelegramRetryAfter as error:
            if error.retry_after > _LONGEST_WAIT:
                raise
            await asyncio.sleep(error.retry_after)


def _seen(transaction: StarTransaction) -> star_checks.Seen | None:
    """Return a transaction about one of our bills; gifts, adverts, withdrawals and other bills are none."""
    partner = transaction.source or transaction.receiver
    if not isinstance(partner, TransactionPartnerUser) or partner.transaction_type != "invoice_payment":
        return None
    payload = partner.invoice_payload or ""
    if not payload.startswith(bills.OURS):
        return None
    if transaction.source is None:
        return star_checks.Seen(transaction.id, transaction.amount, None)
    at = transaction.date.astimezone(UTC)
    period = partner.subscription_period
    receipt = payments.Receipt(
        transaction.id,
        payload,
        partner.user.id,
        transaction.amount,
        bills.STARS,
        at,
        at + timedelta(seconds=period) if period else None,
    )
    return star_checks.Seen(transaction.id, transaction.amount, receipt)


JOBS = (
    Job("payments.reconcile", lambda program: CronTrigger(minute=20, timezone=program.time_zone), reconcile),
    Job("payments.repair", lambda program: CronTrigger(minute="*/10", timezone=program.time_zone), repair),
)
