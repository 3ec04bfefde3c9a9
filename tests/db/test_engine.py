from __future__ import annotations

import asyncio
import shutil
import sqlite3
import subprocess
import sys
import threading
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.orm import Session
from sqlalchemy.util import await_only

from core.errors import BadSettings, Conflict
from core.program import Program
from core.settings import ROOT
from db.engine import Database, PostgresDatabase, SqliteDatabase, open_database, ping
from db.writer import Busy, Overloaded, Writer
from membership import points
from tests.builders import a_member
from tests.conftest import NOW


class No(Conflict):
    key = "test-no"


def note(session: Session, *, name: str, refuse: bool = False) -> str:
    """Write a row that can be found again, then refuse if told to."""
    session.execute(
        text("INSERT INTO leases (name, owner, expires_at) VALUES (:name, 'x', :at)"),
        {"name": name, "at": str(NOW.replace(tzinfo=None)) if _on_sqlite(session) else NOW},
    )
    if refuse:
        raise No(name=name)
    return name


def noted(session: Session) -> set[str]:
    return set(session.execute(text("SELECT name FROM leases")).scalars())


def _on_sqlite(session: Session) -> bool:
    return session.get_bind().dialect.name == "sqlite"


def _first(_: Session, *, of: list[int]) -> int:
    return next(iter(of))


def _same(_: Session, *, answer: int) -> int:
    return answer


def pragma(session: Session, statement: str) -> Any:
    return session.execute(text(f"PRAGMA {statement}")).scalar()


@pytest.fixture
def file_db(db: Database) -> SqliteDatabase:
    if not isinstance(db, SqliteDatabase):
        pytest.skip("about SQLite's single writer")
    return db


@pytest.fixture
def server_db(db: Database) -> PostgresDatabase:
    if not isinstance(db, PostgresDatabase):
        pytest.skip("about PostgreSQL's transactions")
    return db


async def test_what_a_write_answers_has_been_committed(db: Database) -> None:
    assert await db.write(note, name="a") == "a"
    assert await db.read(noted) == {"a"}
    assert await db.read(ping) == 1


async def test_a_refused_rule_leaves_nothing_and_its_neighbours_stand(db: Database) -> None:
    outcomes = await asyncio.gather(
        *(db.write(note, name=f"n{n}", refuse=n % 3 == 0) for n in range(60)), return_exceptions=True
    )
    refused = {n for n, outcome in enumerate(outcomes) if isinstance(outcome, No)}
    assert refused == set(range(0, 60, 3))
    assert await db.read(noted) == {f"n{n}" for n in range(60) if n % 3}


async def test_a_broken_statement_hurts_only_its_own_rule(db: Database) -> None:
    def broken(session: Session) -> None:
        note(session, name="half")
        session.execute(text("SELECT * FROM no_such_table"))

    outcomes = await asyncio.gather(
        db.write(note, name="a"), db.write(broken), db.write(note, name="b"), return_exceptions=True
    )
    assert isinstance(outcomes[1], DBAPIError)
    assert await db.read(noted) == {"a", "b"}


async def test_a_rule_that_runs_out_of_an_iterator_fails_instead_of_hanging(db: Database) -> None:
    with pytest.raises(RuntimeError, match="StopIteration"):
        await asyncio.wait_for(db.write(_first, of=[]), 10)
    assert await db.write(_first, of=[1]) == 1


async def test_a_read_cannot_write(db: Database) -> None:
    with pytest.raises(DBAPIError, match=r"readonly|read-only"):
        await db.read(note, name="a")
    assert await db.read(noted) == set()


async def test_a_read_sees_one_moment(db: Database) -> None:
    seen: list[set[str]] = []
    loop = asyncio.get_running_loop()
    # A query runs on a reading thread with SQLite, and on the loop's own with PostgreSQL.
    on_a_thread = isinstance(db, SqliteDatabase)

    def twice(session: Session) -> None:
        seen.append(noted(session))
        meanwhile = db.write(note, name="meanwhile")
        if on_a_thread:
            asyncio.run_coroutine_threadsafe(meanwhile, loop).result(timeout=60)
        else:
            await_only(meanwhile)
        seen.append(noted(session))

    await db.read(twice)
    assert seen == [set(), set()]
    assert await db.read(noted) == {"meanwhile"}


async def test_a_cancelled_caller_does_not_cancel_the_transaction(db: Database) -> None:
    caller = asyncio.ensure_future(db.write(note, name="a"))
    await asyncio.sleep(0)
    caller.cancel()
    with pytest.raises(asyncio.CancelledError):
        await caller
    for _ in range(200):
        if await db.read(noted):
            break
        await asyncio.sleep(0.01)
    assert await db.read(noted) == {"a"}


async def test_a_lost_race_for_a_key_is_tried_again_and_sees_the_winner(server_db: PostgresDatabase) -> None:
    tries: list[int] = []

    def once(session: Session, *, mine: int) -> str:
        tries.append(mine)
        if "key" in noted(session):
            return "known"
        session.execute(text("SELECT pg_sleep(0.1)"))
        note(session, name="key")
        return "new"

    outcomes = await asyncio.gather(*(server_db.write(once, mine=n) for n in range(5)))
    assert sorted(outcomes) == ["known"] * 4 + ["new"]
    assert len(tries) == 9


async def test_a_deadlock_is_tried_again(server_db: PostgresDatabase) -> None:
    for name in ("a", "b"):
        await server_db.write(note, name=name)

    def cross(session: Session, *, first: str, second: str) -> None:
        for name in (first, second):
            session.execute(text("UPDATE leases SET owner = owner || 'y' WHERE name = :name"), {"name": name})
            session.execute(text("SELECT pg_sleep(0.2)"))

    await asyncio.gather(
        server_db.write(cross, first="a", second="b"), server_db.write(cross, first="b", second="a")
    )
    owners = await server_db.read(
        lambda session: list(session.execute(text("SELECT owner FROM leases")).scalars())
    )
    assert owners == ["xyy", "xyy"]


async def test_a_constraint_that_is_really_violated_is_told(db: Database) -> None:
    await db.write(note, name="a")
    with pytest.raises(DBAPIError):
        await db.write(note, name="a")


async def test_a_lock_of_another_process_is_told_as_busy_and_goes_away(file_db: SqliteDatabase) -> None:
    await file_db.write(pragma, "busy_timeout=50")
    holding = (
        "import sqlite3, sys; c = sqlite3.connect(sys.argv[1], isolation_level=None); "
        "c.execute('BEGIN IMMEDIATE'); print('held', flush=True); sys.stdin.read()"
    )
    holder = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", holding, file_db.url.removeprefix("sqlite+aiosqlite:///")),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    assert holder.stdout is not None
    assert await holder.stdout.readline() == b"held\n"
    outcomes = await asyncio.gather(
        *(file_db.write(note, name=f"n{n}") for n in range(3)), return_exceptions=True
    )
    assert [type(outcome) for outcome in outcomes] == [Busy] * 3
    await holder.communicate(b"")
    assert await file_db.write(note, name="later") == "later"
    assert await file_db.read(noted) == {"later"}


async def test_readers_never_meet_a_file_that_is_not_in_wal_mode_yet(
    sqlite_template: Path, tmp_path: Path
) -> None:
    file = tmp_path / "old.db"
    shutil.copyfile(sqlite_template, file)
    opened = open_database(f"sqlite+aiosqlite:///{file}")
    with sqlite3.connect(file) as elsewhere:
        assert elsewhere.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    elsewhere.close()
    await opened.close()


async def test_a_file_that_is_no_database_is_refused_when_it_is_opened(tmp_path: Path) -> None:
    file = tmp_path / "notes.txt"
    file.write_text("milk, bread, and much else that is no database\n" * 50, encoding="utf-8")
    with pytest.raises(BadSettings, match=r"notes\.txt can't be opened: file is not a database"):
        open_database(f"sqlite+aiosqlite:///{file}")


async def test_a_full_queue_sheds_load_at_once(file_db: SqliteDatabase) -> None:
    writer = Writer(file_db.url, capacity=5)
    going, may_go = threading.Event(), threading.Event()

    def waiting(_: Session) -> None:
        going.set()
        may_go.wait(10)

    held = writer.submit(waiting)
    going.wait(10)
    queued = [writer.submit(partial(_same, answer=n)) for n in range(5)]
    assert writer.waiting() == 5
    with pytest.raises(Overloaded, match="5 writes are waiting"):
        writer.submit(lambda _: None)
    may_go.set()
    assert [future.result(10) for future in queued] == [0, 1, 2, 3, 4]
    assert held.result(10) is None
    writer.close()


async def test_closing_finishes_what_was_queued(file_db: SqliteDatabase) -> None:
    writer = Writer(file_db.url)
    futures = [writer.submit(partial(note, name=f"n{n}")) for n in range(50)]
    writer.close()
    assert [future.result(0) for future in futures] == [f"n{n}" for n in range(50)]
    assert len(await file_db.read(noted)) == 50


async def test_a_full_disk_fails_the_rule_that_needs_room_and_loses_no_other(
    file_db: SqliteDatabase,
) -> None:
    pages = await file_db.write(pragma, "page_count")
    await file_db.write(pragma, f"max_page_count={pages + 20}")

    def big(session: Session) -> None:
        for n in range(2_000):
            session.execute(
                text("INSERT INTO trained_models (version, trained_at, body) VALUES (:v, :t, :b)"),
                {"v": f"v{n}", "t": str(NOW.replace(tzinfo=None)), "b": b"x" * 4_000},
            )

    outcomes = await asyncio.gather(
        file_db.write(note, name="before"),
        file_db.write(big),
        file_db.write(note, name="after"),
        return_exceptions=True,
    )
    assert outcomes[0] == "before"
    assert isinstance(outcomes[1], OperationalError)
    assert "full" in str(outcomes[1])
    assert outcomes[2] == "after"
    assert await file_db.read(noted) == {"before", "after"}
    assert await file_db.read(_models) == 0
    await file_db.write(pragma, "max_page_count=1073741823")
    await file_db.write(big)
    assert await file_db.read(_models) == 2_000


def _models(session: Session) -> int:
    return int(session.execute(text("SELECT count(*) FROM trained_models")).scalar_one())


EARNING = """
import asyncio, sys
from datetime import datetime
from pathlib import Path
from core.program import load_program
from db.engine import open_database
from membership import points

async def main(url, member_id, now, first):
    db = open_database(url)
    program = load_program(Path("program"))
    async def earn(n):
        grant = points.Grant(member_id, 1, 1, f"kill:{n}", "test", now)
        await db.write(points.earn, grant=grant, program=program, now=now)
        print(n, flush=True)
    n = first
    while True:
        await asyncio.gather(*(earn(n + k) for k in range(50)))
        n += 50

asyncio.run(main(sys.argv[1], int(sys.argv[2]), datetime.fromisoformat(sys.argv[3]), int(sys.argv[4])))
"""


async def test_a_killed_process_loses_no_acknowledged_earn_and_doubles_none(
    db: Database, program: Program
) -> None:
    joined = await a_member(db, program, now=NOW)
    acknowledged: set[int] = set()
    for attempt in range(2):
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-c", EARNING, db.url, str(joined.member_id), NOW.isoformat()),
            str(attempt * 100_000),
            cwd=ROOT,
            stdout=subprocess.PIPE,
        )
        assert process.stdout is not None
        for _ in range(280):
            acknowledged.add(int(await process.stdout.readline()))
        process.kill()
        left = await process.stdout.read()
        acknowledged |= {int(line) for line in left.split(b"\n")[:-1]}
        await process.wait()
    written = await db.read(_keys)
    assert acknowledged <= written
    assert len(acknowledged) >= 560

    # The client sends again what it was not answered, and everything else by mistake too.
    grants = [points.Grant(joined.member_id, 1, 1, f"kill:{n}", "test", NOW) for n in sorted(written)]
    again = await db.write(points.earn_many, grants=grants, program=program, now=NOW)
    assert not any(earned.new for earned in again)
    balance = await db.read(points.balance, member_id=joined.member_id, now=NOW)
    assert balance.available == len(written)


def _keys(session: Session) -> set[int]:
    keys = session.execute(text("SELECT key FROM entries WHERE key LIKE 'kill:%'")).scalars()
    return {int(key.removeprefix("kill:")) for key in keys}


@pytest.mark.parametrize("url", ["mysql://u@h/d", "sqlite+aiosqlite://", "sqlite+aiosqlite:///:memory:"])
def test_an_address_that_cannot_serve_is_refused(url: str) -> None:
    with pytest.raises(BadSettings, match="DATABASE_URL"):
        open_database(url)


async def test_the_folder_of_a_new_database_is_made(tmp_path: Path) -> None:
    database = open_database(f"sqlite+aiosqlite:///{tmp_path / 'a' / 'b' / 'new.db'}")
    assert await database.read(ping) == 1
    await database.close()
