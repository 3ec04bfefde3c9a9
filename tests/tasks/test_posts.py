from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import aiohttp
import pytest

from bot.connection import connect
from bot.pace import Pace
from core.clock import Clock
from core.program import Program
from core.texts import Catalogue
from db.engine import Database
from membership import challenges, checkins, groups
from membership.groups import Chat, GroupCard
from sandbox.serving import serving
from sandbox.world import World
from tasks import posts
from tasks.jobs import Duty
from tests.builders import a_member

TOKEN = "42:SANDBOX"


@dataclass
class Street:
    """One group in a local Telegram, and the job that keeps its posts true."""

    db: Database
    program: Program
    clock: Clock
    duty: Duty
    http: aiohttp.ClientSession
    address: str
    group: GroupCard
    chat: dict[str, Any]

    async def sim(self, path: str, **body: Any) -> Any:
        async with self.http.post(f"{self.address}/sim/{path}", json=body) as response:
            answer = await response.json()
            assert response.status == 200, answer
            return answer

    async def messages(self, chat_id: int | None = None) -> list[dict[str, Any]]:
        """What the bot has in the group."""
        url = f"{self.address}/sim/chats/{chat_id or self.group.chat_id}/messages"
        async with self.http.get(url) as response:
            found = (await response.json())["messages"]
        return [one for one in found if one["from"]["is_bot"] and not one["sandbox"]["deleted"]]

    async def faults(self) -> list[str]:
        async with self.http.get(f"{self.address}/sim/requests") as response:
            return [fault for one in (await response.json())["requests"] for fault in one["schema_faults"]]

    async def check_in(self, name: str = "Test") -> None:
        member = await a_member(self.db, self.program, now=self.clock.now(), name=name)
        await self.db.write(
            checkins.check_in,
            member_id=member.member_id,
            group_id=self.group.group_id,
            program=self.program,
            now=self.clock.now(),
        )

    async def tick(self, seconds: float = 4.0) -> None:
        """Let time pass and run the job; the pace is new each time, it has tests of its own."""
        self.clock.advance(timedelta(seconds=seconds))
        duty = self.duty
        await posts.show_due(
            Duty(
                duty.db,
                duty.bot,
                Pace(),
                duty.program,
                duty.catalogue,
                duty.clock,
                duty.clock.now(),
                duty.clock.now(),
                {},
            )
        )


@pytest.fixture
async def street(db: Database, program: Program, clock: Clock, catalogue: Catalogue) -> AsyncIterator[Street]:
    world = World(TOKEN, clock, limits=False)
    async with serving(world) as address, aiohttp.ClientSession() as http:
        bot = connect(TOKEN, api_url=address)
        duty = Duty(db, bot, Pace(), program, catalogue, clock, clock.now(), clock.now(), {})
        async with http.post(f"{address}/sim/users", json={"first_name": "Lin"}) as response:
            owner = (await response.json())["id"]
        body = {"type": "supergroup", "title": "Coffee", "member_ids": [owner], "creator_id": owner}
        async with http.post(f"{address}/sim/chats", json=body) as response:
            chat = await response.json()
        group = await db.write(
            groups.enter, chat=Chat(chat["id"], "Coffee", "zh-hans"), program=program, now=clock.now()
        )
        yield Street(db, program, clock, duty, http, address, group, chat)
        await bot.session.close()


async def test_a_crowd_is_answered_by_one_message_that_is_true_at_the_end(street: Street) -> None:
    await asyncio.gather(*(street.check_in(f"N{number}") for number in range(25)))
    await street.tick()
    await asyncio.gather(*(street.check_in(f"M{number}") for number in range(15)))
    await street.tick()
    (message,) = await street.messages()
    assert "今天已有 40 人签到" in message["text"]
    assert message["sandbox"]["edits"] == 1
    assert await street.faults() == []


async def test_nothing_is_edited_while_nothing_changes(street: Street) -> None:
    await street.check_in()
    for _ in range(4):
        await street.tick()
    (message,) = await street.messages()
    assert message["sandbox"]["edits"] == 0


async def test_another_process_goes_on_where_the_last_one_stopped(street: Street) -> None:
    await street.check_in("Early")
    await street.tick()
    await street.check_in("Late")  # and the process ends before it shows
    await street.tick()
    (message,) = await street.messages()
    assert "Late" in message["text"]
    assert message["sandbox"]["edits"] == 1


async def test_a_name_is_shown_as_it_is_and_formats_nothing(street: Street) -> None:
    await street.check_in("<b>*_Tom_*</b>")
    await street.tick()
    (message,) = await street.messages()
    assert "<b>*_Tom_*</b>" in message["text"]
    assert [entity["type"] for entity in message["entities"]] == ["bold"]


async def test_telegrams_wish_to_wait_is_obeyed_and_the_post_comes_later(street: Street) -> None:
    await street.check_in()
    await street.sim("faults", method="sendMessage", kind="429", times=1, retry_after=7)
    await street.tick()
    assert await street.messages() == []
    await street.tick(6)
    assert await street.messages() == []
    await street.tick(2)
    assert len(await street.messages()) == 1


async def test_a_lost_answer_does_not_make_a_second_message_at_once(street: Street) -> None:
    await street.check_in()
    await street.sim("faults", method="sendMessage", kind="drop-after-write", times=1)
    for _ in range(5):
        await street.tick()
    assert len(await street.messages()) == 1


async def test_a_deleted_post_is_sent_anew_with_the_next_check_in(street: Street) -> None:
    await street.check_in()
    await street.tick()
    (message,) = await street.messages()
    await street.duty.bot.delete_message(street.group.chat_id, message["message_id"])
    await street.check_in()
    await street.tick()
    assert await street.messages() == []
    await street.check_in()
    await street.tick()
    (anew,) = await street.messages()
    assert "今天已有 3 人签到" in anew["text"]


async def test_a_bot_that_was_removed_stops_posting(street: Street) -> None:
    await street.check_in()
    await street.sim(f"chats/{street.group.chat_id}/members", user_id=street.duty.bot.id, action="remove")
    await street.tick()
    card = await street.db.read(groups.card, chat_id=street.group.chat_id)
    assert not card.active


async def test_a_chat_that_is_gone_is_not_asked_again(street: Street) -> None:
    group = await street.db.write(
        groups.enter, chat=Chat(-999, "Gone", None), program=street.program, now=street.clock.now()
    )
    await street.db.write(
        checkins.open_post, group_id=group.group_id, program=street.program, now=street.clock.now()
    )
    await street.tick()
    assert not (await street.db.read(groups.card, chat_id=-999)).active


async def test_a_group_that_became_a_supergroup_is_followed_by_the_next_post(street: Street) -> None:
    owner = street.chat["creator_id"]
    old = await street.sim("chats", type="group", title="Small", member_ids=[owner], creator_id=owner)
    group = await street.db.write(
        groups.enter, chat=Chat(old["id"], "Small", None), program=street.program, now=street.clock.now()
    )
    await street.db.write(
        checkins.open_post, group_id=group.group_id, program=street.program, now=street.clock.now()
    )
    moved = await street.sim(f"chats/{old['id']}/migrate")
    await street.tick()
    await street.tick()
    assert len(await street.messages(moved["new_id"])) == 1


async def test_a_task_is_posted_with_its_buttons_and_closed_the_next_day(street: Street) -> None:
    quiz = street.program.challenges["guess-origin"]
    alone = street.program.model_copy(update={"challenges": {quiz.id: quiz}})
    await street.db.write(challenges.open_due, program=alone, now=street.clock.now())
    await street.tick()
    (message,) = await street.messages()
    labels = [row[0]["text"] for row in message["reply_markup"]["inline_keyboard"]]
    assert labels == [*(option.zh_hans for option in quiz.options), "✅ 签到"]
    await street.tick(24 * 3600)
    (closed,) = await street.messages()
    assert "reply_markup" not in closed
    assert "埃塞俄比亚" in closed["text"]


async def test_posts_go_to_the_topic_of_setup_or_to_the_chat_when_it_is_gone(street: Street) -> None:
    owner = street.chat["creator_id"]
    forum = await street.sim("chats", type="forum", title="Forum", member_ids=[owner], creator_id=owner)
    topic = await street.sim(f"chats/{forum['id']}/topics", name="Daily", from_id=owner)
    chat = Chat(forum["id"], "Forum", None)
    group = await street.db.write(groups.enter, chat=chat, program=street.program, now=street.clock.now())
    for wanted in (topic["message_thread_id"], 9_999):
        await street.db.write(groups.post_in, chat_id=chat.chat_id, topic_id=wanted)
        await street.db.write(
            checkins.open_post, group_id=group.group_id, program=street.program, now=street.clock.now()
        )
        for _ in range(3):
            await street.tick()
        street.clock.advance(timedelta(days=1))
    sent = await street.messages(forum["id"])
    assert [one.get("message_thread_id") for one in sent] == [topic["message_thread_id"], None]
