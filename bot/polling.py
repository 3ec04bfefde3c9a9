"""Long polling that survives what Telegram and the network send: bad updates, 429, 5xx, silence."""

from __future__ import annotations

import asyncio
import time
from typing import Any

import structlog
from aiogram import Bot
from aiogram.exceptions import (
    TelegramAPIError,
    TelegramConflictError,
    TelegramRetryAfter,
    TelegramUnauthorizedError,
)
from aiogram.methods import TelegramMethod

from bot.intake import Intake
from bot.measures import POLLS_FAILED

log = structlog.get_logger(__name__)

POLL_SECONDS = 25
BATCH = 100
_CONFLICTS = 5
_LONGEST_PAUSE = 30.0


class PollingStopped(RuntimeError):
    """Polling can't go on and waiting won't help; the text says what to do."""


class GetRawUpdates(TelegramMethod[list[Any]]):
    """`getUpdates` whose items are left as they came, so that one bad item can't stop all the others."""

    __returning__ = list[Any]
    __api_method__ = "getUpdates"

    offset: int | None = None
    limit: int | None = None
    timeout: int | None = None
    allowed_updates: list[str] | None = None


class Polling:
    """The loop of `getUpdates`; an update is confirmed to Telegram only after it was kept."""

    def __init__(self, *, bot: Bot, intake: Intake, allowed_updates: list[str]) -> None:
        self._bot = bot
        self._intake = intake
        self._allowed = allowed_updates
        self._offset: int | None = None
        self._last_answer = time.monotonic()
        self.stopped = False

    def silence(self) -> float:
        """Return the seconds since Telegram last answered (readiness)."""
        return time.monotonic() - self._last_answer

    async def run(self) -> None:
        """Poll until `stopped` or cancelled; raises PollingStopped on a wrong token or a second poller."""
        pause, conflicts = 0.5, 0
        while not self.stopped:
            try:
                await self._once()
            except TelegramUnauthorizedError:
                raise PollingStopped("Telegram refuses the token: check TELEGRAM_TOKEN") from None
            except TelegramConflictError as error:
                conflicts += 1
                POLLS_FAILED.labels(kind="conflict").inc()
                log.error("another receiver is active", tries=conflicts, error=error.message)  # noqa: TRY400
                if conflicts >= _CONFLICTS:
                    raise PollingStopped(
                        "another process polls with this token, or a webhook is set: stop it, or run with --mode webhook",
                    ) from None
                await asyncio.sleep(pause * conflicts)
            except TelegramRetryAfter as error:
                POLLS_FAILED.labels(kind="429").inc()
                await asyncio.sleep(error.retry_after)
            except TelegramAPIError as error:
                POLLS_FAILED.labels(kind="network").inc()
                log.warning("polling failed", error=str(error), pause=pause)
                await asyncio.sleep(pause)
                pause = min(_LONGEST_PAUSE, pause * 2)
            except Exception:
                # Storage is full, locked or away: nothing was confirmed, so Telegram sends the batch again.
                POLLS_FAILED.labels(kind="storage").inc()
                log.exception("updates could not be kept", pause=pause)
                await asyncio.sleep(pause)
                pause = min(_LONGEST_PAUSE, pause * 2)
            else:
                pause, conflicts = 0.5, 0

    async def _once(self) -> None:
        await self._intake.room(BATCH)
        items = await self._bot(
            GetRawUpdates(
                offset=self._offset, limit=BATCH, timeout=POLL_SECONDS, allowed_updates=self._allowed
            ),
            request_timeout=POLL_SECONDS + 10,
        )
        self._last_answer = time.monotonic()
        raw = [item for item in items if isinstance(item, dict) and isinstance(item.get("update_id"), int)]
        if len(raw) < len(items):
            POLLS_FAILED.labels(kind="poison").inc(len(items) - len(raw))
            log.error("updates without an id were dropped", count=len(items) - len(raw))
        if raw:
            await self._intake.receive(raw)
            self._offset = max(item["update_id"] for item in raw) + 1
        elif items:
            # Nothing in the batch has an id to confirm: step over it, or it would come back for ever.
            self._offset = (self._offset or 0) + 1
