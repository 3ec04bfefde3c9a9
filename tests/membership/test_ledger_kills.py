"""A real process with 50 writers is killed in the middle of its earns, again and again, until all are done."""

from __future__ import annotations

import asyncio
import subprocess
import sys

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from core.program import Program
from core.settings import ROOT
from db.engine import Database, SqliteDatabase
from membership import invariants, points
from tests.builders import a_member
from tests.conftest import NOW

EARNING = """
import asyncio, sys
from datetime import datetime
from pathlib import Path
from core.program import load_program
from db.engine import open_database
from membership import points

async def main(url, member_id, now):
    db, program = open_database(url), load_program(Path("program"))
    waiting = iter([int(line) for line in sys.stdin])
    async def writer():
        for n in waiting:
            grant = points.Grant(member_id, 1, 1, f"kill:{n}", "test", now)
            await db.write(points.earn, grant=grant, program=program, now=now)
            print(n, flush=True)
    await asyncio.gather(*(writer() for _ in range(50)))
    await db.close()

asyncio.run(main(sys.argv[1], int(sys.argv[2]), datetime.fromisoformat(sys.argv[3])))
"""


def booked(session: Session) -> list[int]:
    keys = session.execute(text("SELECT key FROM entries WHERE key LIKE 'kill:%'")).scalars()
    return sorted(int(key.removeprefix("kill:")) for key in keys)


@pytest.mark.timeout(600)
async def test_ten_thousand_earns_survive_kills_with_none_lost_and_none_doubled(
    db: Database, program: Program
) -> None:
    # PostgreSQL syncs for each earn, not for a group, so it gets fewer.
    whole, kills = (10_000, (1_500, 3_000)) if isinstance(db, SqliteDatabase) else (1_500, (300, 500))
    member = (await a_member(db, program, now=NOW)).member_id
    answered: set[int] = set()
    for enough in (*kills, whole):
        # Whoever was not answered sends again, as a till does; some of it was booked all the same.
        left = [number for number in range(whole) if number not in answered]
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-c", EARNING, db.url, str(member), NOW.isoformat()),
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write("".join(f"{number}\n" for number in left).encode())
        process.stdin.close()
        for _ in range(min(enough, len(left))):
            answered.add(int(await process.stdout.readline()))
        if enough < whole:
            process.kill()
            rest = await process.stdout.read()
            answered |= {int(line) for line in rest.split(b"\n")[:-1]}
        await process.wait()
        assert answered <= set(await db.read(booked))
    assert await db.read(booked) == list(range(whole))
    assert (await db.read(points.balance, member_id=member, now=NOW)).available == whole
    assert (await db.read(invariants.check)).faults == ()
