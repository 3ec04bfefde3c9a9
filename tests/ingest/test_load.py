from __future__ import annotations

import asyncio
import gzip
import io
import re
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from core.crypto import Vault
from core.program import Program
from db.engine import Database, SqliteDatabase
from ingest import load as loading
from ingest.load import Progress, load
from ingest.reading import BadFile
from ingest.rules import RULES
from tests.conftest import StandingClock
from tests.ingest import looks
from tests.ingest.conftest import Imported

HEAD = "order_id,member_ref,ordered_at,product_id,quantity,amount\n"


def orders(count: int, *, start: int = 0) -> str:
    return HEAD + "".join(
        f"o{n},m{n % 97},2026-11-0{1 + n % 9}T10:00:00,p{n % 31},1,{n % 50 + 1}.00\n"
        for n in range(start, start + count)
    )


def _pragma(session: Session, statement: str) -> Any:
    return session.execute(text(f"PRAGMA {statement}")).scalar()


async def test_a_dry_run_says_what_would_happen_and_writes_nothing(
    db: Database, imported: Imported, tmp_path: Path
) -> None:
    await imported("orders", orders(20))
    before = await db.read(looks.counts)
    content = orders(1_200) + "o9,m1,2026-11-01,p1,0,1\n"
    dry = await imported("orders", content, dry_run=True)
    assert await db.read(looks.counts) == before
    assert not (tmp_path / "rejects").exists()
    assert dry.rejects[0].reason.startswith("held back") or dry.rejects[0].reason.startswith("quantity")
    real = await imported("orders", content)
    assert dry.dry_run
    for figure in ("read", "created", "duplicate", "rejected", "points"):
        assert getattr(dry, figure) == getattr(real, figure), figure


async def test_every_row_is_counted_once_and_the_ledger_agrees(db: Database, imported: Imported) -> None:
    report = await imported("orders", orders(1_500) + "x\n" + orders(1_500).removeprefix(HEAD))
    assert report.read == report.created + report.updated + report.duplicate + report.rejected
    entries, lots, cached = await db.read(looks.ledger_sums)
    assert entries == lots == cached == report.points > 0


async def test_a_full_disk_stops_the_import_clearly_and_a_second_run_goes_on(
    db: Database, imported: Imported
) -> None:
    if not isinstance(db, SqliteDatabase):
        pytest.skip("PostgreSQL's disk can't be filled from here")
    pages = await db.write(_pragma, "page_count")
    await db.write(_pragma, f"max_page_count={pages + 120}")
    stopped = await imported("orders", orders(5_000))
    assert not stopped.ok
    assert stopped.failed is not None
    assert "full" in stopped.failed
    assert "run the import again" in stopped.failed
    assert 0 < stopped.created < 5_000
    assert len(await db.read(looks.order_totals)) == stopped.created
    entries, lots, cached = await db.read(looks.ledger_sums)
    assert entries == lots == cached == stopped.points

    await db.write(_pragma, "max_page_count=1073741823")
    again = await imported("orders", orders(5_000))
    assert again.ok
    assert (again.duplicate, again.created) == (stopped.created, 5_000 - stopped.created)


async def test_a_database_that_another_process_holds_stops_the_import_clearly(
    db: Database, imported: Imported
) -> None:
    if not isinstance(db, SqliteDatabase):
        pytest.skip("PostgreSQL has no lock of the whole database")
    await db.write(_pragma, "busy_timeout=50")
    holding = (
        "import sqlite3, sys; c = sqlite3.connect(sys.argv[1], isolation_level=None); "
        "c.execute('BEGIN IMMEDIATE'); print('held', flush=True); sys.stdin.read()"
    )
    holder = await asyncio.create_subprocess_exec(
        *("python3", "-c", holding, db.url.removeprefix("sqlite+aiosqlite:///")),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    assert holder.stdout is not None
    await holder.stdout.readline()
    report = await imported("orders", orders(10))
    await holder.communicate(b"")
    assert report.failed is not None
    assert "locked by another process" in report.failed
    assert (await imported("orders", orders(10))).created == 10


async def test_one_row_that_a_rule_refuses_does_not_stop_its_batch(db: Database, imported: Imported) -> None:
    # The key of this order's points is taken, as if by a correction made by hand.
    await imported("orders", orders(1, start=7))
    async with asyncio.timeout(20):
        await db.write(_rename_order)
    report = await imported("orders", orders(300))
    assert (report.created, report.rejected) == (299, 1)
    assert report.rejects[0].line == 9
    assert "o7" in str(report.rejects[0].raw)


def _rename_order(session: Session) -> None:
    session.execute(text("UPDATE orders SET ref = 'other' WHERE ref = 'o7'"))
    session.execute(text("UPDATE entries SET body = 'other' WHERE key = 'order:import:o7:earn'"))


async def test_two_imports_of_one_file_at_once_take_each_order_in_once(
    db: Database, imported: Imported
) -> None:
    reports = await asyncio.gather(
        *(imported("orders", orders(1_000), name=f"file{n}.csv") for n in range(3))
    )
    assert sum(report.created for report in reports) == 1_000
    assert sum(report.duplicate for report in reports) == 2_000
    entries, lots, cached = await db.read(looks.ledger_sums)
    assert entries == lots == cached == sum(report.points for report in reports)


async def test_a_file_that_breaks_off_keeps_what_stood_before(
    db: Database, program: Program, clock: StandingClock, vault: Vault, tmp_path: Path
) -> None:
    whole = gzip.compress(orders(8_000).encode())
    (tmp_path / "cut.csv.gz").write_bytes(whole[: len(whole) * 2 // 3])
    report = await load(
        db, tmp_path / "cut.csv.gz", "orders", program=program, clock=clock, vault=vault, rejects=tmp_path
    )
    assert report.failed is not None
    assert re.search(r"after line \d+: the gzip data is damaged or cut off", report.failed)
    assert 1_000 < report.created < 8_000
    assert "import the whole file" in report.failed
    assert len(await db.read(looks.order_totals)) == report.created


async def test_standard_input_and_progress(
    db: Database, program: Program, clock: StandingClock, vault: Vault, tmp_path: Path
) -> None:
    seen: list[Progress] = []
    report = await load(
        db,
        "-",
        "orders",
        program=program,
        clock=clock,
        vault=vault,
        rejects=tmp_path,
        stdin=io.BytesIO(orders(1_200).encode()),
        progress=seen.append,
    )
    assert report.created == 1_200
    assert [one.done for one in seen][-1] == 1_200
    assert len(seen) >= 3
    (tmp_path / "f.csv").write_text(orders(1_200))
    seen.clear()
    await load(
        *(db, tmp_path / "f.csv", "orders"),
        program=program,
        clock=clock,
        vault=vault,
        progress=seen.append,
    )
    assert seen[-1].share == pytest.approx(1)


async def test_a_file_of_another_kind_is_refused_before_anything_is_read(
    db: Database, imported: Imported
) -> None:
    for kind in ("products", "members", "refunds", "events"):
        with pytest.raises(BadFile, match="expected the columns"):
            await imported(kind, orders(3))
    with pytest.raises(BadFile, match="quantity missing"):
        await imported("orders", orders(3).replace("quantity", "pieces"))
    with pytest.raises(BadFile, match="channel"):
        await imported("orders", orders(3), channel="a:b")
    assert await db.read(looks.counts) == {}


async def test_an_old_history_can_be_moved_to_today(db: Database, imported: Imported) -> None:
    silver = 500
    old = f"{HEAD}o1,m1,2024-12-01,latte,1,{silver}\n"
    await imported("orders", old, shift_days=700)
    assert await db.read(looks.tiers) == {"m1": "silver"}


async def test_a_batch_never_grows_beyond_its_bounds(
    db: Database, imported: Imported, monkeypatch: pytest.MonkeyPatch
) -> None:
    sizes: list[int] = []
    taking = RULES["orders"]

    def watched(session: Session, **given: Any) -> Any:
        sizes.append(sum(len(order.lines) for order in given["things"]))
        return taking(session, **given)

    monkeypatch.setitem(RULES, "orders", watched)
    wide = HEAD + "".join(
        f"o{order},m1,2026-11-01,p{line},1,1\n" for order in range(40) for line in range(400)
    )
    assert (await imported("orders", wide)).created == 16_000
    assert max(sizes) < loading.BATCH_ROWS + 400
    assert len(sizes) >= 3


@pytest.mark.shared_data
@pytest.mark.timeout(600)
async def test_a_real_history_of_397924_lines_goes_in_in_one_go(
    db: Database, program: Program, clock: StandingClock, vault: Vault, shared_data: Path, tmp_path: Path
) -> None:
    if not isinstance(db, SqliteDatabase):
        pytest.skip("one engine is enough for half a minute's work")
    file = shared_data / "orders/online_retail.csv.gz"
    given: dict[str, Any] = {"program": program, "clock": clock, "vault": vault, "rejects": tmp_path}
    report = await load(db, file, "orders", shift_days=675, **given)
    assert (report.read, report.created, report.rejected) == (397_924, 397_921, 3)
    assert {reject.reason.split(":")[0] for reject in report.rejects} == {"amount"}
    entries, lots, cached = await db.read(looks.ledger_sums)
    assert entries == lots == cached == report.points
    tiers = list((await db.read(looks.tiers)).values())
    assert len(tiers) == 4_338
    assert {tier.id for tier in program.tiers} == set(tiers)
