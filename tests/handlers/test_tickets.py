"""The member's side of a ticket, played over a local Telegram on both engines."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest

from bot import pace
from bot.callbacks import HandOff
from core.crypto import Vault
from core.program import Program
from core.texts import Catalogue
from db.engine import Database
from handlers.ratings import Words
from membership import answers, erasures, queues, reminders, tickets
from tests.builders import a_member
from tests.conftest import StandingClock
from tests.desk import SupportDesk


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pace, "GROUP_SECONDS", 0.0)
    monkeypatch.setattr(pace, "CHAT_SECONDS", 0.0)


@pytest.fixture
async def desk(
    db: Database, program: Program, catalogue: Catalogue, clock: StandingClock
) -> AsyncIterator[SupportDesk]:
    async with SupportDesk(db, program, catalogue, clock) as stage:
        yield stage


async def a_talk(desk: SupportDesk, question: str = "杯子碎了", *, language: str = "zh-hans") -> int:
    member = await desk.person("阿芳", language=language)
    await desk.writes(member, f"/human {question}")
    await desk.tick()
    return member


async def test_a_member_hears_their_place_and_hears_it_again_when_they_ask(desk: SupportDesk) -> None:
    await a_talk(desk)
    second = await a_talk(desk, "少了一杯")
    opened = await desk.last(second, "工单 2")
    assert "第 2 位" in opened["text"]
    assert "10 分钟" in opened["text"]
    await desk.writes(second, "我排到第几了")
    assert "第 2 位" in (await desk.texts(second))[-1]
    await desk.presses(second, opened, "排到第几")
    assert len([text for text in await desk.texts(second) if "第 2 位" in text]) == 3


async def test_who_asks_again_while_waiting_adds_to_the_same_ticket(desk: SupportDesk) -> None:
    member = await a_talk(desk)
    await desk.writes(member, "/human 还有，勺子也少了")
    await desk.tick()
    assert "还有，勺子也少了" in await desk.texts(desk.desk)
    assert len(await desk.db.read(queues.queue)) == 1


@pytest.mark.parametrize(
    "words", ["不用人工了", "算了，不用客服了，谢谢", "不用轉真人了", "I don't need a human any more"]
)
async def test_saying_that_no_person_is_needed_ends_the_wait_as_the_button_does(
    desk: SupportDesk, words: str
) -> None:
    member = await a_talk(desk)
    await desk.writes(member, words)
    await desk.tick()
    assert "已取消人工" in (await desk.texts(member))[-1]
    assert "会员说不用人工了" in (await desk.texts(desk.desk))[-1]
    assert await desk.db.read(queues.queue) == ()


async def test_the_member_hears_who_takes_the_ticket_and_goes_back_to_the_bot(desk: SupportDesk) -> None:
    member = await a_talk(desk)
    await desk.presses(desk.second, await desk.last(desk.desk, "杯子碎了"), "接单")
    await desk.tick()
    assert "「小周」来接待你了" in (await desk.texts(member))[-1]
    await desk.presses(member, await desk.last(member, "工单 1"), "不用人工")
    await desk.tick()
    assert "会员说不用人工了" in (await desk.texts(desk.desk))[-1]
    assert desk.topics()[desk.thread()].closed
    await desk.in_topic(desk.second, "等一下")
    await desk.tick()
    assert "等一下" not in await desk.texts(member)
    assert "没有送达" in (await desk.texts(desk.desk))[-1]


async def test_a_ticket_is_rated_with_words_that_only_a_reply_adds(desk: SupportDesk) -> None:
    member = await a_talk(desk)
    await desk.in_topic(desk.agent, "换好了")
    await desk.tick()
    await desk.presses(desk.agent, await desk.last(desk.desk, "杯子碎了"), "已解决")
    await desk.tick()
    end = await desk.last(member, "满意吗")
    assert await desk.presses(member, end, "4⭐") == "⭐⭐⭐⭐"
    asked = await desk.last(member, "多说一句")
    await desk.writes(member, "积分会过期吗")
    await desk.writes(member, "很耐心", reply_to=asked["message_id"])
    told = await desk.db.read(queues.figures, program=desk.program, now=desk.clock.now())
    assert (told.rating, told.ratings, told.resolved_today, told.words) == (4.0, 1, 1, ((1, 4, "很耐心"),))


async def test_the_transcript_is_ones_own(desk: SupportDesk) -> None:
    member = await a_talk(desk)
    await desk.in_topic(desk.agent, "换好了")
    await desk.tick()
    await desk.presses(desk.agent, await desk.last(desk.desk, "杯子碎了"), "已解决")
    await desk.tick()
    end = await desk.last(member, "满意吗")
    await desk.presses(member, end, "对话记录")
    sent = [one for one in await desk.seen(member) if "document" in one]
    assert sent[0]["document"]["file_name"] == "ticket-1.txt"
    stranger = await a_talk(desk, "别人的")
    other = await desk.last(stranger, "工单 2")
    assert "没有可以这样处理" in str(await desk.forges(stranger, other, "ticket:transcript:1"))
    assert "没有可以这样处理" in str(await desk.forges(stranger, other, "stars:1:1"))
    assert not [one for one in await desk.seen(stranger) if "document" in one]


@pytest.mark.parametrize("way", ["button", "reply", "command"])
async def test_what_is_not_solved_goes_on_in_the_same_ticket(desk: SupportDesk, way: str) -> None:
    member = await a_talk(desk)
    await desk.in_topic(desk.agent, "换好了")
    await desk.tick()
    await desk.presses(desk.agent, await desk.last(desk.desk, "杯子碎了"), "已解决")
    await desk.tick()
    if way == "button":
        await desk.presses(member, await desk.last(member, "满意吗"), "还没解决")
    elif way == "reply":
        answer = await desk.last(member, "换好了")
        await desk.writes(member, "没有啊", reply_to=answer["message_id"])
    else:
        await desk.writes(member, "/human 没有啊")
    await desk.tick()
    (one,) = await desk.db.read(queues.queue)
    assert (one.ticket_id, one.agent) == (1, "阿敏")
    assert not desk.topics()[desk.thread()].closed


async def test_after_a_day_a_new_ticket_is_opened_in_the_same_topic(desk: SupportDesk) -> None:
    member = await a_talk(desk)
    await desk.presses(desk.agent, await desk.last(desk.desk, "杯子碎了"), "已解决")
    await desk.tick()
    desk.clock.advance(timedelta(hours=25))
    await desk.writes(member, "/human 又碎了")
    await desk.tick()
    assert [one.ticket_id for one in await desk.db.read(queues.queue)] == [2]
    assert desk.topics()[desk.thread()].name == "🆕 非会员 阿芳 · #2"
    assert "#1" in (await desk.last(desk.desk, "又碎了"))["text"]


async def test_a_double_tap_opens_one_ticket(desk: SupportDesk) -> None:
    member = await desk.person("阿芳")
    for _ in range(2):
        await desk.sim("messages", chat_id=member, from_id=member, text="/human 快来人")
    await desk.take_in()
    assert len(await desk.db.read(queues.queue)) == 1


async def test_out_of_hours_the_member_hears_when_people_are_back_and_the_desk_who_waited(
    desk: SupportDesk,
) -> None:
    desk.clock.advance(timedelta(hours=14))  # 02:00
    member = await a_talk(desk)
    assert "2026年11月19日 09:00" in (await desk.texts(member))[-1]
    desk.clock.advance(timedelta(hours=7))
    given: dict[str, Any] = {"program": desk.program, "support": desk.desk, "now": desk.clock.now()}
    assert await desk.db.write(reminders.morning, **given)
    assert not await desk.db.write(reminders.morning, **given)
    await desk.tick()
    assert "1 位会员在等" in (await desk.texts(desk.desk))[-1]


async def test_a_strangers_language_is_spoken(desk: SupportDesk) -> None:
    member = await a_talk(desk, language="en")
    await desk.presses(desk.agent, await desk.last(desk.desk, "杯子碎了"), "接单")
    await desk.tick()
    assert "阿敏 is here for you" in (await desk.texts(member))[-1]


async def test_a_member_without_a_desk_is_told_so(
    db: Database, program: Program, catalogue: Catalogue, clock: StandingClock
) -> None:
    async with SupportDesk(db, program, catalogue, clock) as desk:
        desk.desk = None  # type: ignore[assignment]
        desk.start(db)
        member = await desk.person("阿芳")
        await desk.writes(member, "/human 有人吗")
        assert "没有人工客服" in (await desk.texts(member))[-1]
        assert await db.read(tickets.of_member, telegram_id=member) is None


async def test_erasing_a_member_deletes_their_talk_and_their_topic(desk: SupportDesk, vault: Vault) -> None:
    account = await desk.person("阿芳")
    joined = await a_member(desk.db, desk.program, now=desk.clock.now(), telegram_id=account)
    await desk.writes(account, "/human 忘了我")
    await desk.tick()
    assert desk.topics()
    await desk.writes(account, "还在吗")
    await desk.db.write(
        erasures.erase,
        member_id=joined.member_id,
        actor="test",
        origin="chat",
        vault=vault,
        program=desk.program,
        now=desk.clock.now(),
    )
    await desk.tick()
    assert not desk.topics()
    assert await desk.db.read(queues.queue) == ()


async def test_who_wants_a_person_talks_to_the_desk_and_no_longer_about_the_answer(desk: SupportDesk) -> None:
    """A tap for a person ends the dialogue about an answer, and the desk gets the whole question."""
    member = await desk.person("阿芳")
    question = "杯子碎了，" + "怎么办" * 400
    answer = await desk.db.write(
        answers.record,
        member_id=None,
        telegram_id=member,
        question=question,
        action="answer",
        mode="article",
        text="…",
        sources=(),
        prompt_version=None,
        now=desk.clock.now(),
    )
    await desk.writes(member, "/human 在吗")
    shown = await desk.last(member, "工单 1")
    await desk.forges(member, shown, Words(answer=answer).pack())
    await desk.forges(member, shown, HandOff(answer=answer).pack())
    await desk.writes(member, "白色那只")
    await desk.tick()
    told = [line.text for line in await desk.db.read(tickets.lines, ticket_id=1)]
    assert told == ["在吗", question, "白色那只"]


async def test_what_is_urgent_is_not_called_a_privilege(desk: SupportDesk) -> None:
    await a_talk(desk, "喝完你们的咖啡过敏了，嘴唇肿了")
    card = (await desk.last(desk.desk, "🙋"))["text"]
    assert "健康" in card
    assert "专属" not in card
    (topic,) = desk.topics().values()
    assert topic.name.startswith("🆕❗")


async def test_the_desk_reads_all_of_a_long_question(desk: SupportDesk) -> None:
    question = "我从头说起，" + "那天下午杯子碎了" * 200
    await a_talk(desk, question)
    assert question in (await desk.last(desk.desk, "🙋"))["text"]
