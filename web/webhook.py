"""Telegram's way in by webhook: the secret is checked, the update kept, and only then Telegram told 200."""

from __future__ import annotations

import hmac
import json
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

from fastapi import APIRouter, Request, Response

from db.writer import Busy, Overloaded

PATH = "/telegram/webhook"
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the header's name
LARGEST = 1_048_576

Receive = Callable[[Sequence[Mapping[str, Any]]], Awaitable[None]]


def router(receive: Receive, *, secret: str) -> APIRouter:
    """Return the webhook's address; 503 asks Telegram to come again later."""
    if not secret:
        raise ValueError("a webhook without a secret would take updates from anybody")
    routes = APIRouter(include_in_schema=False)

    @routes.post(PATH)
    async def webhook(request: Request) -> Response:
        given = request.headers.get(SECRET_HEADER, "")
        # Bytes, because compare_digest refuses text that is not ASCII.
        if not hmac.compare_digest(given.encode("utf-8", "surrogateescape"), secret.encode()):
            return Response(status_code=401)
        body = await _body(request)
        if body is None:
            return Response(status_code=413)
        update = _update(body)
        if update is None:
            return Response(status_code=400)
        try:
            await receive([update])
        except (Overloaded, Busy):
            return Response(status_code=503, headers={"Retry-After": "1"})
        return Response(status_code=200)

    return routes


async def _body(request: Request) -> bytes | None:
    """Return the body, or None as soon as it is longer than LARGEST."""
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > LARGEST:
            return None
    return bytes(body)


def _update(body: bytes) -> dict[str, Any] | None:
    try:
        update = json.loads(body)
    except (ValueError, RecursionError):
        return None
    fits = isinstance(update, dict) and isinstance(update.get("update_id"), int)
    return update if fits else None
