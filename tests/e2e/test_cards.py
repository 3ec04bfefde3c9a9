"""The paid card from the first look to the last Star: bought, lifted, given back; and month by month."""

from __future__ import annotations

import pytest

from tests.e2e.conftest import People

REGULAR = 1002  # platinum by their own orders
pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_a_card_is_bought_makes_gold_and_is_given_back(people: People) -> None:
    who = await people.member()
    offer = await people.say(who, "/card")
    assert "金卡" in offer["text"]
    assert "不用买" not in offer["text"]
    assert "不用买" in (await people.say(REGULAR, "/card"))["text"]
    await people.press(who, offer, "900")
    bill = await people.until(who, who, lambda one: "invoice" in one)
    assert (bill["invoice"]["total_amount"], bill["invoice"]["currency"]) == (900, "XTR")
    paid = await people.call(
        "/sim/payments", {"chat_id": who, "message_id": bill["message_id"], "from_id": who}
    )
    assert paid["ok"], paid
    told = await people.until(who, who, lambda one: "会员卡开通" in (one.get("text") or ""))
    assert "金卡" in told["text"]
    assert "金卡" in (await people.say(who, "/tier"))["text"]
    held = await people.say(who, "/card")
    assert "还有 36" in held["text"]
    await people.press(who, held, "退款")
    asked = await people.now_reads(held, who, "确定退吗")
    await people.press(who, asked, "确定")
    await people.now_reads(held, who, "买下就至少是")
    await people.until(who, who, lambda one: "收据" in (one.get("text") or ""))
    assert "普通会员" in (await people.say(who, "/tier"))["text"]


async def test_a_subscription_renews_until_it_is_stopped(people: People) -> None:
    who = await people.member()
    offer = await people.say(who, "/card")
    await people.press(who, offer, "按月")
    shown = await people.until(who, who, lambda one: "随时可关" in (one.get("text") or ""))
    link = shown["reply_markup"]["inline_keyboard"][0][0]["url"]
    stranger = await people.member()
    turned_away = await people.call("/sim/payments", {"invoice_link": link, "from_id": stranger})
    assert "别人" in turned_away["error"]
    assert (await people.call("/sim/payments", {"invoice_link": link, "from_id": who}))["ok"]
    await people.until(who, who, lambda one: "会员卡开通" in (one.get("text") or ""))
    await people.call("/sim/clock", {"advance": "P31D"})
    await people.until(who, who, lambda one: "会员卡已续" in (one.get("text") or ""))
    held = await people.say(who, "/card")
    assert "自动续一次" in held["text"]
    await people.press(who, held, "关闭自动续费")
    await people.now_reads(held, who, "自动续费已关")
    await people.call("/sim/clock", {"advance": "P32D"})
    await people.until(who, who, lambda one: "年卡到期" in (one.get("text") or ""))
    await people.tell(who, "/tier", chat=who)  # a push of the days that passed may come between
    await people.until(who, who, lambda one: "普通会员" in (one.get("text") or ""))


async def test_an_operator_gives_a_card_and_trouble_reaches_a_person(people: People) -> None:
    stage, who = people.stage.stage, await people.member()
    operator = stage.operators[0]
    number = (await people.say(who, "/start"))["text"].split("会员号 ")[1].split("。")[0]
    assert number in (await people.say(operator, f"/grantcard {number} 3 开业嘉宾"))["text"]
    await people.until(who, who, lambda one: "送你一张年卡" in (one.get("text") or ""))
    assert "没有找到收据" in (await people.say(operator, "/refundcard P999 看看"))["text"]
    assert "没有这个命令" in (await people.say(who, f"/grantcard {number} 3 我自己"))["text"]
    assert "900 Telegram Stars" in (await people.say(who, "/terms"))["text"]
    await people.say(who, "/paysupport 扣了两次")
    await people.until(stage.support, operator, lambda one: "扣了两次" in (one.get("text") or ""))


async def test_every_request_and_answer_was_as_the_bot_api_says(people: People) -> None:
    assert await people.faults() == []
