"""An ASGI app served inside the running event loop, which keeps its signals and its end to itself."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import Any

import uvicorn

from core.background import Background


class _Server(uvicorn.Server):
    """A server that leaves the process's signals to whoever owns the loop."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


@asynccontextmanager
async def serving(app: Any, *, host: str, port: int) -> AsyncIterator[str]:
    """Serve `app` and yield its address (port 0: a free one); raises OSError when the port is taken."""
    bound = bind(host, port)
    shown = f"[{host}]" if ":" in host else host
    config = uvicorn.Config(
        app,
        log_config=None,
        access_log=False,
        lifespan="off",
        ws="none",
        timeout_graceful_shutdown=3,
        timeout_keep_alive=75,
    )
    server = _Server(config)
    background = Background()
    running = background.start(server.serve(sockets=[bound]), name="http server")
    try:
        # uvicorn tells that it is up by this flag only.
        while not server.started and not running.done():  # noqa: ASYNC110
            await asyncio.sleep(0.005)
        if running.done():
            running.result()
        yield f"http://{shown}:{bound.getsockname()[1]}"
    finally:
        server.should_exit = True
        await asyncio.gather(running, return_exceptions=True)
        bound.close()


def bind(host: str, port: int) -> socket.socket:
    """Return a socket bound to `host` and `port`."""
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
