"""The schema's versions: `await upgrade(url)` brings a database of either engine to the newest, or none of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, make_url, text
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from db.writer import writing_engine

T = TypeVar("T")

MIGRATIONS = Path(__file__).parent / "migrations"
_LOCK = 7_238_119_642  # of all processes that migrate one PostgreSQL database


async def upgrade(url: str, revision: str = "head") -> str | None:
    """Migrate up in one transaction and return the revision reached; of two processes one waits, then has nothing to do."""
    return await _within(url, lambda connection: _run(command.upgrade, connection, revision))


async def downgrade(url: str, revision: str) -> str | None:
    """Migrate down to `revision` (`base` = empty) in one transaction; what the tables held is gone."""
    return await _within(url, lambda connection: _run(command.downgrade, connection, revision))


async def current(url: str) -> str | None:
    """Return the revision that a database is at; None for an empty one, or for no database yet."""
    return None if _missing(url) else await _within(url, _revision)


async def pending(url: str) -> bool:
    """Return whether a database is older than this code."""
    return await current(url) != newest()


def newest() -> str | None:
    """Return the revision that this code expects."""
    return ScriptDirectory.from_config(_config()).get_current_head()


def knows(revision: str) -> bool:
    """Return whether this code can migrate a database at `revision`."""
    return revision in {one.revision for one in ScriptDirectory.from_config(_config()).walk_revisions()}


def _missing(url: str) -> bool:
    parsed = make_url(url)
    return parsed.drivername.startswith("sqlite") and not Path(parsed.database or "").exists()


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    return config


def _run(what: Callable[..., None], connection: Connection, revision: str) -> str | None:
    config = _config()
    config.attributes["connection"] = connection
    what(config, revision)
    return _revision(connection)


def _revision(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


async def _within(url: str, work: Callable[[Connection], T]) -> T:
    """Run `work` in one transaction that keeps other migrating processes waiting."""
    if not make_url(url).drivername.startswith("sqlite"):
        engine = create_async_engine(url, poolclass=NullPool)
        try:
            async with engine.begin() as connection:
                await connection.execute(text("select pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
                return await connection.run_sync(work)
        finally:
            await engine.dispose()
    return _within_file(url, work)


def _within_file(url: str, work: Callable[[Connection], T]) -> T:
    # Begins IMMEDIATE, so the second process waits. It blocks the loop: nothing else runs while migrating.
    Path(make_url(url).database or "").parent.mkdir(parents=True, exist_ok=True)
    engine = writing_engine(url)
    try:
        with engine.connect() as connection:
            driver: Any = connection.connection.driver_connection
            # Alembic changes a table by copying it, which references to it must survive; checked again below.
            driver.execute("PRAGMA foreign_keys=OFF")
            with connection.begin():
                result = work(connection)
                if torn := connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall():
                    raise ValueError(f"the migration would leave {len(torn)} rows that refer to nothing")
            return result
    finally:
        engine.dispose()
