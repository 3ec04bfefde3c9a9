"""Two processes that send the same orders at the same time: each order is booked by exactly one of them."""

from __future__ import annotations

import asyncio
import json
import sys

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.program import Program
from core.settings import ROOT
from db.engine import Database
from db.models.orders import Order
from db.models.points import Account, Entry, Lot
from tests.builders import a_member
from tests.conftest import NOW

ORDERS = 60
ATTEMPTS = 5
# Both wait for the word, so that they run side by side; they send the orders in opposite directions and meet.
SENDER = """
import asyncio, json, sys
from core.program import load_program
from core.settings import ROOT
from db.engine import open_database
from membership import orders
from membership.earning import Line
from membership.members import Ref
from tests.conftest import NOW

async def main(url, number, step, attempt):
    db, program = open_database(url), load_program(ROOT / "program")
    made = [
        orders.Order("pos", f"race{attempt}-{n}", Ref("number", number), NOW, "CNY", None, (Line("latte", 1, 200),))
        for n in range(ORDERS)
    ][::step]
    print("ready", flush=True)
    sys.stdin.readline()
    kinds = []
    for order in made:
        (outcome,) = await db.write(orders.take_in, orders=[order], program=program, now=NOW)
        kinds.append(outcome.kind)
    print(json.dumps(kinds), flush=True)
    await db.close()

asyncio.run(main(sys.argv[1], sys.argv[2], int(sys.argv[3]), sys.argv[4]))
""".replace("ORDERS", str(ORDERS))


def booked(session: Session) -> tuple[int, int, int, int, int]:
    def count(table: type) -> int:
        return session.execute(select(func.count()).select_from(table)).scalar_one()

    balance, spendable = session.execute(
        select(Account.balance, select(func.sum(Lot.remaining)).scalar_subquery()),
    ).one()
    return count(Order), count(Entry), count(Lot), balance, spendable


async def test_two_processes_with_the_same_orders_book_each_once(db: Database, program: Program) -> None:
    joined = await a_member(db, program, now=NOW)
    for attempt in range(1, ATTEMPTS + 1):
        told = await sent_twice(db, joined.number, attempt)
        assert sorted(told[0] + told[1]) == ["created"] * ORDERS + ["duplicate"] * ORDERS
        sent = attempt * ORDERS
        assert await db.read(booked) == (sent, sent, sent, 2 * sent, 2 * sent)
        # On a busy machine one may be done before the other begins: then nothing was shown, and they go again.
        if "duplicate" in told[0] and "duplicate" in told[1]:
            return
    pytest.fail(f"they did not meet in {ATTEMPTS} attempts")


async def sent_twice(db: Database, number: str, attempt: int) -> list[list[str]]:
    """Let two processes deliver the same orders from both ends, and return what each was told."""
    senders = [
        await asyncio.create_subprocess_exec(
            sys.executable,
            *("-c", SENDER, db.url, number, step, str(attempt)),
            cwd=ROOT,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
        )
        for step in ("1", "-1")
    ]
    for sender in senders:
        assert sender.stdout is not None
        assert await sender.stdout.readline() == b"ready\n"
    told = await asyncio.gather(*(sender.communicate(b"go\n") for sender in senders))
    return [json.loads(out) for out, _ in told]
