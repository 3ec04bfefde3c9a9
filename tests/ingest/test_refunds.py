from __future__ import annotations

import pytest

from core.program import Program
from db.engine import Database
from membership import refunds
from tests.builders import a_member
from tests.conftest import NOW
from tests.ingest import looks
from tests.ingest.conftest import Imported

ORDERS = "order_id,member_ref,ordered_at,product_id,quantity,amount\n"
HEAD = "refund_id,order_id,refunded_at,amount\n"


async def test_partial_refunds_add_up_to_all_the_points(db: Database, imported: Imported) -> None:
    await imported("orders", f"{ORDERS}o1,m1,2026-11-10,latte,1,100\n")
    thirds = ("33.33", "33.33", "33.34")
    for number, amount in enumerate(thirds, start=1):
        report = await imported("refunds", f"{HEAD}r{number},o1,2026-11-12,{amount}\n")
        assert report.created == 1
    assert (await db.read(looks.balances))["m1"] == 0
    assert await db.read(looks.ledger_sums) == (0, 0, 0)


async def test_a_refund_sent_again_is_a_duplicate_and_one_with_another_amount_is_rejected(
    db: Database, imported: Imported
) -> None:
    await imported("orders", f"{ORDERS}o1,m1,2026-11-10,latte,1,100\n")
    await imported("refunds", f"{HEAD}r1,o1,2026-11-12,40\n")
    report = await imported("refunds", f"{HEAD}r1,o1,2026-11-12,40\nr1,o1,2026-11-12,41\n")
    assert (report.created, report.duplicate, report.rejected) == (0, 1, 1)
    assert "another content" in report.rejects[0].reason
    assert (await db.read(looks.balances))["m1"] == 60


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("r1,o1,2026-11-12,100.01", "amount: ¥100.01; expected at most ¥100"),
        ("r1,nothing,2026-11-12,10", "order_id: 'nothing' is unknown"),
        ("r1,o1,2026-11-01,10", "refunded_at"),
        ("r1,o1,2026-11-12,0", "amount"),
        ("r1,o1,2026-11-12,-5", "amount"),
        ("r1,o1,2026-11-30,5", "refunded_at"),
        (",o1,2026-11-12,5", "refund_id"),
    ],
)
async def test_a_refund_that_makes_no_sense_takes_nothing(
    row: str, reason: str, db: Database, imported: Imported
) -> None:
    await imported("orders", f"{ORDERS}o1,m1,2026-11-10,latte,1,100\n")
    report = await imported("refunds", f"{HEAD}{row}\n")
    assert (report.created, report.rejected) == (0, 1)
    assert report.rejects[0].reason.startswith(reason)
    assert (await db.read(looks.balances))["m1"] == 100


async def test_more_than_the_order_is_never_refunded_in_all(db: Database, imported: Imported) -> None:
    await imported("orders", f"{ORDERS}o1,m1,2026-11-10,latte,1,100\n")
    report = await imported("refunds", f"{HEAD}r1,o1,2026-11-12,60\nr2,o1,2026-11-12,60\n")
    assert (report.created, report.rejected) == (1, 1)
    assert "expected at most ¥40" in report.rejects[0].reason
    assert (await db.read(looks.balances))["m1"] == 40


async def test_the_order_is_found_in_whichever_channel_it_came_by(db: Database, imported: Imported) -> None:
    await imported("orders", f"{ORDERS}o1,m1,2026-11-10,latte,1,100\n", channel="mall")
    await imported("orders", f"{ORDERS}o2,m1,2026-11-10,latte,1,100\n", channel="mall")
    await imported("orders", f"{ORDERS}o2,m2,2026-11-10,latte,1,100\n", channel="pos")
    report = await imported("refunds", f"{HEAD}r1,o1,2026-11-12,100\nr2,o2,2026-11-12,100\n")
    assert (report.created, report.rejected) == (1, 1)
    assert "'o2' is known in mall, pos; expected its channel" in report.rejects[0].reason
    report = await imported("refunds", f"{HEAD}r2,o2,2026-11-12,100\n", channel="pos")
    assert report.created == 1
    assert await db.read(looks.balances) == {"m1": 100, "m2": 0}


async def test_what_came_back_may_be_told_and_must_make_sense(db: Database, imported: Imported) -> None:
    await imported("orders", f"{ORDERS}o1,m1,2026-11-10,latte,1,100\n")
    head = f"{HEAD.strip()},product_id,quantity\n"
    report = await imported(
        "refunds", f"{head}r1,o1,2026-11-12,10,latte,1\nr2,o1,2026-11-12,10,latte,0\nr3,o1,2026-11-12,10,,\n"
    )
    assert (report.created, report.rejected) == (2, 1)
    assert report.rejects[0].reason.startswith("quantity")
    assert (await db.read(looks.balances))["m1"] == 80


async def test_a_recent_refund_is_told_to_the_member(
    db: Database, program: Program, imported: Imported
) -> None:
    joined = await a_member(db, program, now=NOW)
    await imported("orders", f"{ORDERS}o1,{joined.number},2026-11-18T10:00,latte,1,28\n")
    await imported("refunds", f"{HEAD}r1,o1,2026-11-18T11:00,28\n")
    assert (await db.read(looks.notices))[-1] == "orders-refunded"


async def test_a_refund_belongs_to_its_order_not_to_the_whole_channel(
    db: Database, program: Program, imported: Imported
) -> None:
    await imported("orders", f"{ORDERS}o1,m1,2026-11-10,a,1,100\no2,m1,2026-11-10,a,1,100\n")
    for order in ("o1", "o2"):
        refund = refunds.Refund("import", "r1", order, NOW, 10_000)
        outcome = await db.write(refunds.give_back, refund=refund, program=program, now=NOW)
        assert outcome.kind == "created"
    assert (await db.read(looks.balances))["m1"] == 0
