"""From Telegram to the handlers: keep each update first, then deal with it, each person's in their order."""

from __future__ import annotations

import asyncio
import re
import secrets
from collections import deque
from collections.abc import Awaitable, Mapping, Sequence
from contextlib import nullcontext
from typing import Any

import structlog
from aiogram import Bot, Dispatcher
from pydantic import ValidationError
from sqlalchemy.exc import StatementError

from bot import replies
from bot.measures import UPDATES_FAILED, UPDATES_HANDLED, UPDATES_WAITING
from bot.turns import Later
from core.background import Background
from core.clock import Clock
from core.logs import pseudonym
from db.engine import Database
from db.writer import Overloaded
from membership import schedule, updates

log = structlog.get_logger(__name__)

# Telegram waits ten seconds for a yes, so this is dealt with beside whatever the person and all others wait for.
URGENT = "pre_checkout_query"
_FINISH_EVERY = 0.1
_BEAT_SECONDS = updates.ALIVE_SECONDS / 3
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


class Intake:
    """Feeds the dispatcher: at most `concurrency` people at a time, at most `capacity` updates waiting."""

    def __init__(
        self,
        *,
        bot: Bot,
        dispatcher: Dispatcher,
        db: Database,
        clock: Clock,
        concurrency: int = 64,
        capacity: int = 5_000,
    ) -> None:
        self._bot = bot
        self._dispatcher = dispatcher
        self._db = db
        self._clock = clock
        self._capacity = capacity
        self._room = asyncio.Semaphore(concurrency)
        self._background = Background()
        self._lines: dict[tuple[bool, int], deque[updates.Kept]] = {}
        self._waiting = 0
        self._done: list[int] = []
        self._failed: dict[int, str] = {}
        self._finishing = False
        self._draining = False
        self._owner = f"worker:{secrets.token_hex(8)}"
        self._beating = Background()

    async def recover(self) -> int:
        """Deal with what processes that died took in but did not finish; return how many updates that were."""
        left = await self._db.write(updates.take_over, owner=self._owner, now=Clock().now())
        for kept in left:
            self._enqueue(kept)
        return len(left)

    def start(self) -> None:
        """Show from now on that this process lives, and take over from those that don't."""
        self._beating.start(self._beat(), name="inbox beat")

    async def _beat(self) -> None:
        while True:
            await asyncio.sleep(_BEAT_SECONDS)
            try:
                taken = await self.recover()
            except Exception:
                # The next beat may do better; without one for ALIVE_SECONDS another process takes over.
                log.exception("inbox beat failed")
            else:
                if taken:
                    log.warning("updates of a dead process taken over", count=taken)

    async def receive(self, raw: Sequence[Mapping[str, Any]]) -> None:
        """Keep raw updates and return once they are safe; raises Overloaded when too many wait."""
        if self._draining:
            raise Overloaded("the process is ending")
        if self._waiting + len(raw) > self._capacity:
            raise Overloaded(f"{self._waiting} updates are waiting")
        try:
            new = await self._keep(raw)
        except StatementError:
            storable = [_storable(update) for update in raw]
            if storable == list(raw):
                raise
            new = await self._keep(storable)
        for kept in new:
            self._enqueue(kept)

    async def _keep(self, raw: Sequence[Mapping[str, Any]]) -> tuple[updates.Kept, ...]:
        return await self._db.write(updates.keep, updates=raw, owner=self._owner, now=self._clock.now())

    def waiting(self) -> int:
        return self._waiting

    async def room(self, count: int) -> None:
        """Wait until `count` more updates may be taken in."""
        while self._waiting + count > self._capacity:  # noqa: ASYNC110 - rare, and coarse is enough
            await asyncio.sleep(0.05)

    async def drain(self, seconds: float) -> None:
        """Let what runs come to its end, cancel what takes longer (it is replayed at the next start)."""
        self._draining = True
        until = asyncio.get_running_loop().time() + seconds
        late = await self._background.drain(seconds)
        # What the lines have left for later since.
        late += await self._background.drain(max(0.0, until - asyncio.get_running_loop().time()))
        if late:
            log.warning("updates left for the next start", lines=late)
        await self._finish()
        await self._beating.stop()
        await self._db.write(schedule.release_lease, name=self._owner, owner=self._owner)

    def _enqueue(self, kept: updates.Kept) -> None:
        self._waiting += 1
        UPDATES_WAITING.set(self._waiting)
        line = (URGENT in kept.payload, _line_of(kept.payload))
        if line in self._lines:
            self._lines[line].append(kept)
            return
        self._lines[line] = deque([kept])
        self._background.start(self._work(line), name="updates")

    async def _work(self, line: tuple[bool, int]) -> None:
        """Deal with one person's updates one after another: a double tap never runs against itself."""
        urgent, _ = line
        waiting = self._lines[line]
        try:
            async with nullcontext() if urgent else self._room:
                while waiting:
                    await self._deal(waiting[0])
                    waiting.popleft()
                    self._waiting -= 1
                    UPDATES_WAITING.set(self._waiting)
        finally:
            self._waiting -= len(waiting)
            del self._lines[line]

    async def _deal(self, kept: updates.Kept) -> None:
        """Feed one update; an answer that takes time is seen through beside the line, which goes on."""
        later = await self._settle(kept, self._feed(kept))
        if later is not None:
            self._waiting += 1
            self._background.start(self._see_through(kept, later), name="later")

    async def _feed(self, kept: updates.Kept) -> Later | None:
        reply = await self._dispatcher.feed_raw_update(self._bot, kept.payload)
        if isinstance(reply, Later):
            return reply
        await replies.send(self._bot, _methods(reply))
        return None

    async def _see_through(self, kept: updates.Kept, later: Later) -> None:
        async def finish() -> None:
            await replies.send(self._bot, await later.task)

        try:
            await self._settle(kept, finish())
        finally:
            self._waiting -= 1
            UPDATES_WAITING.set(self._waiting)

    async def _settle(self, kept: updates.Kept, work: Awaitable[Later | None]) -> Later | None:
        """Do an update's work and note how it ended; what is left for later is noted then."""
        kind = next((name for name in kept.payload if name != "update_id"), "none")
        try:
            later = await work
            if later is not None:
                return later
        except ValidationError as error:
            UPDATES_FAILED.labels(kind="undecodable").inc()
            log.error("undecodable update", update_id=kept.update_id, kind=kind, faults=error.error_count())  # noqa: TRY400
            self._failed[kept.update_id] = f"undecodable: {error.error_count()} errors"
        except Exception as error:
            UPDATES_FAILED.labels(kind="handler").inc()
            log.exception(
                "update failed", update_id=kept.update_id, kind=kind, chat=pseudonym(_line_of(kept.payload))
            )
            self._failed[kept.update_id] = repr(error)
        else:
            UPDATES_HANDLED.inc()
            self._done.append(kept.update_id)
        if not self._finishing:
            self._finishing = True
            self._background.start(self._finish_soon(), name="finish updates")
        return None

    async def _finish_soon(self) -> None:
        await asyncio.sleep(_FINISH_EVERY)
        self._finishing = False
        await self._finish()

    async def _finish(self) -> None:
        """Mark what is finished, many at a time; after a crash in between they are dealt with once more."""
        done, self._done = self._done, []
        failed, self._failed = self._failed, {}
        if not done and not failed:
            return
        try:
            await self._db.write(updates.finish, done=done, failed=failed)
        except Exception:
            # The next marking takes them along: unmarked ones would be dealt with again at the next start.
            self._done += done
            self._failed |= failed
            raise


def _methods(reply: Any) -> replies.Reply:
    """Return what a handler returned if it is a reply; aiogram's UNHANDLED and other values are none."""
    if isinstance(reply, list | tuple):
        return tuple(reply)
    return reply if hasattr(reply, "__api_method__") else None


def _storable(value: Any) -> Any:
    """Return JSON without what PostgreSQL can't hold: NUL characters and halves of surrogate pairs."""
    if isinstance(value, str):
        return _UNSTORABLE.sub("\ufffd", value)
    if isinstance(value, Mapping):
        return {key: _storable(inner) for key, inner in value.items()}
    return [_storable(inner) for inner in value] if isinstance(value, list) else value


def _line_of(payload: Mapping[str, Any]) -> int:
    """Return whose update it is: the person, or the chat when there is none."""
    for event in payload.values():
        if isinstance(event, Mapping):
            for who in ("from", "user", "chat"):
                someone = event.get(who)
                if isinstance(someone, Mapping) and isinstance(someone.get("id"), int):
                    return int(someone["id"])
    return 0
