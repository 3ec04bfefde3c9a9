"""The demo: sandbox, chat page and the real bot in one process, on the demo brand with a seeded history."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import structlog
from pydantic import SecretStr

from cli import cast
from cli.parts import Parts, opened, with_assistant, with_recommender
from cli.service import Mode, Service, running
from core.clock import Clock
from core.settings import Settings
from ingest.contracts import Kind
from ingest.load import load
from membership import members, partner_codes, recommendations
from sandbox import synthetic
from sandbox.serving import serving
from sandbox.world import World

log = structlog.get_logger(__name__)

TOKEN = "4200000042:SANDBOX-demo-token-that-opens-nothing"  # noqa: S105 - the sandbox's own
SEED = 20_26
PARTNER_CODES = 60
_IDS_BEGIN = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Demo:
    """What a demo consists of while it runs."""

    world: World
    parts: Parts
    service: Service
    address: str
    stage: cast.Stage


@asynccontextmanager
async def demo(
    settings: Settings,
    *,
    port: int,
    mode: Mode = "polling",
    speed: float = 1.0,
    fresh: bool = False,
    limits: bool = True,
) -> AsyncIterator[Demo]:
    """Open the sandbox, seed the brand's history at the first start, and run the real bot against it."""
    data = settings.data
    if fresh:
        shutil.rmtree(data, ignore_errors=True)
    data.mkdir(parents=True, exist_ok=True)
    clock = Clock(_saved_offset(data), speed=speed)
    settings = settings.model_copy(
        update={"telegram_token": SecretStr(TOKEN), "port": 0},
    )
    # Ids go on from run to run, since the database remembers messages of the last one.
    seed = int((datetime.now(UTC) - _IDS_BEGIN).total_seconds())  # noqa: TID251
    async with opened(settings, clock=clock) as bare:
        brand = bare.program.brand
        world = World(
            TOKEN,
            clock,
            seed=seed,
            limits=limits,
            username="guanjia_demo_bot",
            name=brand.assistant_name.zh_hans,
        )
        async with serving(world, port) as address:
            _say(f"sandbox up, seeding {brand.name.zh_hans} …")
            await seed_history(bare)
            stage = cast.enter(world, bare.program)
            parts = replace(bare, settings=settings.model_copy(update={"telegram_api_url": address}))
            async with with_assistant(parts) as assistant, with_recommender(parts) as recommender:
                await assistant.library.index()
                if await parts.db.read(recommendations.newest_model) is None:
                    await recommender.train(now=clock.now())
                await cast.remember(parts, stage)
                async with running(
                    parts,
                    assistant,
                    recommender,
                    mode=mode,
                    support=stage.support,
                    operators=stage.operators,
                ) as service:
                    world.on_clock.append(_clock_hook(data, clock, service))
                    yield Demo(world, parts, service, address, stage)


async def run_demo(settings: Settings, *, port: int, mode: Mode, speed: float, fresh: bool) -> int:
    """Run the demo until it is interrupted; print the address once the bot answers."""
    async with demo(settings, port=port, mode=mode, speed=speed, fresh=fresh) as stage:
        _say(f"ready: open {stage.address}  (Ctrl-C stops)")
        _say(f"the API for other systems: {stage.service.address}/api/docs")
        print(stage.address, flush=True)  # noqa: T201
        reason = await stage.service.failed
        _say(reason)
    return 1


async def seed_history(parts: Parts) -> None:
    """Import the invented history through the same door as any channel's files, once."""
    if await parts.db.read(members.count) > 0:
        return
    folder = parts.settings.data / "synthetic"
    now = parts.clock.now()
    written = synthetic.write(folder, program=parts.program, seed=SEED, until=now)
    files: tuple[tuple[Path, Kind], ...] = (
        (written.members, "members"),
        (written.orders, "orders"),
        (written.refunds, "refunds"),
    )
    for file, kind in files:
        report = await load(
            parts.db,
            file,
            kind,
            rejects=folder,
            program=parts.program,
            clock=parts.clock,
            vault=parts.vault,
        )
        log.info("seeded", kind=kind, read=report.read, created=report.created, rejected=report.rejected)
    for reward in parts.program.rewards.values():
        if reward.kind == "partner":
            codes = [f"DEMO-{reward.id.upper()}-{number:03}" for number in range(1, PARTNER_CODES + 1)]
            await parts.db.write(
                partner_codes.add, reward=reward.id, codes=codes, program=parts.program, now=now
            )


def _clock_hook(data: Path, clock: Clock, service: Service) -> Any:
    async def moved(_now: datetime) -> None:
        (data / "clock.json").write_text(
            json.dumps({"offset": clock.offset.total_seconds()}), encoding="ascii"
        )
        await service.scheduler.tick()

    return moved


def _saved_offset(data: Path) -> timedelta:
    try:
        return timedelta(
            seconds=float(json.loads((data / "clock.json").read_text(encoding="ascii"))["offset"])
        )
    except (OSError, ValueError, KeyError):
        return timedelta(0)


def _say(text: str) -> None:
    print(f"guanjia demo: {text}", file=sys.stderr, flush=True)  # noqa: T201
