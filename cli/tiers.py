"""The command that tries other tier rules out."""

from __future__ import annotations

import json as jsons
from collections.abc import Mapping
from pathlib import Path

from core.clock import Clock
from core.program import load_program
from core.settings import Settings
from db import migrate as schema
from db.engine import open_database
from membership import forecasts

BATCH = 2_000


async def tiers_dry_run(settings: Settings, *, proposed: Path, json: bool) -> int:
    """Print who would move under the program in `proposed`, against the one in force; writes nothing."""
    program, other = load_program(settings.program), load_program(proposed)
    now = Clock().now()
    await schema.upgrade(settings.database)
    db = open_database(settings.database)
    found = forecasts.Moves(0, 0)
    try:
        while True:
            batch = await db.read(
                forecasts.dry_run, proposed=other, program=program, after=found.last, limit=BATCH, now=now
            )
            if not batch.members:
                break
            found = forecasts.added(found, batch)
    finally:
        await db.close()
    if json:
        told = {
            "members": found.members,
            "in_force": _named(found.in_force),
            "proposed": _named(found.proposed),
            "sample": {f"{before}>{after}": list(some) for (before, after), some in found.sample.items()},
        }
        print(jsons.dumps(told))  # noqa: T201
        return 0
    print(f"{found.members} members, {program.version} in force, {other.version} proposed")  # noqa: T201
    for before, after in sorted({*found.in_force, *found.proposed}):
        move = (before, after)
        counts = f"{found.in_force.get(move, 0)} now, {found.proposed.get(move, 0)} then"
        some = f"  e.g. {', '.join(found.sample[move])}" if move in found.sample else ""
        print(f"  {before} > {after}: {counts}{some}")  # noqa: T201
    return 0


def _named(moves: Mapping[tuple[str, str], int]) -> dict[str, int]:
    return {f"{before}>{after}": count for (before, after), count in sorted(moves.items())}
