from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any

import aiohttp
import pytest

from bot.serving import serving
from web.app import create_app

Serve = Callable[..., AbstractAsyncContextManager[aiohttp.ClientSession]]


@pytest.fixture
def served() -> Serve:
    """Serve the app on a free port; yields a client that is connected to it."""

    @asynccontextmanager
    async def opened(**given: Any) -> AsyncIterator[aiohttp.ClientSession]:
        app = create_app(**({"checks": {}} | given))
        async with serving(app, host="127.0.0.1", port=0) as address, aiohttp.ClientSession(address) as http:
            yield http

    return opened
