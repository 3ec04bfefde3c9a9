"""Staff: who may do what for the brand; rights are given from above, never to oneself, and always noted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, get_args

from sqlalchemy.orm import Session

from core.errors import Forbidden, Invalid
from db.queries import members as accounts
from db.queries import staff as rows
from membership import audits, notices

Role = Literal["owner", "manager", "operator", "approver", "agent", "clerk", "analyst"]
ROLES: tuple[Role, ...] = get_args(Role)
# Who may give and take which roles; a role that is not a key here may give none.
GIVES: dict[str, frozenset[str]] = {
    "owner": frozenset(ROLES),
    "manager": frozenset({"operator", "approver", "agent", "clerk", "analyst"}),
}
LONGEST_STORE = 64
_LONGEST_ROSTER = 500


class RoleUnknown(Invalid):
    key = "staff-role-unknown"


class StoreWrong(Invalid):
    key = "staff-store-wrong"


class OwnRights(Forbidden):
    key = "staff-own-rights"


class OwnAccount(Forbidden):
    key = "staff-own-account"


class NotAllowed(Forbidden):
    key = "staff-not-allowed"


class SetElsewhere(Forbidden):
    key = "staff-set-elsewhere"


@dataclass(frozen=True, slots=True)
class Colleague:
    """One person with their roles; `fixed` ones are owners by the installation's settings."""

    telegram_id: int
    name: str | None
    roles: tuple[str, ...]
    store: str | None = None
    fixed: bool = False


@dataclass(frozen=True, slots=True)
class Changed:
    """What somebody is after a change; `new` is false when it had been so before."""

    colleague: Colleague
    role: str
    new: bool


def roles_of(session: Session, *, telegram_id: int, operators: Sequence[int]) -> frozenset[str]:
    """Return what an account may act as; the settings' operators are owners. One indexed read."""
    held = {role for role, _store in rows.roles(session, telegram_id)}
    return frozenset(held | {"owner"} if telegram_id in operators else held)


def store_of(session: Session, *, telegram_id: int) -> str | None:
    """Return where an account stands as a clerk."""
    return next((store for role, store in rows.roles(session, telegram_id) if role == "clerk"), None)


def serves_another(session: Session, *, telegram_id: int, member_id: int) -> None:
    """Raise OwnAccount when a colleague is about to give, hand over or use up something for themselves."""
    own = accounts.by_account(session, telegram_id)
    if own is not None and own.id == member_id:
        raise OwnAccount


def colleague(session: Session, *, telegram_id: int, operators: Sequence[int]) -> Colleague:
    """Return one person as the roster has them; somebody without a role is a colleague to be."""
    found = [one for one in roster(session, operators=operators) if one.telegram_id == telegram_id]
    return found[0] if found else Colleague(telegram_id, None, ())


def roster(session: Session, *, operators: Sequence[int]) -> tuple[Colleague, ...]:
    """Return everybody with a role, the settings' operators first; O(staff), which a brand has hundreds of."""
    held: dict[int, dict[str, str | None]] = {telegram_id: {} for telegram_id in operators}
    names: dict[int, str] = {}
    for telegram_id, role, store, name in rows.roster(session, _LONGEST_ROSTER):
        held.setdefault(telegram_id, {})[role] = store
        if name:
            names[telegram_id] = name
    return tuple(
        Colleague(
            telegram_id,
            names.get(telegram_id),
            tuple(role for role in ROLES if role in roles or (role == "owner" and telegram_id in operators)),
            roles.get("clerk"),
            fixed=telegram_id in operators,
        )
        for telegram_id, roles in held.items()
    )


def grant(
    session: Session,
    *,
    by: int,
    telegram_id: int,
    role: str,
    name: str | None,
    store: str | None,
    operators: Sequence[int],
    now: datetime,
) -> Changed:
    """Give somebody a role, and tell them; raises RoleUnknown, StoreWrong, OwnRights, NotAllowed.

    Giving a clerk their role again with another `store` moves them there.
    """
    _check(session, by, telegram_id, role, operators)
    if store is not None and not 1 <= len(store) <= LONGEST_STORE:
        raise StoreWrong(longest=LONGEST_STORE)
    new = rows.add(
        session, telegram_id=telegram_id, role=role, store=store, name=name and name[:128], by=by, now=now
    )
    if not new and store is not None:
        rows.move(session, telegram_id, role, store)
    if new or store is not None:
        _note(session, "grant", by, telegram_id, role, store, now)
    if new:
        notices.tell_chat(
            session,
            chat_id=telegram_id,
            text="staff-you-are",
            key=f"staff:{telegram_id}:{role}:{now.isoformat()}",
            values={"role": role},
            now=now,
        )
    return Changed(colleague(session, telegram_id=telegram_id, operators=operators), role, new)


def revoke(
    session: Session, *, by: int, telegram_id: int, role: str, operators: Sequence[int], now: datetime
) -> Changed:
    """Take a role away; raises RoleUnknown, OwnRights, NotAllowed, SetElsewhere (an owner by the settings)."""
    _check(session, by, telegram_id, role, operators)
    if role == "owner" and telegram_id in operators:
        raise SetElsewhere
    new = rows.remove(session, telegram_id, role)
    if new:
        _note(session, "revoke", by, telegram_id, role, None, now)
    return Changed(colleague(session, telegram_id=telegram_id, operators=operators), role, new)


def may_give(roles: frozenset[str]) -> frozenset[str]:
    """Return which roles somebody with `roles` may give and take."""
    return frozenset().union(*(GIVES.get(role, frozenset()) for role in roles))


def _check(session: Session, by: int, telegram_id: int, role: str, operators: Sequence[int]) -> None:
    """Refuse unless `by` may give and take `role`: asked inside the transaction, rights may have just changed."""
    if role not in ROLES:
        raise RoleUnknown(role=role)
    if by == telegram_id:
        raise OwnRights
    if role not in may_give(roles_of(session, telegram_id=by, operators=operators)):
        raise NotAllowed


def _note(
    session: Session, verb: str, by: int, telegram_id: int, role: str, store: str | None, now: datetime
) -> None:
    told = {"role": role} | ({"store": store} if store else {})
    audits.record(
        session,
        actor=f"telegram:{by}",
        action=f"staff.{verb}",
        subject=f"telegram:{telegram_id}",
        origin="chat",
        before=told if verb == "revoke" else None,
        after=told if verb == "grant" else None,
        now=now,
    )
