"""How much of the permitted rate campaigns reach, what a message costs, and how long planning takes.

`python -m tests.benchmarks.bench_campaigns [--members 100000] [--letters 300]` prints one JSON object. Telegram is a
local server that answers at once; the baselines are a bare aiohttp loop and aiogram's own send, in the same run.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import tempfile
import time
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import aiohttp
from aiogram import Bot
from aiohttp import web
from sqlalchemy import insert
from sqlalchemy.orm import Session

from bot.connection import connect
from bot.pace import GLOBAL_PER_SECOND, Pace
from core.program import Caps, Program, load_program
from core.settings import ROOT
from core.texts import Catalogue
from db.engine import Database, open_database
from db.migrate import upgrade
from db.models.members import Consent, Identity, Member
from db.models.points import Account
from membership import campaigns, recipients, segments
from tasks.campaigns import wake
from tasks.jobs import Duty
from tasks.recipients import Sender
from tests.campaigns import a_started
from tests.conftest import StandingClock

TOKEN = "42:BENCHMARK"
FAST = 1_000_000.0
ANSWER = {
    "ok": True,
    "result": {"message_id": 1, "date": 1, "chat": {"id": 1, "type": "private"}, "text": "x"},
}


@asynccontextmanager
async def telegram() -> Any:
    """A server that takes every message; yields its address and the times of arrival."""
    arrivals: list[float] = []

    async def take(request: web.Request) -> web.Response:
        await request.read()
        arrivals.append(time.perf_counter())
        return web.json_response(ANSWER)

    app = web.Application()
    app.router.add_post("/bot{token}/{method}", take)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    address = runner.addresses[0]
    yield f"http://{address[0]}:{address[1]}", arrivals
    await runner.cleanup()


def fill(session: Session, first: int, count: int, now: datetime) -> None:
    """Members who joined in Telegram and agreed to campaigns."""
    ids = range(first, first + count)
    session.execute(
        insert(Member),
        [
            {
                "id": one,
                "number": f"{one:08}",
                "name": f"Member {one}",
                "language": "zh-Hans",
                "created_at": now,
                "joined_at": now,
                "tags": "",
                "personal": True,
                "synthetic": True,
                "reachable": True,
            }
            for one in ids
        ],
    )
    session.execute(
        insert(Account),
        [
            {"member_id": one, "balance": one, "qualifying": 0, "tier": "basic", "tier_since": now}
            for one in ids
        ],
    )
    session.execute(
        insert(Identity), [{"kind": "telegram", "value": str(one), "member_id": one} for one in ids]
    )
    session.execute(
        insert(Consent),
        [{"member_id": one, "topic": "campaigns", "granted": True, "wording": "1", "at": now} for one in ids],
    )


async def paced(send: Callable[[int], Coroutine[Any, Any, None]], count: int) -> float:
    """Seconds that a bare loop needs for `count` messages at the permitted rate, each started on its beat."""
    begun = time.perf_counter()
    async with asyncio.TaskGroup() as group:
        for place in range(count):
            await asyncio.sleep(max(0.0, begun + place / GLOBAL_PER_SECOND - time.perf_counter()))
            group.create_task(send(place))
    return time.perf_counter() - begun


async def flat_out(send: Callable[[int], Awaitable[Any]], count: int, at_once: int = 16) -> float:
    """Messages a second with `at_once` on their way."""
    room = asyncio.Semaphore(at_once)

    async def one(place: int) -> None:
        async with room:
            await send(place)

    begun = time.perf_counter()
    await asyncio.gather(*(one(place) for place in range(count)))
    return count / (time.perf_counter() - begun)


async def sent(db: Database, bot: Bot, program: Program, clock: StandingClock, pace: Pace) -> float:
    """Seconds that the real sender needs for one campaign to everybody, planning left out."""
    sender = Sender()
    campaign_id = (await a_started(db, program, now=clock.now())).id
    while await db.write(recipients.plan, campaign_id=campaign_id, program=program, now=clock.now()):
        pass
    now = clock.now()
    duty = Duty(db, bot, pace, program, Catalogue(), clock, now, now, {"campaign_sender": sender})
    begun = time.perf_counter()
    await wake(duty)
    await sender.rest()
    seconds = time.perf_counter() - begun
    shown = await db.read(campaigns.card, campaign_id=campaign_id)
    if shown.figures.sent != shown.figures.total:
        raise RuntimeError(f"not everybody was told: {shown.figures}")
    return seconds


async def sending(letters: int) -> dict[str, Any]:
    program = load_program(ROOT / "program")
    free = program.model_copy(update={"caps": Caps(marketing_per_day=100, marketing_per_month=100)})
    clock = StandingClock()
    with tempfile.TemporaryDirectory() as folder:
        async with telegram() as (address, arrivals), aiohttp.ClientSession() as http:
            url = f"sqlite+aiosqlite:///{Path(folder) / 'bench.db'}"
            await upgrade(url)
            db = open_database(url)
            await db.write(fill, 1, letters, clock.now())
            bot = connect(TOKEN, api_url=address)

            async def raw(place: int) -> None:
                body = {"chat_id": place, "text": "你好"}
                async with http.post(f"{address}/bot{TOKEN}/sendMessage", json=body) as answer:
                    await answer.json()

            async def aiogram(place: int) -> None:
                await bot.send_message(place, "你好")

            bare = letters / (await paced(raw, letters)) / GLOBAL_PER_SECOND
            reached = letters / (await sent(db, bot, free, clock, Pace())) / GLOBAL_PER_SECOND
            fastest = {
                "aiohttp": await flat_out(raw, letters),
                "aiogram": await flat_out(aiogram, letters),
                "campaign": letters / await sent(db, bot, free, clock, Pace(per_second=FAST)),
            }
            await bot.session.close()
            await db.close()
        if len(arrivals) != 5 * letters:
            raise RuntimeError(f"{len(arrivals)} messages arrived, {5 * letters} were sent")
    return {
        "letters": letters,
        "share_of_30_a_second": {"campaign": round(reached, 3), "bare_loop": round(bare, 3)},
        "flat_out_a_second": {name: round(rate) for name, rate in fastest.items()},
        "flat_out_against_aiohttp": round(fastest["campaign"] / fastest["aiohttp"], 3),
        "flat_out_against_aiogram": round(fastest["campaign"] / fastest["aiogram"], 3),
    }


async def planning(count: int) -> dict[str, Any]:
    program = load_program(ROOT / "program")
    clock = StandingClock()
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite+aiosqlite:///{Path(folder) / 'bench.db'}"
        await upgrade(url)
        db = open_database(url)
        for first in range(1, count + 1, 10_000):
            await db.write(fill, first, min(10_000, count + 1 - first), clock.now())
        begun = time.perf_counter()
        found = await db.read(segments.count, segment="not_bought_yet", program=program, now=clock.now())
        counted = time.perf_counter() - begun
        begun = time.perf_counter()
        started = await a_started(db, program, now=clock.now())
        looked = time.perf_counter() - begun
        blocks = []
        more = True
        while more:
            at = time.perf_counter()
            more = await db.write(recipients.plan, campaign_id=started.id, program=program, now=clock.now())
            blocks.append(time.perf_counter() - at)
        shown = await db.read(campaigns.card, campaign_id=started.id)
        await db.close()
    if not shown.figures.planned == found == count:
        raise RuntimeError(f"{shown.figures} of {count}")
    return {
        "members": count,
        "segment_count_seconds": round(counted, 3),
        "approve_and_start_seconds": round(looked, 3),
        "plan_seconds": round(sum(blocks), 3),
        "longest_block_ms": round(1_000 * max(blocks)),
        "planned_a_second": round(count / sum(blocks)),
    }


async def measure(members: int, letters: int) -> dict[str, Any]:
    return {"sending": await sending(letters), "planning": await planning(members)}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--members", type=int, default=100_000)
    parser.add_argument("--letters", type=int, default=300)
    asked = parser.parse_args()
    print(json.dumps(asyncio.run(measure(asked.members, asked.letters)), indent=2))


if __name__ == "__main__":
    main()
