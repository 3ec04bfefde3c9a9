"""A process of its own in which many members want the same piece: `python -m tests.membership.crowd_process …`.

Each outcome is a line on standard output, written only when the rule has answered, that is after the commit.
"""

from __future__ import annotations

import asyncio
import json
import sys
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any

from core.errors import Conflict
from core.program import Program, load_program
from core.settings import ROOT
from db.engine import Database, open_database
from db.writer import Busy
from membership import redemptions, sales

AT_ONCE = 64  # as many as the bot works on at once


async def want(db: Database, program: Program, wish: dict[str, Any], member: int) -> str:
    now = datetime.fromisoformat(wish["now"])
    try:
        if wish["sale"]:
            got = await db.write(
                sales.claim,
                sale=wish["sale"],
                opens_at=datetime.fromisoformat(wish["opens_at"]),
                piece=0,
                price=program.sales[wish["sale"]].points,
                member_id=member,
                program=program,
                now=now,
            )
        else:
            got = await db.write(
                redemptions.redeem,
                member_id=member,
                reward=wish["reward"],
                attempt=0,
                price=program.rewards[wish["reward"]].points,
                program=program,
                now=now,
            )
    except Conflict as refused:
        return f"no {type(refused).__name__}"
    return f"yes {got.redemption_id} {got.new}"


async def crowd(url: str, wish: dict[str, Any], members: list[int]) -> None:
    program = load_program(ROOT / "program")
    reward = program.rewards["tote"].model_copy(update={"stock": wish["stock"]})
    program = program.model_copy(update={"rewards": program.rewards | {"tote": reward}})
    db = open_database(url)
    room = asyncio.Semaphore(AT_ONCE)
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    while not Path(wish["starts"]).exists():  # noqa: ASYNC110, ASYNC240 - all processes begin when it appears
        await asyncio.sleep(0.01)

    async def one(member: int) -> None:
        async with room:
            told = None
            while told is None:
                with suppress(Busy):  # "rather busy, try again": they do
                    told = await want(db, program, wish, member)
        sys.stdout.write(f"{member} {told}\n")
        sys.stdout.flush()

    await asyncio.gather(*(one(member) for member in members))
    await db.close()


if __name__ == "__main__":
    asked = json.loads(sys.argv[1])
    asyncio.run(crowd(asked["url"], asked, asked["members"]))
