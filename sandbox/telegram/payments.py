"""Invoices, checkouts, refunds and subscriptions, in Telegram Stars or with a test provider."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

from sandbox.posting import post
from sandbox.purse import Payment
from sandbox.telegram import sending, targets
from sandbox.telegram.keyboards import markup
from sandbox.telegram.registry import method
from sandbox.telegram.request import Call, Refused, bad
from sandbox.things import Json
from sandbox.world import World

MONTH: Final = 2_592_000
_MOST_STARS: Final = 10_000


def invoice_of(call: Call) -> Json:
    """Return what an invoice holds, checked as Telegram checks it."""
    for name in ("title", "description", "payload", "currency", "prices"):
        if not call.get(name) and call.get(name) != []:
            raise bad(f'parameter "{name}" is required')
    for name, longest in (("title", 32), ("description", 255)):
        if len(call.text(name)) > longest:
            raise bad(f"{name.upper()}_TOO_LONG")
    if len(call.text("payload").encode()) > 128:
        raise bad("INVOICE_PAYLOAD_INVALID")
    currency = call.text("currency")
    prices: Any = call.get("prices")
    if not isinstance(prices, list) or not prices:
        raise bad("there must be at least one price")
    amounts = [each.get("amount") if isinstance(each, dict) else None for each in prices]
    if any(not isinstance(each, int) for each in amounts):
        raise bad("can't parse labeled price: Can't find field \"amount\"")
    _check_currency(call, currency, amounts)
    return {
        "title": call.text("title"),
        "description": call.text("description"),
        "payload": call.text("payload"),
        "currency": currency,
        "total_amount": sum(amounts),
        "start_parameter": call.text("start_parameter"),
        "period": _period(call, currency),
    }


def _check_currency(call: Call, currency: str, amounts: list[Any]) -> None:
    if len(currency) != 3 or not currency.isupper():
        raise bad("CURRENCY_INVALID")
    if currency != "XTR":
        if not call.text("provider_token"):
            raise bad("PAYMENT_PROVIDER_INVALID")
        return
    if call.text("provider_token"):
        raise bad("STARS_INVOICE_INVALID")
    if len(amounts) != 1 or not 1 <= amounts[0] <= _MOST_STARS:
        raise bad("STARS_INVOICE_INVALID")


def _period(call: Call, currency: str) -> int | None:
    period = call.get("subscription_period")
    if period in {None, 0}:
        return None
    if period != MONTH or currency != "XTR":
        raise bad("SUBSCRIPTION_PERIOD_INVALID")
    return MONTH


@method("sendInvoice")
def send_invoice(world: World, call: Call) -> Json:
    held = invoice_of(call)
    given, _ = markup(call.get("reply_markup"), inline_only=True)
    if given and not given["inline_keyboard"][0][0].get("pay"):
        raise bad("the first button must be a Pay button")
    to = sending.address(world, call)
    shown = {
        name: held[name] for name in ("title", "description", "start_parameter", "currency", "total_amount")
    }
    pay = f"Pay {'⭐️' if held['currency'] == 'XTR' else held['currency'] + ' '}{held['total_amount']}"
    keyboard = given or {"inline_keyboard": [[{"text": pay, "pay": True}]]}
    return sending.put(world, call, replace(to, inline=keyboard), {"invoice": shown}, invoice=held).message


@method("createInvoiceLink")
def create_invoice_link(world: World, call: Call) -> str:
    held = invoice_of(call)
    link = f"https://t.me/$sandbox{world.count('invoice link'):08d}"
    world.purse.links[link] = held
    return link


@method("answerPreCheckoutQuery")
def answer_pre_checkout_query(world: World, call: Call) -> bool:
    waiting = world.purse.checkouts.get(call.text("pre_checkout_query_id"))
    if waiting is None or waiting.done():
        raise bad("query is too old and response timeout expired or query ID is invalid")
    if not call.flag("ok") and not call.text("error_message"):
        raise bad("error message is empty")
    waiting.set_result(None if call.flag("ok") else call.text("error_message"))
    return True


@method("getMyStarBalance")
def get_my_star_balance(world: World, _call: Call) -> Json:
    told: Json = {"amount": world.purse.balance}
    return {**told, "nanostar_amount": world.purse.nanos} if world.purse.nanos else told


@method("getStarTransactions")
def get_star_transactions(world: World, call: Call) -> Json:
    limit = call.number("limit", 100)
    if not 1 <= limit <= 100:
        raise bad("LIMIT_INVALID")
    offset = max(0, call.number("offset"))
    return {"transactions": world.purse.transactions[offset : offset + limit]}


def _payment(world: World, call: Call) -> Payment:
    payment = world.purse.payments.get(call.text("telegram_payment_charge_id"))
    if payment is None or payment.user_id != call.number("user_id") or payment.currency != "XTR":
        raise bad("CHARGE_NOT_FOUND")
    return payment


@method("refundStarPayment")
def refund_star_payment(world: World, call: Call) -> bool:
    person = targets.person_of(world, call)
    payment = _payment(world, call)
    if payment.refunded:
        raise bad("CHARGE_ALREADY_REFUNDED")
    if world.purse.balance < payment.amount:
        raise bad("BALANCE_TOO_LOW")
    payment.canceled = True
    world.purse.give_back(payment, person.user(), world.timestamp())
    refunded = {
        "currency": payment.currency,
        "total_amount": payment.amount,
        "invoice_payload": payment.payload,
        "telegram_payment_charge_id": payment.charge_id,
    }
    chat = world.chats.get(payment.chat_id) or world.chats[person.id]
    post(world, chat, person, {"refunded_payment": refunded})
    return True


@method("editUserStarSubscription")
def edit_user_star_subscription(world: World, call: Call) -> bool:
    payment = _payment(world, call)
    if payment.period is None:
        raise bad("CHARGE_NOT_FOUND")
    if call.get("is_canceled") is None:
        raise Refused(400, 'Bad Request: parameter "is_canceled" is required')
    payment.canceled = call.flag("is_canceled")
    return True
