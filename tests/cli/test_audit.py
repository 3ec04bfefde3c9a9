from __future__ import annotations

import sqlite3
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from db.engine import open_database
from db.migrate import upgrade
from membership import audits
from tests.cli.conftest import Ran, one_object

Main = Callable[..., Ran]


@pytest.fixture
async def log(tmp_path: Path, now: datetime) -> Path:
    """The database of an installation whose log holds two deeds."""
    file = tmp_path / "data" / "guanjia.db"
    await upgrade(f"sqlite+aiosqlite:///{file}")
    db = open_database(f"sqlite+aiosqlite:///{file}")
    for number in (1, 2):
        await db.write(
            audits.record,
            actor="cli",
            action="test.done",
            subject=f"member:{number}",
            origin="cli",
            now=now,
        )
    await db.close()
    return file


async def test_audit_prints_the_head_of_a_whole_log(main: Main, log: Path) -> None:
    told = one_object(main("audit", "--json"))

    assert (told["count"], told["broken"]) == (2, None)
    with sqlite3.connect(log) as connection:
        assert connection.execute("select digest from audits where id = 2").fetchone() == (told["head"],)


async def test_audit_names_the_deed_that_was_changed(main: Main, log: Path) -> None:
    with sqlite3.connect(log) as connection:
        connection.execute("update audits set actor = 'nobody' where id = 2")

    ran = main("audit")

    assert ran.returncode == 1
    assert "deed 2" in ran.stdout
