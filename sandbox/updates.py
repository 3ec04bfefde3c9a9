"""The queue of updates for the bot, and long polling on it."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from itertools import islice
from typing import Final

from sandbox.faults import Faults
from sandbox.schema import fields_of
from sandbox.telegram.request import Refused
from sandbox.things import Json

KINDS: Final = frozenset(fields_of("Update")) - {"update_id"}
# Telegram leaves these out unless they are asked for by name.
ON_REQUEST: Final = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
BY_PERSON: Final = frozenset(
    {"callback_query", "pre_checkout_query", "shipping_query", "chat_join_request", "chat_member"}
)
# How far a webhook looks for updates of other chats behind those that wait.
LOOKED_THROUGH: Final = 10_000
UNDECODABLE: Final[Json] = {"message": {"message_id": "poison", "date": None, "chat": 0}}


class Updates:
    """Updates in the order in which they happened, until the bot confirms them."""

    def __init__(self, faults: Faults, first_id: int) -> None:
        self._faults = faults
        self._next_id = first_id
        self._queue: OrderedDict[int, Json] = OrderedDict()
        self._allowed: frozenset[str] = KINDS - ON_REQUEST
        self._news = asyncio.Event()
        self._poll = 0
        self.asked: list[str] | None = None
        self.closed = False

    @property
    def pending(self) -> int:
        return len(self._queue)

    @property
    def next_id(self) -> int:
        return self._next_id

    def allow(self, kinds: list[str] | None) -> None:
        """Remember which kinds the bot wants; None keeps what was said before, [] is the default set."""
        if kinds is None:
            return
        known = [kind for kind in kinds if kind in KINDS]
        self._allowed = frozenset(known) if known else KINDS - ON_REQUEST
        self.asked = known or None

    def wants(self, kind: str) -> bool:
        return kind in self._allowed

    def push(self, kind: str, content: Json) -> None:
        """Queue an update if the bot wants its kind."""
        if self.wants(kind):
            self._put({kind: content})

    def spoil(self) -> None:
        """Queue an item that no library can decode."""
        self._put(dict(UNDECODABLE))

    def _put(self, content: Json) -> None:
        self._queue[self._next_id] = {"update_id": self._next_id, **content}
        self._next_id += 1
        self.wake()

    def wake(self) -> None:
        news, self._news = self._news, asyncio.Event()
        news.set()

    def close(self) -> None:
        self.closed = True
        self.wake()

    def interrupt(self) -> None:
        """End a running poll with the error that `setWebhook` causes."""
        self._poll = -abs(self._poll) - 1
        self.wake()

    def drop_all(self) -> None:
        self._queue.clear()

    def confirm(self, update_id: int) -> None:
        self._queue.pop(update_id, None)

    def first(self, count: int) -> list[Json]:
        return list(islice(self._queue.values(), count))

    def first_of_queues(self, count: int, busy: set[str]) -> list[tuple[str, Json]]:
        """Return up to `count` updates of which each is the oldest of its chat or person, none of them `busy`."""
        found: list[tuple[str, Json]] = []
        passed = set(busy)
        for update in islice(self._queue.values(), LOOKED_THROUGH):
            if len(found) >= count:
                break
            key = queue_of(update)
            if key not in passed:
                passed.add(key)
                found.append((key, update))
        return found

    async def changed(self) -> None:
        """Wait for the next update (or the end)."""
        await self._news.wait()

    async def poll(self, *, offset: int, limit: int, timeout: float) -> list[Json]:  # noqa: ASYNC109
        """Confirm what is before `offset` and return up to `limit` updates, waiting for the first one."""
        self._confirm_before(offset)
        self._poll = mine = abs(self._poll) + 1
        self.wake()
        until = asyncio.get_running_loop().time() + timeout
        while True:
            if self._poll != mine:
                raise conflict("setWebhook request" if self._poll < 0 else "other getUpdates request")
            news = self._news
            if self._faults.for_delivery("poison"):
                self.spoil()
            if self._queue or self.closed:
                return self._delivered(limit)
            left = until - asyncio.get_running_loop().time()
            if left <= 0:
                return []
            try:
                await asyncio.wait_for(news.wait(), left)
            except TimeoutError:
                continue

    def _delivered(self, limit: int) -> list[Json]:
        taken = self.first(limit)
        if taken and self._faults.for_delivery("duplicate"):
            taken = [taken[0], *taken]
        return taken

    def _confirm_before(self, offset: int) -> None:
        if offset < 0:
            for number in list(self._queue)[:offset]:
                del self._queue[number]
            return
        while self._queue and next(iter(self._queue)) < offset:
            self._queue.popitem(last=False)


def queue_of(update: Json) -> str:
    """Name the queue in which a webhook gets an update: a chat's messages, a person's taps, come in order."""
    kind = next(name for name in update if name != "update_id")
    content = update[kind]
    about = content.get("from") or content.get("user") if kind in BY_PERSON else content.get("chat")
    return (
        f"{kind.removeprefix('edited_')} {about.get('id') if isinstance(about, dict) else content.get('id')}"
    )


def conflict(by: str) -> Refused:
    more = "; make sure that only one bot instance is running" if by.startswith("other") else ""
    return Refused(409, f"Conflict: terminated by {by}{more}")
