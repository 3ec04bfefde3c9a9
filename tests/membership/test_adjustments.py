from __future__ import annotations

import asyncio
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from core.program import Program
from db.engine import Database
from membership import adjustments, audits, points, staff
from membership.members import Joined, Ref
from tests.builders import a_member, some_points
from tests.conftest import NOW

OWNER, MANAGER, CLERK = 9_001, 9_002, 9_003
LARGE = 5_000


async def propose(
    db: Database, program: Program, member: Joined, amount: int, **given: Any
) -> adjustments.Adjustment:
    values: dict[str, Any] = {"reason": "missed at the counter", "by": OWNER, "key": "k"}
    return await db.write(
        adjustments.propose,
        member=Ref("number", member.number),
        amount=amount,
        **(values | given),
        operators=(OWNER, MANAGER),
        program=program,
        now=NOW,
    )


async def decide(
    db: Database, program: Program, made: adjustments.Adjustment, by: int, *, approve: bool = True
) -> adjustments.Adjustment:
    return await db.write(
        adjustments.decide,
        adjustment_id=made.id,
        by=by,
        approve=approve,
        operators=(OWNER, MANAGER),
        program=program,
        now=NOW,
    )


async def available(db: Database, member: Joined) -> int:
    return (await db.read(points.balance, member_id=member.member_id, now=NOW)).available


def outbox(session: Session) -> list[tuple[int, str]]:
    rows = session.execute(
        text("SELECT chat_id, text FROM notices WHERE text LIKE 'adjustments-%' ORDER BY id")
    )
    return [(row[0], row[1]) for row in rows]


async def test_a_small_one_is_booked_told_and_audited_at_once(db: Database, program: Program) -> None:
    member = await a_member(db, program, now=NOW, telegram_id=700_900)
    made = await propose(db, program, member, 50)
    assert (made.state, await available(db, member)) == ("done", 50)
    assert await db.read(outbox) == [(700_900, "adjustments-given")]
    (deed,) = await db.read(audits.of_subject, subject=f"member:{member.member_id}")
    assert (deed.actor, deed.action, deed.after["amount"]) == (f"telegram:{OWNER}", "adjustments.give", 50)
    assert deed.reason == "missed at the counter"


async def test_nobody_gives_to_their_own_account_alone(db: Database, program: Program) -> None:
    member = await a_member(db, program, now=NOW, telegram_id=OWNER)
    made = await propose(db, program, member, 5)
    assert (made.state, await available(db, member)) == ("waiting", 0)
    await decide(db, program, made, MANAGER)
    assert await available(db, member) == 5


async def test_the_same_message_read_twice_books_once(db: Database, program: Program) -> None:
    member = await a_member(db, program, now=NOW)
    made = await asyncio.gather(*(propose(db, program, member, 50) for _ in range(5)))
    assert len({one.id for one in made}) == 1
    assert await available(db, member) == 50
    with pytest.raises(points.KeyReused):
        await propose(db, program, member, 60)


async def test_a_large_one_waits_for_a_second_person(db: Database, program: Program) -> None:
    member = await a_member(db, program, now=NOW, telegram_id=700_901)
    made = await propose(db, program, member, LARGE)
    assert (made.state, await available(db, member)) == ("waiting", 0)
    assert await db.read(outbox) == [(MANAGER, "adjustments-asked")]
    with pytest.raises(adjustments.SamePerson):
        await decide(db, program, made, OWNER)
    assert (await decide(db, program, made, MANAGER)).state == "done"
    assert await available(db, member) == LARGE
    told = await db.read(outbox)
    assert (700_901, "adjustments-given") in told
    assert (OWNER, "adjustments-approved") in told


async def test_the_limit_itself_is_still_one_persons_word(db: Database, program: Program) -> None:
    member = await a_member(db, program, now=NOW)
    limit = program.points.adjust_limit
    assert (await propose(db, program, member, limit)).state == "done"
    assert (await propose(db, program, member, limit + 1, key="k2")).state == "waiting"
    assert (await propose(db, program, member, -limit - 1, key="k3")).state == "waiting"


async def test_two_who_approve_at_once_pay_once(db: Database, program: Program) -> None:
    member = await a_member(db, program, now=NOW)
    await db.write(
        staff.grant,
        by=OWNER,
        telegram_id=CLERK,
        role="approver",
        name="C",
        store=None,
        operators=(OWNER,),
        now=NOW,
    )
    made = await propose(db, program, member, LARGE)
    outcomes = await asyncio.gather(
        *(decide(db, program, made, by) for by in (MANAGER, CLERK, MANAGER, CLERK)), return_exceptions=True
    )
    assert sum(isinstance(one, adjustments.Adjustment) for one in outcomes) == 1
    assert sum(isinstance(one, adjustments.AlreadyDecided) for one in outcomes) == 3
    assert await available(db, member) == LARGE


async def test_declined_or_withdrawn_is_not_booked_later(db: Database, program: Program) -> None:
    member = await a_member(db, program, now=NOW)
    made = await propose(db, program, member, LARGE)
    assert (await decide(db, program, made, OWNER, approve=False)).state == "declined"
    with pytest.raises(adjustments.AlreadyDecided):
        await decide(db, program, made, MANAGER)
    assert await available(db, member) == 0


async def test_who_may_not_approve_may_not_by_a_copied_button_either(db: Database, program: Program) -> None:
    member = await a_member(db, program, now=NOW)
    made = await propose(db, program, member, LARGE)
    with pytest.raises(adjustments.NotApprover):
        await decide(db, program, made, CLERK)
    with pytest.raises(adjustments.NotApprover):
        await decide(db, program, made, CLERK, approve=False)


async def test_nobody_to_approve_is_said_and_nothing_is_left_behind(db: Database, program: Program) -> None:
    member = await a_member(db, program, now=NOW)
    with pytest.raises(adjustments.NobodyElse):
        await db.write(
            adjustments.propose,
            member=Ref("number", member.number),
            amount=LARGE,
            reason="r",
            by=OWNER,
            key="k",
            operators=(OWNER,),
            program=program,
            now=NOW,
        )
    assert await db.read(_count) == 0


def _count(session: Session) -> int:
    return int(session.execute(text("SELECT count(*) FROM adjustments")).scalar_one())


async def test_what_is_taken_stays_within_the_balance_unless_debt_is_allowed(
    db: Database, program: Program
) -> None:
    member = await a_member(db, program, now=NOW)
    await some_points(db, program, member_id=member.member_id, amount=30, now=NOW)
    with pytest.raises(points.PointsShort) as told:
        await propose(db, program, member, -50)
    assert told.value.values == {"missing": 20}
    assert await available(db, member) == 30
    rules = program.points.model_copy(update={"refund_policy": "allow_debt"})
    lenient = program.model_copy(update={"points": rules})
    await propose(db, lenient, member, -50)
    held = await db.read(points.balance, member_id=member.member_id, now=NOW)
    assert (held.available, held.debt) == (0, 20)


@pytest.mark.parametrize(
    ("amount", "reason", "refusal"),
    [
        (5, "  ", adjustments.ReasonMissing),
        (5, "x" * 201, adjustments.ReasonTooLong),
        (0, "r", points.AmountWrong),
        (10**12, "r", adjustments.AmountAbsurd),
    ],
)
async def test_bad_input_is_refused_whole(
    amount: int, reason: str, refusal: type[Exception], db: Database, program: Program
) -> None:
    member = await a_member(db, program, now=NOW)
    with pytest.raises(refusal):
        await propose(db, program, member, amount, reason=reason)
    assert await db.read(_count) == 0
