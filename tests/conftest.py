"""Fixtures that all tests share: a real database of each engine, the demo program, a clock that stands."""

from __future__ import annotations

import asyncio
import os
import shutil
from collections.abc import AsyncIterator, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Any, NoReturn

import pytest
from sqlalchemy import create_engine, make_url, text
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from core.clock import Clock
from core.crypto import Vault
from core.program import Program, load_program
from core.settings import ROOT
from core.texts import Catalogue
from db import models
from db.engine import Database, open_database
from db.types import Row

NOW = datetime(2026, 11, 18, 4, 0, tzinfo=UTC)  # a Wednesday noon in Shanghai
TEST_DATABASE_URL = os.environ.get("TEST_DATABASE_URL")  # noqa: TID251
TEST_REDIS_URL = os.environ.get("TEST_REDIS_URL")  # noqa: TID251
_serial = count()
SHARED_DATA = ROOT.parent / "shared" / "data"

assert models


class StandingClock(Clock):
    """A clock that moves only when a test moves it."""

    def __init__(self, at: datetime = NOW) -> None:
        super().__init__()
        self._at = at

    def now(self) -> datetime:
        return self._at + self.offset


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--all-attacks", action="store_true", help="let a scripted model hear every attack string there is"
    )


@pytest.fixture
def clock() -> StandingClock:
    return StandingClock()


@pytest.fixture
def now(clock: StandingClock) -> datetime:
    return clock.now()


@pytest.fixture(scope="session")
def program() -> Program:
    return load_program(ROOT / "program")


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return Catalogue()


@pytest.fixture(scope="session")
def vault() -> Vault:
    return Vault(b"a secret that only tests know, 42 bytes ok")


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The public data sets, which are never copied into the repository."""
    if not SHARED_DATA.is_dir():
        pytest.skip("the public data sets are not beside this repository (../shared/data)")
    return SHARED_DATA


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("template") / "empty.db"
    engine = create_engine(f"sqlite:///{file}", poolclass=NullPool)
    Row.metadata.create_all(engine)
    engine.dispose()
    return file


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """A database of this test run on the server of TEST_DATABASE_URL, dropped at the end."""
    for url in _postgres_database(f"guanjia_test_{os.getpid()}"):
        _outside(_create_all(url))
        yield url


def _postgres_database(name: str) -> Iterator[str]:
    if not TEST_DATABASE_URL:
        missing("TEST_DATABASE_URL is not set: no PostgreSQL to test against")
    server = make_url(TEST_DATABASE_URL).set(drivername="postgresql+asyncpg")
    address = server.render_as_string(hide_password=False)
    _outside(_execute(address, f"create database {name}"))
    # Only the clients are killed in tests, never the server: nothing is learnt from its waiting for the disk.
    _outside(_execute(address, f"alter database {name} set synchronous_commit = off"))
    yield server.set(database=name).render_as_string(hide_password=False)
    _outside(_execute(address, f"drop database {name} with (force)"))


def missing(reason: str) -> NoReturn:
    """Skip with the reason, or fail where the real servers are required (CI)."""
    if os.environ.get("REQUIRE_SERVERS"):  # noqa: TID251
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="module")
def empty_postgres_url() -> Iterator[str]:
    """A database without any table, for what migrates it itself."""
    yield from _postgres_database(f"guanjia_empty_{os.getpid()}_{next(_serial)}")


@pytest.fixture(params=["sqlite", "postgresql"])
async def db(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Database]:
    """An empty database, once on SQLite and once on PostgreSQL."""
    if request.param == "sqlite":
        file = tmp_path / "guanjia.db"
        shutil.copyfile(request.getfixturevalue("sqlite_template"), file)
        url = f"sqlite+aiosqlite:///{file}"
    else:
        url = request.getfixturevalue("postgres_url")
        await _execute(url, _emptying())
    database = open_database(url)
    yield database
    await database.close()


def _emptying() -> str:
    """Return what empties all tables and begins their ids anew.

    A TRUNCATE makes a new file of every table and index, and waits for each to reach the disk: hundreds a test.
    So the few tables with rows are emptied by DELETE, unless somebody has left a crowd.
    """
    tables = [f'"{table.name}"' for table in Row.metadata.sorted_tables]
    deletes = "\n".join(
        f"if exists (select from {table}) then delete from {table}; end if;"  # noqa: S608 - our own names
        for table in reversed(tables)
    )
    return f"""
        do $$ begin
        if (select count(*) from members) > 200 then
            truncate {", ".join(tables)} restart identity cascade;
        else
            {deletes}
            perform setval(format('%I.%I', schemaname, sequencename)::regclass, 1, false)
            from pg_sequences where last_value is not null;
        end if;
        end $$
    """  # noqa: S608 - our own names


def _outside(work: Coroutine[Any, Any, None]) -> None:
    """Run `work` in a loop of its own: the fixture may be set up while a test's loop runs."""
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, work).result()


async def _execute(url: str, statement: str) -> None:
    engine = create_async_engine(url, poolclass=NullPool, isolation_level="AUTOCOMMIT")
    async with engine.connect() as connection:
        await connection.execute(text(statement))
    await engine.dispose()


async def _create_all(url: str) -> None:
    engine = create_async_engine(url, poolclass=NullPool)
    async with engine.begin() as connection:
        await connection.run_sync(Row.metadata.create_all)
    await engine.dispose()
