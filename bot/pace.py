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
        now = loop.time()
        chat_gap = GROUP_SECONDS if chat_id < 0 else CHAT_SECONDS
        slot = max(now, self._next)
        # A late wake-up may be caught up with, but at most by one gap: the limit is a rate, not a debt.
        self._next = max(self._next, now - self._gap) + self._gap
        slot = max(slot, self._chats.get(chat_id, 0.0))
        self._chats[chat_id] = slot + chat_gap
        self._chats.move_to_end(chat_id)
        if len(self._chats) > _REMEMBERED:
            self._chats.popitem(last=False)
        while (wait := max(slot, self._held) - loop.time()) > 0:  # noqa: ASYNC110 - hold() moves the end
            await asyncio.sleep(wait)

    def hold(self, seconds: float) -> None:
        """Telegram asked to wait: nobody's turn comes before `seconds` have passed."""
        loop = asyncio.get_running_loop()
        self._held = max(self._held, loop.time() + seconds)
        self._next = max(self._next, self._held)
