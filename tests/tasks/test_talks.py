"""What becomes of lines, edits and topics when Telegram refuses, is slow, or somebody is quicker."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from sqlalchemy import Connection, event, text
from sqlalchemy.orm import Session

from bot import pace
from core.program import Program
from core.texts import Catalogue
from db.engine import Database
from db.queries import erasures
from db.queries import talks as rows
from membership import talks, tickets
from tests.conftest import StandingClock
from tests.desk import PICTURE, SupportDesk


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


async def a_talk(desk: SupportDesk) -> int:
    """Somebody whose question stands at the desk."""
    member = await desk.person("阿芳")
    await desk.writes(member, "/human 杯子碎了")
    await desk.tick()
    return member


async def rewrites(desk: SupportDesk, who: int, message_id: int, words: str) -> None:
    """Let somebody edit what they wrote in private."""
    await desk.sim("messages", put=True, chat_id=who, from_id=who, message_id=message_id, text=words)
    await desk.take_in()


async def may_send(desk: SupportDesk, **permissions: bool) -> None:
    """Let the bot be no administrator, in a group where everybody may send this much."""
    await desk.sim(f"chats/{desk.desk}/members", user_id=desk.bot.id, action="demote", by_id=desk.agent)
    desk.world.chats[desk.desk].permissions.update(permissions)


async def test_a_desk_where_the_bot_is_mute_gets_everything_once_it_may_speak(desk: SupportDesk) -> None:
    member = await a_talk(desk)
    await may_send(desk, can_send_messages=False, can_send_photos=False)
    await desk.writes(member, photo=PICTURE, caption="碎成这样")
    await desk.writes(member, "有人吗")
    other = await desk.person("阿强")
    await desk.writes(other, "/human 少了一杯")
    for _ in range(3):
        await desk.tick()
    assert "客服群写不进去" in (await desk.texts(desk.agent))[-1]
    assert "有人吗" not in await desk.texts(desk.desk)
    await may_send(desk, can_send_messages=True, can_send_photos=True)
    desk.clock.advance(timedelta(minutes=11))
    await desk.tick()
    told = await desk.texts(desk.desk)
    assert told.index("碎成这样") < told.index("有人吗")
    assert [one for one in told if "少了一杯" in one]
    assert not [one for one in await desk.texts(member) + await desk.texts(other) if "再发一次" in one]


async def test_a_desk_that_takes_no_photos_is_told_of_one_with_its_words_and_gets_the_rest(
    desk: SupportDesk,
) -> None:
    member = await a_talk(desk)
    await may_send(desk, can_send_photos=False)
    await desk.writes(member, photo=PICTURE, caption="碎成这样")
    await desk.writes(member, "看到了吗")
    await desk.tick()
    refused, rest = (await desk.texts(desk.desk))[-2:]
    assert "not enough rights to send photos" in refused
    assert refused.endswith("碎成这样")
    assert rest == "看到了吗"
    assert (await desk.last(desk.desk, "碎成这样"))["message_thread_id"] == desk.thread()


async def test_a_member_hears_when_nobody_knows_whether_a_line_reached_the_desk(desk: SupportDesk) -> None:
    member = await a_talk(desk)
    desk.fault("copyMessage", "5xx", times=2)
    await desk.writes(member, "收到请回")
    await desk.tick()
    await desk.tick()
    assert "请再发一次" in (await desk.texts(member))[-1]


async def test_an_edit_while_another_is_carried_is_carried_too(desk: SupportDesk) -> None:
    member = await a_talk(desk)
    mine = await desk.writes(member, "两杯")
    await desk.tick()
    await rewrites(desk, member, mine["message_id"], "三杯")
    (parcel,) = await desk.db.write(talks.claim, to="desk", now=desk.clock.now())
    assert parcel.lines[0].text == "三杯"
    await rewrites(desk, member, mine["message_id"], "四杯")
    await desk.db.write(
        talks.settle, parcel=parcel, outcome="sent", chat_id=desk.desk, message_ids=(), now=desk.clock.now()
    )
    await desk.tick()
    assert "四杯" in await desk.texts(desk.desk)
    assert not await desk.db.write(talks.claim, to="desk", now=desk.clock.now())


async def test_an_edit_of_unknown_fate_is_tried_once_more_and_then_its_member_knows(
    desk: SupportDesk,
) -> None:
    member = await a_talk(desk)
    mine = await desk.writes(member, "两杯")
    await desk.tick()
    desk.fault("editMessageText", "5xx", times=1)
    await rewrites(desk, member, mine["message_id"], "三杯")
    await desk.tick()
    assert "三杯" in await desk.texts(desk.desk)
    desk.fault("editMessageText", "5xx", times=2)
    await rewrites(desk, member, mine["message_id"], "四杯")
    await desk.tick()
    await desk.tick()
    assert "请再发一次" in (await desk.texts(member))[-1]
    assert not await desk.db.write(talks.claim, to="desk", now=desk.clock.now())


async def test_an_edit_of_words_behind_a_command_crosses_without_the_command(desk: SupportDesk) -> None:
    member = await a_talk(desk)
    asked = await desk.writes(member, "/human 还有两杯")
    await desk.tick()
    await rewrites(desk, member, asked["message_id"], "/human 还有三杯\n都要冰的")
    await desk.tick()
    assert "还有三杯\n都要冰的" in await desk.texts(desk.desk)
    assert (await desk.db.read(tickets.lines, ticket_id=1))[-1].text == "还有三杯\n都要冰的"


async def test_a_ticket_that_ends_while_its_topic_is_dressed_has_it_dressed_again(desk: SupportDesk) -> None:
    await a_talk(desk)
    await desk.in_topic(desk.agent, "马上")
    (behind,) = await desk.db.read(talks.topics_behind)
    await desk.db.write(
        tickets.resolve, ticket_id=1, agent_id=desk.agent, agent_name="阿敏", now=desk.clock.now()
    )
    await desk.db.write(talks.dressed, topic=behind, title="💬 阿芳", closed=False)
    await desk.tick()
    (topic,) = desk.topics().values()
    assert topic.name.startswith("✅")
    assert topic.closed
    assert not await desk.db.read(talks.topics_behind)


async def test_a_member_who_is_erased_while_their_topic_is_dressed_has_it_deleted(desk: SupportDesk) -> None:
    member = await a_talk(desk)
    await desk.in_topic(desk.agent, "马上")
    (behind,) = await desk.db.read(talks.topics_behind)
    await desk.db.write(erasures.delete_all, members=[], telegram_ids=[member])
    await desk.db.write(talks.dressed, topic=behind, title="💬 阿芳", closed=False)
    (left,) = await desk.db.read(talks.topics_behind)
    assert left.title == ""
    await desk.tick()
    assert not desk.topics()


async def test_a_closed_topic_that_can_t_be_opened_just_now_is_kept(desk: SupportDesk) -> None:
    member = await a_talk(desk)
    thread = desk.thread()
    await desk.bot.close_forum_topic(desk.desk, thread)
    # Who may manage topics may write in a closed one.
    await may_send(desk)
    desk.fault("reopenForumTopic", "429", times=1, retry_after=1)
    await desk.writes(member, "还在等")
    await desk.tick()
    assert desk.called("reopenForumTopic") == 1
    await desk.sim(f"chats/{desk.desk}/members", user_id=desk.bot.id, action="promote", by_id=desk.agent)
    desk.clock.advance(timedelta(seconds=2))
    await desk.tick()
    assert desk.thread() == thread
    assert (await desk.last(desk.desk, "还在等"))["message_thread_id"] == thread


async def test_what_is_asked_every_second_reads_only_what_is_to_be_done(
    db: Database, clock: StandingClock
) -> None:
    edited = await db.write(_plan, rows.edited, to="desk", now=clock.now(), limit=40)
    assert "ix_ticket_messages_edited" in edited
    stale = await db.write(_plan, rows.stale_topics, limit=40)
    assert "ix_ticket_topics_stale" in stale
    heads = await db.write(_plan, rows.heads, to="desk", now=clock.now(), limit=40)
    assert "ix_ticket_messages_state_due_at" in heads


def _plan(session: Session, /, query: object, **values: object) -> str:
    """Return how the database would answer the statement of a query."""
    connection = session.connection()
    asked: list[tuple[str, object]] = []

    def note(_on: Connection, _cursor: object, statement: str, parameters: object, *_: object) -> None:
        asked.append((statement, parameters))

    assert callable(query)
    event.listen(connection, "before_cursor_execute", note)
    query(session, **values)
    event.remove(connection, "before_cursor_execute", note)
    (statement, parameters) = asked[-1]
    explain = "EXPLAIN QUERY PLAN"
    if connection.dialect.name == "postgresql":
        # Few rows are read whole, whatever index there is.
        session.execute(text("SET LOCAL enable_seqscan = off"))
        explain = "EXPLAIN"
    found = connection.exec_driver_sql(f"{explain} {statement}", parameters)  # type: ignore[arg-type]
    return "\n".join(str(row) for row in found)
