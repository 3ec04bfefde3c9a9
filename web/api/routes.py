"""The addresses of the API: each admits a request, runs one rule, and says what became of it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import structlog
from fastapi import APIRouter, FastAPI, Request
from sqlalchemy.exc import SQLAlchemyError
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response

from core.errors import Conflict, NotFound, Refusal
from core.wording import worded
from db.writer import Busy, Overloaded
from ingest import intake, objects
from ingest.contracts import CONTRACTS, Kind
from ingest.fields import Terms, Wrong
from membership import coupon_codes, coupons, lookups, members, requests
from web.api import bodies, described, problems
from web.api.gate import Api, Call, admit, route_of
from web.api.problems import Problem

log = structlog.get_logger(__name__)

PREFIX = "/api/v1"
REPEATED = "guanjia-repeated"


def mount(app: FastAPI, api: Api) -> None:
    """Add the API, its description and its way of telling problems to an app."""
    routes = APIRouter(prefix=PREFIX)
    for kind in CONTRACTS:
        routes.add_api_route(
            f"/{kind}",
            _guarded(_delivery(api, kind), api),
            methods=["POST"],
            include_in_schema=False,
        )
    shown: list[tuple[str, str, Handler]] = [
        ("GET", "/members/{ref}", _standing(api)),
        ("POST", "/coupons/{code}/redeem", _redemption(api)),
    ]
    for method, path, handler in shown:
        routes.add_api_route(path, _guarded(handler, api), methods=[method], include_in_schema=False)
    app.include_router(routes)
    app.include_router(described.router(api.program))
    app.add_exception_handler(HTTPException, _elsewhere)


Handler = Callable[[Request], Awaitable[Response]]


def _delivery(api: Api, kind: Kind) -> Handler:
    async def deliver(request: Request) -> Response:
        call = await admit(request, api, right=kind)
        bodies.check_type(request)
        given = bodies.parse(call.body)
        batch = isinstance(given, list)
        things = given if batch else [given]
        if not 1 <= len(things) <= intake.MOST:
            raise Problem("not-json", f"{len(things)} in one batch; expected 1 to {intake.MOST}")
        terms = Terms(api.program(), api.vault, call.now, call.caller.name)
        readings = [_read(kind, thing, terms, call) for thing in things]
        try:
            answer = await api.db.write(
                intake.take_in,
                channel_id=call.caller.channel_id,
                request_id=call.request_id,
                digest=call.digest,
                kind=kind,
                readings=readings,
                batch=batch,
                terms=terms,
                now=call.now,
            )
        except intake.ThingRefused as refused:
            raise Problem("rejected", str(refused), ref=readings[0].ref) from None
        return _answered(answer)

    return deliver


def _read(kind: Kind, given: Any, terms: Terms, call: Call) -> intake.Reading:
    ref = objects.name_of(kind, given)
    try:
        return intake.Reading(ref, objects.read(kind, given, terms, fields=call.caller.fields))
    except Wrong as wrong:
        return intake.Reading(ref, fault=str(wrong))


def _standing(api: Api) -> Handler:
    async def standing(request: Request) -> Response:
        call = await admit(request, api, right="read")
        program = api.program()
        given = str(request.path_params["ref"])
        try:
            ref = Terms(program, api.vault, call.now).ref({"member_ref": given})
        except Wrong as wrong:
            raise Problem("rejected", str(wrong)) from None
        if ref.kind == "phone" and "phone" not in call.caller.fields:
            raise Problem("not-allowed", f"{call.caller.name}: may not look members up by phone")
        held = await api.db.read(lookups.standing, ref=ref, program=program, now=call.now)
        # The code is as good as the coupon, so it is shown only to who could use it up anyway.
        vault = api.vault if "redeem" in call.caller.kinds else None
        return JSONResponse(described.standing(held, program, vault), headers={"Cache-Control": "no-store"})

    return standing


def _redemption(api: Api) -> Handler:
    async def redeem(request: Request) -> Response:
        call = await admit(request, api, right="redeem")
        code = str(request.path_params["code"])
        order_ref, store = _occasion(request, call, code)
        wait = api.guesses.wait(call.caller.channel_id, at=asyncio.get_running_loop().time())
        if wait:
            raise Problem("too-often", "too many codes that are no coupon's", retry_after=wait)
        place = coupons.Place(channel=call.caller.name, order_ref=order_ref, store=store)
        half = coupon_codes.checked(code[:64], api.vault)
        program = api.program()

        def work(session: Any) -> tuple[int, dict[str, Any]]:
            done = coupons.redeem(
                session, code=half, place=place, vault=api.vault, program=program, now=call.now
            )
            return 200, described.redeemed(done, program)

        try:
            answer = await api.db.write(
                requests.carry_out,
                channel_id=call.caller.channel_id,
                request_id=call.request_id,
                digest=call.digest,
                work=work,
                now=call.now,
            )
        except coupons.CouponUnknown:
            api.guesses.take(call.caller.channel_id, at=asyncio.get_running_loop().time())
            log.warning("unknown coupon code", channel=call.caller.name)
            raise Problem("not-found", "no coupon has this code") from None
        return _answered(answer)

    return redeem


def _occasion(request: Request, call: Call, code: str) -> tuple[str | None, str | None]:
    """Return (order_id, store) of a redemption's body; the code stands in it too, since only the body is signed."""
    if not call.body:
        return None, None
    bodies.check_type(request)
    given = bodies.parse(call.body)
    if not isinstance(given, dict) or given.get("code") != code:
        raise Problem("rejected", "code: expected the code of the address in the body too, or no body")
    if unknown := set(given) - {"code", "order_id", "store"}:
        raise Problem("rejected", f"{min(unknown)[:40]}: no such field, but one of code, order_id, store")
    for name in ("order_id", "store"):
        value = given.get(name)
        if value is not None and not (
            isinstance(value, str) and 0 < len(value) <= 64 and value.isprintable()
        ):
            raise Problem("rejected", f"{name}: expected a text of 1 to 64 characters")
    return given.get("order_id"), given.get("store")


def _answered(answer: requests.Answer) -> Response:
    headers = {"Cache-Control": "no-store"}
    if answer.repeated:
        headers[REPEATED] = "true"
    return JSONResponse(answer.body, status_code=answer.status, headers=headers)


def _guarded(handler: Handler, api: Api) -> Handler:
    """Let a handler's failures be answered as problems, and the unexpected ones be logged."""

    async def guarded(request: Request) -> Response:
        try:
            return await handler(request)
        except Problem as problem:
            return problems.answer(request, problem)
        except (Overloaded, Busy):
            return problems.answer(request, Problem("busy", "try again in a moment", retry_after=1))
        except Refusal as refusal:
            return problems.answer(request, _of_refusal(refusal, api))
        except Exception as error:
            log.exception("request failed", route=route_of(request))
            kind = "busy" if isinstance(error, SQLAlchemyError | OSError) else "failed"
            retry = 5 if kind == "busy" else None
            return problems.answer(
                request, Problem(kind, "it was written down; try again", retry_after=retry)
            )

    return guarded


def _of_refusal(refusal: Refusal, api: Api) -> Problem:
    """Name a refusal as people would read it in the bot, in English."""
    if isinstance(refusal, requests.IdReused):
        return Problem("id-reused", "this webhook-id came with another content; expected a new id")
    if isinstance(refusal, members.MemberUnknown):
        return Problem("not-found", "no member is known by this")
    kind = "not-found" if isinstance(refusal, NotFound) else "rejected"
    kind = "conflict" if isinstance(refusal, Conflict) else kind
    values = worded(refusal.values, program=api.program(), language="en")
    return Problem(kind, api.catalogue["en"](refusal.key, **values), reason=type(refusal).__name__)


async def _elsewhere(request: Request, error: Exception) -> Response:
    """Answer what no route took: as a problem under /api, in plain text elsewhere."""
    assert isinstance(error, HTTPException)  # noqa: S101 - registered for it
    if not request.url.path.startswith("/api"):
        return Response(error.detail, status_code=error.status_code, headers=error.headers)
    if error.status_code == 405:
        return problems.answer(request, Problem("wrong-method", f"{request.method} is not for this address"))
    return problems.answer(request, Problem("not-found", "see /api/docs for the addresses"))
