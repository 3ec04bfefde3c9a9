"""Redeeming and a flash sale as a member sees them, played by HTTP."""

from __future__ import annotations

from datetime import timedelta

import pytest

from membership import members, redemptions
from membership.members import Ref
from tests.builders import some_points
from tests.e2e.conftest import People

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def rich(people: People, amount: int) -> int:
    who = await people.member()
    parts = people.stage.parts
    await some_points(
        parts.db,
        parts.program,
        member_id=await member_of(people, who),
        amount=amount,
        qualifying=0,
        now=parts.clock.now(),
    )
    return who


async def member_of(people: People, who: int) -> int:
    return await people.stage.parts.db.read(members.find, ref=Ref("telegram", str(who)))


def data_of(message: dict[str, object], label: str) -> str:
    keyboard: dict[str, list[list[dict[str, str]]]] = message["reply_markup"]  # type: ignore[assignment]
    return next(
        one["callback_data"] for row in keyboard["inline_keyboard"] for one in row if label in one["text"]
    )


async def test_a_member_redeems_collects_and_gives_back_by_buttons_alone(people: People) -> None:
    who = await rich(people, 3_000)
    shelf = await people.say(who, "/rewards")
    assert "可用积分 3,000" in shelf["text"]
    await people.press(who, shelf, "▶")
    page = await people.now_reads(shelf, who, "可用积分")
    await people.press(who, page, "瓦当马克杯")
    shown = await people.now_reads(shelf, who, "每人限 1 份，你已换 0 份")
    assert "还剩 80 份" in shown["text"]
    await people.press(who, shown, "兑换（1,400")
    question = await people.now_reads(shelf, who, "换完还剩 1,600 积分")
    sure = data_of(question, "确认兑换")
    await people.press(who, question, "确认兑换")
    mine = await people.now_reads(shelf, who, "兑换码：")
    assert "还剩 1,600 积分" in mine["text"]
    # The same button once more, as an impatient thumb or a replayed update has it.
    again = {"chat_id": who, "message_id": shelf["message_id"], "from_id": who, "data": sure, "wait": 10}
    await people.call("/sim/callbacks", again)
    assert "可用积分 1,600" in (await people.say(who, "/points"))["text"]
    # Whoever else sends the button's data, or asks for the redemption, is told nothing.
    stranger = await rich(people, 10)
    code = mine["text"].split("兑换码：")[1].split("\n")[0]
    listed = await people.say(who, "/redemptions")
    look = data_of(listed, "瓦当马克杯")
    theirs = await people.say(stranger, "/redemptions")
    told = await people.call(
        "/sim/callbacks",
        {
            "chat_id": stranger,
            "message_id": theirs["message_id"],
            "from_id": stranger,
            "data": look,
            "wait": 10,
        },
    )
    assert "没有找到" in told["answer"]["text"]
    assert code not in str(await people.from_bot(stranger, stranger))
    await people.press(who, listed, "瓦当马克杯")
    card = await people.now_reads(listed, who, code)
    await people.press(who, card, "取消兑换")
    asked = await people.now_reads(listed, who, "1,400 积分会退回")
    assert "1,400" in (await people.press(who, asked, "确认取消"))["text"]
    await people.now_reads(listed, who, "积分已退回")
    assert "可用积分 3,000" in (await people.say(who, "/points"))["text"]


async def test_a_group_is_led_to_the_sale_and_one_tap_claims(people: People) -> None:
    who = await rich(people, 150)
    group = people.stage.stage.community
    hint = await people.say(1002, "/sale", chat=group)
    link = hint["reply_markup"]["inline_keyboard"][0][0]["url"].split("start=")[1]
    before = await people.say(who, f"/start {link}")
    assert "开始，共 100 份" in before["text"]
    assert "抢" not in str(before["reply_markup"])
    clock = people.stage.parts.clock
    sale = people.stage.parts.program.sales["friday-latte"]
    opens, _ = sale.running_or_next(clock.now(), people.stage.parts.program.time_zone)
    ahead = opens - clock.now() + timedelta(seconds=90)
    # What the days before bring (the weekly picks) has a day of its own: a member hears one offer a day.
    day = timedelta(days=1)
    for step in (ahead - day, day) if ahead > day else (ahead,):
        await people.call("/sim/clock", {"advance": f"PT{int(step.total_seconds())}S"})
    await people.press(who, before, "刷新")
    running = await people.now_reads(before, who, "正在进行")
    await people.press(who, running, "⚡ 抢")
    mine = await people.now_reads(before, who, "券码：")
    assert "还剩 51 积分" in mine["text"]
    (held,) = await people.stage.parts.db.read(
        redemptions.mine, member_id=await member_of(people, who), before=None, limit=9
    )
    assert held.sale == "friday-latte"
    await people.until(who, who, lambda one: "先到先得" in (one.get("text") or ""))
    await people.until(group, 1002, lambda one: "先到先得" in (one.get("text") or ""))
    assert await people.faults() == []
