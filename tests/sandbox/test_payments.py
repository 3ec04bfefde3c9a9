from __future__ import annotations

import asyncio
from typing import Any

import pytest

from sandbox.control import paying
from sandbox.things import Json
from tests.sandbox.conftest import Stage

INVOICE: dict[str, Any] = {
    "title": "年卡",
    "description": "一年会员",
    "payload": "card:1",
    "currency": "XTR",
    "prices": [{"label": "年卡", "amount": 500}],
}


async def checkout(stage: Stage, answer: dict[str, Any], **pay: Any) -> tuple[Json, Json]:
    """Pay, answer the bot's question, and return the result and the question."""
    paying = asyncio.ensure_future(stage.sim("payments", **pay))
    query = (await stage.bot("getUpdates", timeout=5))[-1]["pre_checkout_query"]
    await stage.updates()
    await stage.bot("answerPreCheckoutQuery", pre_checkout_query_id=query["id"], **answer)
    return await paying, query


async def test_stars_go_from_invoice_to_receipt_to_refund(stage: Stage) -> None:
    lin = await stage.person()
    sent = await stage.bot("sendInvoice", chat_id=lin, **INVOICE)
    assert sent["invoice"]["total_amount"] == 500
    assert sent["reply_markup"]["inline_keyboard"][0][0]["pay"] is True
    target = {"chat_id": lin, "message_id": sent["message_id"], "from_id": lin}
    paid, query = await checkout(stage, {"ok": True}, **target)
    assert (query["invoice_payload"], query["total_amount"]) == ("card:1", 500)
    receipt = (await stage.updates())[0]["message"]["successful_payment"]
    assert receipt["telegram_payment_charge_id"] == paid["charge_id"]
    assert (await stage.bot("getMyStarBalance"))["amount"] == 500
    charge = {"user_id": lin, "telegram_payment_charge_id": paid["charge_id"]}
    assert await stage.bot("refundStarPayment", **charge) is True
    assert (await stage.updates())[0]["message"]["refunded_payment"]["invoice_payload"] == "card:1"
    assert await stage.refused("refundStarPayment", **charge) == "400 Bad Request: CHARGE_ALREADY_REFUNDED"
    assert await stage.refused("refundStarPayment", user_id=lin, telegram_payment_charge_id="no") == (
        "400 Bad Request: CHARGE_NOT_FOUND"
    )
    listed = (await stage.bot("getStarTransactions"))["transactions"]
    assert [("source" in each, "receiver" in each) for each in listed] == [(True, False), (False, True)]
    assert (await stage.bot("getMyStarBalance"))["amount"] == 0


async def test_the_bot_may_say_no_at_checkout(stage: Stage) -> None:
    lin = await stage.person()
    sent = await stage.bot("sendInvoice", chat_id=lin, **INVOICE)
    target = {"chat_id": lin, "message_id": sent["message_id"], "from_id": lin}
    paid, query = await checkout(stage, {"ok": False, "error_message": "sold out"}, **target)
    assert paid == {"ok": False, "error": "sold out"}
    assert await stage.refused("answerPreCheckoutQuery", pre_checkout_query_id=query["id"], ok=True) == (
        "400 Bad Request: query is too old and response timeout expired or query ID is invalid"
    )
    assert (await stage.bot("getMyStarBalance"))["amount"] == 0


async def test_a_checkout_that_is_not_answered_in_time_fails(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paying, "CHECKOUT_SECONDS", 0.2)
    lin = await stage.person()
    sent = await stage.bot("sendInvoice", chat_id=lin, **INVOICE)
    paid = await stage.sim("payments", chat_id=lin, message_id=sent["message_id"], from_id=lin)
    assert paid == {"ok": False, "error": "BOT_PRECHECKOUT_TIMEOUT"}


async def test_an_invoice_is_paid_once_by_a_person(stage: Stage) -> None:
    lin = await stage.person()
    sent = await stage.bot("sendInvoice", chat_id=lin, **INVOICE)
    target = {"chat_id": lin, "message_id": sent["message_id"], "from_id": lin}
    await checkout(stage, {"ok": True}, **target)
    async with stage.http.post(f"{stage.address}/sim/payments", json=target) as response:
        assert response.status == 409
    shown = (await stage.look(f"chats/{lin}/messages?viewer={lin}"))["messages"][0]
    assert shown["sandbox"]["paid"] is True


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"prices": [{"label": "a", "amount": 1}, {"label": "b", "amount": 1}]}, "STARS_INVOICE_INVALID"),
        ({"prices": [{"label": "a", "amount": 0}]}, "STARS_INVOICE_INVALID"),
        ({"provider_token": "1:TEST:x"}, "STARS_INVOICE_INVALID"),
        ({"currency": "CNY"}, "PAYMENT_PROVIDER_INVALID"),
        ({"payload": "x" * 129}, "INVOICE_PAYLOAD_INVALID"),
        ({"title": "x" * 33}, "TITLE_TOO_LONG"),
        ({"payload": ""}, 'parameter "payload" is required'),
        ({"prices": []}, "there must be at least one price"),
    ],
)
async def test_a_wrong_invoice_is_refused(stage: Stage, change: dict[str, Any], said: str) -> None:
    lin = await stage.person()
    assert (
        await stage.refused("sendInvoice", chat_id=lin, **{**INVOICE, **change}) == f"400 Bad Request: {said}"
    )


async def test_a_subscription_renews_each_month_until_it_is_canceled(stage: Stage) -> None:
    lin = await stage.person()
    link = await stage.bot("createInvoiceLink", subscription_period=2_592_000, **INVOICE)
    paid, _ = await checkout(stage, {"ok": True}, invoice_link=link, from_id=lin)
    first = (await stage.updates())[0]["message"]["successful_payment"]
    assert (first["is_recurring"], first["is_first_recurring"]) == (True, True)
    await stage.sim("clock", advance="P31D")
    second = (await stage.updates())[0]["message"]["successful_payment"]
    assert second["is_recurring"] is True
    assert "is_first_recurring" not in second
    assert second["subscription_expiration_date"] == first["subscription_expiration_date"] + 2_592_000
    charge = {"user_id": lin, "telegram_payment_charge_id": second["telegram_payment_charge_id"]}
    await stage.bot("editUserStarSubscription", is_canceled=True, **charge)
    await stage.sim("clock", advance="P31D")
    assert await stage.updates() == []
    assert paid["charge_id"] != second["telegram_payment_charge_id"]
    assert (await stage.bot("getMyStarBalance"))["amount"] == 1000


async def test_a_provider_is_played_for_other_currencies(stage: Stage) -> None:
    lin = await stage.person()
    invoice = {**INVOICE, "currency": "CNY", "provider_token": "1:TEST:x"}
    sent = await stage.bot("sendInvoice", chat_id=lin, **invoice)
    target = {"chat_id": lin, "message_id": sent["message_id"], "from_id": lin}
    await checkout(stage, {"ok": True}, **target)
    receipt = (await stage.updates())[0]["message"]["successful_payment"]
    assert receipt["provider_payment_charge_id"].startswith("provider_")
    assert (await stage.bot("getMyStarBalance"))["amount"] == 0
