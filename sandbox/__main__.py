"""Run the sandbox alone, for a bot in any language: `python -m sandbox --port 8081`."""

from __future__ import annotations

import argparse
import asyncio
import signal
import sys

from core.clock import Clock
from sandbox.serving import serving
from sandbox.world import World


def options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m sandbox", description=__doc__)
    parser.add_argument("--port", type=int, default=8081, help="0 takes any free one (default: 8081)")
    parser.add_argument("--token", default="42:SANDBOX", help="what the bot says it is (default: 42:SANDBOX)")
    parser.add_argument("--username", default="sandbox_bot", help="the bot's username (default: sandbox_bot)")
    parser.add_argument("--no-limits", action="store_true", help="never answer 429 by itself")
    parser.add_argument("--no-privacy", action="store_true", help="let the bot hear everything in groups")
    return parser.parse_args()


async def serve(chosen: argparse.Namespace) -> None:
    world = World(
        chosen.token,
        Clock(),
        limits=not chosen.no_limits,
        privacy=not chosen.no_privacy,
        username=chosen.username,
    )
    stop = asyncio.Event()
    for each in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(each, stop.set)
    async with serving(world, chosen.port) as address:
        sys.stdout.write(f"{address}\n")
        sys.stdout.flush()
        sys.stderr.write(f"Bot API at {address}/bot{chosen.token}/, chat page at {address}/, Ctrl-C stops\n")
        await stop.wait()


def main() -> int:
    try:
        asyncio.run(serve(options()))
    except (OSError, ValueError) as wrong:
        sys.stderr.write(f"the sandbox cannot start: {wrong}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
