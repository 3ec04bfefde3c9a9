"""An operator's campaign through every layer: written in chat, tested, approved, sent, answered by members."""

from __future__ import annotations

import asyncio
import base64
from datetime import timedelta
from typing import Any

import pytest

from membership import campaigns, members
from membership.reach import quiet_end
from tests.e2e.conftest import CLOSE_ENOUGH, People

pytestmark = pytest.mark.asyncio(loop_scope="module")

PIXEL = base64.b64encode(
    bytes.fromhex(
        "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63f8cfc000"
        "000301010018dd8db00000000049454e44ae426082"
    )
).decode()


async def by_day(people: People) -> None:
    """Move the clock out of the quiet hours, and an hour away from their edges."""
    parts = people.stage.parts
    ends = quiet_end(parts.program, parts.clock.now() + timedelta(hours=1))
    if ends is not None:
        ahead = ends + timedelta(hours=1) - parts.clock.now()
        await people.call("/sim/clock", {"advance": f"PT{int(ahead.total_seconds())}S"})


def reads(part: str) -> Any:
    return lambda one: part in (one.get("text") or one.get("caption") or "")


async def ask(people: People, who: int, text: str, part: str) -> dict[str, Any]:
    """Say something and return the new message that reads `part`; a report may come in between."""
    before = {one["message_id"] for one in await people.from_bot(who, who)}
    await people.tell(who, text, chat=who)
    return await people.until(who, who, lambda one: one["message_id"] not in before and reads(part)(one))


async def written(
    people: People, by: int, name: str, text: str, *, segment: str = "全体会员", link: str | None = None
) -> dict[str, Any]:
    """Go through the dialogue and return the card at its end."""
    # A chat takes a message a second: the last campaign's report and progress go out first.
    await asyncio.sleep(3)
    sizes = await ask(people, by, "/campaign", "发给谁")
    await people.press(by, sizes, segment)
    await people.now_reads(sizes, by, "起个名字")
    await ask(people, by, name, "正文")
    asked = await ask(people, by, text, "照片")
    await people.press(by, asked, "跳过")
    asked = await people.now_reads(asked, by, "链接按钮")
    if link is None:
        await people.press(by, asked, "跳过")
    else:
        await people.tell(by, link, chat=by)
    return await people.until(by, by, reads(f"· {name}\n状态：✏️ 草稿"))


async def approved(people: People, by: int, drafted: dict[str, Any]) -> dict[str, Any]:
    """Test it on oneself and approve it; return the card."""
    await people.press(by, drafted, "试发给自己")
    title = drafted["text"].split("\n")[0]
    tested = await people.until(by, by, reads(f"{title}\n状态：👀 已试发"))
    await people.press(by, tested, "批准")
    return await people.now_reads(tested, by, "✅ 已批准")


async def sent(people: People, by: int, card: dict[str, Any], name: str) -> campaigns.Card:
    """Send it now and return it when all who may have it today do (a weekly push may defer some of them)."""
    await people.press(by, card, "现在发送")
    sure = await people.now_reads(card, by, "确定把")
    await people.press(by, sure, "确认发送")
    return await settled(people, name)


async def test_an_operator_writes_tests_approves_and_sends_it(people: People) -> None:
    await by_day(people)
    operator = people.stage.stage.operators[0]
    reader = await people.member("<b>{points}</b>")
    drafted = await written(
        people,
        operator,
        "冬季新品",
        "你好 {name}，新品到店，你有 {points} 积分。",
        link="看看新品 https://queyan.example/new",
    )
    lines = drafted["text"].split("\n")
    total = int(
        next(line for line in lines if "人群共" in line).split("共 ")[1].split(" ")[0].replace(",", "")
    )
    buckets = [
        int(line.split("  ")[0].split("（")[0].rsplit(" ", 1)[1].replace(",", ""))
        for line in lines
        if line.startswith("·")
    ]
    assert sum(buckets) == total
    card = await approved(people, operator, drafted)
    mine = await people.until(operator, operator, reads("新品到店"))
    assert mine["reply_markup"]["inline_keyboard"][0][0]["url"] == "https://queyan.example/new"
    done = await sent(people, operator, card, "冬季新品")
    assert done.figures.adds_up
    assert done.figures.total == total
    got = await people.until(reader, reader, reads("新品到店"))
    assert got["text"] == "你好 <b>{points}</b>，新品到店，你有 0 积分。"
    assert "entities" not in got
    copies = [one for one in await people.from_bot(reader, reader) if "新品到店" in (one.get("text") or "")]
    assert len(copies) == 1
    if done.figures.deferred == 0:
        await people.until(operator, operator, reads("🏁 群发「冬季新品」已完成"))
    await people.until(
        operator, operator, lambda one: f"已送达 {done.figures.sent}" in (one.get("text") or "")
    )


async def test_a_member_says_no_under_it_and_may_undo_it(people: People) -> None:
    await by_day(people)
    await people.next_day()
    await by_day(people)
    operator = people.stage.stage.operators[0]
    reader, stranger = await people.member("不想收"), await people.member("别人")
    card = await approved(people, operator, await written(people, operator, "周末特饮", "周末特饮来了"))
    await sent(people, operator, card, "周末特饮")
    got = await people.until(reader, reader, reads("周末特饮"))
    await people.press(reader, got, "🔕")
    told = await people.until(reader, reader, reads("已为你关闭「活动与上新」"))
    parts = people.stage.parts
    me = await parts.db.read(members.recognise, telegram_id=reader, language_code=None, operators=())
    assert me.member_id is not None
    topics = await parts.db.read(members.topics, member_id=me.member_id, program=parts.program)
    assert {one.topic: one.granted for one in topics}["campaigns"] is False
    assert (await settled(people, "周末特饮")).figures.opted_out == 1
    await people.press(reader, told, "恢复接收")
    await people.now_reads(told, reader, "已重新打开")
    # A button under somebody else's message does nothing.
    data = got["reply_markup"]["inline_keyboard"][-1][0]["callback_data"]
    theirs = await people.until(stranger, stranger, reads("周末特饮"))
    answer = await people.call(
        "/sim/callbacks",
        {
            "chat_id": stranger,
            "message_id": theirs["message_id"],
            "from_id": stranger,
            "data": data,
            "wait": 10,
        },
    )
    assert "不是给你的" in answer["answer"]["text"]


async def test_who_was_told_today_is_capped_in_the_next_preview(people: People) -> None:
    await by_day(people)
    operator = people.stage.stage.operators[0]
    drafted = await written(people, operator, "又一条", "再来一条")
    capped = next(line for line in drafted["text"].split("\n") if "触达频次已满" in line)
    assert not capped.startswith("· 触达频次已满 0")


async def test_what_is_wrong_is_said_and_the_dialogue_goes_on(people: People) -> None:
    await by_day(people)
    operator = people.stage.stage.operators[1]
    sizes = await ask(people, operator, "/campaign", "发给谁")
    await people.press(operator, sizes, "全体会员")
    await people.now_reads(sizes, operator, "起个名字")
    await ask(people, operator, "名" * 65, "1 到 64")
    await ask(people, operator, "试错", "正文")
    await ask(people, operator, "你好 {nmae}", "{name} {points} {tier}")
    await ask(people, operator, "字" * 4090 + "{name}", "4,096")
    asked = await ask(people, operator, "你好 {name}", "照片")
    await ask(people, operator, "没有", "直接发一张照片")
    await people.press(operator, asked, "跳过")
    await people.now_reads(asked, operator, "链接按钮")
    await ask(people, operator, "点我 http://queyan.example", "https://")
    await ask(people, operator, "https://queyan.example", "按钮文字")
    await ask(people, operator, "/cancel", "草稿在 /campaigns")
    listed = await ask(people, operator, "/campaigns", "试错")
    await people.press(operator, listed, "试错")
    card = await people.now_reads(listed, operator, "状态：✏️ 草稿")
    labels = [one["text"] for row in card["reply_markup"]["inline_keyboard"] for one in row]
    assert not any("发送" in label for label in labels)


async def test_an_edit_voids_approval_and_a_past_time_is_refused(people: People) -> None:
    await by_day(people)
    operator = people.stage.stage.operators[1]
    card = await approved(people, operator, await written(people, operator, "定时的", "明天见"))
    await people.press(operator, card, "定时发送")
    await people.until(operator, operator, reads("什么时候发"))
    await ask(people, operator, "后天吧", "没看懂")
    await ask(people, operator, "2020-01-01 10:30", "已经过去")
    parts = people.stage.parts
    at = (parts.clock.now() + timedelta(days=2)).astimezone(parts.program.time_zone)
    scheduled = await ask(people, operator, f"{at:%Y-%m-%d} 10:30", "10:30 开始")
    await people.press(operator, scheduled, "✏️ 正文")
    await people.until(operator, operator, reads("发来新的正文"))
    await people.tell(operator, "改过的", chat=operator)
    await people.until(operator, operator, reads("定时的\n状态：✏️ 草稿"))


async def test_the_photo_and_the_counted_link_reach_the_member(people: People) -> None:
    await people.next_day()
    await by_day(people)
    operator = people.stage.stage.operators[0]
    reader = await people.member("爱看图")
    drafted = await written(
        people, operator, "带图", "看图 {tier}", segment="30 天内新入会", link="打开 https://queyan.example/p"
    )
    await people.press(operator, drafted, "图片")
    await people.until(operator, operator, reads("发来新的照片"))
    await people.call("/sim/messages", {"chat_id": operator, "from_id": operator, "photo": PIXEL})
    drafted = await people.until(
        operator,
        operator,
        lambda one: reads("· 带图")(one) and one["message_id"] > drafted["message_id"],
    )
    await people.press(operator, drafted, "统计点击：关")
    drafted = await people.until(
        operator, operator, lambda one: "统计点击：开" in str(one.get("reply_markup"))
    )
    await sent(people, operator, await approved(people, operator, drafted), "带图")
    got = await people.until(reader, reader, reads("看图 普通会员"))
    assert got["photo"]
    answer = await people.press(reader, got, "打开")
    assert "再点一次" in answer["text"]
    async with asyncio.timeout(CLOSE_ENOUGH):
        while True:
            now = await people.until(reader, reader, lambda one: one["message_id"] == got["message_id"])
            if now["reply_markup"]["inline_keyboard"][0][0].get("url") == "https://queyan.example/p":
                break
            await asyncio.sleep(0.05)
    shown = [one for one in await people.stage.parts.db.read(campaigns.listed) if one.name == "带图"]
    assert shown[0].figures.clicked == 1


async def test_on_a_bad_day_of_telegram_nobody_gets_it_twice_and_the_operator_decides_on_the_rest(
    people: People,
) -> None:
    for _ in range(2):
        await people.next_day()
    await by_day(people)
    operator = people.stage.stage.operators[0]
    readers = [await people.member(f"读者{place}") for place in range(6)]
    card = await approved(people, operator, await written(people, operator, "坏天气", "坏天气里的消息"))
    await people.press(operator, card, "现在发送")
    sure = await people.now_reads(card, operator, "确定把")
    for fault in (
        {"kind": "429", "times": 2, "retry_after": 1},
        {"kind": "drop-after-write", "times": 1},
        {"kind": "5xx", "times": 1},
    ):
        await people.call("/sim/faults", {"method": "sendMessage", **fault})
    await people.press(operator, sure, "确认发送")
    shown = await settled(people, "坏天气")
    assert shown.figures.adds_up
    # The fault may have met another message of the bot instead; what met a letter is counted, never repeated.
    assert shown.figures.unknown <= 2
    copies = {who: await count_of(people, who, "坏天气里的消息") for who in readers}
    assert set(copies.values()) <= {0, 1}
    assert list(copies.values()).count(0) <= shown.figures.unknown
    if shown.figures.unknown:
        again = await people.until(
            operator, operator, lambda one: "补发结果不明的" in str(one.get("reply_markup"))
        )
        await people.press(operator, again, "补发结果不明的")
        assert (await settled(people, "坏天气")).figures.unknown == 0
        assert all([await count_of(people, who, "坏天气里的消息") for who in readers])


async def settled(people: People, name: str) -> campaigns.Card:
    """Wait until nothing of a campaign is on its way or could go now (others may wait for tomorrow)."""
    async with asyncio.timeout(CLOSE_ENOUGH):
        while True:
            listed = await people.stage.parts.db.read(campaigns.listed)
            shown = next(one for one in listed if one.name == name)
            if shown.planned and shown.figures.planned + shown.figures.sending == 0:
                return shown
            await asyncio.sleep(0.1)


async def count_of(people: People, who: int, text: str) -> int:
    return len([one for one in await people.from_bot(who, who) if text in (one.get("text") or "")])


async def test_members_cannot_write_campaigns(people: People) -> None:
    who = await people.member("好奇")
    told = await people.say(who, "/campaign")
    assert "群发" not in told["text"]
    told = await people.say(who, "/campaigns")
    assert "群发" not in told["text"]


async def test_every_request_was_as_the_bot_api_says(people: People) -> None:
    assert await people.faults() == []
