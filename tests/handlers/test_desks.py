"""Colleagues at the desk: who may do what, played over a local Telegram on both engines."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from bot import pace
from core.program import Program
from core.texts import Catalogue
from db.engine import Database
from membership import queues, staff
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


async def a_talk(desk: SupportDesk, question: str = "杯子碎了") -> int:
    member = await desk.person("阿芳")
    await desk.writes(member, f"/human {question}")
    await desk.tick()
    return member


async def has(desk: SupportDesk) -> str | None:
    (one,) = await desk.db.read(queues.queue)
    return one.agent


async def test_who_is_quicker_has_the_ticket_and_the_other_hears_it(desk: SupportDesk) -> None:
    await a_talk(desk)
    card = await desk.last(desk.desk, "杯子碎了")
    await desk.presses(desk.agent, card, "接单")
    assert "「阿敏」已经接单了" in str(await desk.forges(desk.second, card, "desk:take:1:0"))
    assert await has(desk) == "阿敏"


async def test_both_may_answer_and_only_one_resolves(desk: SupportDesk) -> None:
    member = await a_talk(desk)
    await desk.in_topic(desk.agent, "我来")
    await desk.in_topic(desk.second, "顺便说一句")
    await desk.tick()
    assert {"我来", "顺便说一句"} <= set(await desk.texts(member))
    assert await has(desk) == "阿敏"
    card = await desk.last(desk.desk, "杯子碎了")
    assert "已解决" in str(await desk.forges(desk.agent, card, "desk:resolve:1:0"))
    assert await desk.forges(desk.second, card, "desk:resolve:1:0") is not None
    await desk.tick()
    assert len([text for text in await desk.texts(member) if "满意吗" in text]) == 1


async def test_a_ticket_is_handed_over_and_put_back(desk: SupportDesk) -> None:
    member = await a_talk(desk)
    await desk.db.write(
        staff.grant,
        by=desk.agent,
        telegram_id=desk.second,
        role="agent",
        name="小周",
        store=None,
        operators=(desk.agent,),
        now=desk.clock.now(),
    )
    card = await desk.last(desk.desk, "杯子碎了")
    await desk.presses(desk.agent, card, "接单")
    card = await desk.last(desk.desk, "杯子碎了")
    await desk.presses(desk.agent, card, "转给同事")
    await desk.presses(desk.agent, await desk.last(desk.desk, "杯子碎了"), "小周")
    assert await has(desk) == "小周"
    await desk.tick()
    assert "「小周」来接待你了" in (await desk.texts(member))[-1]
    card = await desk.last(desk.desk, "杯子碎了")
    assert "不在你手上" in str(await desk.forges(desk.agent, card, "desk:release:1:0"))
    await desk.presses(desk.second, card, "放回队列")
    assert await has(desk) is None


async def test_taking_by_a_word_is_not_told_the_member_as_a_message(desk: SupportDesk) -> None:
    member = await a_talk(desk)
    await desk.in_topic(desk.second, "接单")
    await desk.tick()
    assert await has(desk) == "小周"
    assert "接单" not in await desk.texts(member)


@pytest.mark.parametrize("what", ["take", "resolve", "reopen", "show", "mine", "contact", "release"])
async def test_a_member_can_drive_no_ticket_by_forged_buttons(desk: SupportDesk, what: str) -> None:
    member = await a_talk(desk)
    before = await desk.texts(member)
    await desk.forges_unanswered(member, await desk.last(member, "工单 1"), f"desk:{what}:1:0")
    await desk.tick()
    (one,) = await desk.db.read(queues.queue)
    assert (one.state, one.agent) == ("waiting", None)
    assert await desk.texts(member) == before


async def test_a_members_commands_show_nothing_of_the_desk(desk: SupportDesk) -> None:
    member = await a_talk(desk)
    before = await desk.texts(member)
    for command in ("/tickets", "/ticket 1", "/desk"):
        await desk.writes(member, command)
    assert await desk.texts(member) == before


async def test_an_agent_of_the_roster_works_from_their_own_chat(desk: SupportDesk) -> None:
    member = await a_talk(desk)
    remote = await desk.person("小林")
    await desk.writes(remote, "/tickets")
    assert await desk.texts(remote) == []
    await desk.db.write(
        staff.grant,
        by=desk.agent,
        telegram_id=remote,
        role="agent",
        name="小林",
        store=None,
        operators=(desk.agent,),
        now=desk.clock.now(),
    )
    await desk.writes(remote, "/tickets")
    queue = await desk.last(remote, "进行中的工单：1")
    await desk.presses(remote, queue, "看 #1")
    card = await desk.last(remote, "杯子碎了")
    await desk.presses(remote, card, "接单")
    await desk.tick()
    assert "「小林」来接待你了" in (await desk.texts(member))[-1]


async def test_a_ticket_is_shown_with_its_transcript_and_the_figures_with_their_count(
    desk: SupportDesk,
) -> None:
    await a_talk(desk)
    await desk.in_topic(desk.agent, "换好了")
    await desk.tick()
    await desk.writes(desk.agent, "/ticket 1", chat=desk.desk)
    assert [one for one in await desk.seen(desk.desk) if "document" in one]
    await desk.writes(desk.agent, "/ticket abc", chat=desk.desk)
    assert "/ticket 工单号" in (await desk.texts(desk.desk))[-1]
    await desk.writes(desk.agent, "/desk", chat=desk.desk)
    assert "进行中 1 · 等待接单 0" in (await desk.texts(desk.desk))[-1]


async def test_the_queue_says_in_days_who_has_waited_for_days(desk: SupportDesk) -> None:
    await a_talk(desk)
    for later, told in ((5, "5 分钟前"), (3 * 60, "3 小时前"), (2 * 24 * 60, "2 天前")):
        desk.clock.advance(timedelta(minutes=later))
        await desk.writes(desk.agent, "/tickets", chat=desk.desk)
        assert told in (await desk.texts(desk.desk))[-1]
