"""A channel as an integrator would write one: it signs by the specification, with the standard library only."""

from __future__ import annotations

import base64
import hashlib
import hmac
import io
import json
import time
from dataclasses import dataclass, field
from itertools import count
from typing import Any

import aiohttp

_ids = count(1)


@dataclass
class Told:
    status: int
    body: Any
    headers: dict[str, str]


@dataclass
class Client:
    http: aiohttp.ClientSession
    name: str
    secret: str
    more: dict[str, str] = field(default_factory=dict)

    def headers(self, request_id: str, signed: bytes, *, at: int | None = None) -> dict[str, str]:
        stamp = str(int(time.time()) if at is None else at)
        key = base64.b64decode(self.secret.removeprefix("whsec_"))
        digest = hmac.new(key, f"{request_id}.{stamp}.".encode() + signed, hashlib.sha256).digest()
        return {
            "guanjia-channel": self.name,
            "webhook-id": request_id,
            "webhook-timestamp": stamp,
            "webhook-signature": "v1," + base64.b64encode(digest).decode(),
        }

    async def post(self, path: str, given: Any, *, request_id: str | None = None, **changed: str) -> Told:
        body = given if isinstance(given, bytes) else json.dumps(given, ensure_ascii=False).encode()
        signed = body or f"POST {path}".encode()
        headers = self.headers(request_id or f"id-{next(_ids)}", signed)
        headers |= {"Content-Type": "application/json"} | self.more | changed
        return await self.send("POST", path, body, headers)

    async def get(self, path: str) -> Told:
        return await self.send("GET", path, b"", self.headers(f"id-{next(_ids)}", f"GET {path}".encode()))

    async def send(self, verb: str, path: str, body: bytes, headers: dict[str, str]) -> Told:
        async with self.http.request(
            verb, path, data=io.BytesIO(body) if body else None, headers=headers
        ) as answer:
            text = await answer.text()
            kind = answer.headers.get("Content-Type", "")
            return Told(answer.status, json.loads(text) if "json" in kind else text, dict(answer.headers))
