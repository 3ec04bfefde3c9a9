"""The sandbox as one ASGI application: Bot API, control API, chat page."""

from __future__ import annotations

from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from fastapi import FastAPI
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.staticfiles import StaticFiles
from starlette.types import Receive, Scope, Send

from sandbox import bot_api
from sandbox.control import people, steering, watching
from sandbox.telegram.request import Refused
from sandbox.world import World

LOCAL: Final = frozenset({"127.0.0.1", "localhost", "::1"})
PAGE: Final = Path(__file__).with_name("page")
_ABOUT: Final = (
    "People are played and tests steer with this API; the bot talks to `/bot<token>/<Method>` beside it. "
    "The README in `sandbox/` has examples."
)


class Sandbox(FastAPI):
    """FastAPI for the control API; the Bot API goes past it, for its answers and its speed are its own."""

    def __init__(self, world: World) -> None:
        super().__init__(
            title="Sandbox control API",
            description=_ABOUT,
            version="10.3",
            docs_url="/sim/docs",
            openapi_url="/sim/openapi.json",
            redoc_url=None,
        )
        self.world = world

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and bot_api.serves(scope["path"]):
            await bot_api.serve(self.world, self.world.background, scope, receive, send)
        elif scope["type"] == "http" and _is_foreign(scope):
            told = {"detail": "the control API is for pages and programs of this machine"}
            await JSONResponse(told, 403)(scope, receive, send)
        else:
            await super().__call__(scope, receive, send)


def _is_foreign(scope: Scope) -> bool:
    """Say whether a page of another site is behind a request to the control API, by origin or by a foreign name."""
    if not scope["path"].startswith("/sim"):
        return False
    headers = Headers(scope=scope)
    named = [f"//{headers['host']}"] if "host" in headers else []
    named += [headers["origin"]] if "origin" in headers else []
    return any(urlsplit(each).hostname not in LOCAL for each in named)


async def _refused(_request: Request, refused: Exception) -> JSONResponse:
    if not isinstance(refused, Refused):
        raise refused
    return JSONResponse({"detail": refused.description}, refused.code)


def create_app(world: World) -> FastAPI:
    """Build the application around a world; it starts nothing by itself."""

    async def answered(content_type: str, body: bytes) -> None:
        await bot_api.from_webhook(world, content_type, body)

    world.on_webhook_answer = answered
    app = Sandbox(world)
    app.add_exception_handler(Refused, _refused)
    for part in (people, watching, steering):
        app.include_router(part.routes(world))
    if PAGE.is_dir():
        app.mount("/", StaticFiles(directory=PAGE, html=True), name="page")
    return app
