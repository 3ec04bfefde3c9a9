"""Routes for tests: the clock, faults, limits, what the bot sent, a new beginning."""

from __future__ import annotations

from itertools import islice

from fastapi import APIRouter

from sandbox import passing
from sandbox.control import models
from sandbox.control.durations import duration
from sandbox.faults import Fault
from sandbox.telegram.receiving import get_webhook_info
from sandbox.telegram.request import Call
from sandbox.things import Json
from sandbox.world import World


def routes(world: World) -> APIRouter:  # noqa: C901 — one short function a route
    api = APIRouter(prefix="/sim", tags=["steering"])

    @api.get("/clock")
    async def clock() -> Json:
        return {"now": world.now().isoformat()}

    @api.post("/clock")
    async def advance(body: models.Advance) -> Json:
        return {"now": (await passing.advance(world, duration(body.advance))).isoformat()}

    @api.post("/faults")
    async def add_fault(body: models.NewFault) -> Json:
        fault = world.faults.add(**body.model_dump())
        world.updates.wake()
        return {"id": fault.id}

    @api.get("/faults")
    async def list_faults() -> list[Json]:
        return [_shown(fault) for fault in world.faults.all()]

    @api.delete("/faults")
    async def clear_faults() -> Json:
        return {"cleared": world.faults.clear()}

    @api.get("/requests")
    async def requests(after: int = 0, method: str | None = None, limit: int = 1000) -> Json:
        wanted = (
            each
            for each in world.requests
            if each["id"] > after and (method is None or each["method"].lower() == method.lower())
        )
        return {"requests": list(islice(wanted, limit))}

    @api.get("/updates")
    async def updates() -> Json:
        webhook = get_webhook_info(world, Call("getWebhookInfo", {}, {}))
        return {"pending": world.updates.pending, "next_update_id": world.updates.next_id, "webhook": webhook}

    @api.get("/limits")
    async def limits() -> Json:
        return {"enabled": world.limits.enabled}

    @api.post("/limits")
    async def set_limits(body: models.Switch) -> Json:
        world.limits.enabled = body.enabled
        return {"enabled": world.limits.enabled}

    @api.get("/privacy")
    async def privacy() -> Json:
        return {"enabled": world.privacy}

    @api.post("/privacy")
    async def set_privacy(body: models.Switch) -> Json:
        world.privacy = body.enabled
        return {"enabled": world.privacy}

    @api.post("/private-topics")
    async def set_private_topics(body: models.Switch) -> Json:
        world.private_topics = body.enabled
        return {"enabled": world.private_topics}

    @api.post("/reset")
    async def reset() -> Json:
        await world.reset()
        return {"ok": True}

    return api


def _shown(fault: Fault) -> Json:
    return {
        "id": fault.id,
        "method": fault.method,
        "kind": fault.kind,
        "left": fault.left,
        "probability": fault.probability,
        "played": fault.played,
    }
