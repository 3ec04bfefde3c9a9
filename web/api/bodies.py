"""The bytes of a request: read up to a limit, then as strict JSON."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

from starlette.requests import Request

from web.api.problems import Problem

LARGEST = 2 * 1024 * 1024
_LONGEST_NUMBER = 32


async def read(request: Request) -> bytes:
    """Return the body, or refuse it as soon as it is longer than LARGEST, whatever its length was said to be."""
    told = request.headers.get("content-length", "")
    if told.isdigit() and len(told) < 20 and int(told) > LARGEST:
        raise _too_large()
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > LARGEST:
            raise _too_large()
    return bytes(body)


def check_type(request: Request) -> None:
    """Refuse what is not plain JSON by its headers."""
    given = request.headers.get("content-type", "")
    media, _, more = given.partition(";")
    charset = more.strip().lower().removeprefix("charset=").strip('"')
    if media.strip().lower() != "application/json" or charset not in {"", "utf-8", "utf8"}:
        raise Problem("wrong-type", f"Content-Type: {given[:60]!r}; expected application/json in UTF-8")
    if request.headers.get("content-encoding", "identity").lower() != "identity":
        raise Problem("wrong-type", "Content-Encoding: expected none")


def parse(body: bytes) -> Any:
    """Return the JSON value of a body; numbers are exact and of a size that means something, names come once."""
    try:
        text = body.decode()
    except UnicodeDecodeError as error:
        raise Problem("not-json", f"byte {error.start + 1} is not UTF-8") from None
    try:
        return json.loads(
            text,
            parse_int=_integer,
            parse_float=_decimal,
            parse_constant=_no_number,
            object_pairs_hook=_once,
        )
    except json.JSONDecodeError as error:
        raise Problem("not-json", f"{error.msg} at line {error.lineno}, column {error.colno}") from None
    except ValueError as error:
        raise Problem("not-json", str(error)) from None
    except RecursionError:
        raise Problem("not-json", "nested too deep") from None


def _too_large() -> Problem:
    return Problem("too-large", f"expected at most {LARGEST:,} bytes; send smaller batches")


def _integer(digits: str) -> int:
    if len(digits) > _LONGEST_NUMBER:
        raise ValueError(f"a number of {len(digits)} digits; expected at most {_LONGEST_NUMBER}")
    return int(digits)


def _decimal(digits: str) -> Decimal:
    if len(digits) > _LONGEST_NUMBER:
        raise ValueError(f"a number of {len(digits)} digits; expected at most {_LONGEST_NUMBER}")
    number = Decimal(digits)
    if abs(number.adjusted()) > _LONGEST_NUMBER:
        raise ValueError(f"{digits} is beyond all amounts")
    return number


def _no_number(name: str) -> Any:
    raise ValueError(f"{name} is no number")


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"{twice[:40]!r} stands twice in one object")
    return found
