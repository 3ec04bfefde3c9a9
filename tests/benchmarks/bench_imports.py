"""Rows a second and peak memory of an import, beside csv + raw batched INSERT of the same file in the same run.

`python -m tests.benchmarks.bench_imports [--lines 200000]` prints one JSON object; TEST_DATABASE_URL adds PostgreSQL.
The raw baseline gives no points, opens no lots, knows no member and writes every line twice when run twice.
`sqlite_with_limits` is the same import with a limit a member and day, one a program and month, on everything.
"""

from __future__ import annotations

import argparse
import asyncio
import csv
import gzip
import json
import os
import random
import resource
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import datetime, timedelta
from itertools import chain
from pathlib import Path
from typing import Any

from sqlalchemy import make_url, text
from sqlalchemy.ext.asyncio import create_async_engine

from core.clock import Clock
from core.crypto import Vault
from core.program import Program, load_program
from core.program_rules import Limits
from core.settings import ROOT
from db.engine import open_database, ping
from db.migrate import upgrade
from ingest import orders
from ingest.fields import Terms
from ingest.load import load
from ingest.reading import open_source
from tests.conftest import NOW, TEST_DATABASE_URL

LINES_AN_ORDER = 5
BATCH = 5_000


def write_history(file: Path, *, lines: int, seed: int = 7) -> None:
    """Write a gzipped orders file of a year, by time, with five lines an order."""
    rng = random.Random(seed)
    begins = NOW.replace(tzinfo=None) - timedelta(days=360)
    with gzip.open(file, "wt", compresslevel=1, newline="") as out:
        writer = csv.writer(out)
        writer.writerow(orders.REQUIRED)
        for order in range(lines // LINES_AN_ORDER):
            at = (begins + timedelta(days=350 * order * LINES_AN_ORDER / lines)).isoformat(timespec="seconds")
            member = f"m{rng.randrange(max(1, lines // 100))}"
            for product in rng.sample(range(2_000), LINES_AN_ORDER):
                writer.writerow(
                    (
                        f"o{order}",
                        member,
                        at,
                        f"p{product}",
                        rng.randint(1, 4),
                        f"{rng.randint(100, 9_000) / 100}",
                    )
                )


def raw(file: Path, target: Path) -> float:
    """Read the file and insert its lines as they are; return the seconds."""
    started = time.perf_counter()
    with closing(sqlite3.connect(target)) as connection, gzip.open(file, "rt", newline="") as lines:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute("CREATE TABLE lines (o TEXT, m TEXT, at TEXT, p TEXT, q INTEGER, a INTEGER)")
        reader = csv.reader(lines)
        next(reader)
        while batch := [row for _, row in zip(range(BATCH), reader, strict=False)]:
            with connection:
                connection.executemany("INSERT INTO lines VALUES (?, ?, ?, ?, ?, ?)", batch)
    return time.perf_counter() - started


def parsed(file: Path) -> float:
    """Read the file into orders without storing them; return the seconds."""
    started = time.perf_counter()
    terms = Terms(load_program(ROOT / "program"), Vault(b"b" * 32), NOW)
    with open_source(file) as source:
        for _ in orders.units(source, terms):
            pass
    return time.perf_counter() - started


def brand(*, limited: bool) -> Program:
    """Load the demo brand; `limited` puts limits on everything that are never reached."""
    program = load_program(ROOT / "program")
    if not limited:
        return program
    spans = {"member": {"day": {"points": 10**9, "times": 10**6}}, "program": {"month": {"points": 10**12}}}
    points = program.points.model_copy(update={"limits": {"all": Limits.model_validate(spans)}})
    return program.model_copy(update={"points": points})


async def imported(file: Path, url: str, *, limited: bool = False) -> dict[str, Any]:
    """Import the file, then the same file again; also how long another writer waited in between."""
    await upgrade(url)
    db = open_database(url)
    given: dict[str, Any] = {
        "program": brand(limited=limited),
        "clock": Clock(),
        "vault": Vault(b"b" * 32),
        "rejects": file.parent,
    }
    waits: list[float] = []
    stop = asyncio.Event()

    async def knock() -> None:
        while not stop.is_set():
            at = time.perf_counter()
            await db.write(ping)
            waits.append(time.perf_counter() - at)
            await asyncio.sleep(0.05)

    knocking = asyncio.ensure_future(knock())
    first = await load(db, file, "orders", **given)
    stop.set()
    await knocking
    again = await load(db, file, "orders", **given)
    await db.close()
    if first.created != first.read or again.duplicate != first.read:
        raise RuntimeError(f"{first} {again}")
    return {
        "rows_a_second": round(first.read / first.seconds),
        "seconds": first.seconds,
        "again_rows_a_second": round(again.read / again.seconds),
        "points": first.points,
        "peak_mib": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
        "longest_wait_of_another_writer_ms": round(1_000 * max(waits)),
    }


def _apart(work: Callable[[], Any]) -> Any:
    """Run `work` in a child process, so that its peak memory is its own."""
    read, write = os.pipe()
    sys.stdout.flush()
    if child := os.fork():
        os.close(write)
        with os.fdopen(read) as told:
            result = told.read()
        if os.waitpid(child, 0)[1]:
            raise RuntimeError("a measurement failed")
        return json.loads(result)
    os.close(read)
    with os.fdopen(write, "w") as telling:
        json.dump(work(), telling)
    os._exit(0)


def _postgres() -> Iterator[str]:
    """Give a database of its own on the test server, and drop it."""
    if not TEST_DATABASE_URL:
        return
    server = make_url(TEST_DATABASE_URL).set(drivername="postgresql+asyncpg")
    name = f"guanjia_bench_{os.getpid()}"
    asyncio.run(_execute(server.render_as_string(hide_password=False), f"create database {name}"))
    yield server.set(database=name).render_as_string(hide_password=False)
    asyncio.run(_execute(server.render_as_string(hide_password=False), f"drop database {name} with (force)"))


async def _execute(url: str, statement: str) -> None:
    engine = create_async_engine(url, isolation_level="AUTOCOMMIT")
    async with engine.connect() as connection:
        await connection.execute(text(statement))
    await engine.dispose()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lines", type=int, default=200_000)
    lines = parser.parse_args().lines
    with tempfile.TemporaryDirectory(prefix="guanjia-bench-") as folder:
        file = Path(folder) / "orders.csv.gz"
        write_history(file, lines=lines)
        seconds = _apart(lambda: raw(file, Path(folder) / "raw.db"))
        figures: dict[str, Any] = {
            "lines": lines,
            "at": datetime.now(NOW.tzinfo).isoformat(timespec="minutes"),  # noqa: TID251 - when it was measured
            "raw_insert": {"rows_a_second": round(lines / seconds), "seconds": round(seconds, 2)},
            "parse_seconds": round(_apart(lambda: parsed(file)), 2),
        }
        addresses = {"sqlite": f"sqlite+aiosqlite:///{folder}/guanjia.db"}
        for engine, url in chain(addresses.items(), (("postgresql", one) for one in _postgres())):
            figures[engine] = _apart(lambda url=url: asyncio.run(imported(file, url)))  # type: ignore[misc]
            figures[engine]["ratio_to_raw"] = round(figures[engine]["rows_a_second"] * seconds / lines, 3)
        limited = f"sqlite+aiosqlite:///{folder}/limited.db"
        figures["sqlite_with_limits"] = _apart(lambda: asyncio.run(imported(file, limited, limited=True)))
    print(json.dumps(figures, indent=2))


if __name__ == "__main__":
    main()
