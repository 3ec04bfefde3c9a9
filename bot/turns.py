"""Answers that take time: each runs beside the line of its person's updates, and can be stopped."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from itertools import count

from bot.replies import Reply
from core.background import Background

# Whoever sends more at once is answered without the model for what is beyond it.
PATIENCE = 3
_HINT_SECONDS = 6.0
_REMEMBERED = 1_000


@dataclass(slots=True)
class Turn:
    """One answer on its way; `draft_id` names its draft, `shown` is what the person has seen of it."""

    draft_id: int
    crowded: bool
    shown: str = ""
    stopped: bool = False


@dataclass(frozen=True, slots=True)
class Later:
    """What a handler returns instead of an answer that takes time: its update is done when the task is."""

    task: asyncio.Task[Reply]


@dataclass(slots=True)
class _Line:
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    waiting: int = 0


class Turns:
    """Runs at most `together` answers at once, those of one line in their order.

    A question that comes while another is being answered waits for it: neither is lost. Cancelling the task of
    a Later (which the intake does when the process ends) leaves the update to be dealt with at the next start.
    """

    def __init__(self, *, together: int = 64) -> None:
        self._room = asyncio.Semaphore(together)
        self._lines: dict[tuple[int, int], _Line] = {}
        self._running: dict[tuple[int, int], tuple[Turn, asyncio.Task[Reply]]] = {}
        self._ids = count(1)
        self._background = Background()
        self._hinted: OrderedDict[int, float] = OrderedDict()

    def begin(
        self,
        chat_id: int,
        person: int,
        work: Callable[[Turn], Awaitable[Reply]],
        *,
        when_stopped: Callable[[Turn], Reply],
    ) -> Later:
        """Have `work` done for a person in a chat, after what is in the works for them there."""
        line = self._lines.setdefault((chat_id, person), _Line())
        turn = Turn(next(self._ids), crowded=line.waiting >= PATIENCE)
        line.waiting += 1
        task = self._background.start(self._run(chat_id, person, line, turn, work, when_stopped), name="turn")
        return Later(task)

    def stop(self, chat_id: int, draft_id: int) -> bool:
        """Stop the answer behind a draft; say whether there was one."""
        found = self._running.get((chat_id, draft_id))
        if found is None:
            return False
        turn, task = found
        turn.stopped = True
        return task.cancel()

    def may_hint(self, chat_id: int) -> bool:
        """Say whether a group may be told that an answer is coming: its few messages a minute are for answers."""
        now = asyncio.get_running_loop().time()
        if now - self._hinted.get(chat_id, -_HINT_SECONDS) < _HINT_SECONDS:
            return False
        self._hinted[chat_id] = now
        self._hinted.move_to_end(chat_id)
        while len(self._hinted) > _REMEMBERED:
            self._hinted.popitem(last=False)
        return True

    async def close(self) -> None:
        await self._background.stop()

    async def _run(
        self,
        chat_id: int,
        person: int,
        line: _Line,
        turn: Turn,
        work: Callable[[Turn], Awaitable[Reply]],
        when_stopped: Callable[[Turn], Reply],
    ) -> Reply:
        try:
            async with line.lock, self._room:
                return await self._answer(chat_id, turn, work, when_stopped)
        finally:
            line.waiting -= 1
            if line.waiting == 0:
                self._lines.pop((chat_id, person), None)

    async def _answer(
        self,
        chat_id: int,
        turn: Turn,
        work: Callable[[Turn], Awaitable[Reply]],
        when_stopped: Callable[[Turn], Reply],
    ) -> Reply:
        task: asyncio.Task[Reply] | None = asyncio.current_task()
        assert task is not None  # noqa: S101 - this runs in one
        self._running[chat_id, turn.draft_id] = turn, task
        try:
            return await work(turn)
        except asyncio.CancelledError:
            # More than one cancelling means that the process ends, too.
            if not turn.stopped or task.uncancel():
                raise
            return when_stopped(turn)
        finally:
            del self._running[chat_id, turn.draft_id]
