"""Requests of channels: each `webhook-id` is carried out once, and its first answer is kept for repeats."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from core.errors import Conflict
from db.queries import channels as rows

# Beyond any sender's patience: the longest schedule of Standard Webhooks ends within five days.
KEPT = timedelta(days=14)

Work = Callable[[Session], tuple[int, dict[str, Any]]]


class IdReused(Conflict):
    key = "channels-id-reused"


@dataclass(frozen=True, slots=True)
class Answer:
    """What a request is answered; `repeated` when it was carried out before."""

    status: int
    body: dict[str, Any]
    repeated: bool


def carry_out(
    session: Session, *, channel_id: int, request_id: str, digest: str, work: Work, now: datetime
) -> Answer:
    """Run `work` and keep its answer in one transaction, or return the answer that the same request got before.

    The id with another content raises IdReused. Of two at once one waits for the other's commit, or is
    refused by the constraint and tried again.
    """
    claim = rows.claim(session, channel_id=channel_id, request_id=request_id, digest=digest, at=now)
    if claim is None:
        before = rows.answered(session, channel_id, request_id)
        if before.digest != digest:
            raise IdReused(id=request_id)
        return Answer(before.status or 0, before.answer or {}, repeated=True)
    status, body = work(session)
    rows.answer(session, claim, status, body)
    return Answer(status, body, repeated=False)


def prune(session: Session, *, limit: int, now: datetime) -> int:
    """Forget up to `limit` answers that are older than KEPT; return how many."""
    return rows.prune(session, now - KEPT, limit)
