"""The Bot API over raw ASGI: what a client library talks to."""

from __future__ import annotations

import asyncio
import re
from typing import Any, Final

from starlette.formparsers import MultiPartException
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Message, Receive, Scope, Send

from core.background import Background
from sandbox.files import DOWNLOAD_LIMIT, UPLOAD_LIMIT
from sandbox.telegram.calls import Outcome, carry_out, refusal
from sandbox.telegram.decoding import read
from sandbox.telegram.request import Refused
from sandbox.world import World

_CALL: Final = re.compile(r"^/bot([^/]+)/(?:test/)?([^/]+)/?$")
_FILE: Final = re.compile(r"^/file/bot([^/]+)/(.+)$")
_CROSS_ORIGIN: Final = {"Access-Control-Allow-Origin": "*"}
_LONGEST_BODY: Final = UPLOAD_LIMIT * 2
_WAITING: Final = frozenset({"getupdates"})


def serves(path: str) -> bool:
    return path.startswith(("/bot", "/file/bot"))


async def serve(world: World, background: Background, scope: Scope, receive: Receive, send: Send) -> None:
    """Answer one request for a method or a file."""
    request = Request(scope, receive)
    if file := _FILE.match(scope["path"]):
        await _file(world, file[1], file[2])(scope, receive, send)
        return
    call = _CALL.match(scope["path"])
    if call is None or ":" not in call[1]:
        outcome: Outcome | None = refusal(Refused(404, "Not Found"))
    elif call[1] != world.token:
        outcome = refusal(Refused(401, "Unauthorized"))
    elif int(request.headers.get("content-length") or 0) > _LONGEST_BODY:
        outcome = refusal(Refused(413, "Request Entity Too Large"))
    else:
        outcome = await _outcome(world, background, call[2], request, receive)
    if outcome is None:
        return
    if outcome.dropped:
        await _hang_up(send)
        return
    headers = dict(_CROSS_ORIGIN)
    if outcome.status == 429:
        headers["Retry-After"] = str(outcome.body["parameters"]["retry_after"])
    answer = Response(outcome.content(), outcome.status, headers, "application/json")
    await answer(scope, receive, send)


async def _outcome(
    world: World, background: Background, name: str, request: Request, receive: Receive
) -> Outcome | None:
    try:
        raw, files = await read(request)
    except Refused as refused:
        return refusal(refused)
    except MultiPartException:
        return refusal(Refused(400, "Bad Request: can't parse multipart/form-data"))
    if name.lower() not in _WAITING:
        return await carry_out(world, name, raw, files)
    return await _while_connected(background, carry_out(world, name, raw, files), receive)


async def _while_connected(background: Background, work: Any, receive: Receive) -> Outcome | None:
    """Give a long poll up when its client has gone, so that it takes no update with it."""
    poll = background.start(work, name="sandbox poll")
    gone = background.start(_disconnected(receive), name="sandbox poll watch")
    try:
        await asyncio.wait({poll, gone}, return_when=asyncio.FIRST_COMPLETED)
        return poll.result() if poll.done() else None
    finally:
        for task in (poll, gone):
            task.cancel()
        await asyncio.gather(poll, gone, return_exceptions=True)


async def _disconnected(receive: Receive) -> None:
    message: Message = {"type": ""}
    while message["type"] != "http.disconnect":
        message = await receive()


async def _hang_up(send: Send) -> None:
    """Close the connection with no answer at all; uvicorn's cycle behind `send` knows its transport."""
    transport = getattr(getattr(send, "__self__", None), "transport", None)
    if transport is None:
        raise ConnectionAbortedError("the answer is dropped on purpose")
    transport.abort()
    await asyncio.sleep(0.01)


def _file(world: World, token: str, path: str) -> Response:
    stored = world.files.at(path) if token == world.token else None
    if stored is None or stored.size > DOWNLOAD_LIMIT:
        code = 401 if token != world.token else 404
        outcome = refusal(Refused(code, "Unauthorized" if code == 401 else "Not Found"))
        return Response(outcome.content(), code, _CROSS_ORIGIN, "application/json")
    return Response(stored.content(), 200, _CROSS_ORIGIN, "application/octet-stream")


async def from_webhook(world: World, content_type: str, body: bytes) -> None:
    """Carry out the method call that a bot put into its answer to the webhook."""
    sent = False

    async def receive() -> Message:
        nonlocal sent
        if sent:
            return {"type": "http.disconnect"}
        sent = True
        return {"type": "http.request", "body": body, "more_body": False}

    headers = [(b"content-type", content_type.encode())]
    scope = {"type": "http", "method": "POST", "path": "/", "query_string": b"", "headers": headers}
    try:
        raw, files = await read(Request(scope, receive))
    except (Refused, MultiPartException):
        return
    name = raw.pop("method", None)
    if isinstance(name, str) and name.lower() not in _WAITING:
        await carry_out(world, name, raw, files)
