"""Outgoing webhooks: what happens here is told to the brand's other systems, by rows of the same transaction."""

from __future__ import annotations

import ipaddress
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

from sqlalchemy.orm import Session

from core.crypto import Vault
from core.errors import Conflict, Invalid, NotFound
from core.signatures import new_secret
from db.queries import webhooks as rows

KINDS = (
    "points.earned",
    "points.spent",
    "points.expired",
    "points.adjusted",
    "points.returned",
    "points.reversed",
    "tier.changed",
    "coupon.issued",
    "coupon.redeemed",
    "redemption.reserved",
    "redemption.fulfilled",
    "redemption.cancelled",
    "order.taken",
    "order.refunded",
    "member.joined",
    "ticket.opened",
    "ticket.closed",
)
TEST = "webhook.test"
# What happened longer ago came in by an import of history, which is told to nobody.
FRESH = timedelta(days=2)

Value = str | int | bool | None

LONGEST_URL = 500


class AddressWrong(Invalid):
    key = "webhooks-address-wrong"


class KindUnknown(Invalid):
    key = "webhooks-kind-unknown"


class EndpointKnown(Conflict):
    key = "webhooks-known"


class EndpointUnknown(NotFound):
    key = "webhooks-unknown"


@dataclass(frozen=True, slots=True)
class Added:
    """A new endpoint; its `secret` is shown now and never again."""

    endpoint_id: int
    url: str
    secret: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Target:
    """Where to post, and with which secret to sign."""

    url: str
    secret: str = field(repr=False)
    inside: bool = False


@dataclass(frozen=True, slots=True)
class Listed:
    """An endpoint as operators see it, with how much waits for it and how much never arrived."""

    endpoint_id: int
    url: str
    kinds: tuple[str, ...]
    off_reason: str | None
    queued: int
    failed: int
    failing_since: datetime | None
    answered_at: datetime | None


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened to a member (or to nobody); `key` makes it be told once to each endpoint.

    `data` holds numbers and ids only: whose it is stands in the payload as the member number, never a name,
    a phone or a text that a member wrote.
    """

    kind: str
    member_id: int | None
    data: Mapping[str, Value]
    key: str


def emit(
    session: Session,
    *,
    kind: str,
    member_id: int | None,
    data: Mapping[str, Value],
    key: str,
    now: datetime,
) -> int:
    """Queue one event for the endpoints that want its kind and return how many; one select when there are none."""
    return emit_many(session, events=[Event(kind, member_id, data, key)], now=now)


def emit_many(session: Session, *, events: Sequence[Event], now: datetime) -> int:
    """Queue events for the endpoints that want their kinds; O(events x endpoints), a fixed number of statements."""
    if unknown := {event.kind for event in events} - {*KINDS, TEST}:
        raise ValueError(f"no kind of webhook event: {', '.join(sorted(unknown))}")
    wanted = [
        (endpoint_id, event)
        for endpoint_id, kinds in (rows.listening(session) if events else ())
        for event in events
        if wants(kinds, event.kind)
    ]
    if not wanted:
        return 0
    ids = sorted({event.member_id for _, event in wanted if event.member_id is not None})
    numbers = rows.numbers(session, ids)
    return rows.queue(
        session,
        [
            {
                "endpoint_id": endpoint_id,
                "key": event.key,
                "kind": event.kind,
                "body": payload(event, numbers=numbers, now=now),
                "state": "queued",
                "due_at": now,
                "attempts": 0,
                "created_at": now,
            }
            for endpoint_id, event in wanted
        ],
    )


def add(
    session: Session, *, url: str, kinds: Sequence[str], inside: bool, vault: Vault, now: datetime
) -> Added:
    """Let an address hear of `kinds`; raises AddressWrong, KindUnknown, EndpointKnown.

    `inside` allows addresses of one's own network, which are refused otherwise: what answers there is meant
    for neighbours only.
    """
    address = checked_url(url, inside=inside)
    wanted = tuple(dict.fromkeys(kinds)) or ("*",)
    families = {f"{kind.partition('.')[0]}.*" for kind in KINDS}
    if unknown := [kind for kind in wanted if kind != "*" and kind not in families and kind not in KINDS]:
        raise KindUnknown(kind=unknown[0], known=", ".join(KINDS))
    secret = new_secret()
    endpoint_id = rows.add(
        session, url=address, kinds=list(wanted), secret=vault.seal(secret), inside=inside, created_at=now
    )
    if endpoint_id is None:
        raise EndpointKnown(url=address)
    return Added(endpoint_id, address, secret)


def checked_url(url: str, *, inside: bool) -> str:
    """Return an address that may be posted to, or raise AddressWrong; names are looked up when it is sent to."""
    parts = urlsplit(url.strip())
    host = parts.hostname or ""
    plain = parts.scheme == "https" or (parts.scheme == "http" and inside)
    try:
        port_fits = parts.port is None or parts.port > 0
    except ValueError:
        port_fits = False
    if not (plain and host and port_fits) or parts.username or parts.fragment or len(url) > LONGEST_URL:
        raise AddressWrong(url=url[:80], expected="https://host/path, without user or fragment")
    if not inside and is_inside(host):
        raise AddressWrong(url=url[:80], expected="an address on the internet, or --inside")
    return url.strip()


def is_inside(host: str) -> bool:
    """Say whether a host is plainly not on the internet: a private, loopback, link-local or reserved address."""
    if host == "localhost" or host.endswith((".localhost", ".local", ".internal")):
        return True
    try:
        address = ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return False
    mapped = getattr(address, "ipv4_mapped", None)
    return not (mapped or address).is_global or address.is_multicast


def listed(session: Session) -> tuple[Listed, ...]:
    """Return all endpoints; O(deliveries kept), which are pruned after a month."""
    counts = rows.counts(session)
    return tuple(
        Listed(
            one.id,
            one.url,
            tuple(one.kinds),
            one.off_reason,
            counts.get((one.id, "queued"), 0),
            counts.get((one.id, "failed"), 0),
            one.failing_since,
            one.answered_at,
        )
        for one in rows.endpoints(session)
    )


def target(session: Session, *, endpoint_id: int, vault: Vault) -> Target:
    """Return where and how an endpoint is posted to; raises EndpointUnknown."""
    found = rows.endpoint(session, endpoint_id)
    if found is None:
        raise EndpointUnknown(id=endpoint_id)
    return Target(found.url, vault.open(found.secret), found.inside)


def remove(session: Session, *, endpoint_id: int) -> None:
    """Forget an endpoint, to which nothing is sent from now on; raises EndpointUnknown."""
    if not rows.remove(session, endpoint_id):
        raise EndpointUnknown(id=endpoint_id)


def resume(session: Session, *, endpoint_id: int, now: datetime) -> int:
    """Turn an endpoint on again and send it all that never arrived; return how many. Raises EndpointUnknown."""
    if rows.endpoint(session, endpoint_id) is None:
        raise EndpointUnknown(id=endpoint_id)
    on = {"off_at": None, "off_reason": None, "failures": 0, "failing_since": None, "held_until": None}
    rows.change(session, endpoint_id, **on)
    return rows.requeue(session, endpoint_id, now)


def payload(event: Event, *, numbers: Mapping[int, str], now: datetime) -> str:
    """Return the body as it is sent and signed, whichever attempt it is: `{type, timestamp, data}`."""
    whose = {} if event.member_id is None else {"member": numbers[event.member_id]}
    told = {
        "type": event.kind,
        "timestamp": now.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        "data": whose | dict(event.data),
    }
    return json.dumps(told, ensure_ascii=False, separators=(",", ":"))


def wants(kinds: Sequence[str], kind: str) -> bool:
    """Say whether an endpoint's `kinds` (`points.earned`, `points.*`, `*`) cover a kind; a test goes to all."""
    family = f"{kind.partition('.')[0]}.*"
    return kind == TEST or any(wanted in ("*", family, kind) for wanted in kinds)
