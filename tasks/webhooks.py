"""The outgoing webhooks' sender: what rules have queued is posted, signed, to whoever asked for it."""

from __future__ import annotations

import asyncio
import socket
import time
from dataclasses import dataclass
from typing import Any

import aiohttp
import structlog
from aiohttp.abc import AbstractResolver, ResolveResult
from apscheduler.triggers.cron import CronTrigger
from apscheduler.triggers.interval import IntervalTrigger

from bot.measures import WEBHOOKS_SENT
from core.clock import Clock
from core.signatures import headers
from membership import deliveries, webhooks
from tasks.jobs import Duty, Job

log = structlog.get_logger(__name__)

BATCH = 10  # at once to one endpoint; a crash repeats at most these
TURN_SECONDS = 10.0  # then the others of the next tick get theirs
TIMES = aiohttp.ClientTimeout(total=15, sock_connect=5)
_PRUNED = 1_000


@dataclass(frozen=True, slots=True)
class Posted:
    """What an endpoint answered; `error` is empty when it was 2xx."""

    status: int | None
    error: str | None


class _Outside(AbstractResolver):
    """Looks names up and refuses those that lead inside, at the moment of connecting: a name may change."""

    def __init__(self) -> None:
        self._resolver = aiohttp.DefaultResolver()

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        found = await self._resolver.resolve(host, port, family)
        if any(webhooks.is_inside(one["host"]) for one in found):
            raise OSError("leads to an address that is not on the internet")
        return found

    async def close(self) -> None:
        await self._resolver.close()


def session(*, inside: bool) -> aiohttp.ClientSession:
    """Return a client that posts to the internet only, or with `inside` to anywhere."""
    connector = aiohttp.TCPConnector(resolver=None if inside else _Outside(), limit=BATCH)
    return aiohttp.ClientSession(connector=connector, timeout=TIMES, cookie_jar=aiohttp.DummyCookieJar())


async def post(http: aiohttp.ClientSession, url: str, *, secret: str, message_id: str, body: str) -> Posted:
    """Post one signed body; follows no redirect and reads next to nothing of the answer."""
    data = body.encode()
    # Real time, even where the program's clock was moved: the receiver compares it with its own.
    signed = headers(secret, message_id=message_id, at=Clock().now(), body=data)
    given = {"Content-Type": "application/json", "User-Agent": "Guanjia-Webhooks/1", **signed}
    try:
        async with http.post(url, data=data, headers=given, allow_redirects=False) as answer:
            await answer.content.read(256)
            taken = 200 <= answer.status < 300
            return Posted(answer.status, None if taken else f"answered {answer.status}")
    except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as error:
        return Posted(None, _reason(error))


def _reason(error: BaseException) -> str:
    if isinstance(error, TimeoutError):
        return "no answer in time"
    return f"can't be reached ({' '.join(str(error).split())[:120] or type(error).__name__})"


async def send_due(duty: Duty) -> None:
    """Serve all endpoints side by side, so that a slow one keeps nobody else waiting for long."""
    waiting = await duty.db.read(deliveries.waiting, now=duty.clock.now())
    if waiting:
        await asyncio.gather(*(_serve(duty, endpoint_id) for endpoint_id in waiting))


async def _serve(duty: Duty, endpoint_id: int) -> None:
    """Send one endpoint batch after batch, until nothing is due, something failed, or its turn is over."""
    ends = time.monotonic() + TURN_SECONDS
    vault = duty.services["vault"]
    http: aiohttp.ClientSession | None = None
    try:
        while time.monotonic() < ends:
            batch = await duty.db.write(
                deliveries.claim, endpoint_id=endpoint_id, limit=BATCH, vault=vault, now=duty.clock.now()
            )
            if batch is None:
                return
            http = http or session(inside=batch.inside)
            sent = await asyncio.gather(*(_send(duty, endpoint_id, http, batch, due) for due in batch.due))
            if not all(sent):
                return
    finally:
        if http is not None:
            await http.close()


async def _send(
    duty: Duty, endpoint_id: int, http: aiohttp.ClientSession, batch: deliveries.Batch, due: deliveries.Due
) -> bool:
    try:
        url = webhooks.checked_url(batch.url, inside=batch.inside)
        posted = await post(http, url, secret=batch.secret, message_id=due.message_id, body=due.body)
    except webhooks.AddressWrong:
        posted = Posted(None, "the address may not be sent to")
    settled = await duty.db.write(
        deliveries.settle,
        endpoint_id=endpoint_id,
        delivery_id=due.delivery_id,
        attempt=due.attempt,
        status=posted.status,
        error=posted.error,
        operators=_operators(duty),
        now=duty.clock.now(),
    )
    WEBHOOKS_SENT.labels(outcome=settled.state).inc()
    if settled.off:
        log.warning("webhook endpoint turned off", endpoint=endpoint_id, reason=settled.off)
    return posted.error is None


def _operators(duty: Duty) -> Any:
    return duty.services.get("operators", ())


async def prune(duty: Duty) -> None:
    """Forget what ended a month ago, in small transactions."""
    while await duty.db.write(deliveries.prune, limit=_PRUNED, now=duty.now) == _PRUNED:
        pass


JOBS = (
    Job("webhooks.send", lambda _program: IntervalTrigger(seconds=1), send_due),
    Job("webhooks.prune", lambda program: CronTrigger(hour=4, minute=20, timezone=program.time_zone), prune),
)
