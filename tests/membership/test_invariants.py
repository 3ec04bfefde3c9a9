from __future__ import annotations

import json
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from core.program import Program
from db.engine import Database
from membership import invariants, points
from tests.builders import a_member, some_points
from tests.conftest import NOW


async def a_busy_ledger(db: Database, program: Program) -> int:
    """A member who has earned, spent, got some back, owes, and lost some to time; returns their id."""
    rules = program.points.model_copy(update={"refund_policy": "allow_debt"})
    program = program.model_copy(update={"points": rules})
    member = (await a_member(db, program, now=NOW)).member_id
    given: dict[str, Any] = {"program": program, "now": NOW}
    earned = await some_points(db, program, member_id=member, amount=100, now=NOW)
    spent = await db.write(points.spend, member_id=member, amount=80, key="s", source="t", **given)
    await db.write(points.return_spent, entry_id=spent.entry_id, amount=30, key="r", source="t", **given)
    await db.write(points.adjust, member_id=member, amount=-20, key="a", source="t", **given)
    await db.write(
        points.take_back,
        entry_id=earned.entry_id,
        member_id=member,
        amount=100,
        qualifying=100,
        key="b",
        source="t",
        **given,
    )
    return member


async def every_fault(db: Database) -> list[str]:
    found: list[str] = []
    after: int | None = 0
    while after is not None:
        checked = await db.read(invariants.check, after=after, limit=2)
        found += [fault.kind for fault in checked.faults]
        after = checked.last
    return found


async def test_a_sound_ledger_has_no_faults(db: Database, program: Program) -> None:
    member = await a_busy_ledger(db, program)
    for _ in range(4):
        await a_member(db, program, now=NOW)
    assert (await db.read(points.balance, member_id=member, now=NOW)).debt > 0
    assert await every_fault(db) == []


def change(session: Session, *, statement: str, member: int) -> None:
    session.execute(text(statement), {"member": member} if ":member" in statement else {})


@pytest.mark.parametrize(
    ("statement", "kinds"),
    [
        ("UPDATE accounts SET balance = balance + 1 WHERE member_id = :member", {"balance"}),
        ("UPDATE accounts SET qualifying = qualifying + 1 WHERE member_id = :member", {"qualifying"}),
        ("UPDATE accounts SET spent = spent + 1 WHERE member_id = :member", {"spent"}),
        ("UPDATE accounts SET expired = expired + 1 WHERE member_id = :member", {"expired"}),
        ("UPDATE accounts SET debt = debt + 1 WHERE member_id = :member", {"debt"}),
        ("UPDATE lots SET remaining = remaining + 1 WHERE member_id = :member", {"balance", "lot-use"}),
        ("UPDATE debts SET remaining = remaining - 1 WHERE member_id = :member", {"balance", "debt", "entry-use"}),
        ("DELETE FROM debts WHERE member_id = :member", {"balance", "debt", "entry-use"}),
        ("UPDATE allocations SET amount = amount + 1 WHERE entry_id IN (SELECT id FROM entries WHERE key = 'r')", {"lot-use", "return-use"}),
        ("UPDATE allocations SET amount = amount + 1 WHERE entry_id IN (SELECT id FROM entries WHERE key = 's')", {"lot-use", "entry-use"}),
        ("UPDATE entries SET amount = amount + 1 WHERE key = 'a'", {"balance", "entry-use"}),
        ("UPDATE lots SET amount = amount + 1 WHERE member_id = :member", {"lot-use", "entry-lot"}),
    ],
)  # fmt: skip
async def test_whatever_is_changed_by_hand_is_found(
    statement: str, kinds: set[str], db: Database, program: Program
) -> None:
    member = await a_busy_ledger(db, program)
    await db.write(change, statement=statement, member=member)
    assert set(await every_fault(db)) == kinds


async def test_a_lot_that_changed_hands_is_found(db: Database, program: Program) -> None:
    member = await a_busy_ledger(db, program)
    other = (await a_member(db, program, now=NOW)).member_id
    await some_points(db, program, member_id=other, amount=5, now=NOW)
    await db.write(change, statement="UPDATE lots SET member_id = :member WHERE amount = 5", member=member)
    assert set(await every_fault(db)) == {"balance", "lot-owner"}


async def test_faults_are_reported_once_a_night_by_id(db: Database, program: Program) -> None:
    await a_member(db, program, now=NOW)
    faults = tuple(invariants.Fault("balance", number) for number in range(1, 31))
    for _ in range(2):
        await db.write(invariants.report, faults=faults, chat_ids=(-7,), key="invariants:1", now=NOW)
    ((chat, values),) = await db.read(_told)
    assert chat == -7
    assert '"count": 30' in values
    assert "balance:1, balance:2" in values
    assert "balance:21" not in values


def _told(session: Session) -> list[tuple[int, str]]:
    rows = session.execute(text("SELECT chat_id, \"values\" FROM notices WHERE text = 'invariants-broken'"))
    return [(row[0], row[1] if isinstance(row[1], str) else json.dumps(row[1])) for row in rows]
