"""The counter through every layer: a guest shows a code, a clerk enters it, both are told what happened."""

from __future__ import annotations

from typing import Any

import pytest

from cli.cast import CLERK
from membership import members, points
from membership.members import Ref
from tests.builders import some_points
from tests.e2e.conftest import People

pytestmark = [
    pytest.mark.asyncio(loop_scope="module"),
    pytest.mark.parametrize("people", ["sqlite"], indirect=True),
]


def code_of(message: dict[str, Any]) -> str:
    return str(message["caption"]).split("会员码 ")[1].split("，")[0]


async def shown_code(people: People, who: int) -> dict[str, Any]:
    await people.tell(who, "/code", chat=who)
    return await people.until(who, who, lambda one: "会员码 " in (one.get("caption") or ""))


async def test_a_guest_is_served_from_their_code_to_the_message_on_their_phone(people: People) -> None:
    who = await people.member("林小满")
    parts = people.stage.parts
    number = (await people.say(who, "/start"))["text"].split("会员号 ")[1].split("。")[0]
    member_id = await parts.db.read(members.find, ref=Ref("number", number))
    await some_points(
        parts.db, parts.program, member_id=member_id, amount=1_000, now=parts.clock.now(), key=f"e2e:{who}"
    )

    first = await shown_code(people, who)
    await people.press(who, first, "换一张")
    second = await people.until(
        who, who, lambda one: "会员码 " in (one.get("caption") or "") and code_of(one) != code_of(first)
    )
    left = [one["message_id"] for one in await people.from_bot(who, who)]
    assert first["message_id"] not in left
    assert "过期" in (await people.say(CLERK, code_of(first)))["text"]

    assert "/counter" in (await people.say(CLERK, "/help"))["text"]
    assert "/counter" not in (await people.say(who, "/help"))["text"]
    visit = await people.say(CLERK, code_of(second).lower())
    assert "林**" in visit["text"]
    assert "林小满" not in visit["text"]
    assert number not in visit["text"]
    assert "已经用过" in (await people.say(CLERK, code_of(second)))["text"]

    await people.press(CLERK, visit, "见面礼")
    assert "还差" in (await people.say(CLERK, "24.99"))["text"]
    used = await people.say(CLERK, "30")
    assert "减 ¥12" in used["text"]
    await people.until(who, who, lambda one: "已核销，桥头店" in (one.get("text") or ""))

    await people.press(CLERK, used, "积分抵扣")
    assert "600 积分抵 ¥30" in (await people.say(CLERK, "60"))["text"]
    asked = await people.until(who, who, lambda one: "用 600 积分抵" in (one.get("text") or ""))
    foreign = {"chat_id": CLERK, "from_id": CLERK, "wait": 10, "message_id": used["message_id"]}
    data = asked["reply_markup"]["inline_keyboard"][0][0]["callback_data"]
    told = await people.call("/sim/callbacks", foreign | {"data": data})
    assert "没有这笔抵扣" in told["answer"]["text"]
    await people.press(who, asked, "确认抵扣")
    await people.now_reads(asked, who, "还需付 ¥30")
    taken = await people.until(CLERK, CLERK, lambda one: "请收 ¥30" in (one.get("text") or ""))
    held = await parts.db.read(points.balance, member_id=member_id, now=parts.clock.now())
    assert held.available == 400

    await people.press(CLERK, taken, "撤销")
    await people.until(who, who, lambda one: "600 积分已退回" in (one.get("text") or ""))


async def test_who_is_no_clerk_serves_nobody_and_spoils_no_code(people: People) -> None:
    who, other = await people.member(), await people.member()
    shown = await shown_code(people, who)
    scanned = await people.say(other, f"/start c-{code_of(shown).replace('-', '')}")
    assert "请店员来扫" in scanned["text"]
    assert "店员核销用" in (await people.say(other, "/counter"))["text"]
    assert "没有可用的券" not in (await people.say(CLERK, f"/counter {code_of(shown)}"))["text"]


async def test_a_coupon_is_used_by_its_own_picture_and_once(people: People) -> None:
    who = await people.member()
    listed = await people.say(who, "/coupons")
    await people.press(who, listed, "见面礼")
    card = await people.until(who, who, lambda one: "券码 " in (one.get("caption") or ""))
    assert "满 ¥25 可用" in card["caption"]
    code = card["caption"].split("券码 ")[1]
    seen = await people.say(CLERK, f"/start v-{code.replace('-', '')}")
    assert "见面礼" in seen["text"]
    await people.press(CLERK, seen, "核销")
    await people.now_reads(seen, CLERK, "适用商品一共多少元")
    assert "不像金额" in (await people.say(CLERK, "二十五"))["text"]
    assert "减 ¥12" in (await people.say(CLERK, "25"))["text"]
    assert "已经用过" in (await people.say(CLERK, code))["text"]
    past = await people.say(who, "/coupons")
    await people.press(who, past, "用过和过期的")
    await people.until(who, who, lambda one: "省 ¥12" in (one.get("text") or ""))


async def test_every_request_was_as_the_bot_api_says(people: People) -> None:
    assert await people.faults() == []
