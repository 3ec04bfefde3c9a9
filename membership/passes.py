"""Member codes (会员码): one shows for a minute, and once, that a member stands at the counter."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from core.crypto import Vault
from core.errors import Conflict, NotFound
from db.queries import passes as rows
from membership.coupon_codes import new_code, plain

LIFE = timedelta(seconds=60)
LENGTH = 8  # letters of 30: with five wrong codes in ten minutes nobody meets a living one
KEPT = timedelta(days=1)
_TRIES = 5


class PassUnknown(NotFound):
    key = "passes-unknown"


class PassOver(Conflict):
    """Its minute is over, or a newer one was shown."""

    key = "passes-over"


class PassUsed(Conflict):
    key = "passes-used"


@dataclass(frozen=True, slots=True)
class Shown:
    """A fresh code, to be shown for a minute; `stale` are the messages that show older ones."""

    pass_id: int
    code: str
    expires_at: datetime
    stale: tuple[int, ...]


def show(session: Session, *, member_id: int, vault: Vault, now: datetime) -> Shown:
    """Make a new code for a member; it ends the one before."""
    stale = rows.end(session, member_id, now)
    for _ in range(_TRIES):
        code = new_code(LENGTH)
        pass_id = rows.add(
            session, member_id=member_id, digest=_digest(code, vault), shown_at=now, expires_at=now + LIFE
        )
        if pass_id is not None:
            return Shown(pass_id, f"{code[:4]}-{code[4:]}", now + LIFE, tuple(stale))
    raise RuntimeError("no free member code: the source of random numbers repeats itself")


def placed(session: Session, *, pass_id: int, message_id: int) -> None:
    """Note which message shows a code, so that the next one can replace it."""
    rows.place(session, pass_id, message_id)


def use(session: Session, *, typed: str, clerk: int, vault: Vault, now: datetime) -> tuple[int, int]:
    """Use a code up, once, before its minute is over; return (pass, member).

    Only this process's clock counts. Raises PassUnknown, PassOver, PassUsed.
    """
    found = rows.by_digest(session, _digest(plain(typed), vault))
    if found is None:
        raise PassUnknown
    if found.used_at is not None:
        raise PassUsed
    if found.expires_at <= now:
        raise PassOver
    if not rows.use(session, found.id, clerk, now):
        raise PassUsed
    return found.id, found.member_id


def forget(session: Session, *, limit: int, now: datetime) -> int:
    """Delete up to `limit` codes that opened nothing, a day later; return how many."""
    return rows.forget(session, now - KEPT, limit)


def _digest(code: str, vault: Vault) -> str:
    return vault.blind("pass", code)
