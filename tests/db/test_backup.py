from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from core.program import Program
from db import migrate
from db.backup import BackupRefused, backup, restore
from db.engine import Database, open_database
from membership import points
from tests.builders import a_member, some_points
from tests.conftest import NOW


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite+aiosqlite:///{tmp_path / 'data' / 'guanjia.db'}"


@pytest.fixture
async def running(url: str) -> AsyncIterator[Database]:
    await migrate.upgrade(url)
    database = open_database(url)
    yield database
    await database.close()


def _sums(file: Path) -> tuple[int, int, int]:
    with closing(sqlite3.connect(file)) as connection:
        return tuple(
            connection.execute(f"SELECT coalesce(sum({column}), 0) FROM {table}").fetchone()[0]  # noqa: S608
            for column, table in (("amount", "entries"), ("remaining", "lots"), ("balance", "accounts"))
        )


async def test_a_copy_made_while_the_bot_writes_is_consistent(
    running: Database, url: str, program: Program, tmp_path: Path
) -> None:
    member = (await a_member(running, program, now=NOW)).member_id
    stop = asyncio.Event()

    async def write_on() -> None:
        while not stop.is_set():
            await some_points(running, program, member_id=member, amount=3, now=NOW)

    writers = [asyncio.ensure_future(write_on()) for _ in range(4)]
    loop = asyncio.get_running_loop()
    copies = []
    for number in range(3):
        await asyncio.sleep(0.1)
        file = tmp_path / f"copy{number}.db"
        copies.append(await loop.run_in_executor(None, backup, url, file))
    stop.set()
    await asyncio.gather(*writers)
    sums = [_sums(copy.file) for copy in copies]
    assert all(len(set(one)) == 1 for one in sums)
    assert 0 < sums[0][0] < sums[-1][0]
    assert copies[0].revision == migrate.newest()
    assert copies[0].file.stat().st_mode & 0o077 == 0


async def test_a_restored_copy_goes_on_where_it_was_made(
    running: Database, url: str, program: Program, tmp_path: Path
) -> None:
    member = (await a_member(running, program, now=NOW)).member_id
    await some_points(running, program, member_id=member, amount=5, now=NOW)
    backup(url, tmp_path / "copy.db")
    await some_points(running, program, member_id=member, amount=7, now=NOW)
    await running.close()

    done = restore(tmp_path / "copy.db", url, now=NOW, force=True)
    database = open_database(url)
    assert (await database.read(points.balance, member_id=member, now=NOW)).available == 5
    await some_points(database, program, member_id=member, amount=1, now=NOW)
    await database.close()
    assert done.kept is not None
    assert done.kept.name == "guanjia.db.before-20261118-040000"
    assert _sums(done.kept) == (12, 12, 12)


async def test_a_database_that_is_there_is_not_replaced_unasked(
    running: Database, url: str, tmp_path: Path
) -> None:
    backup(url, tmp_path / "copy.db")
    with pytest.raises(BackupRefused, match="--force"):
        restore(tmp_path / "copy.db", url, now=NOW)


async def test_a_database_that_a_process_has_open_is_not_replaced_even_by_force(
    running: Database, url: str, program: Program, tmp_path: Path
) -> None:
    member = (await a_member(running, program, now=NOW)).member_id
    backup(url, tmp_path / "copy.db")
    await some_points(running, program, member_id=member, amount=5, now=NOW)
    with pytest.raises(BackupRefused, match="stop the bot first"):
        restore(tmp_path / "copy.db", url, now=NOW, force=True)
    assert (await running.read(points.balance, member_id=member, now=NOW)).available == 5


async def test_a_copy_is_never_written_over_another_file(running: Database, url: str, tmp_path: Path) -> None:
    (tmp_path / "copy.db").write_text("precious")
    with pytest.raises(BackupRefused, match="exists already"):
        backup(url, tmp_path / "copy.db")
    assert (tmp_path / "copy.db").read_text() == "precious"


def _foreign(file: Path) -> None:
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("CREATE TABLE other (id INTEGER)")


def _text(file: Path) -> None:
    file.write_text("no database at all, but long enough to be read as the header of one" * 50)


def _newer(file: Path) -> None:
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")


def _damaged(file: Path) -> None:
    body = bytearray(file.read_bytes())
    body[4_096 * 3 : 4_096 * 5] = b"\xaa" * 4_096 * 2
    file.write_bytes(bytes(body))


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        (_foreign, None),
        (_text, "no SQLite database|damaged"),
        (_newer, "9999.*does not know"),
        (_damaged, "damaged|no SQLite database"),
    ],
)
async def test_a_file_that_is_no_sound_copy_replaces_nothing(
    spoil: object, reason: str | None, running: Database, url: str, tmp_path: Path
) -> None:
    copy = tmp_path / "copy.db"
    if reason is not None:
        backup(url, copy)
    await running.close()
    before = (tmp_path / "data/guanjia.db").read_bytes()
    spoil(copy)  # type: ignore[operator]
    with pytest.raises(BackupRefused, match=reason or "no schema revision"):
        restore(copy, url, now=NOW, force=True)
    assert (tmp_path / "data/guanjia.db").read_bytes() == before
    assert {file.name for file in (tmp_path / "data").iterdir()} == {"guanjia.db"}


def test_what_is_missing_or_on_another_engine_is_said_in_one_line(url: str, tmp_path: Path) -> None:
    with pytest.raises(BackupRefused, match="no database yet"):
        backup(url, tmp_path / "copy.db")
    with pytest.raises(BackupRefused, match="no such file"):
        restore(tmp_path / "copy.db", url, now=NOW)
    with pytest.raises(BackupRefused, match="pg_dump"):
        backup("postgresql+asyncpg://h/d", tmp_path / "copy.db")
    with pytest.raises(BackupRefused, match="pg_restore"):
        restore(tmp_path / "copy.db", "postgresql+asyncpg://h/d", now=NOW)


async def test_an_update_of_the_program_migrates_an_old_copy(
    running: Database, url: str, tmp_path: Path
) -> None:
    def one(session: Session) -> int:
        return int(session.execute(text("SELECT 1")).scalar_one())

    backup(url, tmp_path / "copy.db")
    elsewhere = f"sqlite+aiosqlite:///{tmp_path / 'new' / 'guanjia.db'}"
    assert restore(tmp_path / "copy.db", elsewhere, now=NOW).kept is None
    assert await migrate.upgrade(elsewhere) == migrate.newest()
    database = open_database(elsewhere)
    assert await database.read(one) == 1
    await database.close()
