"""The main job through every layer: what a newcomer to the chat page does, played by HTTP."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest

from ingest.load import load
from tests.e2e.conftest import People

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_a_newcomer_joins_in_one_tap_and_is_told_the_coupon(people: People) -> None:
    who = await people.newcomer()
    hello = await people.say(who, "/start")
    assert "/privacy" in hello["text"]
    assert (await people.press(who, hello, "加入会员"))["text"]
    joined = await people.now_reads(hello, who, "入会成功")
    assert "券码" in joined["text"]
    again = await people.say(who, "/coupons")
    code = joined["text"].split("券码：")[1].split("（")[0]
    assert code in again["text"]


async def test_the_language_comes_from_telegram(people: People) -> None:
    assert "Join now" in (await people.say(await people.newcomer("Ann", "en"), "/start"))["text"]
    assert "現在加入" in (await people.say(await people.newcomer("阿芳", "zh-hant"), "/start"))["text"]


async def test_a_double_tap_joins_once(people: People) -> None:
    who = await people.newcomer()
    hello = await people.say(who, "/start")
    await people.press(who, hello, "加入会员")
    told = await people.now_reads(hello, who, "入会成功")
    await people.call(
        "/sim/callbacks",
        {"chat_id": who, "message_id": hello["message_id"], "from_id": who, "data": "j:", "wait": 10},
    )
    coupons = await people.say(who, "/coupons")
    assert coupons["text"].count("券码 ") == 1
    assert "入会成功" in told["text"]


async def test_a_question_is_answered_from_the_faq_with_its_source(people: People) -> None:
    answer = await people.say(await people.member(), "积分会过期吗？")
    assert "来源" in answer["text"]
    assert "12" in answer["text"]


async def test_own_figures_come_from_the_ledger(people: People) -> None:
    balance = await people.say(1002, "/points")
    available = balance["text"].split("可用积分 ")[1].split("\n")[0]
    answer = await people.say(1002, "我有多少积分")
    assert available.replace(",", "") in answer["text"].replace(",", "")


async def test_an_unknown_question_is_handed_to_a_person_and_the_answer_comes_back(people: People) -> None:
    who = await people.member()
    answer = await people.say(who, "你们的火箭发射场在哪个星球")
    stage = people.stage.stage
    await people.press(who, answer, "转人工")
    await people.until(who, who, lambda one: "工单" in (one.get("text") or ""))
    posted = await people.until(
        stage.support, stage.operators[0], lambda one: "火箭" in (one.get("text") or "")
    )
    await people.tell(stage.operators[0], "在月球背面", chat=stage.support, reply_to=posted["message_id"])
    await people.until(who, who, lambda one: one.get("text") == "在月球背面")


async def test_whoever_asks_for_a_person_need_not_repeat_the_question(people: People) -> None:
    who, stage = await people.member(), people.stage.stage
    await people.say(who, "积分会过期吗")
    offered = await people.say(who, "转人工")
    await people.press(who, offered, "转人工")
    posted = await people.until(
        stage.support, stage.operators[0], lambda one: "转人工" in (one.get("text") or "")
    )
    assert "积分会过期吗\n转人工" in posted["text"]


async def test_a_colleague_is_told_when_a_reply_reaches_nobody(people: People) -> None:
    who, desk = await people.member(), people.stage.stage.support
    agent = people.stage.stage.operators[0]
    await people.say(who, "/human 杯子碎了")
    posted = await people.until(desk, agent, lambda one: "杯子碎了" in (one.get("text") or ""))
    await people.press(agent, posted, "已解决")
    await people.until(who, who, lambda one: "已处理完" in (one.get("text") or ""))
    told = await people.say(agent, "积分会过期吗", chat=desk, reply_to=posted["message_id"])
    assert "没有送达" in told["text"]


async def test_asking_for_a_person_in_a_group_leads_to_a_ticket(people: People) -> None:
    desk, agent = people.stage.stage.support, people.stage.stage.operators[0]
    me = (await people.call("/sim/state"))["bot"]["username"]
    group = people.stage.stage.community
    # Whatever is offered besides: the last button leads to a person.
    for asked in (f"@{me} 你们的潜水艇停在哪", "/human"):
        reply = await people.say(1008, asked, chat=group)
        start = reply["reply_markup"]["inline_keyboard"][-1][0]["url"].split("start=")[1]
        assert "工单" in (await people.say(1008, f"/start {start}"))["text"]
        await people.until(desk, agent, lambda one: "潜水艇" in (one.get("text") or ""))


async def test_what_somebody_has_switched_off_is_not_shown_to_a_group(people: People) -> None:
    reply = await people.say(1002, "/settings", chat=people.stage.stage.community)
    assert "私信" in reply["text"]
    assert "reply_markup" not in reply


async def test_choosing_a_language_leaves_the_new_members_coupon_on_the_screen(people: People) -> None:
    who = await people.newcomer()
    hello = await people.say(who, "/start")
    await people.press(who, hello, "加入会员")
    joined = await people.now_reads(hello, who, "入会成功")
    await people.press(who, joined, "语言")
    await people.until(who, who, lambda one: "用哪种语言" in (one.get("text") or ""))
    await people.now_reads(hello, who, "券码")


async def test_a_stranger_is_shown_the_way_in_without_leaving_the_chat(people: People) -> None:
    told = await people.say(await people.newcomer(), "/points")
    assert "/start" in told["text"]
    assert "reply_markup" not in told


async def test_an_imported_order_gives_points_at_once_and_the_member_is_told(
    people: People, tmp_path: object
) -> None:
    who = await people.member()
    hello = await people.say(who, "/start")
    number = hello["text"].split("会员号 ")[1].split("。")[0]
    parts = people.stage.parts
    file = f"{tmp_path}/orders.csv"
    at = parts.clock.now().isoformat()
    with open(file, "w", encoding="utf-8") as out:  # noqa: ASYNC230, PTH123
        out.write("order_id,member_ref,ordered_at,product_id,quantity,amount\n")
        out.write(f"e2e-{who},{number},{at},hot-americano,2,37.50\n")
    once = partial(
        load,
        parts.db,
        file,
        "orders",
        program=parts.program,
        clock=parts.clock,
        vault=parts.vault,
        channel="pos",
    )
    report = await once()
    assert (report.created, report.rejected) == (1, 0)
    await people.until(who, who, lambda one: "37 积分" in (one.get("text") or ""))
    repeated = await once()
    assert (repeated.created, repeated.duplicate) == (0, 1)
    assert "可用积分 37" in (await people.say(who, "/points"))["text"]


async def test_a_friend_who_joins_by_a_link_and_orders_rewards_both(people: People, tmp_path: Path) -> None:
    inviter, operator = await people.member(), people.stage.stage.operators[0]
    shown = await people.say(inviter, "/invite")
    start = shown["text"].split("?start=")[1].split()[0]
    assert start in shown["reply_markup"]["inline_keyboard"][0][0]["url"]
    friend = await people.newcomer()
    hello = await people.say(friend, f"/start {start}")
    await people.press(friend, hello, "加入会员")
    await people.until(inviter, inviter, lambda one: "有朋友用你的链接入会了" in (one.get("text") or ""))
    number = (await people.say(friend, "/start"))["text"].split("会员号 ")[1].split("。")[0]
    parts = people.stage.parts
    file = tmp_path / "friend.csv"
    ordered = f"referred-{friend},{number},{parts.clock.now().isoformat()},hot-americano,2,37.50\n"
    file.write_text(f"order_id,member_ref,ordered_at,product_id,quantity,amount\n{ordered}", "utf-8")
    await load(
        parts.db,
        str(file),
        "orders",
        program=parts.program,
        clock=parts.clock,
        vault=parts.vault,
        channel="pos",
    )
    await people.call("/sim/clock", {"advance": "PT10M"})
    told = await people.until(inviter, inviter, lambda one: "达标" in (one.get("text") or ""))
    assert "100 积分" in told["text"]
    await people.until(friend, friend, lambda one: "50 积分" in (one.get("text") or ""))
    assert "已到账 1 位" in (await people.say(inviter, "/invite"))["text"]
    assert "没有待核对" in (await people.say(operator, "/referrals"))["text"]


async def test_recommendations_say_why_and_a_no_is_kept(people: People) -> None:
    cards = await people.say(1007, "/foryou")
    assert "为你挑了" in cards["text"]
    unwanted = cards["text"].split("1. ")[1].split(" · ")[0]
    assert unwanted in (await people.press(1007, cards, "1 🙅"))["text"]
    again = await people.say(1007, "/foryou")
    assert unwanted not in again["text"]


async def test_the_weekly_push_reaches_members_once(people: People) -> None:
    before = [one for one in await people.from_bot(1005, 1005) if "A new week" in (one.get("text") or "")]
    for _ in range(7):
        await people.next_day()
    pushed = await people.until(1005, 1005, lambda one: "A new week" in (one.get("text") or ""))
    after = [one for one in await people.from_bot(1005, 1005) if "A new week" in (one.get("text") or "")]
    assert len(after) == len(before) + 1
    await people.press(1005, pushed, "Stop these")


async def test_nobody_sees_anothers_account_in_a_group(people: People) -> None:
    group = people.stage.stage.community
    reply = await people.say(1002, "/points", chat=group)
    assert "私信" in reply["text"]
    assert not any(character.isdigit() for character in reply["text"])


async def test_every_request_and_answer_was_as_the_bot_api_says(people: People) -> None:
    assert await people.faults() == []
