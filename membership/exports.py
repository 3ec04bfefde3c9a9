"""A member's copy of all that is kept of them (PIPL art. 45), an hour apart at the least."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from core.crypto import SealBroken, Vault
from core.errors import Conflict
from db.queries import erasures as copies
from db.queries import exports as rows
from db.queries import members as identities
from db.queries import profiles as people
from membership import audits, birthdates

APART = timedelta(hours=1)
PAGE = 500
SECTIONS: tuple[str, ...] = (*rows.TABLES, *(name for name, _, _ in rows.PARTS))


class CopiedLately(Conflict):
    key = "erasures-copied-lately"


@dataclass(frozen=True, slots=True)
class Page:
    """Some rows of one section; `last` is where the next page begins, None at the end."""

    rows: tuple[dict[str, Any], ...]
    last: tuple[Any, ...] | None


def begin(session: Session, *, member_id: int, now: datetime) -> None:
    """Note that a member takes a copy; raises CopiedLately."""
    last = copies.last_copy(session, member_id)
    if last is not None and now < last + APART:
        raise CopiedLately
    copies.note_copy(session, member_id, now)
    audits.record(
        session,
        actor=f"member:{member_id}",
        action="exports.copy",
        subject=f"member:{member_id}",
        origin="chat",
        now=now,
    )


def page(
    session: Session, *, member_id: int, section: str, after: Sequence[Any] | None, vault: Vault
) -> Page:
    """Return the next rows of a section, with what is sealed opened; O(page)."""
    family = [member_id, *identities.merged(session, member_id)]
    found, last = rows.page(session, section, family, after, PAGE)
    if section == "members":
        for row in found:
            birthday = birthdates.of(people.card(session, row["id"]).birthday, vault=vault)
            row["birthday"] = birthday.text if birthday else None
    if section == "identities":
        _open_phones(session, found, vault)
    return Page(tuple(found), last)


def _open_phones(session: Session, found: list[dict[str, Any]], vault: Vault) -> None:
    """Put the number in the place of its blind index; one that a file gave can't be read back."""
    sealed = identities.sealed_phones(session, [row["id"] for row in found if row["kind"] == "phone"])
    for row in found:
        if row["kind"] == "phone":
            row["value"] = _opened(sealed.get(row["id"]), vault)


def _opened(sealed: bytes | None, vault: Vault) -> str | None:
    try:
        return vault.open(sealed) if sealed else None
    except SealBroken:
        return None
