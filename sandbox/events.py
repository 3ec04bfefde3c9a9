"""What happens in the world, told to whoever watches: the chat page, a test."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncIterator
from typing import Any

from sandbox.things import Json


class Events:
    """A log of the last events and its listeners; `hidden_from` keeps what is for one person from the others."""

    KEPT = 1000
    HEARTBEAT = 15.0

    def __init__(self) -> None:
        self.last_id = 0
        self._log: deque[tuple[int, Json, int | None, frozenset[int] | None]] = deque(maxlen=self.KEPT)
        self._news = asyncio.Event()
        self.closed = False

    def tell(
        self,
        kind: str,
        chat_id: int | None,
        /,
        *,
        only: int | None = None,
        among: frozenset[int] | None = None,
        **more: Any,
    ) -> None:
        """Add an event; `only` one viewer sees it, or those `among` the given ones, or all."""
        self.last_id += 1
        self._log.append((self.last_id, {"type": kind, "chat_id": chat_id, **more}, only, among))
        self._wake()

    def close(self) -> None:
        self.closed = True
        self._wake()

    def _wake(self) -> None:
        # Everyone who waits holds the old object; who comes later waits for the next.
        news, self._news = self._news, asyncio.Event()
        news.set()

    async def follow(self, viewer: int | None, after: int | None) -> AsyncIterator[tuple[int, Json] | None]:
        """Yield events after `after` (None: from now on) as they come, and None as a heartbeat."""
        seen = self.last_id if after is None else after
        while not self.closed:
            news = self._news
            fresh = [each for each in self._log if each[0] > seen] if seen < self.last_id else []
            for number, event, only, among in fresh:
                seen = number
                if viewer is None or (
                    (only is None or only == viewer) and (among is None or viewer in among)
                ):
                    yield number, event
            if fresh or self.closed:
                continue
            try:
                await asyncio.wait_for(news.wait(), self.HEARTBEAT)
            except TimeoutError:
                yield None
