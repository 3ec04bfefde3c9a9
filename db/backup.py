"""Copies of the SQLite file: made while the bot runs, checked before one takes the database's place."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import make_url

from db import migrate

BUSY_SECONDS = 10.0


class BackupRefused(ValueError):
    """A copy can't be made or put back; the text says why and what to do instead."""


@dataclass(frozen=True, slots=True)
class Copied:
    """A finished copy: where, its size, the schema's revision; `kept` is the database that it replaced."""

    file: Path
    bytes: int
    revision: str | None
    kept: Path | None = None


def backup(url: str, target: Path) -> Copied:
    """Write a consistent, compact copy of the running database to `target`; all of it or none."""
    source = _file_of(url, "pg_dump --format=custom --file=FILE DATABASE_URL")
    if not source.exists():
        raise BackupRefused(f"{source}: there is no database yet")
    if target.exists():
        raise BackupRefused(f"{target}: exists already; expected a new name")
    target.parent.mkdir(parents=True, exist_ok=True)
    with _draft(target) as draft:
        # Read only: a second connection must not write into the log (SQLite < 3.51.3 may damage it then).
        with closing(_reading(source)) as connection:
            connection.execute("VACUUM INTO ?", (str(draft),))
        revision = _checked(draft)
        draft.chmod(0o600)
        os.replace(draft, target)  # noqa: PTH105 - atomic by name, on the same file system
    return Copied(target, target.stat().st_size, revision)


def restore(copy: Path, url: str, *, now: datetime, force: bool = False) -> Copied:
    """Put a checked copy in the database's place; with `force` what is there is kept beside it.

    Refused while a process has the database open, because that one would go on writing into the old file.
    """
    target = _file_of(url, "pg_restore --clean --dbname=DATABASE_URL FILE")
    if not copy.is_file():
        raise BackupRefused(f"{copy}: no such file")
    if target.exists() and not force:
        raise BackupRefused(f"{target}: a database is there; --force replaces it and keeps it beside")
    target.parent.mkdir(parents=True, exist_ok=True)
    with _draft(target) as draft:
        try:
            with closing(_reading(copy)) as source, closing(sqlite3.connect(draft)) as made:
                source.backup(made)
        except sqlite3.DatabaseError as error:
            raise BackupRefused(f"{copy}: no SQLite database ({error})") from None
        revision = _checked(draft)
        kept = _set_aside(target, now) if target.exists() else None
        draft.chmod(0o600)
        os.replace(draft, target)  # noqa: PTH105
    return Copied(target, target.stat().st_size, revision, kept)


def _file_of(url: str, instead: str) -> Path:
    parsed = make_url(url)
    if not parsed.drivername.startswith("sqlite"):
        raise BackupRefused(f"this copies SQLite files; for PostgreSQL run: {instead}")
    return Path(parsed.database or "")


def _reading(file: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"file:{quote(str(file.resolve()))}?mode=ro", uri=True, timeout=BUSY_SECONDS)


@contextmanager
def _draft(target: Path) -> Iterator[Path]:
    """Give a name beside `target` that is gone afterwards, whatever happens."""
    draft = target.with_name(f".{target.name}.{os.getpid()}.part")
    draft.unlink(missing_ok=True)
    try:
        yield draft
    finally:
        for part in (draft, *_logs_of(draft)):
            part.unlink(missing_ok=True)


def _checked(file: Path) -> str | None:
    """Return the revision of a sound database of this program; refuse any other file."""
    try:
        with closing(sqlite3.connect(file)) as connection:
            found = connection.execute("PRAGMA integrity_check(1)").fetchone()[0]
            torn = connection.execute("PRAGMA foreign_key_check").fetchone()
            tables = {
                row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type='table'")
            }
            row = (
                connection.execute("SELECT version_num FROM alembic_version").fetchone()
                if "alembic_version" in tables
                else None
            )
            connection.execute("PRAGMA journal_mode=DELETE")
    except sqlite3.DatabaseError as error:
        raise BackupRefused(f"the copy is damaged: {error}") from None
    if found != "ok" or torn:
        raise BackupRefused(
            f"the copy is damaged: {found if found != 'ok' else 'rows refer to missing ones'}"
        )
    if row is None:
        raise BackupRefused("the copy is no database of this program: it has no schema revision")
    revision = str(row[0])
    if not migrate.knows(revision):
        raise BackupRefused(
            f"the copy has schema {revision}, which this version does not know; use a newer one"
        )
    return revision


def _set_aside(target: Path, now: datetime) -> Path:
    """Move the database that is there to a name of its own, unless a process has it open."""
    try:
        with closing(sqlite3.connect(target, timeout=0.5)) as connection:
            # Leaving WAL needs the file alone, and folds the log into it.
            connection.execute("PRAGMA journal_mode=DELETE")
    except sqlite3.OperationalError:
        raise BackupRefused(f"{target}: a process has it open; stop the bot first") from None
    except sqlite3.DatabaseError:
        pass  # damaged: all the more reason to replace it
    kept = target.with_name(f"{target.name}.before-{now:%Y%m%d-%H%M%S}")
    os.replace(target, kept)  # noqa: PTH105
    for log in _logs_of(target):
        if log.exists():
            os.replace(log, kept.with_name(kept.name + log.name.removeprefix(target.name)))  # noqa: PTH105
    return kept


def _logs_of(file: Path) -> tuple[Path, ...]:
    return tuple(file.with_name(file.name + end) for end in ("-wal", "-shm", "-journal"))
