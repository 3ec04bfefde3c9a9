from __future__ import annotations

import asyncio
import sys
from asyncio.subprocess import Process
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from core.clock import Clock
from core.crypto import Vault
from core.settings import ROOT
from sandbox.serving import serving
from sandbox.world import World
from tests.cli.conftest import environment
from web.webhook import PATH, SECRET_HEADER

TOKEN = "42:SANDBOX-token-that-opens-nothing-at-all"
SECRET = "a secret that both workers were given, long enough"
PEOPLE = 30


async def started(home: Path, running: list[Process], **more: str) -> tuple[Process, str]:
    """A worker by webhook, put among those that are `running`, and the address that it listens at."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        str(ROOT / "main.py"),
        *("run", "--mode", "webhook"),
        cwd=home,
        env=environment(home, TELEGRAM_TOKEN=TOKEN, GUANJIA_SECRET_KEY=SECRET, GUANJIA_PORT="0", **more),
        stderr=asyncio.subprocess.PIPE,
    )
    running.append(process)
    assert process.stderr is not None
    told = ""
    async with asyncio.timeout(200):
        while "health at " not in told:
            line = (await process.stderr.readline()).decode()
            assert line, told
            told += line
    return process, told.rpartition("health at ")[2].partition("/readyz")[0]


@pytest.mark.timeout(600)
async def test_a_worker_that_is_killed_loses_nothing_that_it_took_in(
    tmp_path: Path, empty_postgres_url: str
) -> None:
    world = World(TOKEN, Clock(), limits=False)
    async with serving(world) as telegram, aiohttp.ClientSession() as http:
        homes = [tmp_path / name for name in ("one", "two")]
        for home in homes:
            home.mkdir()
        given = {"TELEGRAM_API_URL": telegram, "DATABASE_URL": empty_postgres_url}
        running: list[Process] = []
        try:
            doomed, address = await started(homes[0], running, **given)
            heir, _ = await started(homes[1], running, **given)
            people = [world.add_person("Lin", started=True, language_code="en") for _ in range(PEOPLE)]
            # Each answer is held up, so that the worker dies with all of them on its hands.
            world.faults.add(method="sendMessage", kind="429", times=PEOPLE, retry_after=2)
            for number, person in enumerate(people, 1_000_000):
                async with http.post(
                    f"{address}{PATH}",
                    json=said(number, person.id, "/start"),
                    headers={SECRET_HEADER: Vault(SECRET.encode()).password("telegram webhook")},
                ) as taken:
                    assert taken.status == 200
            doomed.kill()
            await doomed.wait()
            async with asyncio.timeout(120):
                for person in people:
                    while not await answers(http, telegram, person.id):  # noqa: ASYNC110
                        await asyncio.sleep(0.1)
            heir.terminate()
            assert await asyncio.wait_for(heir.wait(), 90) == 0
            assert [await answers(http, telegram, person.id) for person in people] == [1] * PEOPLE
        finally:
            for process in running:
                if process.returncode is None:
                    process.kill()
                    await process.wait()


def said(update_id: int, who: int, text: str) -> dict[str, Any]:
    person = {"id": who, "is_bot": False, "first_name": "Lin", "language_code": "en"}
    message = {
        "message_id": update_id,
        "date": 1_800_000_000,
        "chat": {"id": who, "type": "private", "first_name": "Lin"},
        "from": person,
        "text": text,
        "entities": [{"type": "bot_command", "offset": 0, "length": len(text)}],
    }
    return {"update_id": update_id, "message": message}


async def answers(http: aiohttp.ClientSession, telegram: str, who: int) -> int:
    async with http.get(f"{telegram}/sim/chats/{who}/messages") as found:
        return sum(message["from"]["is_bot"] for message in (await found.json())["messages"])
