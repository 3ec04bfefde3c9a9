"""Signed orders a second over HTTP, one by one and in lists of 500, beside the same rule called in the process.

A real uvicorn and a real SQLite file with synchronous=FULL; client and server share the machine's cores.
"""

from __future__ import annotations

import asyncio
import json
import logging
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import aiohttp
import structlog

from bot.serving import serving
from core.clock import Clock
from core.crypto import Vault
from core.program import load_program
from core.settings import ROOT
from core.texts import Catalogue
from db.engine import open_database
from db.migrate import upgrade
from ingest.fields import Terms
from ingest.objects import read
from ingest.rules import RULES
from membership import channels
from tests.web.api import Client
from web.api.gate import Api
from web.app import create_app

SINGLE = 1_000
LISTS = 8
LIST = 500
AT_ONCE = 32
MEMBERS = 400


def order(series: str, number: int) -> dict[str, Any]:
    items = [{"product_id": f"p{number % 31}", "quantity": 1, "amount": "28.00"} for _ in range(2)]
    return {
        "order_id": f"{series}-{number}",
        "member_ref": f"card:{number % MEMBERS}",
        "ordered_at": Clock().now().isoformat(),
        "items": items,
    }


async def timed(name: str, count: int, works: list[Callable[[], Awaitable[Any]]], *, at_once: int) -> float:
    """Run `works`, `at_once` side by side; print and return orders a second."""
    queue = iter(works)

    async def worker() -> None:
        for work in queue:
            await work()

    begun = time.perf_counter()
    await asyncio.gather(*(worker() for _ in range(at_once)))
    rate = count / (time.perf_counter() - begun)
    print(f"   {name:<46} {rate:>8,.0f} orders/s", flush=True)
    return rate


async def main() -> None:
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    program = load_program(ROOT / "program")
    vault, clock = Vault(b"b" * 32), Clock()
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite+aiosqlite:///{Path(folder) / 'bench.db'}"
        await upgrade(url)
        db = open_database(url)
        keyed = await db.write(
            channels.add, name="pos", kinds=["orders"], fields=[], vault=vault, now=clock.now()
        )
        api = Api.of(
            db=db,
            vault=vault,
            clock=clock,
            program=lambda: program,
            catalogue=Catalogue(),
            requests_per_minute=1_000_000,
        )
        terms = Terms(program, vault, clock.now(), "pos")

        def direct(series: str, numbers: range) -> Callable[[], Awaitable[Any]]:
            things = [read("orders", order(series, number), terms, fields=()) for number in numbers]
            return lambda: db.write(RULES["orders"], things=things, terms=terms, now=clock.now())

        def posted(client: Client, given: Any, wanted: int) -> Callable[[], Awaitable[Any]]:
            # As bytes, so that the client's own JSON is no part of the figure.
            body = json.dumps(given).encode()

            async def post() -> None:
                told = await client.post("/api/v1/orders", body)
                if told.status != wanted:
                    raise RuntimeError(f"{told.status}: {told.body}")

            return post

        app = create_app(checks={}, api=api)
        async with serving(app, host="127.0.0.1", port=0) as address, aiohttp.ClientSession(address) as http:
            client = Client(http, "pos", keyed.secret)
            await direct("warm", range(MEMBERS))()
            lists = [range(n * LIST, (n + 1) * LIST) for n in range(LISTS)]
            rule = await timed(
                f"rule, one an order, {AT_ONCE} at once",
                SINGLE,
                [direct("a", range(n, n + 1)) for n in range(SINGLE)],
                at_once=AT_ONCE,
            )
            one = await timed(
                f"HTTP, signed, one an order, {AT_ONCE} at once",
                SINGLE,
                [posted(client, order("b", n), 201) for n in range(SINGLE)],
                at_once=AT_ONCE,
            )
            batch = await timed(
                f"rule, {LIST} at a time", LISTS * LIST, [direct("c", some) for some in lists], at_once=1
            )
            many = await timed(
                f"HTTP, signed, lists of {LIST}",
                LISTS * LIST,
                [posted(client, [order("d", n) for n in some], 207) for some in lists],
                at_once=1,
            )
        await db.close()
    print(f"   HTTP to rule: {one / rule:.2f} singly, {many / batch:.2f} in lists")


if __name__ == "__main__":
    asyncio.run(main())
