"""Sending webhooks: leased before the request, settled after it, tried again on a schedule, off at last."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy.orm import Session

from core.crypto import Vault
from db.models.webhooks import Endpoint
from db.queries import deliveries as rows
from db.queries import webhooks as endpoints
from membership import notices

# After the first attempt; with these the last one is made some 75 hours after the event.
RETRIES = (
    timedelta(seconds=5),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=5),
    timedelta(hours=10),
    timedelta(hours=14),
    timedelta(hours=20),
    timedelta(hours=24),
)
LEASE = timedelta(seconds=60)  # longer than a request may take: nobody sends what is on its way
OFF_AFTER = timedelta(days=3)
LONGEST_HOLD = timedelta(minutes=5)
KEPT = timedelta(days=30)
GONE = 410

State = Literal["sent", "queued", "failed", "late"]


@dataclass(frozen=True, slots=True)
class Due:
    """One delivery to make now; `message_id` is the same at every attempt and at every endpoint."""

    delivery_id: int
    message_id: str
    body: str
    attempt: int


@dataclass(frozen=True, slots=True)
class Batch:
    """What one endpoint gets now, and what it takes to send it."""

    url: str
    secret: str = field(repr=False)
    inside: bool
    due: tuple[Due, ...]


@dataclass(frozen=True, slots=True)
class Settled:
    """How a delivery stands; `off` says why its endpoint was turned off by it."""

    state: State
    off: str | None = None


def waiting(session: Session, *, now: datetime) -> tuple[int, ...]:
    """Return the endpoints for which something is due."""
    return tuple(rows.waiting(session, now))


def claim(session: Session, *, endpoint_id: int, limit: int, vault: Vault, now: datetime) -> Batch | None:
    """Lease up to `limit` due deliveries of one endpoint for a minute; None when there is nothing to send.

    A process that dies meanwhile leaves its leases to end: the deliveries go out again, under the same ids.
    """
    endpoint = endpoints.endpoint(session, endpoint_id)
    if endpoint is None or endpoint.off_at is not None or (endpoint.held_until or now) > now:
        return None
    claimed = rows.claim(session, endpoint_id, limit, now, now + LEASE)
    if not claimed:
        return None
    due = tuple(Due(row.id, message_id(row.key, row.body), row.body, row.attempts) for row in claimed)
    return Batch(endpoint.url, vault.open(endpoint.secret), endpoint.inside, due)


def message_id(key: str, body: str) -> str:
    """Return the `webhook-id` of an event, from what happened and when.

    Not from a row number: a restored backup gives those out again, and a receiver would drop the new event.
    """
    return "msg_" + hashlib.blake2s(f"{key}\n{body}".encode(), digest_size=14).hexdigest()


def settle(
    session: Session,
    *,
    endpoint_id: int,
    delivery_id: int,
    attempt: int,
    status: int | None,
    error: str | None,
    operators: Sequence[int],
    now: datetime,
) -> Settled:
    """Write down what an attempt came to; `error` is empty when the endpoint answered 2xx.

    A failure plans the next attempt and holds the endpoint for a moment; 410, or failing for OFF_AFTER, turns
    it off and tells the operators.
    """
    endpoint = endpoints.endpoint(session, endpoint_id)
    if error is None:
        rows.settle(session, delivery_id, None, state="sent", status=status, error=None, settled_at=now)
        well = {"failures": 0, "failing_since": None, "held_until": None, "answered_at": now}
        endpoints.change(session, endpoint_id, **well)
        return Settled("sent")
    last = attempt > len(RETRIES)
    after = {"state": "failed", "settled_at": now} if last else {"due_at": now + RETRIES[attempt - 1]}
    if not rows.settle(session, delivery_id, attempt, status=status, error=error[:200], **after):
        return Settled("late")
    off = _strike(session, endpoint, status, error, operators, now) if endpoint is not None else None
    return Settled("failed" if last else "queued", off)


def _strike(
    session: Session,
    endpoint: Endpoint,
    status: int | None,
    error: str,
    operators: Sequence[int],
    now: datetime,
) -> str | None:
    """Count a failure against an endpoint; return why it is turned off, if it is by this one."""
    since = endpoint.failing_since or now
    if (endpoint.held_until or now) <= now:  # the rest of a batch that failed together is one failure
        failures = endpoint.failures + 1
        hold = min(LONGEST_HOLD, timedelta(seconds=2 ** min(failures, 10)))
        struck = {"failures": failures, "failing_since": since, "held_until": now + hold}
        endpoints.change(session, endpoint.id, **struck)
    if endpoint.off_at is not None or (status != GONE and now - since < OFF_AFTER):
        return None
    reason = "410 Gone" if status == GONE else f"{error[:80]}, {(now - since).days} d"
    endpoints.change(session, endpoint.id, off_at=now, off_reason=reason)
    waiting = rows.queued(session, endpoint.id)
    for operator in operators:
        notices.tell_chat(
            session,
            chat_id=operator,
            text="webhooks-off",
            key=f"webhook:{endpoint.id}:off:{now.isoformat()}:{operator}",
            values={"id": str(endpoint.id), "url": endpoint.url, "reason": reason, "queued": waiting},
            now=now,
        )
    return reason


def prune(session: Session, *, limit: int, now: datetime) -> int:
    """Forget up to `limit` deliveries that ended a month ago or whose endpoint is gone; return how many."""
    return rows.prune(session, now - KEPT, limit)
