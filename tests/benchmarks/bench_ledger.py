"""Idempotent earns a second beside raw SQL that does the same two statements, and a page of a long statement.

Each earn is acknowledged after its own commit reached the disk (SQLite synchronous=FULL, PostgreSQL's default).
`raw` inserts the entry with its unique key and adds to the balance; `earn` also opens a lot, reads what is owed
and asks who wants to hear of it. The raw writer of SQLite commits each; `raw, batched` commits 50 at once, as
the group commit does.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

import asyncpg
from sqlalchemy import make_url, text
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.orm import Session

from core.program import Program, load_program
from core.settings import ROOT
from db.engine import Database, open_database
from db.models.points import Entry
from db.statements import insert_many
from db.types import Row
from membership import points
from tests.builders import a_member

NOW = datetime(2026, 11, 18, 4, 0, tzinfo=UTC)
COUNT = 1_500
WRITERS = 50
LONG = 100_000
PAGES = 200
SERVER = os.environ.get("TEST_DATABASE_URL")  # noqa: TID251
NAME = "guanjia_bench_ledger"
ENTRY = (
    "INSERT INTO entries (member_id, kind, amount, qualifying, key, body, source, rule_version, at)"
    " VALUES ({0}, 'earn', 1, 1, {1}, 'x', 'bench', 'v', {2}) ON CONFLICT DO NOTHING"
)
CREDIT = "UPDATE accounts SET balance = balance + 1, qualifying = qualifying + 1 WHERE member_id = {0}"


class Pace(NamedTuple):
    """Acknowledged pieces of work a second, and the milliseconds of this process's CPU that one costs."""

    rate: float
    cpu: float


async def rate(work: Callable[[int], Awaitable[Any]], *, first: int, writers: int) -> Pace:
    """Measure COUNT pieces of work by `writers` at once."""
    numbers = iter(range(first, first + COUNT))

    async def one() -> None:
        for number in numbers:
            await work(number)

    begun, used = time.perf_counter(), time.process_time()
    await asyncio.gather(*(one() for _ in range(writers)))
    return Pace(COUNT / (time.perf_counter() - begun), (time.process_time() - used) * 1_000 / COUNT)


def earning(db: Database, program: Program, members: list[int], tag: str) -> Callable[[int], Awaitable[Any]]:
    async def earn(number: int) -> None:
        grant = points.Grant(members[number % len(members)], 1, 1, f"{tag}:{number}", "bench", NOW)
        await db.write(points.earn, grant=grant, program=program, now=NOW)

    return earn


def raw_sqlite(file: Path, members: list[int], *, batch: int) -> Pace:
    connection = sqlite3.connect(file, isolation_level=None)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    insert, credit = ENTRY.format("?", "?", "?"), CREDIT.format("?")
    begun, used = time.perf_counter(), time.process_time()
    for start in range(0, COUNT, batch):
        connection.execute("BEGIN IMMEDIATE")
        for number in range(start, start + batch):
            member = members[number % len(members)]
            connection.execute(
                insert, (member, f"raw{batch}:{number}", NOW.replace(tzinfo=None).isoformat(" "))
            )
            connection.execute(credit, (member,))
        connection.execute("COMMIT")
    found = Pace(COUNT / (time.perf_counter() - begun), (time.process_time() - used) * 1_000 / COUNT)
    connection.close()
    return found


async def raw_postgres(url: str, members: list[int], *, writers: int) -> Pace:
    plain = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    pool = await asyncpg.create_pool(plain, min_size=min(writers, 15), max_size=15)
    insert, credit = ENTRY.format("$1", "$2", "$3"), CREDIT.format("$1")

    async def earn(number: int) -> None:
        member = members[number % len(members)]
        async with pool.acquire() as connection, connection.transaction():
            await connection.execute(insert, member, f"raw{writers}:{number}", NOW)
            await connection.execute(credit, member)

    found = await rate(earn, first=0, writers=writers)
    await pool.close()
    return found


def long_history(session: Session, *, member_id: int) -> None:
    """A member with so many movements; their sums are of no matter to a page."""
    row = {
        "member_id": member_id,
        "kind": "earn",
        "amount": 1,
        "qualifying": 0,
        "body": "x",
        "source": "bench",
    }
    insert_many(
        session,
        Entry,
        [
            row | {"key": f"long:{n}", "rule_version": "v", "at": NOW - timedelta(minutes=LONG - n)}
            for n in range(LONG)
        ],
    )


def page(session: Session, *, member_id: int, before: int | None, limit: int) -> list[Any]:
    """The page in raw SQL."""
    older = "" if before is None else "AND id < :before"
    query = text(
        f"SELECT id, kind, amount, source, at FROM entries WHERE member_id = :member AND amount <> 0 {older}"  # noqa: S608
        " ORDER BY id DESC LIMIT :limit"
    )
    return list(session.execute(query, {"member": member_id, "limit": limit, "before": before or 0}))


async def paged(db: Database, query: Callable[..., Any], member_id: int) -> float:
    """Return the median milliseconds of a page, walking back through the history."""
    before, took = None, []
    for _ in range(PAGES):
        begun = time.perf_counter()
        rows = await db.read(query, member_id=member_id, before=before, limit=20)
        took.append((time.perf_counter() - begun) * 1_000)
        before = rows[-1][0] if isinstance(rows, list) else rows[-1].entry_id
    return statistics.median(took)


async def measure(url: str, file: Path | None) -> None:
    db, program = open_database(url), load_program(ROOT / "program")
    members = [(await a_member(db, program, now=NOW)).member_id for _ in range(WRITERS)]
    if file is not None:
        raw = {1: raw_sqlite(file, members, batch=1), WRITERS: raw_sqlite(file, members, batch=50)}
        names = {1: "raw, commit each", WRITERS: "raw, batched"}
    else:
        raw = {writers: await raw_postgres(url, members, writers=writers) for writers in (1, WRITERS)}
        names = dict.fromkeys(raw, "raw")
    for writers in (1, WRITERS):
        ours = await rate(earning(db, program, members, f"w{writers}"), first=0, writers=writers)
        print(
            f"   {db_name(file)}, {writers:2} writers: "
            f"{names[writers]} {raw[writers].rate:6.0f}/s ({raw[writers].cpu:.2f} ms CPU), "
            f"earn {ours.rate:5.0f}/s ({ours.cpu:.2f} ms CPU): raw is {raw[writers].rate / ours.rate:.1f} times as fast"
        )
    begun = time.perf_counter()
    grants = [points.Grant(members[n % WRITERS], 1, 1, f"many:{n}", "bench", NOW) for n in range(COUNT)]
    for start in range(0, COUNT, 500):
        await db.write(points.earn_many, grants=grants[start : start + 500], program=program, now=NOW)
    print(f"   {db_name(file)}, earn_many by 500: {COUNT / (time.perf_counter() - begun):.0f}/s")
    await db.write(long_history, member_id=members[0])
    told, plain = await paged(db, points.statement, members[0]), await paged(db, page, members[0])
    begun = time.perf_counter()
    for _ in range(PAGES):
        await db.read(points.balance, member_id=members[0], now=NOW)
    balance = (time.perf_counter() - begun) * 1_000 / PAGES
    print(
        f"   {db_name(file)}, {LONG:,} entries: page {told:.2f} ms, raw SQL {plain:.2f} ms; balance {balance:.2f} ms"
    )
    await db.close()


def db_name(file: Path | None) -> str:
    return "SQLite    " if file is not None else "PostgreSQL"


async def create(url: str) -> None:
    engine = create_async_engine(url)
    async with engine.begin() as connection:
        await connection.run_sync(Row.metadata.create_all)
    await engine.dispose()


async def on_postgres(server: str) -> None:
    admin = make_url(server).set(drivername="postgresql")
    connection = await asyncpg.connect(admin.render_as_string(hide_password=False))
    await connection.execute(f"DROP DATABASE IF EXISTS {NAME}")
    await connection.execute(f"CREATE DATABASE {NAME}")
    url = admin.set(drivername="postgresql+asyncpg", database=NAME).render_as_string(hide_password=False)
    await create(url)
    await measure(url, None)
    await connection.execute(f"DROP DATABASE {NAME} WITH (FORCE)")
    await connection.close()


async def main() -> None:
    home = Path(tempfile.mkdtemp(prefix="guanjia-bench-"))
    url = f"sqlite+aiosqlite:///{home / 'bench.db'}"
    await create(url)
    await measure(url, home / "bench.db")
    shutil.rmtree(home, ignore_errors=True)
    if SERVER:
        await on_postgres(SERVER)
    else:
        print("   PostgreSQL: TEST_DATABASE_URL is not set")


if __name__ == "__main__":
    asyncio.run(main())
