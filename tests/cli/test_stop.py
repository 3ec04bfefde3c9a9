from __future__ import annotations

import asyncio
import signal
import sys
from pathlib import Path

import aiohttp

from core.clock import Clock
from core.settings import ROOT
from sandbox.serving import serving
from sandbox.world import World
from tests.cli.conftest import environment

TOKEN = "42:SANDBOX-token-that-opens-nothing-at-all"


async def test_a_process_that_is_told_to_end_answers_what_it_has_taken_in(tmp_path: Path) -> None:
    world = World(TOKEN, Clock(), limits=False)
    async with serving(world) as address, aiohttp.ClientSession() as http:
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            str(ROOT / "main.py"),
            "run",
            cwd=tmp_path,
            env=environment(tmp_path, TELEGRAM_TOKEN=TOKEN, TELEGRAM_API_URL=address, GUANJIA_PORT="0"),
            stderr=asyncio.subprocess.PIPE,
        )
        assert process.stderr is not None
        told = b""
        async with asyncio.timeout(90):
            while b"guanjia: running" not in told:
                line = await process.stderr.readline()
                assert line, told.decode()
                told += line
        people = [world.add_person("Lin", started=True, language_code="en").id for _ in range(20)]
        # Each answer is held up once, so that the signal comes while handlers are at work.
        world.faults.add(method="sendMessage", kind="429", times=len(people), retry_after=1)
        for who in people:
            body = {"chat_id": who, "from_id": who, "text": "/start"}
            async with http.post(f"{address}/sim/messages", json=body) as said:
                assert said.status == 200
        async with asyncio.timeout(60):
            while world.updates.pending:  # noqa: ASYNC110
                await asyncio.sleep(0.01)
        process.send_signal(signal.SIGTERM)
        _, rest = await asyncio.wait_for(process.communicate(), 90)
        assert process.returncode == 0, (told + rest).decode()
        assert TOKEN not in (told + rest).decode()
        for who in people:
            async with http.get(f"{address}/sim/chats/{who}/messages") as found:
                messages = (await found.json())["messages"]
            assert sum(message["from"]["is_bot"] for message in messages) == 1
