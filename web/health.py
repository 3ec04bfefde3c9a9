"""Is it alive, may it get traffic, and what has it done: `/healthz`, `/readyz`, `/metrics`."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping

from fastapi import APIRouter, Response
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from starlette.responses import JSONResponse

# What an answer takes at most; a check that hangs is a check that failed.
CHECK_SECONDS = 2.0

Check = Callable[[], Awaitable[bool]]


def router(checks: Mapping[str, Check]) -> APIRouter:
    """Return the three addresses; `checks` are asked anew for each `/readyz`."""
    routes = APIRouter(tags=["health"])

    @routes.get("/healthz")
    async def healthz() -> dict[str, bool]:
        """Answer as long as the event loop runs."""
        return {"alive": True}

    @routes.get("/readyz")
    async def readyz() -> Response:
        """Answer 200 when all checks hold, else 503 with those that don't."""
        names = list(checks)
        held = await asyncio.gather(*(_held(checks[name]) for name in names))
        told = dict(zip(names, held, strict=True))
        ready = all(held)
        return JSONResponse({"ready": ready, "checks": told}, status_code=200 if ready else 503)

    @routes.get("/metrics")
    async def metrics() -> Response:
        """Answer in the Prometheus text format."""
        return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)

    return routes


async def _held(check: Check) -> bool:
    try:
        return await asyncio.wait_for(check(), CHECK_SECONDS)
    except Exception:  # noqa: BLE001 - whatever it is, the check did not hold
        return False
