"""A model's answer over our agent against the bare OpenAI client, on one local server: first and last token."""

from __future__ import annotations

import asyncio
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

from core.program import load_program
from core.settings import ROOT
from core.texts import Catalogue
from db.engine import open_database
from db.migrate import upgrade
from knowledge.access import ModelAccess
from knowledge.asking import Asker, Talk
from knowledge.assistant import Assistant
from knowledge.embedders import HashedEmbedder
from knowledge.index import ArticleIndex
from knowledge.store import Store
from tests.knowledge.model_server import ModelServer, serving

TURNS = 60
ANSWER = "积分从入账那天算起。" + "到期前我们会提醒你。" * 12
Timed = tuple[float, float]


async def bare(server: ModelServer) -> Timed:
    """Stream one answer with nothing but the client; the first sentence is what a person could see first."""
    from openai import AsyncOpenAI

    async with AsyncOpenAI(api_key="x", base_url=server.url) as client:
        begun = time.perf_counter()
        stream = await client.chat.completions.create(
            model="scripted", messages=[{"role": "user", "content": "积分怎么算"}], stream=True
        )
        text, first = "", 0.0
        async for chunk in stream:
            text += (chunk.choices[0].delta.content or "") if chunk.choices else ""
            if not first and "。" in text:
                first = time.perf_counter() - begun
        return first, time.perf_counter() - begun


async def ours(assistant: Assistant, now: datetime) -> Timed:
    """Ask as a member would; everything is in it: search, guard, memory, accounting."""
    seen: list[float] = []
    begun = time.perf_counter()
    answer = await assistant.answer(
        "随便聊聊积分的算法",
        asker=Asker(None, "zh-Hans", None, private=True, talk=Talk(1, 1)),
        now=now,
        watch=lambda _text: seen.append(time.perf_counter() - begun),
    )
    if answer.mode != "agent":
        raise SystemExit(f"the model was not used: {answer}")
    return seen[0], time.perf_counter() - begun


async def measure(home: Path) -> None:
    url = f"sqlite+aiosqlite:///{home / 'bench.db'}"
    await upgrade(url)
    db = open_database(url)
    program = load_program(ROOT / "program")
    now = datetime.now(UTC)  # noqa: TID251
    with serving() as server:
        assistant = Assistant(
            index=ArticleIndex(Store(), HashedEmbedder()),
            db=db,
            program=program,
            catalogue=Catalogue(),
            access=ModelAccess("scripted", "x", base_url=server.url),
        )
        await assistant.library.index(program.faq)
        print(f"{'':<30}{'first ms p50':>14}{'p95':>8}{'full ms p50':>14}{'p95':>8}")
        for pause in (0.0, 0.01):
            server.forget()
            server.say(ANSWER, pause=pause, step=6)
            await ours(assistant, now)
            rows: dict[str, list[Timed]] = {"bare client": [], "our agent": []}
            # In turns, so that a busy moment of the machine hits both.
            for _ in range(TURNS):
                rows["bare client"].append(await bare(server))
                rows["our agent"].append(await ours(assistant, now))
            for name, took in rows.items():
                _print(f"{name}, {pause * 1000:.0f} ms a piece", took)
            overhead = median(full for _, full in rows["our agent"]) - median(
                full for _, full in rows["bare client"]
            )
            print(f"   overhead a turn: {overhead * 1000:.0f} ms")
        await assistant.close()
    await db.close()


def _print(name: str, took: list[Timed]) -> None:
    columns: list[Callable[[Timed], float]] = [lambda one: one[0], lambda one: one[1]]
    line = f"{name:<30}"
    for column, width in zip(columns, (14, 14), strict=True):
        ordered = sorted(column(one) * 1000 for one in took)
        line += f"{median(ordered):>{width}.0f}{ordered[int(len(ordered) * 0.95)]:>8.0f}"
    print(line)


def run() -> None:
    with tempfile.TemporaryDirectory(prefix="guanjia-bench-") as home:
        asyncio.run(measure(Path(home)))


if __name__ == "__main__":
    run()
