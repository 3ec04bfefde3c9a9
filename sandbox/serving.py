"""Start and stop the sandbox inside a running event loop, on this machine only."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from ipaddress import ip_address

import uvicorn

from core.background import Background
from sandbox.app import create_app
from sandbox.world import World


class _Server(uvicorn.Server):
    """A server that leaves the process's signals to whoever owns the loop."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


def _bound(host: str, port: int) -> socket.socket:
    try:
        local = host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        local = False
    if not local:
        raise ValueError(f"the sandbox serves this machine only, not {host}: its control API obeys anybody")
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # asyncio turns Nagle's delay off only for sockets that say they are TCP.
    bound = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        bound.bind((host, port))
    except OSError:
        bound.close()
        raise
    return bound


@asynccontextmanager
async def serving(world: World, port: int = 0, host: str = "127.0.0.1") -> AsyncIterator[str]:
    """Serve the world; yield its address (`http://127.0.0.1:54321`), and stop it cleanly at the end."""
    bound = _bound(host, port)
    shown = f"[{host}]" if ":" in host else host
    config = uvicorn.Config(
        create_app(world),
        log_config=None,
        access_log=False,
        lifespan="off",
        ws="none",
        timeout_graceful_shutdown=3,
        timeout_keep_alive=75,
    )
    server = _Server(config)
    background = Background()
    running = background.start(server.serve(sockets=[bound]), name="sandbox server")
    try:
        # uvicorn tells that it is up by this flag only.
        while not server.started and not running.done():  # noqa: ASYNC110
            await asyncio.sleep(0.005)
        if running.done():
            running.result()
        yield f"http://{shown}:{bound.getsockname()[1]}"
    finally:
        await world.close()
        server.should_exit = True
        await asyncio.gather(running, return_exceptions=True)
        bound.close()
