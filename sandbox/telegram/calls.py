"""How one request of the bot is carried out: decoded, checked, spoilt if a fault is set, played, checked again."""

from __future__ import annotations

import asyncio
import inspect
import json
from collections.abc import Mapping
from dataclasses import dataclass
from time import perf_counter
from typing import Any

import structlog

from sandbox import schema
from sandbox.faults import Fault
from sandbox.telegram.areas import PLAYED
from sandbox.telegram.decoding import decoded
from sandbox.telegram.request import Call, Refused, Told, Upload
from sandbox.things import Json
from sandbox.world import World

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What to answer; `dropped` means that the connection is to be closed instead."""

    status: int
    body: Json
    dropped: bool = False

    def content(self) -> bytes:
        return json.dumps(self.body, ensure_ascii=False, separators=(",", ":")).encode()


def refusal(refused: Refused) -> Outcome:
    body: Json = {"ok": False, "error_code": refused.code, "description": refused.description}
    if refused.parameters:
        body["parameters"] = refused.parameters
    return Outcome(refused.code, body)


async def carry_out(world: World, name: str, raw: Mapping[str, Any], files: dict[str, Upload]) -> Outcome:
    """Play one request; `name` in any case."""
    known = schema.BY_LOWER.get(name.lower())
    if known is None:
        return refusal(Refused(404, "Not Found: method not found"))
    began = perf_counter()
    try:
        params, unread = decoded(known, raw, files)
    except Refused as refused:
        entry = world.note(known, dict(raw), files)
        entry["schema_faults"].append(f"{known}: {refused.description}")
        outcome = refusal(refused)
    else:
        entry = world.note(known, params, files)
        if world.strict:
            entry["schema_faults"] += unread + schema.check_request(known, params)
        outcome = await _played(world, Call(known, params, files), entry)
    entry["ms"] = round((perf_counter() - began) * 1000, 2)
    entry["status"] = outcome.status
    entry["error"] = outcome.body.get("description")
    return outcome


async def _played(world: World, call: Call, entry: Json) -> Outcome:
    fault = world.faults.for_method(call.method)
    if fault is not None:
        world.events.tell("fault", None, method=call.method, kind=fault.kind)
        entry["fault"] = fault.kind
        if fault.kind != "drop-after-write":
            return await _spoilt(fault)
    play = PLAYED.get(call.method)
    if play is None:
        return refusal(Refused(501, f"Not Implemented: the sandbox does not play {call.method} yet"))
    try:
        result = play(world, call)
        if inspect.isawaitable(result):
            result = await result
    except Refused as refused:
        outcome = refusal(refused)
    except Exception:
        # Whatever a bot sends, it gets an answer; what went wrong here is for the log.
        log.exception("the sandbox failed", method=call.method)
        outcome = refusal(Refused(500, "Internal Server Error"))
    else:
        told = {"description": result.description} if isinstance(result, Told) else {}
        result = result.result if isinstance(result, Told) else result
        if world.strict:
            entry["schema_faults"] += [
                f"answer of {each}" for each in schema.check_answer(call.method, result)
            ]
        outcome = Outcome(200, {"ok": True, "result": result, **told})
    return Outcome(outcome.status, outcome.body, dropped=fault is not None)


async def _spoilt(fault: Fault) -> Outcome:
    if fault.kind == "429":
        seconds = {"retry_after": fault.retry_after}
        return refusal(Refused(429, f"Too Many Requests: retry after {fault.retry_after}", seconds))
    if fault.kind == "timeout":
        await asyncio.sleep(fault.seconds)
        return refusal(Refused(504, "Gateway Timeout"))
    return refusal(Refused(502, "Bad Gateway"))
