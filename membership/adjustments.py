"""Points given or taken by an operator: with a reason, from a limit on by two people, told and audited."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.orm import Session

from core.errors import Conflict, Forbidden, Invalid, NotFound
from core.program import Program
from db.queries import adjustments as rows
from db.queries import members as accounts
from membership import audits, members, notices, points, staff

MOST = 1_000_000_000
LONGEST_REASON = 200
APPROVERS = frozenset({"owner", "manager", "approver"})


class ReasonMissing(Invalid):
    key = "adjustments-reason-missing"


class ReasonTooLong(Invalid):
    key = "adjustments-reason-too-long"


class AmountAbsurd(Invalid):
    key = "adjustments-amount-absurd"


class AdjustmentUnknown(NotFound):
    key = "adjustments-unknown"


class AlreadyDecided(Conflict):
    key = "adjustments-already-decided"


class SamePerson(Forbidden):
    key = "adjustments-same-person"


class NotApprover(Forbidden):
    key = "adjustments-not-approver"


class NobodyElse(Conflict):
    key = "adjustments-nobody-else"


@dataclass(frozen=True, slots=True)
class Adjustment:
    """One correction as it stands: `waiting` for a second person, `done` or `declined`."""

    id: int
    member_id: int
    number: str
    amount: int
    reason: str
    state: str
    proposed_by: int


def propose(
    session: Session,
    *,
    member: members.Ref,
    amount: int,
    reason: str,
    by: int,
    key: str,
    operators: Sequence[int],
    program: Program,
    now: datetime,
) -> Adjustment:
    """Book a correction at once, or put it before those who may approve it.

    A second person is asked above `points.adjust_limit`, and whatever the amount for the operator's own account.
    """
    if not reason.strip():
        raise ReasonMissing
    if len(reason.strip()) > LONGEST_REASON:
        raise ReasonTooLong(most=LONGEST_REASON)
    if amount == 0:
        raise points.AmountWrong(amount=amount)
    if abs(amount) > MOST:
        raise AmountAbsurd(most=MOST)
    member_id = members.find(session, ref=member)
    own = accounts.by_account(session, by)
    small = abs(amount) <= program.points.adjust_limit and (own is None or own.id != member_id)
    fresh = rows.add(
        session,
        key=key,
        member_id=member_id,
        amount=amount,
        reason=reason.strip(),
        state="done" if small else "waiting",
        proposed_by=by,
        proposed_at=now,
    )
    made = Adjustment(*rows.by_key(session, key))
    if not fresh:
        if (made.member_id, made.amount, made.reason) != (member_id, amount, reason.strip()):
            raise points.KeyReused(key=key)
        return made
    _audit(session, made, "adjustments.give" if small else "adjustments.propose", by, now)
    if small:
        _book(session, made, program, now)
    else:
        _ask(session, made, operators, now)
    return made


def decide(
    session: Session,
    *,
    adjustment_id: int,
    by: int,
    approve: bool,
    operators: Sequence[int],
    program: Program,
    now: datetime,
) -> Adjustment:
    """Let a second person approve or decline a waiting correction; its author may only withdraw it.

    Of several who tap at once one decides; the others are told that it is done (AlreadyDecided).
    """
    found = rows.by_id(session, adjustment_id)
    if found is None:
        raise AdjustmentUnknown
    if approve and by == found.proposed_by:
        raise SamePerson
    fixed = [by] if by in operators else []
    if by != found.proposed_by and not APPROVERS & staff.roles_of(session, telegram_id=by, operators=fixed):
        raise NotApprover
    state = "done" if approve else "declined"
    if not rows.decide(session, adjustment_id, state, by, now):
        raise AlreadyDecided
    made = replace(Adjustment(*found), state=state)
    _audit(session, made, "adjustments.approve" if approve else "adjustments.decline", by, now)
    if approve:
        _book(session, made, program, now)
    if by != made.proposed_by:
        notices.tell_chat(
            session,
            chat_id=made.proposed_by,
            text="adjustments-approved" if approve else "adjustments-declined",
            key=f"adjustment:{made.id}:decided",
            values={"number": made.number, "amount": f"{made.amount:+,d}"},
            now=now,
        )
    return made


def _book(session: Session, made: Adjustment, program: Program, now: datetime) -> None:
    points.adjust(
        session,
        member_id=made.member_id,
        amount=made.amount,
        key=f"adjust:{made.id}",
        source=f"adjust:{made.id}",
        program=program,
        now=now,
    )
    notices.tell(
        session,
        member_ids=[made.member_id],
        topic="points",
        text="adjustments-given" if made.amount > 0 else "adjustments-taken",
        key=f"adjustment:{made.id}",
        values={made.member_id: {"amount": abs(made.amount), "reason": made.reason}},
        buttons=[[notices.Button("points-see", data="points")]],
        now=now,
    )


def _ask(session: Session, made: Adjustment, operators: Sequence[int], now: datetime) -> None:
    people = [
        one.telegram_id
        for one in staff.roster(session, operators=operators)
        if APPROVERS.intersection(one.roles) and one.telegram_id != made.proposed_by
    ]
    if not people:
        raise NobodyElse
    for telegram_id in people:
        notices.tell_chat(
            session,
            chat_id=telegram_id,
            text="adjustments-asked",
            key=f"adjustment:{made.id}:ask:{telegram_id}",
            values={"number": made.number, "amount": f"{made.amount:+,d}", "reason": made.reason},
            buttons=[
                [
                    notices.Button("adjustments-approve", data=f"adjust:{made.id}:1"),
                    notices.Button("adjustments-decline", data=f"adjust:{made.id}:0"),
                ]
            ],
            now=now,
        )


def _audit(session: Session, made: Adjustment, action: str, by: int, now: datetime) -> None:
    audits.record(
        session,
        actor=f"telegram:{by}",
        action=action,
        subject=f"member:{made.member_id}",
        origin="chat",
        after={"adjustment": made.id, "amount": made.amount, "state": made.state},
        reason=made.reason,
        now=now,
    )
