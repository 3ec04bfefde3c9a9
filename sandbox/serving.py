"""Start and stop the sandbox inside a running event loop, on this machine only."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from ipaddress import ip_address

from bot import serving as http
from sandbox.app import create_app
from sandbox.world import World


@asynccontextmanager
async def serving(world: World, port: int = 0, host: str = "127.0.0.1") -> AsyncIterator[str]:
    """Serve the world; yield its address (`http://127.0.0.1:54321`), and stop it cleanly at the end."""
    if not _is_local(host):
        raise ValueError(f"the sandbox serves this machine only, not {host}: its control API obeys anybody")
    async with http.serving(create_app(world), host=host, port=port) as address:
        try:
            yield address
        finally:
            # Long polls and event streams first, or the server would wait for them.
            await world.close()


def _is_local(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False
