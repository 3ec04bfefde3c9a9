"""The one ASGI app: health for operators, the webhook for Telegram, the API for the brand's other systems."""

from __future__ import annotations

from collections.abc import Mapping

from fastapi import FastAPI

from web import health, webhook
from web.api import routes
from web.api.gate import Api


def create_app(
    *,
    checks: Mapping[str, health.Check],
    receive: webhook.Receive | None = None,
    secret: str | None = None,
    api: Api | None = None,
) -> FastAPI:
    """Return the app; with `receive` it takes Telegram's updates and needs `secret`, with `api` it serves that."""
    app = FastAPI(title="Guanjia", docs_url=None, redoc_url=None, openapi_url=None)
    app.include_router(health.router(checks))
    if receive is not None:
        app.include_router(webhook.router(receive, secret=secret or ""))
    if api is not None:
        routes.mount(app, api)
    return app
