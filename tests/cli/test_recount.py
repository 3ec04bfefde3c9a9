from __future__ import annotations

import sqlite3
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from core.program import Program
from db.engine import open_database
from db.migrate import upgrade
from tests.builders import a_member, some_points
from tests.cli.conftest import Ran, one_object

Main = Callable[..., Ran]


async def test_recount_names_what_does_not_add_up(
    main: Main, tmp_path: Path, program: Program, now: datetime
) -> None:
    file = tmp_path / "data" / "guanjia.db"
    await upgrade(f"sqlite+aiosqlite:///{file}")
    db = open_database(f"sqlite+aiosqlite:///{file}")
    member = (await a_member(db, program, now=now)).member_id
    await some_points(db, program, member_id=member, amount=5, now=now)
    await db.close()

    told = main("recount", "--json")
    assert (told.returncode, one_object(told)) == (0, {"members": 1, "faults": []})

    with sqlite3.connect(file) as connection:
        connection.execute("UPDATE accounts SET balance = 6")
    connection.close()
    told = main("recount")
    assert told.returncode == 1
    assert f"balance:{member}" in told.stdout
