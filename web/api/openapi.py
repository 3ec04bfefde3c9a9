"""The API's description in OpenAPI 3.1, made from the table by which bodies are read."""

from __future__ import annotations

from typing import Any

from core.program import Program
from ingest.contracts import CONTRACTS, ITEM, Field, Kind
from ingest.intake import MOST
from web.api import bodies
from web.api.problems import KINDS, MEDIA_TYPE

_INTRO = (
    "Deliver orders, refunds, members, events and products, and ask for a member's standing. Every request is "
    "signed with the channel's key (Standard Webhooks): see docs/api.md in the repository. Without a body the "
    "method and the address are signed in its place."
)
_WHAT: dict[Kind, str] = {
    "orders": "Paid orders. Points are given at once; a member whom nobody knows yet gets them on joining.",
    "refunds": "Money given back. One whose order is not here yet waits for it, up to 30 days.",
    "members": "What the brand knows of its members. A member's own word in the bot is never overwritten.",
    "events": "What members did elsewhere, paid by the program's table.",
    "products": "Products, each replacing what was known under its id.",
}
_EXAMPLES: dict[Kind, dict[str, Any]] = {
    "orders": {
        "order_id": "T-1001",
        "member_ref": "card:88001234",
        "ordered_at": "2026-11-18T12:30:00+08:00",
        "store": "jingan",
        "items": [{"product_id": "latte", "quantity": 1, "amount": "28.00"}],
    },
    "refunds": {
        "refund_id": "R-1",
        "order_id": "T-1001",
        "refunded_at": "2026-11-18T13:00:00+08:00",
        "amount": "28.00",
    },
    "members": {"member_ref": "card:88001234", "name": "陈晓", "tags": ["regular"]},
    "events": {
        "event_id": "E-1",
        "kind": "review",
        "member_ref": "card:88001234",
        "at": "2026-11-18T14:00:00+08:00",
    },
    "products": {"product_id": "latte", "name": "拿铁", "category": "coffee", "price": "28.00"},
}
_FORMS: dict[str, dict[str, Any]] = {
    "text": {"type": "string"},
    "ref": {"type": "string"},
    "instant": {"type": "string", "format": "date-time"},
    "day": {"type": "string", "format": "date"},
    "whole": {"type": "integer", "minimum": 0},
    "money": {"type": ["string", "number"], "examples": ["28.00"]},
    "texts": {"type": ["array", "string"], "items": {"type": "string"}},
}


def document(program: Program) -> dict[str, Any]:
    """Return the whole description for one program (its currency is named)."""
    paths: dict[str, Any] = {f"/api/v1/{kind}": {"post": _delivery(kind)} for kind in _WHAT}
    paths["/api/v1/members/{ref}"] = {"get": _standing()}
    paths["/api/v1/coupons/{code}/redeem"] = {"post": _redemption()}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": f"{program.brand.name.zh_hans} · Guanjia API",
            "version": "1",
            "description": f"{_INTRO} Amounts are in {program.currency}.",
        },
        "paths": paths,
        "components": {
            "schemas": {kind: _schema(CONTRACTS[kind]) for kind in _WHAT}
            | {"problem": _problem(), "result": _result()},
            "securitySchemes": {"signature": _security()},
        },
        "security": [{"signature": []}],
    }


def _delivery(kind: Kind) -> dict[str, Any]:
    one = {"$ref": f"#/components/schemas/{kind}"}
    many = {"type": "array", "items": one, "minItems": 1, "maxItems": MOST}
    result = {"$ref": "#/components/schemas/result"}
    told = {
        "200": "known already, or changed",
        "201": "taken in",
        "202": "a refund that waits for its order",
    }
    batch = {
        "type": "object",
        "properties": {"results": {"type": "array", "items": result}, "counts": {"type": "object"}},
    }
    return {
        "operationId": f"deliver_{kind}",
        "summary": _WHAT[kind],
        "parameters": _headers(),
        "requestBody": {
            "required": True,
            "description": f"One object, or a list of 1 to {MOST:,}; at most {bodies.LARGEST >> 20} MiB.",
            "content": {"application/json": {"schema": {"oneOf": [one, many]}, "example": _EXAMPLES[kind]}},
        },
        "responses": {status: _json(text, result) for status, text in told.items()}
        | {"207": _json("a list was read: each thing has an outcome of its own", batch)}
        | _failures(400, 401, 403, 409, 413, 415, 422, 429, 503),
    }


def _standing() -> dict[str, Any]:
    nothing: dict[str, Any] = {"type": "object"}
    return {
        "operationId": "member",
        "summary": "A member's tier, points and open coupons; no name, no phone.",
        "parameters": [_path("ref", "a member number, or identity:value"), *_headers()],
        "responses": {"200": _json("the standing", nothing)} | _failures(401, 403, 404, 422, 429, 503),
    }


def _redemption() -> dict[str, Any]:
    body = {
        "type": "object",
        "properties": {name: {"type": "string"} for name in ("code", "order_id", "store")},
        "required": ["code"],
        "additionalProperties": False,
    }
    return {
        "operationId": "redeem",
        "summary": "Use a coupon up, once.",
        "parameters": [_path("code", "the coupon's code, with or without dashes"), *_headers()],
        "requestBody": {
            "description": "Nothing, or the code of the address again with the order that uses it.",
            "content": {"application/json": {"schema": body}},
        },
        "responses": {"200": _json("used up now, by this request", {"type": "object"})}
        | _failures(401, 403, 404, 409, 422, 429, 503),
    }


def _schema(fields: tuple[Field, ...]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": {field.name: _property(field) for field in fields},
        "required": [field.name for field in fields if field.need],
        "additionalProperties": False,
    }


def _property(field: Field) -> dict[str, Any]:
    if field.form == "items":
        told: dict[str, Any] = {"type": "array", "minItems": 1, "items": _schema(ITEM)}
    else:
        told = dict(_FORMS[field.form])
        if field.most is not None:
            told["maximum" if field.form == "whole" else "maxLength"] = field.most
    return told | {"description": field.what}


def _headers() -> list[dict[str, Any]]:
    told = {
        "guanjia-channel": "the channel's name",
        "webhook-id": "the request's own id, up to 64 characters; the same id and content get the first answer again",
        "webhook-timestamp": "when it was signed, in seconds since 1970, within five minutes of now",
        "webhook-signature": "v1, and base64 of HMAC-SHA256 over id.timestamp.body",
    }
    return [
        {"name": name, "in": "header", "required": True, "description": text, "schema": {"type": "string"}}
        for name, text in told.items()
    ]


def _path(name: str, what: str) -> dict[str, Any]:
    return {"name": name, "in": "path", "required": True, "description": what, "schema": {"type": "string"}}


def _json(text: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"description": text, "content": {"application/json": {"schema": schema}}}


def _failures(*statuses: int) -> dict[str, Any]:
    problem = {"$ref": "#/components/schemas/problem"}
    return {
        str(status): {
            "description": " / ".join(title for known, title in KINDS.values() if known == status),
            "content": {MEDIA_TYPE: {"schema": problem}},
        }
        for status in statuses
    }


def _problem() -> dict[str, Any]:
    texts = {name: {"type": "string"} for name in ("type", "title", "detail", "instance")}
    return {"type": "object", "properties": texts | {"status": {"type": "integer"}}}


def _result() -> dict[str, Any]:
    outcomes = ["created", "updated", "duplicate", "waiting", "rejected"]
    return {
        "type": "object",
        "properties": {
            "index": {"type": "integer", "description": "the place in the list, from 0"},
            "ref": {"type": "string"},
            "outcome": {"enum": outcomes},
            "points": {"type": "integer", "description": "given, or taken back when negative"},
            "reason": {"type": "string"},
        },
    }


def _security() -> dict[str, Any]:
    return {
        "type": "apiKey",
        "in": "header",
        "name": "webhook-signature",
        "description": "A signature by the channel's key, which `main.py channel add` prints once.",
    }
