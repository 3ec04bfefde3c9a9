from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from aiogram import Bot
from aiogram.exceptions import TelegramForbiddenError, TelegramNetworkError, TelegramRetryAfter
from aiogram.methods import TelegramMethod
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.pace import Pace
from core.clock import Clock
from core.program import Program
from core.texts import Catalogue
from db.engine import Database
from db.models.members import Member
from db.models.notices import Notice
from membership import members, notices
from tasks.jobs import Duty
from tasks.notices import send_due
from tests.builders import a_member
from tests.tasks.wire import TOKEN, Wire

TOPIC = "recommendations"
Script = Callable[[TelegramMethod[Any]], Exception | None]


def states(session: Session) -> list[str]:
    return list(session.scalars(select(Notice.state).order_by(Notice.id)))


def reachable(session: Session, *, member_id: int) -> bool:
    return session.scalars(select(Member.reachable).where(Member.id == member_id)).one()


class Outbox:
    def __init__(self, db: Database, program: Program, catalogue: Catalogue, clock: Clock) -> None:
        self.db, self.program, self.clock = db, program, clock
        self.wire = Wire()
        self.duty = Duty(
            db,
            Bot(TOKEN, session=self.wire),
            Pace(per_second=2_000),
            program,
            catalogue,
            clock,
            clock.now(),
            clock.now(),
            {},
        )

    async def member(self, telegram_id: int) -> int:
        return (
            await a_member(self.db, self.program, now=self.clock.now(), telegram_id=telegram_id)
        ).member_id

    async def tell(
        self, member_id: int, text: str, *, topic: str = "service", key: str = "notices-verbatim"
    ) -> int:
        return await self.db.write(
            notices.tell,
            member_ids=[member_id],
            topic=topic,
            text=key,
            key=text,
            values={member_id: {"text": text}},
            now=self.clock.now(),
        )

    async def send(self) -> list[str]:
        self.wire.arrived.clear()
        await send_due(self.duty)
        return [method.text for method in self.wire.arrived]

    async def states(self) -> list[str]:
        return await self.db.read(states)


@pytest.fixture
def outbox(db: Database, program: Program, catalogue: Catalogue, clock: Clock) -> Outbox:
    return Outbox(db, program, catalogue, clock)


def once(error: Callable[[TelegramMethod[Any]], Exception]) -> Script:
    left = [error]
    return lambda method: left.pop()(method) if left else None


async def test_notices_go_out_once_in_the_order_in_which_they_were_due(outbox: Outbox) -> None:
    who = [await outbox.member(number) for number in range(1, 4)]
    for place, member in enumerate(who):
        await outbox.tell(member, f"n{place}")
    assert await outbox.tell(who[0], "n0") == 0
    assert await outbox.send() == ["n0", "n1", "n2"]
    assert await outbox.send() == []
    assert await outbox.states() == ["sent"] * 3


async def test_whoever_blocked_the_bot_is_marked_and_told_nothing_more(outbox: Outbox) -> None:
    who, other = await outbox.member(1), await outbox.member(2)
    await outbox.tell(who, "a")
    await outbox.tell(other, "b")
    outbox.wire.script = once(lambda method: TelegramForbiddenError(method=method, message="blocked"))
    assert await outbox.send() == ["b"]
    assert await outbox.states() == ["blocked", "sent"]
    assert not await outbox.db.read(reachable, member_id=who)
    assert await outbox.tell(who, "c") == 0


async def test_a_429_is_sent_later_and_only_once(outbox: Outbox) -> None:
    await outbox.tell(await outbox.member(1), "a")
    outbox.wire.script = once(lambda method: TelegramRetryAfter(method=method, message="x", retry_after=1))
    assert await outbox.send() == []
    assert await outbox.states() == ["queued"]
    outbox.clock.advance(timedelta(minutes=2))
    assert await outbox.send() == ["a"]
    assert await outbox.send() == []


async def test_what_may_have_arrived_is_not_repeated(outbox: Outbox) -> None:
    await outbox.tell(await outbox.member(1), "a")
    outbox.wire.script = once(lambda method: TelegramNetworkError(method=method, message="reset"))
    await outbox.send()
    outbox.clock.advance(timedelta(days=1))
    assert await outbox.send() == []
    assert await outbox.states() == ["unknown"]


async def test_a_topic_that_was_muted_meanwhile_is_not_sent_and_service_is(outbox: Outbox) -> None:
    who = await outbox.member(1)
    assert await outbox.tell(who, "picks", topic=TOPIC) == 1
    await outbox.tell(who, "order")
    await outbox.db.write(
        members.choose_topic,
        member_id=who,
        topic=TOPIC,
        granted=False,
        message_id=None,
        program=outbox.program,
        now=outbox.clock.now(),
    )
    assert await outbox.send() == ["order"]
    assert await outbox.states() == ["muted", "sent"]
    assert await outbox.tell(who, "more picks", topic=TOPIC) == 0


async def test_a_notice_that_can_not_be_worded_does_not_keep_the_others_back(outbox: Outbox) -> None:
    who, other = await outbox.member(1), await outbox.member(2)
    await outbox.tell(who, "a", key="no-such-text")
    await outbox.tell(other, "b")
    assert await outbox.send() == ["b"]
    assert await outbox.states() == ["failed", "sent"]


async def test_what_was_being_sent_when_the_process_died_is_not_sent_again(outbox: Outbox) -> None:
    await outbox.tell(await outbox.member(1), "a")
    await outbox.db.write(notices.arm, limit=5, now=outbox.clock.now())
    assert await outbox.db.write(notices.recover) == 1
    assert await outbox.send() == []
    assert await outbox.states() == ["unknown"]
