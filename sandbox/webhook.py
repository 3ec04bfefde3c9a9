"""Delivery of updates by webhook: secret header, several at a time, retries with growing pauses."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime

import aiohttp

from core.background import Background
from sandbox.faults import Faults
from sandbox.things import Json
from sandbox.updates import Updates


@dataclass(slots=True)
class Hook:
    """Where the bot wants its updates, as it said with `setWebhook`."""

    url: str
    secret: str | None
    max_connections: int
    ip_address: str | None
    has_certificate: bool
    last_error_date: int | None = None
    last_error_message: str | None = None


Answered = Callable[[str, bytes], Awaitable[None]]


@dataclass(slots=True)
class _Tries:
    count: int = 0
    until: float = 0.0


@dataclass(slots=True)
class Delivery:
    """The loop that posts updates to the webhook while there is one."""

    updates: Updates
    faults: Faults
    now: Callable[[], datetime]
    answered: Answered
    hook: Hook | None = None
    first_pause: float = 1.0
    longest_pause: float = 60.0
    answer_within: float = 60.0
    _background: Background = field(default_factory=Background)
    _tries: dict[str, _Tries] = field(default_factory=dict)
    _under_way: set[str] = field(default_factory=set)

    def start(self, hook: Hook) -> None:
        """Deliver to `hook` from now on."""
        running = self.hook is not None
        self.hook = hook
        self._tries.clear()
        if not running:
            self._background.start(self._run(), name="sandbox webhook")
        self.updates.wake()

    def stop(self) -> None:
        self.hook = None
        self.updates.wake()

    async def close(self) -> None:
        self.hook = None
        await self._background.stop()

    async def _run(self) -> None:
        timeout = aiohttp.ClientTimeout(total=self.answer_within)
        async with aiohttp.ClientSession(timeout=timeout) as session:
            while (hook := self.hook) is not None:
                news = asyncio.ensure_future(self.updates.changed())
                self._begin(session, hook)
                try:
                    await asyncio.wait_for(news, self._pause())
                except TimeoutError:
                    continue

    def _pause(self) -> float:
        loop = asyncio.get_running_loop()
        waits = [
            tries.until - loop.time() for key, tries in self._tries.items() if key not in self._under_way
        ]
        return max(0.01, min([wait for wait in waits if wait > 0], default=5.0))

    def _begin(self, session: aiohttp.ClientSession, hook: Hook) -> None:
        now = asyncio.get_running_loop().time()
        if self.faults.for_delivery("poison"):
            self.updates.spoil()
        busy = {key for key, tries in self._tries.items() if tries.until > now} | self._under_way
        free = hook.max_connections - len(self._under_way)
        for key, update in self.updates.first_of_queues(free, busy):
            self._under_way.add(key)
            self._background.start(self._deliver(session, hook, key, update), name="sandbox webhook delivery")

    async def _deliver(self, session: aiohttp.ClientSession, hook: Hook, key: str, update: Json) -> None:
        pause: float | None = None
        try:
            fault = await self._post(session, hook, update)
            if fault is None and self.faults.for_delivery("duplicate"):
                fault = await self._post(session, hook, update)
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            fault = "Read timeout expired" if isinstance(error, TimeoutError) else _worded(error)
        except _RetryLater as later:
            fault, pause = str(later), later.seconds
        if fault is None:
            self._tries.pop(key, None)
            self.updates.confirm(int(update["update_id"]))
        else:
            hook.last_error_date = int(self.now().timestamp())
            hook.last_error_message = fault
            self._retry(key, pause)
        self._under_way.discard(key)
        self.updates.wake()

    def _retry(self, key: str, pause: float | None) -> None:
        tries = self._tries.setdefault(key, _Tries())
        grown = min(self.longest_pause, self.first_pause * 2**tries.count)
        tries.count += 1
        tries.until = asyncio.get_running_loop().time() + (grown if pause is None else pause)

    async def _post(self, session: aiohttp.ClientSession, hook: Hook, update: Json) -> str | None:
        """Send one update; return what Telegram would note as the last error, None when it was taken."""
        headers = {"X-Telegram-Bot-Api-Secret-Token": hook.secret} if hook.secret else {}
        async with session.post(
            hook.url, json=update, headers=headers, allow_redirects=False, ssl=False
        ) as response:
            body = await response.read()
            if 200 <= response.status < 300:
                if body.strip():
                    await self.answered(response.headers.get("Content-Type", ""), body)
                return None
            fault = f"Wrong response from the webhook: {response.status} {response.reason}"
            asked = response.headers.get("Retry-After", "")
            if asked.isdigit():
                raise _RetryLater(fault, min(float(asked), 3600.0))
            return fault


class _RetryLater(Exception):
    """The bot's server said by `Retry-After` when to try again."""

    def __init__(self, fault: str, seconds: float) -> None:
        super().__init__(fault)
        self.seconds = seconds


def _worded(error: Exception) -> str:
    return (
        "Connection refused"
        if isinstance(error, aiohttp.ClientConnectorError)
        else f"Connection failed: {type(error).__name__}"
    )
