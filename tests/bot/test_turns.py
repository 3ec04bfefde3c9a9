from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest
from aiogram.methods import SendMessage

from bot.intake import Intake
from bot.replies import Reply
from bot.turns import PATIENCE, Later, Turn, Turns
from db.engine import Database
from tests.bot.conftest import until
from tests.bot.test_intake import Desk, a_message

Work = Callable[[Turn], Awaitable[Reply]]


@pytest.fixture
async def turns() -> AsyncIterator[Turns]:
    made = Turns()
    yield made
    await made.close()


def _nothing(_turn: Turn) -> Reply:
    return None


def _saying(text: str, gate: asyncio.Event | None = None) -> Work:
    async def work(_turn: Turn) -> Reply:
        if gate is not None:
            await gate.wait()
        return SendMessage(chat_id=1, text=text)

    return work


async def test_a_question_waits_for_the_one_before_it_and_not_for_other_people_s(turns: Turns) -> None:
    gate = asyncio.Event()
    done: list[str] = []

    def work(name: str, wait: asyncio.Event | None = None) -> Work:
        async def run(_turn: Turn) -> Reply:
            if wait is not None:
                await wait.wait()
            done.append(name)
            return None

        return run

    mine = [turns.begin(1, 1, work("first", gate), when_stopped=_nothing)]
    mine.append(turns.begin(1, 1, work("second"), when_stopped=_nothing))
    await turns.begin(1, 2, work("theirs"), when_stopped=_nothing).task
    assert done == ["theirs"]
    gate.set()
    await asyncio.gather(*(later.task for later in mine))
    assert done == ["theirs", "first", "second"]


async def test_whoever_asks_many_things_at_once_is_told_to_do_with_less(turns: Turns) -> None:
    gate = asyncio.Event()
    crowded: list[bool] = []

    async def work(turn: Turn) -> Reply:
        await gate.wait()
        crowded.append(turn.crowded)
        return None

    asked = [turns.begin(1, 1, work, when_stopped=_nothing) for _ in range(PATIENCE + 2)]
    gate.set()
    await asyncio.gather(*(later.task for later in asked))
    assert crowded == [False] * PATIENCE + [True] * 2
    again = turns.begin(1, 1, work, when_stopped=_nothing)
    await again.task
    assert crowded[-1] is False


async def test_stopping_ends_the_one_answer_and_says_what_is_kept(turns: Turns) -> None:
    begun = asyncio.Event()

    async def work(turn: Turn) -> Reply:
        turn.shown = "seen"
        begun.set()
        await asyncio.Event().wait()
        return None

    asked = turns.begin(5, 1, work, when_stopped=lambda turn: SendMessage(chat_id=5, text=f"{turn.shown}!"))
    next_one = turns.begin(5, 1, _saying("next"), when_stopped=_nothing)
    await begun.wait()
    assert not turns.stop(6, 1)
    assert turns.stop(5, 1)
    kept = await asked.task
    assert isinstance(kept, SendMessage)
    assert kept.text == "seen!"
    told = await next_one.task
    assert isinstance(told, SendMessage)
    assert not turns.stop(5, 1)


async def test_a_group_is_told_seldom_that_an_answer_is_coming(turns: Turns) -> None:
    assert [turns.may_hint(-1), turns.may_hint(-1), turns.may_hint(-2)] == [True, False, True]


class _Asking(Desk):
    """A desk whose messages are answered later."""

    turns: Turns

    async def _message(self, message: Any) -> Later:
        async def work(_turn: Turn) -> Reply:
            await self._deal(message.message_id, message.text or "")
            return None

        return self.turns.begin(message.chat.id, message.chat.id, work, when_stopped=_nothing)


@pytest.fixture
async def asking(db: Database, turns: Turns) -> AsyncIterator[_Asking]:
    desk = _Asking(db)
    desk.turns = turns
    yield desk
    for intake in desk.intakes:
        await intake.drain(0)


async def test_an_update_is_done_when_its_answer_is_and_its_person_goes_on_meanwhile(
    asking: _Asking,
) -> None:
    asking.gate.clear()
    intake: Intake = asking.intake()
    await intake.receive([a_message(1)])
    await until(lambda: asking.begun == [1])
    assert await asking.rows() == {1: ("open", True, None)}
    assert intake.waiting() == 1
    asking.gate.set()
    await until(lambda: asking.ended == [1])
    await intake.drain(5)
    assert await asking.rows() == {1: ("done", False, None)}
    assert intake.waiting() == 0


async def test_a_question_whose_answer_the_end_of_a_process_cut_off_is_answered_at_the_next_start(
    asking: _Asking,
) -> None:
    asking.gate.clear()
    await asking.intake().receive([a_message(1), a_message(2)])
    await until(lambda: asking.begun == [1])
    await asking.intakes[0].drain(0.05)
    assert {state for state, _, _ in (await asking.rows()).values()} == {"open"}
    asking.begun.clear()
    asking.gate.set()
    assert await asking.intake().recover() == 2
    await until(lambda: asking.ended == [1, 2])
    await asking.intakes[1].drain(5)
    assert {state for state, _, _ in (await asking.rows()).values()} == {"done"}


async def test_an_answer_that_fails_is_noted_and_costs_nobody_else_theirs(asking: _Asking) -> None:
    asking.fails = lambda text: text == "bad"
    intake = asking.intake()
    await intake.receive([a_message(1, text="bad"), a_message(2)])
    await until(lambda: asking.ended == [2])
    await intake.drain(5)
    found = await asking.rows()
    assert found[1][2] == "RuntimeError('no')"
    assert found[2][0] == "done"
