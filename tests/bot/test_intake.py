from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from aiogram import Bot, Dispatcher
from aiogram.types import CallbackQuery, Message, PreCheckoutQuery
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.intake import Intake
from core.clock import Clock
from db.engine import Database
from db.models.updates import InboxUpdate
from db.writer import Overloaded
from membership import updates
from tests.bot.conftest import until


def a_message(update_id: int, who: int = 1, text: str = "hi", *, chat: int | None = None) -> dict[str, Any]:
    return {
        "update_id": update_id,
        "message": {
            "message_id": update_id,
            "date": 1_760_000_000,
            "chat": {"id": chat or who, "type": "private" if chat is None else "supergroup", "title": "G"},
            "from": {"id": who, "is_bot": False, "first_name": "Lin"},
            "text": text,
        },
    }


def a_tap(update_id: int, who: int = 1) -> dict[str, Any]:
    return {
        "update_id": update_id,
        "callback_query": {
            "id": str(update_id),
            "from": {"id": who, "is_bot": False, "first_name": "Lin"},
            "chat_instance": "1",
            "data": "pay",
        },
    }


def a_checkout(update_id: int, who: int = 1) -> dict[str, Any]:
    return {
        "update_id": update_id,
        "pre_checkout_query": {
            "id": str(update_id),
            "from": {"id": who, "is_bot": False, "first_name": "Lin"},
            "currency": "XTR",
            "total_amount": 900,
            "invoice_payload": "card-1",
        },
    }


def poison(update_id: int) -> dict[str, Any]:
    return {"update_id": update_id, "message": {"message_id": "poison", "date": None, "chat": 0}}


def rows(session: Session) -> dict[int, tuple[str, bool, str | None]]:
    """Each update's state, whether its content is still kept, and its error."""
    return {
        row.update_id: (row.state, bool(row.payload), row.error)
        for row in session.scalars(select(InboxUpdate))
    }


@dataclass
class Desk:
    """An intake in front of a handler that notes what it is given, and waits where a test tells it to."""

    db: Database
    dispatcher: Dispatcher = field(default_factory=Dispatcher)
    intakes: list[Intake] = field(default_factory=list)
    begun: list[int] = field(default_factory=list)
    ended: list[int] = field(default_factory=list)
    meanwhile: list[set[int]] = field(default_factory=list)
    gate: asyncio.Event = field(default_factory=asyncio.Event)
    fails: Callable[[str], bool] = lambda _text: False

    def __post_init__(self) -> None:
        self.gate.set()
        self.dispatcher.message.register(self._message)
        self.dispatcher.callback_query.register(self._tap)

    async def _message(self, message: Message) -> Any:
        await self._deal(message.message_id, message.text or "")

    async def _tap(self, tap: CallbackQuery) -> None:
        await self._deal(int(tap.id), "tap")

    async def _deal(self, number: int, text: str) -> None:
        self.begun.append(number)
        self.meanwhile.append(set(self.begun) - set(self.ended))
        await self.gate.wait()
        await asyncio.sleep(0)
        if self.fails(text):
            raise RuntimeError("no")
        self.ended.append(number)

    def intake(self, **given: Any) -> Intake:
        """A new process's intake on the same database."""
        self.intakes.append(
            Intake(bot=Bot("42:TEST"), dispatcher=self.dispatcher, db=self.db, clock=Clock(), **given)
        )
        return self.intakes[-1]

    async def rows(self) -> dict[int, tuple[str, bool, str | None]]:
        return await self.db.read(rows)


@pytest.fixture
async def desk(db: Database) -> AsyncIterator[Desk]:
    desk = Desk(db)
    yield desk
    for intake in desk.intakes:
        await intake.drain(0)


async def test_an_update_is_kept_before_it_is_dealt_with_and_forgotten_after(desk: Desk) -> None:
    desk.gate.clear()
    intake = desk.intake()
    await intake.receive([a_message(1)])
    assert await desk.rows() == {1: ("open", True, None)}
    desk.gate.set()
    await until(lambda: desk.ended == [1])
    await intake.drain(5)
    assert await desk.rows() == {1: ("done", False, None)}
    assert intake.waiting() == 0


async def test_each_person_is_answered_in_order_and_different_people_at_once(desk: Desk) -> None:
    desk.gate.clear()
    intake = desk.intake()
    await intake.receive([a_message(number, who=number % 3, chat=-5) for number in range(1, 10)])
    await until(lambda: len(desk.begun) == 3)
    assert set(desk.begun) == {1, 2, 3}
    desk.gate.set()
    await until(lambda: len(desk.ended) == 9)
    for who in range(3):
        assert [number for number in desk.ended if number % 3 == who] == [
            number for number in range(1, 10) if number % 3 == who
        ]


async def test_at_most_so_many_people_are_served_at_once(desk: Desk) -> None:
    desk.gate.clear()
    intake = desk.intake(concurrency=2)
    await intake.receive([a_message(number, who=number) for number in range(1, 8)])
    await until(lambda: len(desk.begun) == 2)
    await asyncio.sleep(0.05)
    assert len(desk.begun) == 2
    desk.gate.set()
    await until(lambda: len(desk.ended) == 7)
    assert max(len(together) for together in desk.meanwhile) == 2


async def test_a_checkout_waits_neither_for_its_person_nor_for_a_place(desk: Desk) -> None:
    asked: list[str] = []

    async def checkout(query: PreCheckoutQuery) -> None:
        asked.append(query.id)

    desk.dispatcher.pre_checkout_query.register(checkout)
    desk.gate.clear()
    intake = desk.intake(concurrency=1)
    await intake.receive([a_message(1), a_message(2), a_checkout(3), a_message(4, who=2)])
    await until(lambda: asked == ["3"])
    assert (desk.begun, desk.ended) == ([1], [])
    desk.gate.set()
    await until(lambda: sorted(desk.ended) == [1, 2, 4])


async def test_a_double_tap_never_runs_against_itself(desk: Desk) -> None:
    intake = desk.intake()
    await asyncio.gather(*(intake.receive([a_tap(number)]) for number in range(1, 9)))
    await until(lambda: len(desk.ended) == 8)
    assert all(len(together) == 1 for together in desk.meanwhile)


async def test_an_update_that_comes_twice_is_dealt_with_once(desk: Desk) -> None:
    intake = desk.intake()
    await intake.receive([a_message(1), a_message(1), a_message(2)])
    await intake.receive([a_message(2), a_message(3)])
    await until(lambda: len(desk.ended) >= 3)
    await intake.drain(5)
    await desk.intake().receive([a_message(number) for number in (1, 2, 3)])
    await asyncio.sleep(0.05)
    assert sorted(desk.ended) == [1, 2, 3]


async def test_what_a_dead_process_left_open_is_dealt_with_at_the_next_start(desk: Desk) -> None:
    desk.gate.clear()
    await desk.intake().receive([a_message(1), a_message(2), a_message(3, who=2)])
    await until(lambda: desk.begun == [1, 3])
    await desk.intakes[0].drain(0)
    assert {state for state, _, _ in (await desk.rows()).values()} == {"open"}
    desk.begun.clear()
    desk.gate.set()
    assert await desk.intake().recover() == 3
    await until(lambda: len(desk.ended) == 3)
    assert desk.begun.index(1) < desk.begun.index(2)
    await desk.intakes[1].drain(5)
    assert {state for state, _, _ in (await desk.rows()).values()} == {"done"}


async def test_an_update_that_kills_the_process_each_time_is_set_aside(desk: Desk) -> None:
    desk.gate.clear()
    await desk.intake().receive([a_message(1)])
    for _ in range(updates.ATTEMPTS):
        assert await desk.intake().recover() == 1
        await desk.intakes[-1].drain(0)
    assert await desk.intake().recover() == 0
    state, kept, error = (await desk.rows())[1]
    assert (state, kept) == ("poison", True)
    assert "process ended" in str(error)


async def test_an_undecodable_update_is_kept_as_poison_and_the_others_go_on(desk: Desk) -> None:
    intake = desk.intake()
    await intake.receive([poison(1), a_message(2), poison(3), a_message(4, who=9)])
    await until(lambda: sorted(desk.ended) == [2, 4])
    await intake.drain(5)
    told = await desk.rows()
    assert {number: row[0] for number, row in told.items()} == {
        1: "poison",
        2: "done",
        3: "poison",
        4: "done",
    }
    assert told[1][1]
    assert "undecodable" in str(told[1][2])


async def test_a_handler_that_fails_costs_one_update_and_not_the_persons_next(desk: Desk) -> None:
    desk.fails = lambda text: text == "bad"
    intake = desk.intake()
    await intake.receive([a_message(1, text="bad"), a_message(2, text="good")])
    await until(lambda: desk.ended == [2])
    await intake.drain(5)
    assert {number: row[0] for number, row in (await desk.rows()).items()} == {1: "poison", 2: "done"}


async def test_characters_that_postgres_cannot_hold_do_not_keep_the_batch_out(desk: Desk) -> None:
    intake = desk.intake()
    await intake.receive([a_message(1, text="a\x00b"), a_message(2, text="x\ud83d"), a_message(3)])
    await until(lambda: len(desk.ended) == 3)
    await intake.drain(5)
    assert {row[0] for row in (await desk.rows()).values()} == {"done"}


async def test_more_than_can_wait_is_refused_whole_and_taken_when_there_is_room(desk: Desk) -> None:
    desk.gate.clear()
    intake = desk.intake(capacity=3)
    await intake.receive([a_message(1), a_message(2)])
    with pytest.raises(Overloaded):
        await intake.receive([a_message(3), a_message(4)])
    assert set(await desk.rows()) == {1, 2}
    room = asyncio.ensure_future(intake.room(2))
    await asyncio.sleep(0.1)
    assert not room.done()
    desk.gate.set()
    await asyncio.wait_for(room, 5)
    await intake.receive([a_message(3), a_message(4)])
    await until(lambda: desk.ended == [1, 2, 3, 4])


async def test_draining_waits_for_what_runs_and_leaves_what_is_late_open(desk: Desk) -> None:
    desk.gate.clear()
    intake = desk.intake()
    await intake.receive([a_message(1)])
    await until(lambda: desk.begun == [1])
    asyncio.get_running_loop().call_later(0.2, desk.gate.set)
    await intake.drain(5)
    assert await desk.rows() == {1: ("done", False, None)}
    desk.gate.clear()
    late = desk.intake()
    await late.receive([a_message(2), a_message(3)])
    await until(lambda: desk.begun == [1, 2])
    await late.drain(0.05)
    assert {number: row[0] for number, row in (await desk.rows()).items()} == {
        1: "done",
        2: "open",
        3: "open",
    }
    assert late.waiting() == 0


async def test_nothing_is_taken_in_any_more_while_it_drains(desk: Desk) -> None:
    intake = desk.intake()
    await intake.drain(1)
    with pytest.raises(Overloaded):
        await intake.receive([a_message(1)])
    assert await desk.rows() == {}


async def test_a_process_takes_over_from_one_that_died_while_both_ran(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.intake._BEAT_SECONDS", 0.02)
    dead, alive = desk.intake(), desk.intake()
    await dead.recover()
    await alive.recover()
    alive.start()
    desk.gate.clear()
    await dead.receive([a_message(1)])
    await asyncio.sleep(0.1)
    assert desk.begun == [1]  # left to its owner as long as that lives
    await dead.drain(0)
    desk.gate.set()
    await until(lambda: desk.ended == [1])
    await alive.drain(5)
    assert {state for state, _, _ in (await desk.rows()).values()} == {"done"}
