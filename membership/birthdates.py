"""A member's own word on their birthday: sealed, with month and day beside it, changed once a year."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from core.birthdays import Birthday
from core.clock import local_day
from core.crypto import SealBroken, Vault
from core.errors import Conflict
from core.program import Program
from db.queries import profiles as rows
from membership import asks

ADULT_DATA = 14  # years; below, personal data is sensitive by law (PIPL art. 31)


class ChangedLately(Conflict):
    """The value `until_at` is when it may be changed again."""

    key = "profiles-birthday-lately"


@dataclass(frozen=True, slots=True)
class Told:
    """A birthday as it stands now; `points` were paid for telling it, `new` is false when it stood already."""

    birthday: Birthday
    points: int
    new: bool


def tell(
    session: Session, *, member_id: int, birthday: Birthday, vault: Vault, program: Program, now: datetime
) -> Told:
    """Write a member's birthday down; raises ChangedLately when another one was told within the year.

    One that only a file told may be put right at once; adding the year to the same day is no change. The year of
    somebody under ADULT_DATA is not kept: nothing here needs it, and a child's data asks for a parent's consent.
    """
    if birthday.year is not None and _age(birthday, program, now) < ADULT_DATA:
        birthday = Birthday(birthday.month, birthday.day)
    before = rows.lock_birthday(session, member_id)
    other = before.birthday_md != birthday.md
    if other:
        _allow(before.birthday_told_at, program, now)
    new = other or (birthday.year is not None and of(before.birthday, vault=vault) != birthday)
    if new:
        told_at = now if other else before.birthday_told_at
        rows.set_birthday(session, member_id, vault.seal(birthday.text), birthday.md, told_at)
    paid = asks.pay(session, member_id=member_id, item="birthday", program=program, now=now)
    return Told(birthday, paid, new)


def forget(session: Session, *, member_id: int) -> None:
    """Take a birthday off the books; when it was told stays, so that a gift can't be had twice a year."""
    before = rows.lock_birthday(session, member_id)
    rows.set_birthday(session, member_id, None, None, before.birthday_told_at)


def of(sealed: bytes | None, *, vault: Vault) -> Birthday | None:
    """Open a sealed birthday; None when there is none, or when its key is lost."""
    if sealed is None:
        return None
    try:
        return Birthday.of(vault.open(sealed))
    except (SealBroken, ValueError):
        return None


def _age(birthday: Birthday, program: Program, now: datetime) -> int:
    today = local_day(now, program.time_zone)
    return (
        today.year
        - (birthday.year or today.year)
        - ((today.month, today.day) < (birthday.month, birthday.day))
    )


def _allow(told_at: datetime | None, program: Program, now: datetime) -> None:
    if told_at is None:
        return
    until = told_at + timedelta(days=program.asks.birthday_change_days)
    if now < until:
        raise ChangedLately(until_at=until.isoformat())
