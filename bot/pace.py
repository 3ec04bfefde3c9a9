"""Telegram's sending limits, kept by everybody who sends in bulk; replies to members don't queue here."""

from __future__ import annotations

import asyncio
from collections import OrderedDict

GLOBAL_PER_SECOND = 30.0
CHAT_SECONDS = 1.0
GROUP_SECONDS = 3.0  # 20 a minute
_REMEMBERED = 10_000


class Pace:
    """Turns for bulk sending: `per_second` in all, one a second per chat, 20 a minute per group."""

    def __init__(self, *, per_second: float = GLOBAL_PER_SECOND) -> None:
        self._gap = 1.0 / (per_second * 0.985)
        self._next = 0.0
        self._held = 0.0
        self._chats: OrderedDict[int, float] = OrderedDict()

    async def turn(self, chat_id: int) -> None:
        """Wait until a message to `chat_id` may be sent; groups have negative ids."""
        loop = asyncio.get_running_loop()
        chat_gap = GROUP_SECONDS if chat_id < 0 else CHAT_SECONDS
        while True:
            # The common rate comes last: a place taken before the chat's wait would be used later, beside others'.
            while (free := self._chats.get(chat_id, 0.0)) > loop.time():
                await _until(free)
            slot = self._slot(loop.time())
            self._remember(chat_id, slot + chat_gap)
            await _until(slot)
            if self._held <= slot:
                return
            # Told to wait meanwhile: line up again, or all who waited would go at once.
            self._chats.pop(chat_id, None)

    def _slot(self, now: float) -> float:
        """Take the next place in the common rate."""
        slot = max(now, self._next)
        # A late wake-up may be caught up with, but at most by one gap: the limit is a rate, not a debt.
        self._next = max(self._next, now - self._gap) + self._gap
        return slot

    def _remember(self, chat_id: int, until: float) -> None:
        self._chats[chat_id] = until
        self._chats.move_to_end(chat_id)
        if len(self._chats) > _REMEMBERED:
            self._chats.popitem(last=False)

    async def clear(self) -> None:
        """Wait while everybody is held: for what had its turn before Telegram asked to wait."""
        while (wait := self._held - asyncio.get_running_loop().time()) > 0:  # noqa: ASYNC110 - hold() moves it
            await asyncio.sleep(wait)

    def hold(self, seconds: float) -> None:
        """Telegram asked to wait: nobody's turn comes before `seconds` have passed."""
        loop = asyncio.get_running_loop()
        self._held = max(self._held, loop.time() + seconds)
        self._next = max(self._next, self._held)


async def _until(moment: float) -> None:
    if (wait := moment - asyncio.get_running_loop().time()) > 0:
        await asyncio.sleep(wait)
