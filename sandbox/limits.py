"""Telegram's sending limits as token buckets: a second per chat with a burst, 20 a minute per group, 30 a second in all."""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import datetime

from sandbox.telegram.request import Refused


class Bucket:
    """Tokens that refill with time; taking more than there are says how many seconds to wait."""

    __slots__ = ("at", "capacity", "left", "rate")

    def __init__(self, capacity: float, per_second: float, at: datetime) -> None:
        self.capacity = capacity
        self.rate = per_second
        self.left = capacity
        self.at = at

    def wait(self, count: int, now: datetime) -> float:
        passed = max(0.0, (now - self.at).total_seconds())
        self.left = min(self.capacity, self.left + passed * self.rate)
        self.at = now
        # A batch larger than the bucket may go when the bucket is full, as an album does.
        return max(0.0, (min(count, self.capacity) - self.left) / self.rate)


class Limits:
    """All buckets of one bot; `enabled` turns them off."""

    BURST = 5
    GROUP_A_MINUTE = 20
    ALL_A_SECOND = 30
    PAID_A_SECOND = 1000

    def __init__(self, now: Callable[[], datetime], *, enabled: bool) -> None:
        self.enabled = enabled
        self._now = now
        self._all = Bucket(self.ALL_A_SECOND, self.ALL_A_SECOND, now())
        self._paid = Bucket(self.PAID_A_SECOND, self.PAID_A_SECOND, now())
        self._chats: dict[int, Bucket] = {}

    def take(self, chat_id: int, *, group: bool, count: int = 1, paid: bool = False) -> None:
        """Use tokens up for `count` messages to a chat, or refuse with 429 and the seconds to wait."""
        if not self.enabled:
            return
        now = self._now()
        chat = self._chats.get(chat_id)
        if chat is None:
            size, rate = (self.GROUP_A_MINUTE, self.GROUP_A_MINUTE / 60) if group else (self.BURST, 1.0)
            chat = self._chats[chat_id] = Bucket(size, rate, now)
        whole = self._paid if paid else self._all
        wait = max(chat.wait(count, now), whole.wait(count, now))
        if wait > 0:
            seconds = max(1, math.ceil(wait))
            raise Refused(429, f"Too Many Requests: retry after {seconds}", {"retry_after": seconds})
        chat.left -= count
        whole.left -= count
