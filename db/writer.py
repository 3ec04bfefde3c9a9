"""SQLite's one writer: a thread that runs queued rules and commits many of them at once (group commit).

One writer and BEGIN IMMEDIATE rule out lost updates and "database is locked"; a SAVEPOINT a rule keeps a
refused one from touching its neighbours; nobody is answered before COMMIT has returned.
"""

from __future__ import annotations

import queue
import sqlite3
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session
from sqlalchemy.pool import NullPool


class Overloaded(RuntimeError):
    """More work is queued than can be done soon; the caller sheds load instead of growing memory."""


class Busy(RuntimeError):
    """Another process held the database's write lock for longer than the time-out."""


@dataclass(slots=True)
class Unit:
    """One rule with its arguments bound, and where its result goes."""

    work: Callable[[Session], Any]
    done: Future[Any] = field(default_factory=Future)
    result: Any = None
    error: BaseException | None = None

    def tell(self) -> None:
        if self.done.cancelled():
            return
        if self.error is not None:
            self.done.set_exception(self.error)
        else:
            self.done.set_result(self.result)


class Writer:
    """The writing thread of one SQLite file; at most `capacity` rules wait, at most `batch` share a commit.

    It is open once constructed, for the file's change to WAL waits for readers that came before it. Raises
    what opening the file raises.
    """

    def __init__(self, url: str, *, capacity: int = 2_000, batch: int = 256) -> None:
        self._queue: queue.Queue[Unit | None] = queue.Queue(maxsize=capacity)
        self._batch = batch
        self._closed = False
        self._engine = writing_engine(url)
        opened: Future[None] = Future()
        self._thread = threading.Thread(target=self._run, args=(opened,), name="sqlite-writer", daemon=True)
        self._thread.start()
        opened.result()

    def submit(self, work: Callable[[Session], Any]) -> Future[Any]:
        """Queue `work`; its future is answered after COMMIT. Raises Overloaded when the queue is full."""
        if self._closed:
            raise Overloaded("the database is closed")
        unit = Unit(work)
        try:
            self._queue.put_nowait(unit)
        except queue.Full:
            raise Overloaded(f"{self._queue.maxsize} writes are waiting") from None
        return unit.done

    def waiting(self) -> int:
        return self._queue.qsize()

    def close(self) -> None:
        """Finish what is queued, then stop the thread and close the connection."""
        self._closed = True
        self._queue.put(None)
        self._thread.join()
        self._engine.dispose()

    def _run(self, opened: Future[None]) -> None:
        try:
            connection = self._engine.connect()
        except BaseException as error:  # noqa: BLE001 - it belongs to the constructor, which waits for it
            opened.set_exception(error)
            return
        with connection:
            opened.set_result(None)
            while units := self._take():
                _commit_together(connection, units)
                for unit in units:
                    unit.tell()

    def _take(self) -> list[Unit]:
        """Wait for one unit and take along what else is there; an empty list means the end."""
        first = self._queue.get()
        units: list[Unit] = []
        while first is not None:
            units.append(first)
            if len(units) >= self._batch:
                break
            try:
                first = self._queue.get_nowait()
            except queue.Empty:
                break
        else:
            if units:
                self._queue.put(None)
        return units


_SET_TRIES = 100
_SET_PAUSE = 0.1


def writing_engine(url: str) -> Engine:
    """Return the sync engine of the one connection that writes (and checkpoints)."""
    # Errors are logged, and the values of a statement are people's names and phones.
    engine = create_engine(url.replace("+aiosqlite", ""), poolclass=NullPool, hide_parameters=True)

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # the driver must not begin by itself
        for pragma in PRAGMAS:
            _set(connection, pragma)

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine


PRAGMAS = (
    "PRAGMA busy_timeout=10000",
    "PRAGMA journal_mode=WAL",
    "PRAGMA foreign_keys=ON",
    "PRAGMA synchronous=FULL",
    "PRAGMA journal_size_limit=67108864",
)


def _set(connection: sqlite3.Connection, pragma: str) -> None:
    """Set one pragma; the change to WAL does not wait for a lock by itself when two processes open a new file."""
    for attempt in range(_SET_TRIES):
        try:
            connection.execute(pragma)
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or attempt == _SET_TRIES - 1:
                raise
            time.sleep(_SET_PAUSE)
        else:
            return


def _commit_together(connection: Connection, units: list[Unit]) -> None:
    try:
        with connection.begin():
            for unit in units:
                _attempt(connection, unit)
                if not _in_transaction(connection):
                    raise _TransactionEnded  # noqa: TRY301 - SQLite rolled all back by itself (disk full, I/O error)
    except OperationalError as error:
        if "locked" in str(error) or "busy" in str(error):
            for unit in units:
                unit.error = Busy("the database is locked by another process")
        else:
            _commit_one_by_one(connection, units, error)
    except Exception as error:  # noqa: BLE001 - whatever ended the batch, each unit gets its own try
        _commit_one_by_one(connection, units, error)


def _commit_one_by_one(connection: Connection, units: list[Unit], cause: Exception) -> None:
    if len(units) == 1:
        if units[0].error is None:
            units[0].error = cause
        return
    for unit in units:
        unit.result, unit.error = None, None
        _commit_together(connection, [unit])


def _attempt(connection: Connection, unit: Unit) -> None:
    with Session(
        bind=connection,
        join_transaction_mode="create_savepoint",
        expire_on_commit=False,
        autoflush=False,
    ) as session:
        try:
            unit.result = unit.work(session)
            session.commit()  # releases the savepoint; the COMMIT is the batch's
        except BaseException as error:  # noqa: BLE001 - it belongs to the caller, who gets it after the batch
            unit.error = _tellable(error)
            if _in_transaction(connection):
                session.rollback()


def _tellable(error: BaseException) -> BaseException:
    """Return what a future can carry: awaiting one can't end in StopIteration, so the caller would wait for ever."""
    if not isinstance(error, StopIteration):
        return error
    told = RuntimeError("a rule raised StopIteration")
    told.__cause__ = error
    return told


def _in_transaction(connection: Connection) -> bool:
    driver: Any = connection.connection.driver_connection
    return bool(driver.in_transaction)


class _TransactionEnded(Exception):
    """The database rolled the whole batch back while one unit ran."""
