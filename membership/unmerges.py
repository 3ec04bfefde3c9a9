"""Taking a merge back within 30 days: each gets their own again, and what was used meanwhile is set off."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from core.errors import Conflict, NotFound
from core.program import Program
from db.queries import combined as parts
from db.queries import members as identities
from db.queries import merges as rows
from db.queries import points as ledger
from db.queries import unmerged
from membership import audits, members, notices, persons
from membership.lots import body_of
from membership.merges import UNDO_DAYS, NotMergeable, recount_streak


class MergeUnknown(NotFound):
    key = "merges-unknown"


class TooLate(Conflict):
    key = "merges-too-late"


@dataclass(frozen=True, slots=True)
class Undone:
    """Two members again; `lent` points of one had been spent by the other and stay spent."""

    merge_id: int
    source_number: str
    target_number: str
    lent: int


def undo_latest(
    session: Session,
    *,
    number: str,
    actor: str,
    reason: str,
    origin: str,
    program: Program,
    now: datetime,
) -> Undone:
    """Take back the merge by which the member of `number` was given away; raises what `undo` raises."""
    member_id = identities.by_number(session, number)
    merge_id = rows.standing(session, member_id) if member_id is not None else None
    if merge_id is None:
        raise MergeUnknown(number=number)
    return undo(
        session, merge_id=merge_id, actor=actor, reason=reason, origin=origin, program=program, now=now
    )


def undo(
    session: Session,
    *,
    merge_id: int,
    actor: str,
    reason: str,
    origin: str,
    program: Program,
    now: datetime,
) -> Undone:
    """Take a merge back; raises MergeUnknown, TooLate, NotMergeable when the survivor was merged or erased since.

    What the journal names goes back. What happened after the merge stays with the survivor, but for what
    belongs to an entry or lot that goes back (a refund, an expiry). Points that one spent of the other's lots
    stay spent: two entries book them as given, so that both ledgers add up.
    """
    reason = audits.needed(reason)
    found = rows.by_id(session, merge_id)
    if found is None or found.undone_at is not None:
        raise MergeUnknown(number=f"#{merge_id}")
    until = found.at + timedelta(days=UNDO_DAYS)
    if now > until:
        raise TooLate(until_at=until.isoformat())
    source, target, before = found.source_id, found.target_id, found.before
    held = rows.lock(session, [source, target])
    if held[target].merged_into is not None or held[target].erased_at is not None:
        raise NotMergeable(number=held[target].number)
    for one in sorted((source, target)):
        ledger.lock_account(session, one)
    rows.move_back(session, merge_id, source, target)
    unmerged.follow(session, merge_id, source, target)
    lent = _set_off(session, merge_id, (source, target), program, now)
    for one in (source, target):
        parts.put_sums(session, one, parts.recount(session, one))
    _put_back(session, source, target, before, program)
    _lower(session, target, before, now)
    rows.point(session, source, None, persons.restored("joined_at", before["joined_at"]))
    rows.end(session, merge_id, actor, now)
    audits.record(
        session,
        actor=actor,
        action="merges.undo",
        subject=f"member:{target}",
        after={"merge": merge_id, "source": source, "lent": lent},
        reason=reason,
        origin=origin,
        now=now,
    )
    notices.tell(
        session,
        member_ids=[source, target],
        topic="service",
        text="merges-undone",
        key=f"unmerge:{merge_id}",
        values={one: {"number": held[one].number} for one in (source, target)},
        now=now,
    )
    return Undone(merge_id, held[source].number, held[target].number, lent)


def _set_off(session: Session, merge_id: int, pair: tuple[int, int], program: Program, now: datetime) -> int:
    """Book what one member's entries hold of the other's lots as given by the one and received by the other."""
    lent = 0
    for one in unmerged.borrowed(session, pair):
        keys = {side: f"merge:{merge_id}:undo:{one.lot_id}:{side}" for side in ("gives", "takes")}
        written = ledger.write_entries(
            session,
            [
                {
                    "member_id": member_id,
                    "kind": "adjust",
                    "amount": amount,
                    "qualifying": 0,
                    "key": keys[side],
                    "body": body_of(member_id, amount, merge_id),
                    "source": f"merge:{merge_id}",
                    "rule_version": program.version,
                    "at": now,
                }
                for side, member_id, amount in (
                    ("gives", one.lender, -one.amount),
                    ("takes", one.borrower, one.amount),
                )
            ],
        )
        unmerged.lend(session, one, gives=written[keys["gives"]], takes=written[keys["takes"]])
        lent += one.amount
    return lent


def _put_back(session: Session, source: int, target: int, before: dict[str, Any], program: Program) -> None:
    """Restore what had been united, where nobody has changed it since."""
    now_is = parts.person(session, target)
    parts.write_person(
        session,
        target,
        {
            name: persons.restored(name, old)
            for name, (old, new) in before["person"].items()
            if persons.stored(getattr(now_is, name)) == new
        },
    )
    said = parts.consents(session, target)
    for topic, (old, new) in before["consents"].items():
        if persons.stored_word(said.get(topic)) == new:
            parts.put_consent(session, target, topic, persons.restored_word(old))
    parts.name_accounts(session, before["accounts"], "telegram")
    for one in (source, target):
        parts.name_main_account(session, one, members.SECOND_ACCOUNT)
    parts.drop_dislikes(session, target, before["dislikes"])
    if before["hidden"]:
        parts.show(session, target)
    if parts.has_streak(session, source):
        recount_streak(session, member_id=source, program=program)
    if parts.has_streak(session, target):
        recount_streak(session, member_id=target, program=program)
        if not before["streak"] and not parts.has_days(session, target):
            parts.drop_streak(session, target)


def _lower(session: Session, target: int, before: dict[str, Any], now: datetime) -> None:
    """Give the survivor the tier it had, unless it has moved again since."""
    old, new = before["tier"]
    held = parts.tier(session, target)
    if [persons.stored(value) for value in held] != new:
        return
    named = zip(parts.Tier._fields, old, strict=True)
    had = parts.Tier(*(persons.restored(name, value) for name, value in named))
    parts.put_tier(session, target, had, before=held.tier, reason="unmerged", at=now)
