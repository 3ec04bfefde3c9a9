"""The one door to storage: `await db.write(rule, …)` and `await db.read(query, …)`, on SQLite or PostgreSQL.

A rule is a plain function of a session. It runs in one transaction, may run again, and its result is
given back only after the commit. Only this module and `db/writer.py` commit.
"""

from __future__ import annotations

import asyncio
import random
from abc import ABC, abstractmethod
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar

from sqlalchemy import Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, create_async_engine
from sqlalchemy.orm import Session

from core.errors import BadSettings
from db.writer import Writer

P = ParamSpec("P")
T = TypeVar("T")

READERS = 4
_RETRIED = {"40001", "40P01"}  # serialization failure, deadlock
_LOST_RACE = "23505"  # unique violation: on the second try the rule sees what the other one wrote


class Database(ABC):
    """Storage that runs rules in transactions and queries on read-only connections."""

    url: str

    @abstractmethod
    async def write(self, rule: Callable[Concatenate[Session, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run `rule` in one transaction and return its result after the commit.

        A cancelled caller does not cancel the transaction: its outcome would be unknown.
        """

    @abstractmethod
    async def read(self, query: Callable[Concatenate[Session, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run `query` on a consistent read-only view and return its result."""

    async def close(self) -> None:  # noqa: B027 - a stand-in that wraps another has nothing of its own to close
        """Finish what runs and close all connections."""


class SqliteDatabase(Database):
    """One writing thread with group commit, and a few threads that read on `query_only` connections.

    A read is one hop to a thread and back; over aiosqlite each statement, row fetch and BEGIN is a hop of its
    own, which made a member's balance three times as slow.
    """

    def __init__(self, url: str) -> None:
        self.url = url
        self._writer = Writer(url)
        self._readers = _reading_engine(url)
        self._threads = ThreadPoolExecutor(READERS, thread_name_prefix="sqlite-reader")

    async def write(self, rule: Callable[Concatenate[Session, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        unit = self._writer.submit(lambda session: rule(session, *args, **kwargs))
        return await asyncio.shield(asyncio.wrap_future(unit))

    async def read(self, query: Callable[Concatenate[Session, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        def look() -> T:
            with Session(self._readers, expire_on_commit=False, autoflush=False) as session:
                return query(session, *args, **kwargs)

        return await asyncio.get_running_loop().run_in_executor(self._threads, look)

    async def close(self) -> None:
        loop = asyncio.get_running_loop()
        await loop.run_in_executor(None, self._writer.close)
        await loop.run_in_executor(None, self._threads.shutdown)
        self._readers.dispose()


class PostgresDatabase(Database):
    """A transaction a rule on asyncpg, tried again when PostgreSQL asks for it."""

    attempts = 8

    def __init__(self, url: str, engine: AsyncEngine) -> None:
        self.url = url
        self._engine = engine

    async def write(self, rule: Callable[Concatenate[Session, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        return await asyncio.shield(self._write(lambda session: rule(session, *args, **kwargs)))

    async def read(self, query: Callable[Concatenate[Session, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        async with AsyncSession(self._engine, expire_on_commit=False, autoflush=False) as session:
            await session.connection(
                execution_options={"isolation_level": "REPEATABLE READ", "postgresql_readonly": True},
            )
            return await session.run_sync(lambda view: query(view, *args, **kwargs))

    async def close(self) -> None:
        await self._engine.dispose()

    async def _write(self, work: Callable[[Session], T]) -> T:
        attempt = 0
        while True:
            attempt += 1
            try:
                async with AsyncSession(self._engine, expire_on_commit=False, autoflush=False) as session:
                    result = await session.run_sync(work)
                    await session.commit()
                    return result
            except DBAPIError as error:
                state = getattr(error.orig, "sqlstate", None)
                if attempt >= (2 if state == _LOST_RACE else self.attempts if state in _RETRIED else 1):
                    raise
                await asyncio.sleep(random.uniform(0, 0.01 * 2**attempt))


def open_database(url: str) -> Database:
    """Return the database at `url` (`sqlite+aiosqlite:///file` or `postgresql+asyncpg://…`).

    Raises BadSettings for another engine, and for a file that is no database or can't be written.
    """
    parsed = make_url(url)
    if parsed.drivername == "sqlite+aiosqlite":
        if not parsed.database or parsed.database == ":memory:":
            raise BadSettings("DATABASE_URL: SQLite needs a file, since several connections share it")
        Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
        try:
            return SqliteDatabase(url)
        except DBAPIError as error:
            raise BadSettings(f"DATABASE_URL: {parsed.database} can't be opened: {error.orig}") from None
    if parsed.drivername == "postgresql+asyncpg":
        return PostgresDatabase(
            url,
            create_async_engine(url, pool_size=10, max_overflow=10, pool_pre_ping=True, hide_parameters=True),
        )
    raise BadSettings(f"DATABASE_URL: expected sqlite://… or postgresql://…, got {parsed.drivername}://…")


def _reading_engine(url: str) -> Engine:
    engine = create_engine(
        url.replace("+aiosqlite", ""), pool_size=READERS, max_overflow=0, hide_parameters=True
    )

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        connection.execute("PRAGMA query_only=ON")
        connection.execute("PRAGMA busy_timeout=10000")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN")  # deferred: a snapshot for all statements of the query

    return engine


def ping(session: Session) -> int:
    """Answer 1 when the database answers at all (readiness)."""
    return int(session.execute(text("select 1")).scalar_one())
