from __future__ import annotations

import asyncio
import os
import shutil
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, inspect, make_url, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

import db.models
from core.settings import ROOT
from db import migrate
from db.types import Row
from tests.conftest import TEST_DATABASE_URL, missing

assert db.models


@pytest.fixture(params=["sqlite", "postgresql"])
async def empty(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[str]:
    """The address of a database without any table, once on each engine."""
    if request.param == "sqlite":
        yield f"sqlite+aiosqlite:///{tmp_path / 'new' / 'guanjia.db'}"
        return
    if not TEST_DATABASE_URL:
        missing("TEST_DATABASE_URL is not set: no PostgreSQL to test against")
    server = make_url(TEST_DATABASE_URL).set(drivername="postgresql+asyncpg")
    name = f"guanjia_migrated_{os.getpid()}"
    await _outside(server.render_as_string(hide_password=False), f"create database {name}")
    yield server.set(database=name).render_as_string(hide_password=False)
    await _outside(server.render_as_string(hide_password=False), f"drop database {name} with (force)")


async def _outside(url: str, statement: str) -> None:
    engine = create_async_engine(url, poolclass=NullPool, isolation_level="AUTOCOMMIT")
    async with engine.connect() as connection:
        await connection.execute(text(statement))
    await engine.dispose()


async def _look(url: str, see: Any) -> Any:
    engine = create_async_engine(url, poolclass=NullPool)
    async with engine.connect() as connection:
        seen = await connection.run_sync(see)
    await engine.dispose()
    return seen


def _tables(connection: Connection) -> set[str]:
    return set(inspect(connection).get_table_names()) - {"alembic_version"}


def _differences(connection: Connection) -> list[Any]:
    context = MigrationContext.configure(connection, opts={"compare_type": True})
    return list(compare_metadata(context, Row.metadata))


async def test_an_empty_database_is_migrated_up_down_and_up_again(empty: str) -> None:
    assert await migrate.current(empty) is None
    assert await migrate.pending(empty)

    assert await migrate.upgrade(empty) == migrate.newest()
    assert await _look(empty, _tables) == set(Row.metadata.tables)
    assert not await migrate.pending(empty)

    assert await migrate.downgrade(empty, "base") is None
    assert await _look(empty, _tables) == set()
    assert await migrate.pending(empty)

    assert await migrate.upgrade(empty) == migrate.newest()
    assert await _look(empty, _tables) == set(Row.metadata.tables)


async def test_the_migrated_schema_is_the_one_of_the_models(empty: str) -> None:
    await migrate.upgrade(empty)
    differences = await _look(empty, _differences)
    assert differences == [], "the models have changed: run `make migration`"


async def test_migrating_again_changes_nothing(empty: str) -> None:
    await migrate.upgrade(empty)
    assert await migrate.upgrade(empty) == migrate.newest()


async def test_two_processes_that_migrate_at_once_both_end_at_the_newest(empty: str) -> None:
    program = f"import asyncio; from db import migrate; print(asyncio.run(migrate.upgrade({empty!r})))"
    both = [
        await asyncio.create_subprocess_exec(
            *(sys.executable, "-c", program), cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        for _ in range(2)
    ]
    outcomes = [await process.communicate() for process in both]
    assert [out.decode().strip() for out, _ in outcomes] == [migrate.newest()] * 2, outcomes
    assert await _look(empty, _differences) == []


BROKEN = """
import sqlalchemy as sa
from alembic import op

revision = "broken"
down_revision = "{newest}"


def upgrade() -> None:
    op.create_table("half", sa.Column("id", sa.Integer()))
    op.execute("insert into no_such_table values (1)")
"""


async def test_a_migration_that_fails_leaves_nothing_behind(
    empty: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(migrate.MIGRATIONS, tmp_path / "migrations")
    broken = BROKEN.replace("{newest}", migrate.newest() or "")
    (tmp_path / "migrations/versions/broken.py").write_text(broken)
    monkeypatch.setattr(migrate, "MIGRATIONS", tmp_path / "migrations")
    with pytest.raises(DBAPIError, match="no_such_table"):
        await migrate.upgrade(empty)
    assert await _look(empty, _tables) == set()
    assert await migrate.current(empty) is None


BEFORE_THE_ENGINE = (
    (
        "insert into members (id, number, created_at, tags, personal, synthetic, reachable)"
        " values (1, '11', '2026-01-01', '', true, false, true), (2, '12', '2026-01-01', '', true, false, true)"
    ),
    (
        "insert into accounts (member_id, balance, qualifying, tier, tier_since)"
        " values (1, 40, 100, 'basic', '2026-01-01'), (2, 0, 0, 'basic', '2026-01-01')"
    ),
    (
        "insert into entries (id, member_id, kind, amount, qualifying, key, body, source, rule_version, at) values"
        " (1, 1, 'earn', 100, 100, 'a', '', 'test', 'v', '2026-01-01'),"
        " (2, 1, 'redeem', -25, 0, 'b', '', 'test', 'v', '2026-01-02'),"
        " (3, 1, 'redeem', -5, 0, 'c', '', 'test', 'v', '2026-01-02'),"
        " (4, 1, 'expire', -30, 0, 'd', '', 'test', 'v', '2026-01-03')"
    ),
)


async def test_an_older_installation_keeps_its_ledger_with_the_sums_of_the_newer_schema(empty: str) -> None:
    await migrate.upgrade(empty, "0001")
    engine = create_async_engine(empty, poolclass=NullPool)
    async with engine.begin() as connection:
        for statement in BEFORE_THE_ENGINE:
            await connection.execute(text(statement))
    await engine.dispose()

    await migrate.upgrade(empty)

    sums = text("select member_id, balance, spent, expired, debt from accounts order by member_id")
    found = await _look(empty, lambda connection: connection.execute(sums).all())
    assert [tuple(row) for row in found] == [(1, 40, 30, 30, 0), (2, 0, 0, 0, 0)]
