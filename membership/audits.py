"""The audit log (审计日志): append-only, hash-chained, without personal data."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy.orm import Session

from core.errors import Invalid
from db.queries import audits as rows

BEGINNING = "0" * 64
_BATCH = 1_000


class ReasonMissing(Invalid):
    key = "audits-reason-missing"


@dataclass(frozen=True, slots=True)
class Deed:
    """One line of the log as it stands."""

    audit_id: int
    at: datetime
    actor: str
    action: str
    subject: str
    before: Mapping[str, Any]
    after: Mapping[str, Any]
    reason: str | None
    origin: str
    digest: str


@dataclass(frozen=True, slots=True)
class Checked:
    """How far the chain holds: `broken` is the first row that does not fit, `head` the digest to publish.

    A tail that was cut off can only be seen against a head that was kept elsewhere.
    """

    count: int
    broken: int | None
    head: str


def record(
    session: Session,
    *,
    actor: str,
    action: str,
    subject: str,
    origin: str,
    now: datetime,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    reason: str | None = None,
) -> Deed:
    """Add one deed to the chain, in the transaction that does it.

    `actor` is `telegram:<id>`, `member:<id>`, `channel:<name>`, `job:<id>` or `cli`; `subject` `member:<id>`,
    `order:<channel>:<ref>` …; `action` `<word>.<verb>`; `origin` the edge (`chat`, `http`, `clock`, `cli`).
    """
    rows.lock_chain(session)
    previous = rows.head(session) or BEGINNING
    values: dict[str, Any] = {
        "at": now,
        "actor": actor[:96],
        "action": action,
        "subject": subject[:96],
        "before": dict(before or {}),
        "after": dict(after or {}),
        "reason": None if reason is None else reason.strip()[:500],
        "origin": origin,
    }
    digest = _digest(values, previous)
    audit_id = rows.add(session, values | {"previous": previous, "digest": digest})
    return Deed(audit_id, **values, digest=digest)


def needed(reason: str) -> str:
    """Return a reason without the space around it; raises ReasonMissing when nothing is left."""
    if not reason.strip():
        raise ReasonMissing
    return reason.strip()


def of_subject(session: Session, *, subject: str, limit: int = 20) -> tuple[Deed, ...]:
    """Return the newest deeds about one subject."""
    return tuple(
        Deed(
            row.id,
            row.at,
            row.actor,
            row.action,
            row.subject,
            row.before,
            row.after,
            row.reason,
            row.origin,
            row.digest,
        )
        for row in rows.of_subject(session, subject, limit)
    )


def check(session: Session) -> Checked:
    """Recompute the whole chain; O(log), a batch in memory at a time."""
    previous, count, last = BEGINNING, 0, 0
    while batch := rows.after(session, last, _BATCH):
        for row in batch:
            values = {
                "at": row.at,
                "actor": row.actor,
                "action": row.action,
                "subject": row.subject,
                "before": row.before,
                "after": row.after,
                "reason": row.reason,
                "origin": row.origin,
            }
            if row.previous != previous or row.digest != _digest(values, previous):
                return Checked(count, row.id, previous)
            previous, count, last = row.digest, count + 1, row.id
        session.expunge_all()
    return Checked(count, None, previous)


def _digest(values: Mapping[str, Any], previous: str) -> str:
    told = {name: value for name, value in values.items() if name != "at"}
    told |= {"at": values["at"].astimezone(UTC).isoformat(), "previous": previous}
    text = json.dumps(told, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
