from __future__ import annotations

import asyncio
import selectors
from collections import defaultdict
from collections.abc import Awaitable, Callable
from itertools import pairwise
from typing import Any

from bot.pace import Pace

PER_SECOND = 30


class _Selector(selectors.DefaultSelector):
    """Waits no time at all: the loop's own clock moves instead."""

    passed = 0.0

    def select(self, timeout: float | None = None) -> Any:
        self.passed += timeout or 0.0
        return super().select(0)


class VirtualLoop(asyncio.SelectorEventLoop):
    """An event loop whose hours last no time."""

    def __init__(self) -> None:
        self._virtual = _Selector()
        super().__init__(self._virtual)

    def time(self) -> float:
        return self._virtual.passed


def sent(
    play: Callable[[Callable[[int], Awaitable[None]], Pace], Awaitable[None]],
) -> list[tuple[float, int]]:
    """Return (second, chat) of every turn that came while `play` ran, in a time of its own."""
    turns: list[tuple[float, int]] = []

    async def played() -> None:
        pace = Pace()

        async def one(chat: int) -> None:
            await pace.turn(chat)
            turns.append((asyncio.get_running_loop().time(), chat))

        await play(one, pace)

    loop = VirtualLoop()
    try:
        loop.run_until_complete(played())
    finally:
        loop.close()
    return turns


def most_in(turns: list[tuple[float, int]], seconds: float) -> int:
    """Return how many turns the fullest window of so many seconds has."""
    at = [second for second, _ in turns]
    return max(sum(begin <= second < begin + seconds for second in at) for begin in at)


def test_a_thousand_chats_get_thirty_a_second_and_not_much_less() -> None:
    async def crowd(one: Callable[[int], Awaitable[None]], _pace: Pace) -> None:
        await asyncio.gather(*(one(chat) for chat in range(1, 1_001)))

    turns = sent(crowd)
    assert most_in(turns, 1.0) <= PER_SECOND
    assert len(turns) / turns[-1][0] > 0.95 * PER_SECOND


def test_a_chat_gets_one_message_a_second() -> None:
    async def insistent(one: Callable[[int], Awaitable[None]], _pace: Pace) -> None:
        await asyncio.gather(*(one(7) for _ in range(5)))

    at = [second for second, _ in sent(insistent)]
    assert all(later - earlier >= 0.999 for earlier, later in pairwise(at))
    assert at[-1] < 4.5


def test_a_group_gets_twenty_messages_a_minute() -> None:
    async def insistent(one: Callable[[int], Awaitable[None]], _pace: Pace) -> None:
        for _ in range(41):
            await one(-100)

    turns = sent(insistent)
    assert most_in(turns, 59.9) <= 20
    assert turns[-1][0] < 125


def test_messages_that_waited_for_their_chat_do_not_break_the_common_rate() -> None:
    async def thrice(one: Callable[[int], Awaitable[None]], _pace: Pace) -> None:
        groups = [-chat for chat in range(1, 41)]
        later = asyncio.gather(*(one(chat) for _ in range(3) for chat in groups))
        for chat in range(1, 301):
            await one(chat)
        await later

    turns = sent(thrice)
    assert most_in(turns, 1.0) <= PER_SECOND
    by_chat = defaultdict(list)
    for second, chat in turns:
        by_chat[chat].append(second)
    assert all(b - a >= 2.0 for chat, at in by_chat.items() if chat < 0 for a, b in pairwise(at))


def test_a_429_holds_everybody_and_does_not_end_in_a_burst() -> None:
    async def told_to_wait(one: Callable[[int], Awaitable[None]], pace: Pace) -> None:
        crowd = asyncio.gather(*(one(chat) for chat in range(1, 201)))
        await asyncio.sleep(2)
        pace.hold(10)
        pace.hold(1)
        await crowd

    turns = sent(told_to_wait)
    assert not [second for second, _ in turns if 2.01 < second < 12]
    assert most_in(turns, 1.0) <= PER_SECOND
    assert len(turns) == 200
