from __future__ import annotations

import csv
from datetime import timedelta

import pytest

from core.program import Program
from db.engine import Database
from ingest import orders as reading
from membership import bookings
from tests.builders import a_member
from tests.conftest import NOW
from tests.ingest import looks
from tests.ingest.conftest import Imported

HEAD = "order_id,member_ref,ordered_at,product_id,quantity,amount\n"


async def test_an_order_gives_points_at_once_and_its_member_is_told(
    db: Database, program: Program, imported: Imported
) -> None:
    joined = await a_member(db, program, now=NOW)
    before = await db.read(looks.notices)
    report = await imported(
        "orders",
        f"{HEAD}o1,{joined.number},2026-11-18T11:00:00,latte,2,56.00\no1,{joined.number},2026-11-18T11:00:00,mocha,1,30.50\n",
    )
    assert (report.read, report.created, report.rejected, report.points) == (2, 2, 0, 86)
    assert (await db.read(looks.balances))[joined.number] == 86
    assert await db.read(looks.order_totals) == {"o1": (8_650, 2)}
    assert (await db.read(looks.notices))[len(before) :] == ["orders-earned"]


async def test_who_is_not_known_yet_gets_the_points_without_having_joined(
    db: Database, imported: Imported
) -> None:
    await imported("orders", f"{HEAD}o1,m1,2026-11-01,latte,1,28\no2,card:77,2026-11-01,latte,1,28\n")
    member = await db.read(looks.member, "m1")
    assert member.joined_at is None
    assert (await db.read(looks.balances))["m1"] == 28
    assert sorted((await db.read(looks.balances)).values()) == [28, 28]


async def test_a_file_sent_again_is_all_duplicates(db: Database, imported: Imported) -> None:
    content = HEAD + "".join(f"o{n},m{n % 7},2026-11-01T10:00:00,latte,1,{n}.50\n" for n in range(1, 40))
    first = await imported("orders", content)
    rows = await db.read(looks.counts)
    again = await imported("orders", content)
    assert (first.created, again.created, again.duplicate, again.points) == (39, 0, 39, 0)
    assert await db.read(looks.counts) == rows


async def test_the_same_order_with_another_content_is_rejected(db: Database, imported: Imported) -> None:
    await imported("orders", f"{HEAD}o1,m1,2026-11-01,latte,1,28\n")
    report = await imported("orders", f"{HEAD}o1,m1,2026-11-01,latte,1,29\no2,m1,2026-11-01,latte,1,29\n")
    assert (report.created, report.rejected) == (1, 1)
    assert "another content" in report.rejects[0].reason
    assert (await db.read(looks.balances))["m1"] == 28 + 29


async def test_lines_of_one_order_need_not_be_neighbours(db: Database, imported: Imported) -> None:
    lines = [f"o{n},m{n},2026-11-01,latte,1,10\n" for n in range(50)]
    report = await imported("orders", HEAD + "".join(lines) + "o0,m0,2026-11-01,mocha,1,5\n")
    assert report.created == 51
    assert (await db.read(looks.order_totals))["o0"] == (1_500, 2)


async def test_a_line_that_comes_too_late_is_rejected_and_the_order_left_as_it_was(
    db: Database, imported: Imported, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "WINDOW_ORDERS", 10)
    lines = [f"o{n},m{n},2026-11-01,latte,1,10\n" for n in range(50)]
    report = await imported("orders", HEAD + "".join(lines) + "o0,m0,2026-11-01,mocha,1,5\n")
    assert (report.created, report.rejected) == (50, 1)
    assert report.rejects[0].line == 52
    assert (await db.read(looks.order_totals))["o0"] == (1_000, 1)


async def test_one_faulty_line_holds_its_order_back_and_nothing_else(
    db: Database, imported: Imported
) -> None:
    content = (
        f"{HEAD}o1,m1,2026-11-01,latte,1,10\no2,m2,2026-11-01,latte,1,10\n"
        "o1,m1,2026-11-01,mocha,none,12\no1,m1,2026-11-01,flat,1,8\no3,m3,2026-11-01,latte,1\n"
    )
    report = await imported("orders", content)
    assert (report.read, report.created, report.rejected) == (5, 1, 4)
    assert await db.read(looks.order_totals) == {"o2": (1_000, 1)}
    reasons = {reject.line: reject.reason for reject in report.rejects}
    assert reasons == {
        2: "held back with line 4 of the same order, which is faulty",
        4: "quantity: 'none'; expected a whole number from 1 to 1000000",
        5: "held back with line 4 of the same order, which is faulty",
        6: "5 values; expected 6, one a column of the first line",
    }

    # What was rejected can be mended where it stands and sent again.
    mended = looks.text(report).replace(",none,", ",1,").replace("latte,1\n", "latte,1,9\n")
    again = await imported("orders", mended)
    assert (again.created, again.rejected) == (4, 0)
    assert (await db.read(looks.order_totals))["o1"] == (3_000, 3)


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("o1,m1,2026-11-01,latte,0,10", "quantity"),
        ("o1,m1,2026-11-01,latte,-1,10", "quantity"),
        ("o1,m1,2026-11-01,latte,99999999,10", "quantity"),
        ("o1,m1,2026-11-01,latte,1,-10", "amount"),
        ("o1,m1,2026-11-01,latte,1,0", "amount"),
        ("o1,m1,2026-11-01,latte,1,", "amount: nothing"),
        ("o1,m1,2026-11-01,latte,1,99999999999", "amount"),
        ("o1,m1,2026-11-20,latte,1,10", "ordered_at"),
        ("o1,m1,some day,latte,1,10", "ordered_at"),
        ("o1,,2026-11-01,latte,1,10", "member_ref: nothing"),
        (",m1,2026-11-01,latte,1,10", "order_id: nothing"),
        ("o1,m1,2026-11-01,,1,10", "product_id: nothing"),
        ("o1,m1,2026-11-01," + "p" * 65 + ",1,10", "product_id"),
        ("o1,m1,2026-11-01,a\x1bb,1,10", "product_id"),
    ],
)
async def test_what_makes_no_sense_is_refused_and_the_rest_goes_in(
    row: str, reason: str, db: Database, imported: Imported
) -> None:
    report = await imported("orders", f"{HEAD}{row}\no2,m2,2026-11-01,latte,1,10\n")
    assert (report.created, report.rejected, report.failed) == (1, 1, None)
    assert report.rejects[0].line == 2
    assert report.rejects[0].reason.startswith(reason)
    assert await db.read(looks.order_totals) == {"o2": (1_000, 1)}


async def test_currency_channel_store_and_status_may_stand_in_the_row(
    db: Database, imported: Imported
) -> None:
    head = HEAD.replace("\n", ",channel,store,currency,status\n")
    report = await imported(
        "orders",
        f"{head}o1,m1,2026-11-01,latte,1,10,pos,徐汇,CNY,paid\n"
        "o1,m1,2026-11-01,latte,1,10,mall,,,completed\n"
        "o2,m1,2026-11-01,latte,1,10,pos,,USD,\n"
        "o3,m1,2026-11-01,latte,1,10,pos,,,cancelled\n",
    )
    # Two channels may use one order number, but lines of one order in one file may not differ.
    assert (report.created, report.rejected) == (0, 4)
    assert {reject.reason.split(":")[0] for reject in report.rejects} >= {"channel", "currency", "status"}
    report = await imported("orders", f"{head}o1,m1,2026-11-01,latte,1,10,pos,徐汇,CNY,paid\n")
    assert report.created == 1
    report = await imported("orders", f"{head}o1,m1,2026-11-01,latte,1,10,mall,,,completed\n")
    assert report.created == 1


async def test_a_gift_in_an_order_may_cost_nothing(db: Database, imported: Imported) -> None:
    report = await imported("orders", f"{HEAD}o1,m1,2026-11-01,latte,1,28\no1,m1,2026-11-01,cookie,1,0\n")
    assert (report.created, report.points) == (2, 28)


async def test_json_lines_hold_an_order_each(db: Database, imported: Imported) -> None:
    report = await imported(
        "orders",
        '{"order_id": "o1", "member_ref": "m1", "ordered_at": "2026-11-01T10:00:00+08:00", '
        '"items": [{"product_id": "latte", "quantity": 1, "amount": 28.10}, '
        '{"product_id": "mocha", "quantity": 2, "amount": "60"}]}\n'
        '{"order_id": "o2", "member_ref": "m1", "ordered_at": "2026-11-01", "items": []}\n'
        '{"order_id": "o3", "member_ref": "m1", "ordered_at": "2026-11-01", "items": "latte"}\n'
        '{"order_id": "o4"}\n',
        name="file.jsonl",
    )
    assert (report.read, report.created, report.rejected) == (4, 1, 3)
    assert await db.read(looks.order_totals) == {"o1": (8_810, 2)}
    assert looks.text(report).count("\n") == 3


async def test_rejected_cells_are_no_formulas(imported: Imported) -> None:
    report = await imported("orders", f'{HEAD}=1+1,@sum,+1,-2,"=cmd|x",\t9\n')
    head, row = csv.reader(looks.text(report).splitlines())
    assert head == ["line", "reason", *HEAD.strip().split(",")]
    assert row[0] == "2"
    assert row[2:] == ["'=1+1", "'@sum", "'+1", "'-2", "'=cmd|x", "'\t9"]
    assert looks.is_private(report)


async def test_a_column_name_in_the_rejects_is_no_formula_either(imported: Imported) -> None:
    report = await imported("orders", f"{HEAD.strip()},=cmd()\no1,m1,2026-11-01,latte,0,28,x\n")
    head, _row = csv.reader(looks.text(report).splitlines())
    assert head[-1] == "'=cmd()"


async def test_an_order_may_name_the_coupon_that_it_used(imported: Imported) -> None:
    report = await imported(
        "orders", f"{HEAD.strip()},coupon\no1,m1,2026-11-01,latte,1,28,ABCDE-FGHJK-MNPQR\n"
    )
    assert (report.created, report.rejected) == (1, 0), "a code that is none holds no order back"
    lines = "o2,m1,2026-11-01,latte,1,28,ABC\no2,m1,2026-11-01,mocha,1,28,\n"
    report = await imported("orders", f"{HEAD.strip()},coupon\n{lines}")
    assert report.rejected == 2
    assert "coupon" in report.rejects[1].reason


async def test_an_old_order_is_taken_in_without_a_message(
    db: Database, program: Program, imported: Imported
) -> None:
    joined = await a_member(db, program, now=NOW)
    before = await db.read(looks.notices)
    at = (NOW - bookings.TOLD_WITHIN - timedelta(seconds=1)).isoformat()
    await imported("orders", f"{HEAD}o1,{joined.number},{at},latte,1,28\n")
    assert await db.read(looks.notices) == before
    assert (await db.read(looks.balances))[joined.number] == 28


async def test_an_order_that_earns_nothing_is_no_message(
    db: Database, program: Program, imported: Imported
) -> None:
    joined = await a_member(db, program, now=NOW)
    before = await db.read(looks.notices)
    at = NOW.isoformat()
    report = await imported(
        "orders", f"{HEAD}o1,{joined.number},{at},latte,1,0.50\no2,{joined.number},{at},latte,1,28\n"
    )
    assert (report.created, report.points) == (2, 28)
    assert (await db.read(looks.notices))[len(before) :] == ["orders-earned"]


async def test_crossing_a_threshold_by_import_lifts_the_tier(
    db: Database, program: Program, imported: Imported
) -> None:
    silver = program.tiers[1]
    report = await imported("orders", f"{HEAD}o1,m1,2026-11-01,latte,1,{silver.reach}\n")
    assert report.points == silver.reach
    assert (await db.read(looks.tiers)) == {"m1": silver.id}
