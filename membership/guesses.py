"""Guessing codes: a few wrong ones in a while are a slip of the finger, more are locked out and can be looked up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from core.crypto import Vault
from core.errors import Conflict
from db.queries import guesses as rows
from membership.coupon_codes import plain

MOST = 5
WINDOW = timedelta(minutes=10)
KEPT = timedelta(days=90)


class LockedOut(Conflict):
    """Too many wrong codes. Values: `minutes`, after which the next one may be tried."""

    key = "counter-locked-out"


@dataclass(frozen=True, slots=True)
class Missed:
    """A wrong code that was noted; `left` more may be tried, or none for `minutes`."""

    left: int
    minutes: int = 0


def check(session: Session, *, who: str, now: datetime) -> None:
    """Raise LockedOut while `who` has been wrong too often of late; holds their turn until the commit."""
    rows.take_turn(session, who)
    left, minutes = _left(session, who, now)
    if not left:
        raise LockedOut(minutes=minutes)


def note(session: Session, *, who: str, typed: str, vault: Vault, now: datetime) -> Missed:
    """Keep a wrong code, blinded; what was noted must be committed, so tell this result and raise nothing after it."""
    rows.add(session, who, vault.blind("guess", plain(typed)[:64]), now)
    left, minutes = _left(session, who, now)
    return Missed(left, minutes)


def forget(session: Session, *, limit: int, now: datetime) -> int:
    """Delete up to `limit` that nobody will ask about any more; return how many."""
    return rows.forget(session, now - KEPT, limit)


def _left(session: Session, who: str, now: datetime) -> tuple[int, int]:
    """Return how many more may be tried, and for how many minutes none."""
    wrong = rows.newest(session, who, now - WINDOW, MOST)
    if len(wrong) < MOST:
        return MOST - len(wrong), 0
    wait = wrong[-1] + WINDOW - now
    return 0, -(-wait // timedelta(minutes=1))
