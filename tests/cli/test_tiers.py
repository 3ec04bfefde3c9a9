from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from core.program import Program
from core.settings import ROOT
from db.engine import open_database
from db.migrate import upgrade
from tests.builders import a_member, some_points
from tests.cli.conftest import Ran, one_object

Main = Callable[..., Ran]


async def test_a_dry_run_names_who_would_move(main: Main, program: Program, tmp_path: Path) -> None:
    url = f"sqlite+aiosqlite:///{tmp_path / 'data' / 'guanjia.db'}"
    await upgrade(url)
    db = open_database(url)
    now = datetime.now(UTC)  # noqa: TID251 - the command asks the real clock
    joined = await a_member(db, program, now=now)
    await some_points(db, program, member_id=joined.member_id, amount=450, now=now)
    await db.close()
    other = tmp_path / "other"
    shutil.copytree(ROOT / "program", other)
    rules = other / "program.yaml"
    rules.write_text(rules.read_text("utf-8").replace("    reach: 500\n", "    reach: 450\n"), "utf-8")

    told = one_object(main("tiers-dry-run", str(other), "--json"))

    assert told == {
        "members": 1,
        "in_force": {},
        "proposed": {"basic>silver": 1},
        "sample": {"basic>silver": [joined.number]},
    }
    assert "basic > silver: 0 now, 1 then" in main("tiers-dry-run", str(other)).stdout


def test_a_folder_with_faults_is_refused_with_each_of_them(main: Main, tmp_path: Path) -> None:
    ran = main("tiers-dry-run", str(tmp_path))
    assert ran.returncode == 1
    assert "program.yaml: expected this file" in ran.stderr
