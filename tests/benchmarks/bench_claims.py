"""Claims of a flash sale a second beside raw SQL: the insert and the guarded update alone, a transaction each.

A claim through the rule also spends points by lots, issues a coupon and writes what is told to other systems. `sold out`
is what most of a crowd gets: an answer by reads alone.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import sqlite3
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

import asyncpg
from sqlalchemy import create_engine, make_url, text
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.orm import Session
from sqlalchemy.pool import NullPool

from core.program import Program, load_program
from core.settings import ROOT
from db import models
from db.engine import Database, open_database
from db.types import Row
from db.writer import PRAGMAS
from membership import members, points, sales
from membership.bargains import Redemption
from membership.members import Ref

SALE = "friday-latte"
CROWD, PIECES, AT_ONCE = 2_000, 400, 20
OPENS = datetime(2026, 11, 20, 7, tzinfo=UTC)
NOW = OPENS + timedelta(minutes=5)
SERVER = os.environ.get("TEST_DATABASE_URL")  # noqa: TID251
_names = count()

assert models


def selling(*, points_each: int) -> Program:
    program = load_program(ROOT / "program")
    sale = program.sales[SALE].model_copy(update={"stock": PIECES, "points": points_each})
    return program.model_copy(update={"sales": {SALE: sale}})


def a_crowd(session: Session, *, program: Program) -> list[int]:
    refs = [Ref("number", f"bench{number}") for number in range(CROWD)]
    found = sorted(members.resolve(session, refs=refs, program=program, now=NOW).values())
    grants = [points.Grant(member, 500, 0, f"bench:{member}", "test", NOW) for member in found]
    points.earn_many(session, grants=grants, program=program, now=NOW)
    return found


async def claims(db: Database, program: Program, crowd: list[int]) -> tuple[float, float]:
    """Return won and sold-out claims a second of a whole crowd; exactly the pieces find an owner."""
    room = asyncio.Semaphore(AT_ONCE)

    async def one(member: int) -> bool:
        async with room:
            try:
                got = await db.write(
                    sales.claim,
                    sale=SALE,
                    opens_at=OPENS,
                    piece=0,
                    price=program.sales[SALE].points,
                    member_id=member,
                    program=program,
                    now=NOW,
                )
            except sales.SaleSoldOut:
                return False
            return isinstance(got, Redemption)

    begun = time.perf_counter()
    won = sum(await asyncio.gather(*(one(member) for member in crowd[:PIECES])))
    between = time.perf_counter()
    lost = sum(not one for one in await asyncio.gather(*(one(member) for member in crowd[PIECES:])))
    ended = time.perf_counter()
    assert (won, lost) == (PIECES, CROWD - PIECES)
    return won / (between - begun), lost / (ended - between)


async def rules(opened: Callable[[], Awaitable[Database]], *, points_each: int) -> tuple[float, float]:
    program = selling(points_each=points_each)
    db = await opened()
    crowd = await db.write(a_crowd, program=program)
    found = await claims(db, program, crowd)
    await db.close()
    return found


def raw_sqlite(home: Path) -> float:
    """The two statements of a claim, one transaction each, on one connection with the bot's pragmas."""
    connection = sqlite3.connect(home / "raw.db", isolation_level=None)
    for pragma in PRAGMAS:
        connection.execute(pragma)
    connection.execute("create table stocks (id integer primary key, taken int, offered int)")
    connection.execute("create table claims (key text primary key, member int)")
    connection.execute("insert into stocks values (1, 0, ?)", (PIECES,))
    begun = time.perf_counter()
    for member in range(PIECES):
        connection.execute("begin immediate")
        connection.execute("insert into claims values (?, ?) on conflict do nothing", (f"k{member}", member))
        connection.execute("update stocks set taken = taken + 1 where id = 1 and taken < offered")
        connection.execute("commit")
    return PIECES / (time.perf_counter() - begun)


async def raw_postgres(url: str) -> float:
    """The same over a pool of as many connections as the bot's."""
    address = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    pool = await asyncpg.create_pool(address, min_size=AT_ONCE, max_size=AT_ONCE)
    await pool.execute("create table raw_stocks (id int primary key, taken int, offered int)")
    await pool.execute("create table raw_claims (key text primary key, member int)")
    await pool.execute("insert into raw_stocks values (1, 0, $1)", PIECES)

    async def one(member: int) -> None:
        async with pool.acquire() as connection, connection.transaction():
            await connection.execute(
                "insert into raw_claims values ($1, $2) on conflict do nothing", f"k{member}", member
            )
            await connection.execute(
                "update raw_stocks set taken = taken + 1 where id = 1 and taken < offered"
            )

    begun = time.perf_counter()
    await asyncio.gather(*(one(member) for member in range(PIECES)))
    took = time.perf_counter() - begun
    await pool.close()
    return PIECES / took


async def on_sqlite() -> None:
    home = Path(tempfile.mkdtemp(prefix="guanjia-bench-"))
    try:

        async def opened() -> Database:
            file = home / f"bench{next(_names)}.db"
            engine = create_engine(f"sqlite:///{file}", poolclass=NullPool)
            Row.metadata.create_all(engine)
            engine.dispose()
            return open_database(f"sqlite+aiosqlite:///{file}")

        await report("SQLite", raw_sqlite(home), opened)
    finally:
        shutil.rmtree(home, ignore_errors=True)


async def on_postgres(server: str) -> None:
    address = make_url(server).set(drivername="postgresql+asyncpg")
    names = [f"guanjia_bench_{os.getpid()}_{number}" for number in range(3)]
    urls = [address.set(database=name).render_as_string(hide_password=False) for name in names]
    admin = create_async_engine(address, poolclass=NullPool, isolation_level="AUTOCOMMIT")
    async with admin.connect() as connection:
        for name in names:
            await connection.execute(text(f"create database {name}"))
    waiting = iter(urls[1:])

    async def opened() -> Database:
        url = next(waiting)
        engine = create_async_engine(url, poolclass=NullPool)
        async with engine.begin() as connection:
            await connection.run_sync(Row.metadata.create_all)
        await engine.dispose()
        return open_database(url)

    try:
        await report("PostgreSQL", await raw_postgres(urls[0]), opened)
    finally:
        async with admin.connect() as connection:
            for name in names:
                await connection.execute(text(f"drop database {name} with (force)"))
        await admin.dispose()


async def report(engine: str, raw: float, opened: Callable[[], Awaitable[Database]]) -> None:
    paid_won, paid_lost = await rules(opened, points_each=99)
    free_won, _ = await rules(opened, points_each=0)
    lines = (
        ("raw insert + guarded update", raw),
        ("claim, free, with coupon", free_won),
        ("claim for points, with coupon", paid_won),
        ("sold out", paid_lost),
    )
    for name, rate in lines:
        print(f"{engine:<12}{name:<32}{rate:>9,.0f}{rate / raw:>8.2f}")


async def run() -> None:
    print(f"{'engine':<12}{f'{PIECES} pieces, {CROWD:,} members':<32}{'a second':>9}{'ratio':>8}")
    await on_sqlite()
    if SERVER:
        await on_postgres(SERVER)
    else:
        print("TEST_DATABASE_URL is not set: PostgreSQL left out", file=sys.stderr)


if __name__ == "__main__":
    asyncio.run(run())
