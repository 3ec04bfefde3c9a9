"""The commands that stay up: `run` and `demo`."""

from __future__ import annotations

import sys
from pathlib import Path

from cli.demo import run_demo
from cli.parts import opened, with_assistant, with_recommender
from cli.service import Mode, running
from core.settings import Settings


async def demo(settings: Settings, *, port: int, data: Path, fresh: bool, speed: float, mode: Mode) -> int:
    return await run_demo(
        settings.model_copy(update={"data": data}),
        port=port,
        mode=mode,
        speed=speed,
        fresh=fresh,
    )


async def run(settings: Settings, *, mode: Mode) -> int:
    """Serve Telegram until a signal; 1 when Telegram makes going on pointless."""
    async with (
        opened(settings) as parts,
        with_assistant(parts) as assistant,
        with_recommender(parts) as recommender,
    ):
        await assistant.library.index()
        operators = settings.operators
        support = settings.support_chat or (operators[0] if operators else None)
        async with running(
            parts,
            assistant,
            recommender,
            mode=mode,
            support=support,
            operators=operators,
        ) as service:
            print(f"guanjia: running, health at {service.address}/readyz", file=sys.stderr)  # noqa: T201
            reason = await service.failed
    print(f"guanjia: {reason}", file=sys.stderr)  # noqa: T201
    return 1
