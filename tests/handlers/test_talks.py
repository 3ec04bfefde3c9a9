"""What member and desk say to each other, played over a local Telegram on both engines."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from bot import pace
from core.program import Program
from core.texts import Catalogue
from db.engine import Database
from db.models.tickets import Ticket
from handlers import wordings
from knowledge.assistant import Assistant
from knowledge.embedders import HashedEmbedder
from knowledge.index import ArticleIndex
from knowledge.store import Store
from membership import queues, staff, support_chats, talks, tickets
from tasks import talks as carrying
from tests.conftest import StandingClock
from tests.desk import PICTURE, SupportDesk
from tests.tasks.wire import Killed, Mortal, MortalDatabase

MOST_STEPS = 80


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Telegram's seconds between messages have tests of their own."""
    monkeypatch.setattr(pace, "GROUP_SECONDS", 0.0)
    monkeypatch.setattr(pace, "CHAT_SECONDS", 0.0)


@pytest.fixture
async def desk(
    db: Database, program: Program, catalogue: Catalogue, clock: StandingClock
) -> AsyncIterator[SupportDesk]:
    async with SupportDesk(db, program, catalogue, clock) as stage:
        yield stage


async def a_talk(desk: SupportDesk, question: str = "杯子碎了") -> int:
    """Somebody whose question stands at the desk."""
    member = await desk.person("阿芳")
    await desk.writes(member, f"/human {question}")
    await desk.tick()
    return member


async def test_a_question_opens_a_topic_with_a_card_and_what_is_written_there_is_answered(
    desk: SupportDesk,
) -> None:
    member = await a_talk(desk)
    (topic,) = desk.topics().values()
    assert topic.name == "🆕 非会员 阿芳 · #1"
    card = await desk.last(desk.desk, "杯子碎了")
    assert card["message_thread_id"] == desk.thread()
    await desk.in_topic(desk.agent, "马上给你换一个")
    await desk.tick()
    assert "马上给你换一个" in await desk.texts(member)
    assert desk.topics()[desk.thread()].name == "💬 非会员 阿芳 ← 阿敏 · #1"
    shown = [
        one["text"]
        for row in (await desk.last(desk.desk, "🙋"))["reply_markup"]["inline_keyboard"]
        for one in row
    ]
    assert "放回队列" in shown
    assert not any("接单" in text for text in shown)
    await desk.writes(member, "谢谢")
    await desk.tick()
    assert "谢谢" in await desk.texts(desk.desk)
    assert len(desk.topics()) == 1


async def test_notes_stay_at_the_desk(desk: SupportDesk) -> None:
    member = await a_talk(desk)
    for note in ("// 老顾客，客气点", "#内部 先查库存", "＃內部 等一下"):
        await desk.in_topic(desk.agent, note)
    await desk.tick()
    assert not [
        text for text in await desk.texts(member) if "顾客" in text or "库存" in text or "內部" in text
    ]


@pytest.mark.parametrize("noted", [0, 1, 2], ids=["first", "second", "last"])
async def test_an_album_of_which_one_part_is_a_note_stays_at_the_desk(desk: SupportDesk, noted: int) -> None:
    member = await a_talk(desk)
    for place in range(3):
        more = {"caption": "// 上次的单，别发给客人"} if place == noted else {}
        await desk.in_topic(desk.agent, photo=PICTURE, media_group_id="7", **more)
        await desk.tick()
    desk.clock.advance(timedelta(seconds=3))
    await desk.tick()
    assert not [one for one in await desk.seen(member) if "photo" in one]
    # A note is no answer: the member still waits for one.
    (waits,) = await desk.db.read(queues.queue)
    assert await desk.db.read(first_answer, ticket_id=waits.ticket_id) is None
    assert [line.text for line in await desk.db.read(tickets.lines, ticket_id=1)] == ["杯子碎了"]
    await desk.in_topic(desk.agent, photo=PICTURE, caption="这张给你看", media_group_id="8")
    desk.clock.advance(timedelta(seconds=3))
    await desk.tick()
    assert [one["caption"] for one in await desk.seen(member) if "photo" in one] == ["这张给你看"]


async def test_a_note_that_comes_after_its_album_went_across_says_so(desk: SupportDesk) -> None:
    member = await a_talk(desk)
    await desk.in_topic(desk.agent, photo=PICTURE, media_group_id="7")
    desk.clock.advance(timedelta(seconds=3))
    await desk.tick()
    await desk.in_topic(desk.agent, photo=PICTURE, media_group_id="7", caption="#内部 别发")
    desk.clock.advance(timedelta(seconds=3))
    await desk.tick()
    assert len([one for one in await desk.seen(member) if "photo" in one]) == 1
    assert [text for text in await desk.texts(desk.desk) if "收不回" in text or "已经" in text]


def first_answer(session: Session, *, ticket_id: int) -> datetime | None:
    return session.get_one(Ticket, ticket_id).answered_at


async def test_photos_places_and_stickers_cross_and_a_contact_is_refused(desk: SupportDesk) -> None:
    member = await a_talk(desk)
    await desk.writes(member, photo=PICTURE, caption="你看")
    await desk.writes(member, location={"latitude": 31.2, "longitude": 121.5})
    await desk.writes(member, contact=True)
    await desk.tick()
    seen = [one for one in await desk.seen(desk.desk) if one["from"]["is_bot"]]
    assert [one["caption"] for one in seen if "photo" in one] == ["你看"]
    assert [one for one in seen if "location" in one]
    assert not [one for one in seen if "contact" in one]
    assert "转不过去" in (await desk.texts(member))[-1]
    await desk.in_topic(desk.agent, document=PICTURE, file_name="refund.png")
    await desk.in_topic(desk.agent, contact=True)
    await desk.tick()
    got = [one for one in await desk.seen(member) if one["from"]["is_bot"]]
    assert [one for one in got if "document" in one]
    assert not [one for one in got if "contact" in one]


async def test_an_album_goes_across_as_one(desk: SupportDesk) -> None:
    member = await a_talk(desk)
    for _ in range(3):
        await desk.writes(member, photo=PICTURE, media_group_id="42")
        await desk.tick()
    desk.clock.advance(timedelta(seconds=2))
    await desk.tick()
    assert len([one for one in await desk.seen(desk.desk) if one["from"]["is_bot"] and "photo" in one]) == 3
    assert desk.called("copyMessages") == 1


async def test_replies_point_at_the_same_message_on_the_other_side(desk: SupportDesk) -> None:
    member = await a_talk(desk)
    first = await desk.writes(member, "白色那个")
    await desk.tick()
    await desk.writes(member, "还是黑色那个")
    await desk.tick()
    white = await desk.last(desk.desk, "白色那个")
    await desk.in_topic(desk.agent, "这个有货", reply_to=white["message_id"])
    await desk.tick()
    answer = await desk.last(member, "这个有货")
    assert answer["reply_to_message"]["message_id"] == first["message_id"]
    await desk.writes(member, "就要它", reply_to=answer["message_id"])
    await desk.tick()
    chosen = await desk.last(desk.desk, "就要它")
    assert chosen["reply_to_message"]["text"] == "这个有货"


async def test_edits_follow_on_both_sides(desk: SupportDesk) -> None:
    member = await a_talk(desk)
    mine = await desk.writes(member, "两杯")
    await desk.tick()
    await desk.sim(
        "messages", put=True, chat_id=member, from_id=member, message_id=mine["message_id"], text="三杯"
    )
    await desk.take_in()
    await desk.tick()
    assert "三杯" in await desk.texts(desk.desk)
    assert "两杯" not in await desk.texts(desk.desk)
    theirs = await desk.in_topic(desk.agent, "明天道")
    await desk.tick()
    await desk.sim(
        "messages",
        put=True,
        chat_id=desk.desk,
        from_id=desk.agent,
        message_id=theirs["message_id"],
        text="明天到",
    )
    await desk.take_in()
    await desk.tick()
    assert "明天到" in await desk.texts(member)
    assert [line.text for line in await desk.db.read(tickets.lines, ticket_id=1)] == [
        "杯子碎了",
        "三杯",
        "明天到",
    ]


async def test_an_update_that_is_dealt_with_twice_is_carried_once(desk: SupportDesk) -> None:
    member = await a_talk(desk)
    await desk.sim("messages", chat_id=member, from_id=member, text="只说一次")
    update = (await desk.take_in())[-1]
    update["update_id"] += 100_000
    await desk.intake.receive([update])
    await desk.take_in()
    await desk.tick()
    assert (await desk.texts(desk.desk)).count("只说一次") == 1


async def test_order_is_kept_and_nothing_lost_when_telegram_asks_to_wait(desk: SupportDesk) -> None:
    member = await a_talk(desk)
    await desk.in_topic(desk.agent, "一")
    await desk.tick()
    desk.fault("copyMessage", "429", times=1, retry_after=1)
    for text in ("二", "三", "四"):
        await desk.in_topic(desk.agent, text)
    await desk.tick()
    desk.clock.advance(timedelta(seconds=2))
    await desk.tick()
    told = [text for text in await desk.texts(member) if text in "一二三四"]
    assert told == ["一", "二", "三", "四"]


async def test_a_flood_becomes_few_messages_and_every_word_arrives(desk: SupportDesk) -> None:
    member = await a_talk(desk)
    before = len(await desk.seen(desk.desk))
    for number in range(100):
        await desk.sim("messages", chat_id=member, from_id=member, text=f"第{number}句")
    await desk.take_in()
    await desk.tick()
    sent = (await desk.seen(desk.desk))[before:]
    assert len(sent) <= 3
    told = "\n".join(one.get("text", "") for one in sent).split("\n")
    assert told == [f"第{number}句" for number in range(100)]


async def test_more_than_anybody_can_read_is_refused_kindly(desk: SupportDesk) -> None:
    member = await a_talk(desk)
    for number in range(205):
        await desk.sim("messages", chat_id=member, from_id=member, text=f"第{number}句")
    await desk.take_in()
    assert "请稍等" in (await desk.texts(member))[-1]
    await desk.tick()
    await desk.writes(member, "好了吗")
    await desk.tick()
    assert "好了吗" in await desk.texts(desk.desk)


async def test_the_longest_message_goes_both_ways(desk: SupportDesk) -> None:
    member = await a_talk(desk, "长" * 4_080)
    assert len((await desk.last(desk.desk, "工单 1"))["text"]) < 4_096
    await desk.writes(member, "文" * 4_096)
    await desk.tick()
    assert "文" * 4_096 in await desk.texts(desk.desk)
    await desk.in_topic(desk.agent, "答" * 4_096)
    await desk.tick()
    assert "答" * 4_096 in await desk.texts(member)


async def test_a_process_that_dies_while_sending_sends_it_again_at_the_next_start(desk: SupportDesk) -> None:
    member = await a_talk(desk)
    await desk.in_topic(desk.agent, "在路上")
    assert await desk.db.write(talks.claim, to="member", now=desk.clock.now())
    await desk.tick()
    assert "在路上" not in await desk.texts(member)
    await desk.restart()
    await desk.tick()
    assert (await desk.texts(member)).count("在路上") == 1


async def test_wherever_the_sender_dies_every_line_arrives_once_or_twice_and_in_order(
    desk: SupportDesk,
) -> None:
    member = await a_talk(desk)
    for dies_at in range(1, MOST_STEPS):
        mortal = Mortal(dies_at)
        said = [f"{dies_at}之{number}" for number in (1, 2)]
        for text in said:
            await desk.in_topic(desk.agent, text)
            await desk.writes(member, f"回{text}")
        with suppress(Killed):
            duty = replace(desk.duty(), db=MortalDatabase(desk.db, mortal))
            await carrying.to_members(duty)
            await carrying.to_desk(duty)
        await desk.restart()
        await desk.tick()
        for chat, mark in ((member, ""), (desk.desk, "回")):
            wanted = [f"{mark}{text}" for text in said]
            arrived = [line for text in await desk.texts(chat) for line in text.split("\n") if line in wanted]
            assert list(dict.fromkeys(arrived)) == wanted
            assert len(arrived) <= 4
        if not mortal.dead:
            return
    raise AssertionError("the sweep never ran to its end")


async def test_a_line_of_unknown_fate_is_tried_once_more_and_then_the_desk_knows(desk: SupportDesk) -> None:
    await a_talk(desk)
    desk.fault("copyMessage", "5xx", times=2)
    await desk.in_topic(desk.agent, "收到请回")
    await desk.tick()
    await desk.tick()
    assert desk.called("copyMessage") == 2
    assert "不确定是否送达" in (await desk.texts(desk.desk))[-1]


async def test_the_desk_sees_that_a_member_has_stopped_the_bot(desk: SupportDesk) -> None:
    member = await a_talk(desk)
    await desk.sim("block", user_id=member)
    await desk.in_topic(desk.agent, "还在吗")
    await desk.tick()
    await desk.tick()
    assert "会员停用了机器人" in (await desk.texts(desk.desk))[-1]


async def test_nobody_without_a_name_speaks_for_the_desk(desk: SupportDesk) -> None:
    member = await a_talk(desk)
    before = await desk.texts(member)
    await desk.in_topic(desk.agent, "我是管理员", sender_chat=desk.desk)
    await desk.in_topic(desk.agent, "我是频道", sender_chat={"id": -1_001_234, "title": "广告"})
    await desk.tick()
    assert await desk.texts(member) == before
    assert "匿名管理员" in (await desk.texts(desk.desk))[-1]


async def test_a_topic_deleted_by_hand_is_made_anew_with_the_card_and_nothing_is_lost(
    desk: SupportDesk,
) -> None:
    member = await a_talk(desk)
    old = desk.thread()
    await desk.bot.delete_forum_topic(desk.desk, old)
    await desk.writes(member, "在吗")
    await desk.tick()
    assert desk.thread() != old
    inside = [
        one.get("text", "")
        for one in await desk.seen(desk.desk)
        if one.get("message_thread_id") == desk.thread() and one.get("text")
    ]
    assert "杯子碎了" in inside[0]
    assert inside[-1] == "在吗"
    await desk.in_topic(desk.agent, "在的")
    await desk.tick()
    assert "在的" in await desk.texts(member)


async def test_a_topic_closed_by_hand_is_opened_again_while_its_ticket_is_open(desk: SupportDesk) -> None:
    member = await a_talk(desk)
    await desk.bot.close_forum_topic(desk.desk, desk.thread())
    await desk.writes(member, "还在等")
    await desk.tick()
    assert "还在等" in await desk.texts(desk.desk)


async def test_a_support_group_that_grows_keeps_its_tickets(
    db: Database, program: Program, catalogue: Catalogue, clock: StandingClock
) -> None:
    async with SupportDesk(db, program, catalogue, clock, kind="group") as desk:
        member = await a_talk(desk)
        moved = await desk.sim(f"chats/{desk.desk}/migrate")
        await desk.take_in()
        await desk.writes(member, "还在吗")
        await desk.tick()
        new = int(moved["new_id"])
        card = await desk.last(new, "杯子碎了")
        assert "还在吗" in await desk.texts(new)
        await desk.writes(desk.second, "在的", chat=new, reply_to=card["message_id"])
        await desk.tick()
        assert "在的" in await desk.texts(member)


async def test_where_the_support_group_grew_to_colleagues_are_still_at_the_desk(
    db: Database, program: Program, catalogue: Catalogue, clock: StandingClock
) -> None:
    async with SupportDesk(db, program, catalogue, clock, kind="group") as desk:
        old = desk.desk
        await a_talk(desk)
        moved = await desk.sim(f"chats/{old}/migrate")
        await desk.take_in()
        new = int(moved["new_id"])
        await desk.tick()
        for chat in (old, new):
            assert await db.read(support_chats.is_desk, support=old, chat_id=chat)
        assert not await db.read(support_chats.is_desk, support=old, chat_id=new - 1)
        assert await db.read(support_chats.told, support=old, operators=(7,)) == (new,)
        assert await db.read(support_chats.told, support=None, operators=(7,)) == (7,)
        await db.write(
            staff.grant,
            by=7,
            telegram_id=desk.agent,
            role="owner",
            name="阿敏",
            store=None,
            operators=(7,),
            now=clock.now(),
        )
        assistant = Assistant(
            index=ArticleIndex(Store(), HashedEmbedder()), db=db, program=program, catalogue=catalogue
        )
        desk.start(db, wordings.router, assistant=assistant)
        card = await desk.last(new, "杯子碎了")
        await desk.writes(desk.agent, "/faq", chat=new, reply_to=card["message_id"])
        assert "/faq" in (await desk.texts(new))[-1]
        await assistant.close()


async def test_a_flat_group_is_told_once_what_is_missing_and_answers_by_replying(
    db: Database, program: Program, catalogue: Catalogue, clock: StandingClock
) -> None:
    async with SupportDesk(db, program, catalogue, clock, kind="supergroup") as desk:
        member = await a_talk(desk)
        other = await desk.person("阿强")
        await desk.writes(other, "/human 少了一杯")
        await desk.tick()
        told = await desk.texts(desk.desk)
        assert len([text for text in told if "打开「话题」" in text]) == 1
        card = await desk.last(desk.desk, "少了一杯")
        await desk.writes(desk.agent, "给你补", chat=desk.desk, reply_to=card["message_id"])
        await desk.writes(desk.agent, "今天好热", chat=desk.desk)
        await desk.tick()
        assert "给你补" in await desk.texts(other)
        assert "给你补" not in await desk.texts(member)
        assert "今天好热" not in await desk.texts(other) + await desk.texts(member)


async def test_a_desk_that_lost_the_bot_gets_everything_when_it_is_back(desk: SupportDesk) -> None:
    member = await a_talk(desk)
    await desk.sim(f"chats/{desk.desk}/members", user_id=desk.bot.id, action="remove", by_id=desk.agent)
    await desk.writes(member, "有人吗")
    await desk.tick()
    await desk.tick()
    assert "客服群写不进去" in (await desk.texts(desk.agent))[-1]
    await desk.sim(f"chats/{desk.desk}/members", user_id=desk.bot.id, action="add", by_id=desk.agent)
    desk.clock.advance(timedelta(minutes=11))
    await desk.tick()
    assert "有人吗" in await desk.texts(desk.desk)
