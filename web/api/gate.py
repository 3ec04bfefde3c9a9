"""Who calls: the channel's name, and a signature over what is asked, by a key that only it has."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import structlog
from starlette.requests import Request

from core.clock import Clock
from core.crypto import Vault
from core.program import Program
from core.rates import Rates
from core.signatures import Forged, check, check_time
from core.texts import Catalogue
from db.engine import Database
from membership import channels
from web.api import bodies
from web.api.problems import Problem

log = structlog.get_logger(__name__)

CHANNEL_HEADER = "guanjia-channel"
BURST_SECONDS = 10
# Codes that are no coupon's, in ten minutes, after which a channel's redemptions wait.
GUESSES = 20
_STRANGER = "no such channel, or the signature is not this channel's for this id, time and content"


@dataclass(frozen=True, slots=True)
class Api:
    """What the API needs of the installation; `signing` is the clock that senders share, whatever `clock` says."""

    db: Database
    vault: Vault
    clock: Clock
    program: Callable[[], Program]
    catalogue: Catalogue
    rates: Rates
    guesses: Rates
    signing: Clock

    @classmethod
    def of(
        cls,
        *,
        db: Database,
        vault: Vault,
        clock: Clock,
        program: Callable[[], Program],
        catalogue: Catalogue,
        requests_per_minute: int,
        signing: Clock | None = None,
    ) -> Api:
        burst = max(1, requests_per_minute * BURST_SECONDS // 60)
        rates = Rates(per_minute=requests_per_minute, burst=burst)
        guesses = Rates(per_minute=GUESSES / 10, burst=GUESSES)
        return cls(db, vault, clock, program, catalogue, rates, guesses, signing or Clock())


@dataclass(frozen=True, slots=True)
class Call:
    """A request that its channel has signed; `digest` stands for all that was asked."""

    caller: channels.Caller
    request_id: str
    digest: str
    body: bytes
    now: datetime


async def admit(request: Request, api: Api, *, right: str) -> Call:
    """Return a request that was signed by a channel with this right, or raise Problem.

    What costs nothing is checked first, so that a stranger makes this process neither read nor count much.
    """
    request_id = request.headers.get("webhook-id", "")
    timestamp = request.headers.get("webhook-timestamp", "")
    try:
        check_time(request_id, timestamp, now=api.signing.now())
    except Forged as forged:
        raise Problem("unsigned", str(forged)) from None
    now = api.clock.now()
    name = request.headers.get(CHANNEL_HEADER, "")
    if not name:
        raise Problem("unsigned", f"{CHANNEL_HEADER}: expected the channel's name")
    caller = await api.db.read(channels.caller, name=name[:64], vault=api.vault, now=now)
    if caller is None:
        log.warning("request of no channel", channel=name[:32], route=route_of(request))
        raise Problem("unsigned", _STRANGER)
    body = await bodies.read(request)
    target = _target(request)
    try:
        check(
            caller.secrets,
            message_id=request_id,
            timestamp=timestamp,
            signature=request.headers.get("webhook-signature", ""),
            # Without a body the address is what is asked, so the address is what is signed.
            body=body or target,
        )
    except Forged:
        log.warning("signature refused", channel=caller.name, route=route_of(request))
        raise Problem("unsigned", _STRANGER) from None
    await _limit(api, caller, now)
    if right not in caller.kinds:
        raise Problem("not-allowed", f"{caller.name}: may not do {right}; it may {_listed(caller.kinds)}")
    digest = hashlib.blake2b(target + b"\n" + body, digest_size=32).hexdigest()
    return Call(caller, request_id, digest, body, now)


async def _limit(api: Api, caller: channels.Caller, now: datetime) -> None:
    wait = api.rates.take(caller.channel_id, at=asyncio.get_running_loop().time())
    if wait:
        raise Problem("too-often", f"wait {wait:.1f} s; send batches to be quicker", retry_after=wait)
    if not caller.seen:
        await api.db.write(channels.touch, channel_id=caller.channel_id, now=now)


def route_of(request: Request) -> str:
    """Return the address without what stands in it: a phone number or a coupon's code is not for logs."""
    return str(getattr(request.scope.get("route"), "path", "/api"))


def _target(request: Request) -> bytes:
    """Return what was asked for as it stood in the request line: `GET /api/v1/members/10023456`."""
    query: bytes = request.scope["query_string"]
    path: bytes = request.scope.get("raw_path") or request.url.path.encode()
    return request.method.encode() + b" " + path + (b"?" + query if query else b"")


def _listed(kinds: frozenset[str]) -> str:
    return ", ".join(sorted(kinds)) or "nothing"
