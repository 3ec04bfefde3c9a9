"""A group's day through every layer: set up, check in, the day's task, proofs, boards, and a crowd."""

from __future__ import annotations

import asyncio
import base64
from collections import Counter
from datetime import datetime, time, timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from core.clock import day_begins, local_day
from core.program import Program
from db.queries import posts
from membership import groups, members
from tests.e2e.conftest import CLOSE_ENOUGH, People

pytestmark = pytest.mark.asyncio(loop_scope="module")

CROWD = 1_000
PIXEL = base64.b64encode(
    bytes.fromhex(
        "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63f8cfc000"
        "000301010018dd8db00000000049454e44ae426082"
    )
).decode()


async def a_group(
    people: People, *who: int, kind: str = "supergroup", admin: bool = True, daily: bool = False
) -> int:
    """A new group of these people, the first of whom made it; the day's task is off unless a test wants it."""
    body = {"type": kind, "title": "雀友", "member_ids": list(who), "creator_id": who[0], "add_bot": False}
    chat = int((await people.call("/sim/chats", body))["id"])
    parts = people.stage.parts
    place = groups.Chat(chat, "雀友", "zh-hans")
    await parts.db.write(groups.enter, chat=place, program=parts.program, now=parts.clock.now())
    await parts.db.write(groups.switch_task, chat_id=chat, on=daily)
    me = (await people.call("/sim/state"))["bot"]["id"]
    for action in ("add", "promote") if admin else ("add",):
        await people.call(f"/sim/chats/{chat}/members", {"user_id": me, "action": action, "by_id": who[0]})
    await people.until(chat, who[0], lambda one: "/setup" in one.get("text", ""))
    return chat


async def join_chat(people: People, chat: int, who: int) -> None:
    await people.call(f"/sim/chats/{chat}/members", {"user_id": who, "action": "add"})


async def reactions(people: People, message: dict[str, Any], viewer: int) -> list[str]:
    """The bot's reactions to a message, once there are some."""
    async with asyncio.timeout(CLOSE_ENOUGH):
        while True:
            for one in await people.seen(message["chat"]["id"], viewer):
                if one["message_id"] == message["message_id"] and one["sandbox"]["reactions"]:
                    return [reaction["emoji"] for reaction in one["sandbox"]["reactions"]]
            await asyncio.sleep(0.05)


async def post_of(people: People, chat: int, viewer: int, part: str) -> dict[str, Any]:
    return await people.until(chat, viewer, lambda one: part in one.get("text", ""))


async def becomes(people: People, chat: int, *, active: bool) -> None:
    async with asyncio.timeout(CLOSE_ENOUGH):
        while (await people.stage.parts.db.read(groups.card, chat_id=chat)).active != active:  # noqa: ASYNC110
            await asyncio.sleep(0.05)


def open_task(session: Session, *, chat_id: int, task: str, now: datetime, program: Program) -> None:
    """Open one certain task of the pool in a group today."""
    card = groups.card(session, chat_id=chat_id)
    day = local_day(now, program.time_zone, program.day_start)
    posts.open_post(session, group_id=card.group_id, day=day, kind="challenge", subject=task, now=now)


async def a_task(people: People, chat: int, viewer: int, task: str) -> dict[str, Any]:
    parts = people.stage.parts
    await parts.db.write(open_task, chat_id=chat, task=task, now=parts.clock.now(), program=parts.program)
    title = parts.program.challenges[task].title.zh_hans
    return await post_of(people, chat, viewer, f"今日任务：{title}")


async def test_the_word_checks_in_and_is_answered_by_a_reaction_and_one_post(people: People) -> None:
    first, second = await people.member("甲"), await people.member("乙")
    chat = await a_group(people, first, second)
    said = await people.tell(first, " 签到 ", chat=chat)
    assert await reactions(people, said, first) == ["🔥"]
    post = await post_of(people, chat, first, "今天已有 1 人签到")
    said = await people.tell(second, "簽到", chat=chat)
    assert await reactions(people, said, first) == ["🔥"]
    post = await people.now_reads(post, first, "今天已有 2 人签到")
    assert "甲" in post["text"]
    said = await people.tell(first, "签到", chat=chat)
    assert await reactions(people, said, first) == ["👌"]
    await people.tell(first, "大家都签到了吗", chat=chat)
    greeting, kept = await people.from_bot(chat, first)
    assert "/setup" in greeting["text"]
    assert kept["message_id"] == post["message_id"]


async def test_the_button_pays_once_a_day_and_counts_the_streak(people: People) -> None:
    who = await people.member("丙")
    chat = await a_group(people, who)
    await people.tell(who, "/checkin", chat=chat)
    await post_of(people, chat, who, "今天已有 1 人签到")
    for streak in (2, 3):
        await people.next_day()
        await people.tell(who, "/checkin", chat=chat)
        post = await post_of(people, chat, who, f"丙（{streak} 天）")
        assert "今天已签到" in (await people.press(who, post, "签到"))["text"]
        diary = await people.say(who, "/streak")
        assert f"连续签到 {streak} 天" in diary["text"]
    assert "可用积分 4" in (await people.say(who, "/points"))["text"]
    english = await people.member("Kim", "en")
    await join_chat(people, chat, english)
    assert "Checked in: +1" in (await people.press(english, post, "签到"))["text"]


async def test_a_stranger_is_led_to_joining_and_not_made_a_member(people: People) -> None:
    owner, stranger = await people.member("丁"), await people.newcomer("路人")
    chat = await a_group(people, owner, stranger)
    await people.tell(owner, "签到", chat=chat)
    post = await post_of(people, chat, owner, "今天已有 1 人签到")
    answer = await people.press(stranger, post, "签到")
    group = await people.stage.parts.db.read(groups.card, chat_id=chat)
    assert answer["url"].endswith(f"?start=g_{group.group_id}")
    hint = await people.say(stranger, "签到", chat=chat)
    assert hint["reply_markup"]["inline_keyboard"][0][0]["url"] == answer["url"]
    assert not await people.stage.parts.db.read(members.is_known, telegram_id=stranger)
    hello = await people.say(stranger, f"/start g_{group.group_id}")
    await people.press(stranger, hello, place=0)
    assert "签到成功" in (await people.press(stranger, post, "签到"))["text"]


async def test_check_in_works_in_private(people: People) -> None:
    who = await people.member("戊")
    assert "签到成功 +1" in (await people.say(who, "签到"))["text"]
    again = await people.say(who, "/checkin")
    assert "今天已签到" in again["text"]
    await people.press(who, again, "我的签到")
    diary = await people.until(who, who, lambda one: "●" in one.get("text", ""))
    assert "里程碑还差 6 天" in diary["text"]


async def test_channels_and_anonymous_admins_are_nobody(people: People) -> None:
    who = await people.member("己")
    chat = await a_group(people, who)
    await people.tell(who, "签到", chat=chat, sender_chat=chat)
    await people.tell(who, "签到", chat=chat)
    await post_of(people, chat, who, "今天已有 1 人签到")
    for stand_in in (1087968824, 136817688, 777000):
        assert not await people.stage.parts.db.read(members.is_known, telegram_id=stand_in)
    await people.tell(who, "/setup", chat=chat, sender_chat=chat)
    await post_of(people, chat, who, "雀友 的设置")


async def test_only_the_groups_admins_set_it_up(people: People) -> None:
    owner, guest = await people.member("庚"), await people.member("辛")
    chat = await a_group(people, owner, guest)
    assert "管理员" in (await people.say(guest, "/setup", chat=chat))["text"]
    panel = await people.say(owner, "/setup", chat=chat)
    assert "权限齐全" in panel["text"]
    assert (await people.press(guest, panel, "English"))["show_alert"]
    await people.press(owner, panel, "English")
    panel = await people.now_reads(panel, owner, "Language: English")
    await people.press(owner, panel, "weekly leaderboard off")
    panel = await people.now_reads(panel, owner, "Weekly leaderboard: off")
    await people.press(owner, panel, "daily task on")
    panel = await people.now_reads(panel, owner, "every day at 10:00")
    await people.press(owner, panel, "Post today's")
    await post_of(people, chat, owner, "The first seat is yours")
    await post_of(people, chat, owner, "Today's task")


async def test_a_group_without_rights_is_told_what_is_missing(people: People) -> None:
    owner = await people.member("壬")
    chat = await a_group(people, owner, admin=False)
    assert "设为管理员" in (await people.say(owner, "/setup", chat=chat))["text"]


async def test_the_task_of_the_day_is_posted_by_schedule(people: People) -> None:
    owner = await people.member("癸")
    chat = await a_group(people, owner, daily=True)
    program, clock = people.stage.parts.program, people.stage.parts.clock
    tomorrow = local_day(clock.now(), program.time_zone) + timedelta(days=1)
    ten = day_begins(tomorrow, program.time_zone, time(10))
    seconds = int((ten - clock.now()).total_seconds()) + 1
    await people.call("/sim/clock", {"advance": f"PT{seconds}S"})
    task = await post_of(people, chat, owner, "今日任务")
    await people.next_day()
    await people.until(chat, owner, lambda one: "今日任务" in one.get("text", "") and one != task)
    tasks = [one for one in await people.from_bot(chat, owner) if "今日任务" in one.get("text", "")]
    assert len({one["text"].splitlines()[0] for one in tasks}) == len(tasks)
    await people.until(
        chat,
        owner,
        lambda one: one["message_id"] == task["message_id"] and "reply_markup" not in one,
    )


async def test_a_quiz_takes_one_answer_a_member(people: People) -> None:
    clever, hasty = await people.member("子"), await people.member("丑")
    chat = await a_group(people, clever, hasty)
    task = await a_task(people, chat, clever, "guess-origin")
    assert "答对了 +5" in (await people.press(clever, task, "埃塞俄比亚"))["text"]
    assert "之前已经到账" in (await people.press(clever, task, "埃塞俄比亚"))["text"]
    assert "可惜" in (await people.press(hasty, task, "巴拿马"))["text"]
    assert "一次机会" in (await people.press(hasty, task, "埃塞俄比亚"))["text"]
    await people.now_reads(task, clever, "已有 1 人完成")
    assert "可用积分 5" in (await people.say(clever, "/points"))["text"]
    assert "可用积分 0" in (await people.say(hasty, "/points"))["text"]
    await people.next_day()
    told = await people.call(
        "/sim/callbacks",
        {
            "chat_id": chat,
            "message_id": task["message_id"],
            "from_id": hasty,
            "data": task["reply_markup"]["inline_keyboard"][1][0]["callback_data"],
            "wait": 20,
        },
    )
    assert "已经结束" in told["answer"]["text"]


async def test_a_proof_is_reviewed_and_paid_once(people: People) -> None:
    who = await people.member("寅")
    chat = await a_group(people, who)
    stage = people.stage.stage
    task = await a_task(people, chat, who, "cup-photo")
    said = await people.tell(who, "", chat=chat, photo=PIXEL, reply_to=task["message_id"])
    assert await reactions(people, said, who) == ["👀"]
    more = await people.tell(who, "", chat=chat, photo=PIXEL, reply_to=task["message_id"])
    assert await reactions(people, more, who) == ["👌"]
    review = await post_of(people, stage.support, stage.operators[0], "今天这一杯（寅）")
    presses = await asyncio.gather(*(people.press(operator, review, "通过") for operator in stage.operators))
    assert sorted("已通过" in press["text"] for press in presses) == [False, True]
    await people.until(who, who, lambda one: "通过了，+8" in one.get("text", ""))
    assert "可用积分 8" in (await people.say(who, "/points"))["text"]
    assert "没有待审核" in (await people.say(stage.operators[0], "/proofs"))["text"]


async def test_boards_show_the_group_by_name_and_the_program_masked(people: People) -> None:
    first, shy = await people.member("卯卯"), await people.member("辰辰")
    chat = await a_group(people, first, shy)
    for who in (first, shy):
        await people.tell(who, "签到", chat=chat)
    await post_of(people, chat, first, "今天已有 2 人签到")
    board = await people.say(first, "/rank day", chat=chat)
    assert "🥇 卯卯 · 1" in board["text"]
    assert "🥇 辰辰 · 1" in board["text"]
    assert "不再出现" in (await people.say(shy, "/rank hide", chat=chat))["text"]
    assert "不上榜" in (await people.press(shy, board, "本月"))["text"]
    board = await people.now_reads(board, first, "本月")
    assert "辰辰" not in board["text"]
    everybody = await people.say(first, "/rank month")
    assert "卯卯" not in everybody["text"]
    assert "你：第" in everybody["text"]


async def test_a_bot_that_was_removed_comes_back_to_what_it_knew(people: People) -> None:
    owner = await people.member("巳")
    chat = await a_group(people, owner)
    me = (await people.call("/sim/state"))["bot"]["id"]
    panel = await people.say(owner, "/setup", chat=chat)
    await people.press(owner, panel, "繁體中文")
    await people.now_reads(panel, owner, "繁體中文")
    for action, active in (("remove", False), ("add", True)):
        await people.call(f"/sim/chats/{chat}/members", {"user_id": me, "action": action, "by_id": owner})
        await becomes(people, chat, active=active)
    assert (await people.stage.parts.db.read(groups.card, chat_id=chat)).language == "zh-Hant"


async def test_a_group_that_grows_into_a_supergroup_keeps_its_day(people: People) -> None:
    owner, other = await people.member("午"), await people.member("未")
    chat = await a_group(people, owner, other, kind="group")
    await people.tell(owner, "签到", chat=chat)
    await post_of(people, chat, owner, "今天已有 1 人签到")
    moved = (await people.call(f"/sim/chats/{chat}/migrate", {}))["new_id"]
    await people.tell(other, "签到", chat=moved)
    await post_of(people, moved, owner, "今天已有 2 人签到")


async def test_a_thousand_members_at_once_get_right_totals_and_few_messages(people: People) -> None:
    parts = people.stage.parts
    crowd = [await people.newcomer(f"人{number}") for number in range(CROWD)]
    await asyncio.gather(
        *(
            parts.db.write(
                members.join,
                telegram_id=who,
                name=f"人{who}",
                language_code="zh-hans",
                source=None,
                message_id=1,
                program=parts.program,
                now=parts.clock.now(),
            )
            for who in crowd
        )
    )
    chat = await a_group(people, *crowd)
    await people.tell(crowd[0], "签到", chat=chat)
    post = await post_of(people, chat, crowd[0], "今天已有 1 人签到")
    began = parts.clock.now()
    doors = asyncio.Semaphore(100)

    async def press(who: int) -> str:
        async with doors:
            return str((await people.press(who, post, "签到"))["text"])

    told = Counter(await asyncio.gather(*(press(who) for who in crowd)))
    assert told == {"签到成功 +1，连续 1 天": CROWD - 1, "今天已签到，连续 1 天，明天见": 1}
    await people.now_reads(post, crowd[0], f"今天已有 {CROWD:,} 人签到")
    minutes = 1 + (parts.clock.now() - began).total_seconds() / 60
    sent = [
        one
        for one in (await people.call("/sim/requests?limit=10000"))["requests"]
        if one["method"].lower() in {"sendmessage", "editmessagetext"} and one["params"]["chat_id"] == chat
    ]
    assert len(sent) <= 20 * minutes
    assert len([one for one in await people.from_bot(chat, crowd[0]) if "签到" in one["text"]]) == 2


async def test_every_request_and_answer_was_as_the_bot_api_says(people: People) -> None:
    assert await people.faults() == []


async def test_whoever_comes_into_the_group_is_welcomed_by_name(people: People) -> None:
    group = people.stage.stage.community
    who = await people.newcomer("{name} 新邻居")
    await people.call(f"/sim/chats/{group}/members", {"user_id": who, "action": "add", "by_id": 1101})
    told = await people.until(group, who, lambda one: "{name} 新邻居" in one.get("text", ""))
    assert "欢迎" in told["text"]
    assert "?start=" in told["reply_markup"]["inline_keyboard"][0][0]["url"]
