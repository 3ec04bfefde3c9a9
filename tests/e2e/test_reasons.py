"""`/why` through every layer: the member's own receipt, the order judged again, and nobody else's."""

from __future__ import annotations

import pytest

from membership import orders
from membership.earning import Line
from membership.members import Ref
from tests.e2e.conftest import People

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def bought(people: People, who: int, *, ref: str) -> None:
    """An order of this member at the counter, taken in just now."""
    hello = await people.say(who, "/start")
    number = hello["text"].split("会员号 ")[1].split("。")[0]
    parts = people.stage.parts
    now = parts.clock.now()
    order = orders.Order("pos", ref, Ref("number", number), now, "CNY", None, (Line("E01", 2, 3_250),))
    await parts.db.write(orders.take_in, orders=[order], program=parts.program, now=now)
    await people.until(who, who, lambda one: "32 积分" in (one.get("text") or ""))


async def test_a_member_sees_how_points_came_about_and_nobody_else_does(people: People) -> None:
    who, stranger = await people.member(), await people.member()
    await bought(people, who, ref=f"why-{who}")
    history = await people.say(who, "/history")
    await people.press(who, history, place=0)
    told = await people.until(who, who, lambda one: "舍去零头得 32" in (one.get("text") or ""))
    receipt = told["text"].split("流水 ")[1].split(" ")[0]
    assert "¥32.50" in told["text"]
    assert told["text"] == (await people.say(who, f"/why {receipt}"))["text"]
    assert told["text"] == (await people.say(who, f"/why {receipt.removeprefix('#')}"))["text"]
    assert "没有找到" in (await people.say(stranger, f"/why {receipt}"))["text"]
    assert "没有查到" in (await people.say(stranger, f"/why why-{who}"))["text"]


async def test_an_order_is_judged_again_by_command_and_by_question(people: People) -> None:
    who = await people.member()
    ref = f"again-{who}"
    await bought(people, who, ref=ref)
    told = (await people.say(who, f"/why {ref}"))["text"]
    assert "✅ 消费积分：+32" in told
    assert "➖ 早市豆子双倍" in told
    answer = (await people.say(who, "为什么我这单才这么点积分"))["text"]
    assert "消费积分：+32" in answer
    in_group = await people.say(1002, "/why", chat=people.stage.stage.community)
    assert "私信" in in_group["text"]
    assert "reply_markup" not in in_group
    assert await people.faults() == []
