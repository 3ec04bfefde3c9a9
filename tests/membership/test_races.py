"""Two processes that send the same orders at the same time: each order is booked by exactly one of them."""

from __future__ import annotations

import asyncio
import json
import sys

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

async def main(url, number, step):
    db, program = open_database(url), load_program(ROOT / "program")
    made = [
        orders.Order("pos", f"race{n}", Ref("number", number), NOW, "CNY", None, (Line("latte", 1, 200),))
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

asyncio.run(main(sys.argv[1], sys.argv[2], int(sys.argv[3])))
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
    senders = [
        await asyncio.create_subprocess_exec(
            sys.executable,
            "-c",
            SENDER,
            db.url,
            joined.number,
            step,
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
    kinds = [kind for out, _ in told for kind in json.loads(out)]
    assert sorted(kinds) == ["created"] * ORDERS + ["duplicate"] * ORDERS
    assert {"created"} != set(json.loads(told[0][0])), (
        "they did not meet: one was done before the other began"
    )
    assert await db.read(booked) == (ORDERS, ORDERS, ORDERS, 2 * ORDERS, 2 * ORDERS)
