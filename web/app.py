"""The one ASGI app: health for operators, the webhook for Telegram."""

from __future__ import annotations

from collections.abc import Mapping

from fastapi import FastAPI

from web import health, webhook


def create_app(
    *,
    checks: Mapping[str, health.Check],
    receive: webhook.Receive | None = None,
    secret: str | None = None,
) -> FastAPI:
    """Return the app; with `receive` it takes Telegram's updates and needs `secret`."""
    app = FastAPI(title="Guanjia", docs_url=None, redoc_url=None, openapi_url=None)
    app.include_router(health.router(checks))
    if receive is not None:
        app.include_router(webhook.router(receive, secret=secret or ""))
    return app
