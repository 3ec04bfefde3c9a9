"""What the API answers and how it is described: JSON of results, OpenAPI, and a page that needs nothing else."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from fastapi import APIRouter
from starlette.responses import HTMLResponse, JSONResponse

from core.crypto import Vault
from core.program import Program
from membership import coupon_codes, coupons, lookups
from web.api import openapi, page


def router(program: Callable[[], Program]) -> APIRouter:
    """Return the addresses of the description; they are for everybody, since they tell nothing of anybody."""
    routes = APIRouter(prefix="/api", include_in_schema=False)

    @routes.get("/openapi.json")
    async def described() -> JSONResponse:
        """Answer the API's description in OpenAPI 3.1."""
        return JSONResponse(openapi.document(program()))

    @routes.get("/docs")
    async def docs() -> HTMLResponse:
        """Answer the description as a page, without scripts or anything from elsewhere."""
        policy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
        shown = page.html(openapi.document(program()))
        return HTMLResponse(shown, headers={"Content-Security-Policy": policy})

    return routes


def standing(held: lookups.Standing, program: Program, vault: Vault | None) -> dict[str, Any]:
    """Word a member's standing; with the vault the coupons' codes are shown."""
    return {
        "member": held.number,
        "joined": held.joined,
        "tier": held.tier,
        "points": {
            "available": held.available,
            "pending": held.pending,
            "expiring": held.expiring,
            "expiring_at": held.expiring_at.isoformat() if held.expiring_at else None,
        },
        "coupons": [_coupon(one, program, vault) for one in held.coupons],
    }


def redeemed(done: coupons.Redeemed, program: Program) -> dict[str, Any]:
    """Word what became of a coupon; `saved` is in currency units, when the terms say it."""
    template = program.coupons.get(done.template)
    return {
        "outcome": "redeemed",
        "template": done.template,
        "title": template.title.zh_hans if template else done.template,
        "redeemed_at": done.redeemed_at.isoformat(),
        "saved": None if done.saved is None else str(Decimal(done.saved).scaleb(-program.minor_units)),
    }


def _coupon(one: coupons.Open, program: Program, vault: Vault | None) -> dict[str, Any]:
    template = program.coupons.get(one.template)
    shown = {
        "template": one.template,
        "title": template.title.zh_hans if template else one.template,
        "expires_at": one.expires_at.isoformat(),
    }
    return shown if vault is None else shown | {"code": coupon_codes.shown_code(one.code, vault)}
